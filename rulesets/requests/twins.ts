import type { Operation, Property, Schema } from '@specward/core'
import { carriedBy, isForManagers, isWrite, readsOf, requestSchemas, resultSchemas } from './bodies.ts'
import { privilegeOf } from './privileged.ts'

/** Share of the names of a request that its twin has as well. */
const ALIKE = 0.5

/** A body that takes more than it declares, and the same resource as it is returned. */
export interface Twin {
  readonly body: Schema
  readonly returning: Operation
  /** What is returned and gives an advantage, and what the body lacks. */
  readonly missing: readonly Property[]
}

/** The first body of a request that is open to what only the server may set, as far as its twin shows. */
export function openTwin(
  operation: Operation,
  operations: readonly Operation[],
  extra: readonly string[],
): Twin | undefined {
  if (!isWrite(operation) || isForManagers(operation)) return undefined
  for (const body of requestSchemas(operation).flatMap(carriedBy)) {
    if (body.isClosed || body.properties.length === 0) continue
    const twin = twinOf(body, operation, operations, extra)
    if (twin) return twin
  }
  return undefined
}

/** The same resource as it is returned, by the operation itself or by a read of the same path, with what the body lacks. */
function twinOf(
  body: Schema,
  operation: Operation,
  operations: readonly Operation[],
  extra: readonly string[],
): Twin | undefined {
  const names = new Set(body.properties.map(({ name }) => name))
  const reads = readsOf(operation.path, operations)
  for (const returning of [operation, ...reads]) {
    for (const schema of resultSchemas(returning).flatMap(carriedBy)) {
      const returned = schema.properties
      const alike = new Set(returned.filter(({ name }) => names.has(name)).map(({ name }) => name))
      // one name in common makes no twins of a switch and a record
      if (alike.size < Math.max(2, names.size * ALIKE)) continue
      const missing = returned.filter((property) => !names.has(property.name) && isMeant(property, extra))
      if (missing.length > 0) return { body, returning, missing }
    }
  }
  return undefined
}

/** `verified` alone says what a check has found, of a key or an address, and gives nobody a right. */
export function isMeant(property: Property, extra: readonly string[]): boolean {
  return privilegeOf(property, extra) !== undefined && property.name !== 'verified'
}
