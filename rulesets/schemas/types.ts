import type { Node, Schema } from '@specward/core'

/** Types of JSON Schema. Others, such as `file` of OpenAPI 2.0, say nothing about keywords. */
export const TYPES: ReadonlySet<string> = new Set([
  ...['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'],
])

export interface DeclaredTypes {
  /** Those that a value may have when all that is declared holds. */
  readonly types: ReadonlySet<string>
  /** Where they are declared. */
  readonly nodes: readonly Node[]
}

/** What most schemas are of. */
const ALONE: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [...TYPES].map((type) => [type, new Set([type])]),
)

const known = new WeakMap<Schema, DeclaredTypes | null>()

/** What `type` says, here and wherever it holds as well; undefined when nothing, or what is no type. */
export function declaredTypes(schema: Schema): DeclaredTypes | undefined {
  let found = known.get(schema)
  if (found === undefined) {
    found = read(schema) ?? null
    known.set(schema, found)
  }
  return found ?? undefined
}

function read(schema: Schema): DeclaredTypes | undefined {
  const nodes = schema.all('type')
  let types: ReadonlySet<string> | undefined
  for (const { value } of nodes) {
    const alone = typeof value === 'string' ? ALONE.get(value) : undefined
    if (alone) {
      types = types === undefined ? alone : both(types, alone)
      continue
    }
    const listed: readonly unknown[] = Array.isArray(value) ? value : [value]
    if (listed.length === 0 || !listed.every((item) => typeof item === 'string' && TYPES.has(item)))
      return undefined
    const here = new Set(listed as readonly string[])
    types = types === undefined ? here : both(types, here)
  }
  if (!types) return undefined
  const isNullable = ['nullable', 'x-nullable'].some((key) =>
    schema.all(key).some(({ value }) => value === true),
  )
  return { types: isNullable && types.size > 0 ? new Set([...types, 'null']) : types, nodes }
}

function both(left: ReadonlySet<string>, right: ReadonlySet<string>): ReadonlySet<string> {
  const types = new Set<string>()
  for (const type of left) {
    if (right.has(type) || (type === 'integer' && right.has('number'))) types.add(type)
  }
  for (const type of right) if (type === 'integer' && left.has('number')) types.add(type)
  return types
}

/** The type of a value; of whole numbers `integer`. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

export function isOfType(value: unknown, types: ReadonlySet<string>): boolean {
  const type = typeOf(value)
  return types.has(type) || (type === 'integer' && types.has('number'))
}

/** Types as messages say them: "an `integer`", "a `string` or an `object`"; null is left out beside others. */
export function typesInWords(types: ReadonlySet<string>): string {
  const shown = [...types].filter((type) => type !== 'null' || types.size === 1)
  return shown.map((type) => `${/^[aio]/.test(type) ? 'an' : 'a'} \`${type}\``).join(' or ')
}
