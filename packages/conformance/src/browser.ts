import type { ConformanceChecker, ConformanceRequest, ConformanceResult } from '@specward/core'
import { checkAgainst } from './check-against.ts'
import { schemaNameFor } from './schema-names.ts'
import { type Specification, specificationFrom, specificationKey } from './specification.ts'
import type { JsonObject } from './values.ts'

/** Reads a schema of a specification by its module, such as `@asyncapi/specs/schemas/3.0.0.json`. */
export type ReadSchema = (module: string) => Promise<JsonObject>

/**
 * Makes what `lint` needs to judge by the rule `spec-conformance` where there is no Node. Schemas are read when they are
 * wanted first; everything is checked at once, in the thread of whoever asks.
 */
export function createConformanceChecker(readSchema: ReadSchema): ConformanceChecker {
  const made = new Map<string, Promise<Specification>>()
  return {
    async check(request) {
      try {
        return checkAgainst(await specificationFor(request, made, readSchema), request)
      } catch (error) {
        return failed(error)
      }
    },
  }
}

async function specificationFor(
  request: ConformanceRequest,
  made: Map<string, Promise<Specification>>,
  readSchema: ReadSchema,
): Promise<Specification | undefined> {
  const name = schemaNameFor(request)
  if (name === undefined) return undefined
  const key = specificationKey(request)
  const making = made.get(key) ?? readSchema(name).then((schema) => specificationFrom(request, schema))
  made.set(key, making)
  // what could not be read once may be read the next time
  making.catch(() => made.delete(key))
  return making
}

function failed(error: unknown): ConformanceResult {
  return { failed: error instanceof Error ? error.message : String(error) }
}
