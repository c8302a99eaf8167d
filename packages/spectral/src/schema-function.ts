import type { SchemaFunction } from '@specward/core'
import functions from '@stoplight/spectral-functions'

/** What the function reads of its surroundings: the path for its words, and an object to remember validators by. */
const SURROUNDINGS = { document: {}, documentInventory: {}, rule: { resolved: true } }

type Call = (
  value: unknown,
  options: unknown,
  context: object,
) => readonly { readonly message: string; readonly path?: readonly (string | number)[] }[] | undefined

/** The function `schema` of rulesets, for one value by itself. */
export const schemaFunction: SchemaFunction = {
  judge(value, property, options) {
    const path = property === undefined ? [] : [property]
    return call(value, options, path).map(({ message, path: found = path }) => ({
      message: message.replaceAll(
        '#{{print("property")}}',
        property === undefined ? '' : `"${property}" property `,
      ),
      path: found.slice(path.length).map(String),
    }))
  },
  fault(options) {
    const reference = unresolvedReference(options)
    if (reference !== undefined) return `\`${reference}\`, to which the schema refers, is not in it`
    try {
      const [first] = call(null, options, [])
      return first && /^schema is invalid\b/u.test(first.message) ? first.message : undefined
    } catch (error) {
      const [first] = error instanceof AggregateError ? error.errors : [error]
      return first instanceof Error ? first.message : String(first)
    }
  },
}

/** What a schema refers to that is not in it. The function takes anything as keeping to such a schema. */
export function unresolvedReference(options: unknown): string | undefined {
  if (!JSON.stringify(options)?.includes('"$ref"')) return undefined
  try {
    // where the description is left as it is written, the function does tell
    const [first] = call(null, options, [], { resolved: false })
    return /^can't resolve reference (\S+)/u.exec(first?.message ?? '')?.[1]
  } catch {
    return undefined
  }
}

function call(
  value: unknown,
  options: unknown,
  path: readonly string[],
  rule: { readonly resolved: boolean } = SURROUNDINGS.rule,
) {
  return (functions.schema as unknown as Call)(value, options, { ...SURROUNDINGS, rule, path }) ?? []
}
