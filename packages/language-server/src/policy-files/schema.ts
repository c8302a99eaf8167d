import { type Entry, type Outline, scalarOf } from './outline-entry.ts'

export type Schema = Readonly<Record<string, unknown>>

/** Schemas that may hold for one value; keys that refer elsewhere are resolved. */
export type Alternatives = readonly Schema[]

/** How many schemas are held to be possible at once; those of policy files have fewer. */
const MOST = 200

/**
 * What a schema says of the value of an entry, by what stands around it: alternatives that other keys of a mapping rule
 * out are left out.
 */
export function schemasAt(root: Schema, outline: Outline, entry: Entry): Alternatives {
  const way: Entry[] = []
  for (let at: Entry | undefined = entry; at; at = at.parent) way.unshift(at)
  let schemas = expand(root, [root])
  for (const step of way.slice(1)) {
    const { parent } = step
    const fitting = parent ? possible(schemas, outline, parent, step) : schemas
    schemas = expand(
      root,
      fitting.flatMap((schema) => childSchemas(schema, step, parent)),
    )
  }
  return possible(schemas, outline, entry, undefined)
}

/** What a schema says of the items of a list. */
export function itemSchemas(root: Schema, schemas: Alternatives, index: number): Alternatives {
  return expand(
    root,
    schemas.flatMap((schema) => itemsOf(schema, index)),
  )
}

/** What may stand under a key. */
export function keySchemas(root: Schema, schemas: Alternatives, key: string): Alternatives {
  return expand(
    root,
    schemas.flatMap((schema) => propertyOf(schema, key)),
  )
}

/** Names of the keys that schemas know, those that have to be there first. */
export function knownKeys(schemas: Alternatives): readonly string[] {
  const required = schemas.flatMap((schema) => (schema.type === undefined ? [] : texts(schema.required)))
  const known = schemas.flatMap((schema) => Object.keys(recordOf(schema.properties) ?? {}))
  const all = new Set(known)
  return [...new Set([...required.filter((key) => all.has(key)), ...known])]
}

/** Names that keys may have beside the known ones. */
export function keyNames(root: Schema, schemas: Alternatives): readonly string[] {
  const names = expand(
    root,
    schemas.flatMap(({ propertyNames }) => propertyNames ?? []),
  )
  return fixedValues(names).flatMap(({ value }) =>
    typeof value === 'string' && value !== '@key' ? [value] : [],
  )
}

/** Whether every alternative that knows a key asks for it. */
export function isRequired(schemas: Alternatives, key: string): boolean {
  const knowing = schemas.filter((schema) => schema.type !== undefined && hasProperty(schema, key))
  return knowing.length > 0 && knowing.every((schema) => texts(schema.required).includes(key))
}

/** A fixed value that may stand somewhere. */
export interface FixedValue {
  readonly value: string | number | boolean | null
  readonly about: string | undefined
  readonly isDefault: boolean
}

/** The fixed values that schemas allow, each once. */
export function fixedValues(schemas: Alternatives): readonly FixedValue[] {
  const found = new Map<string, FixedValue>()
  for (const schema of schemas) {
    const listed = Array.isArray(schema.enum) ? schema.enum : 'const' in schema ? [schema.const] : []
    const flags = schema.type === 'boolean' ? [true, false] : []
    for (const value of [...listed, ...flags] as FixedValue['value'][]) {
      const key = JSON.stringify(value)
      const isDefault = schema.default === value
      if (!found.has(key)) found.set(key, { value, about: describe([schema]), isDefault })
    }
  }
  return [...found.values()]
}

/** What schemas say in words, each sentence once. */
export function describe(schemas: Alternatives): string | undefined {
  const said = new Set(schemas.flatMap(({ description }) => (description ? [String(description)] : [])))
  return said.size > 0 ? [...said].join('\n\n') : undefined
}

export function allows(schemas: Alternatives, type: 'object' | 'array'): boolean {
  return schemas.some((schema) => [schema.type].flat().includes(type))
}

/** Resolves references and takes choices apart; what stands beside them holds as well. */
function expand(root: Schema, schemas: readonly unknown[]): Alternatives {
  const found: Schema[] = []
  const waiting = [...schemas].reverse()
  const seen = new Set<unknown>()
  while (waiting.length > 0 && found.length < MOST) {
    const next = recordOf(waiting.pop())
    if (!next || seen.has(next)) continue
    seen.add(next)
    const { $ref, anyOf, oneOf, ...rest } = next
    if (typeof $ref === 'string') {
      const target = resolve(root, $ref)
      if (target) waiting.push({ ...target, ...rest })
      continue
    }
    const choices = [anyOf, oneOf].flatMap((each) => (Array.isArray(each) ? each : []))
    for (const choice of choices.toReversed()) waiting.push(choice)
    if (choices.length === 0 || rest.type !== undefined || rest.properties !== undefined) found.push(rest)
    else if (rest.description !== undefined) found.push({ description: rest.description })
  }
  return found
}

function resolve(root: Schema, reference: string): Schema | undefined {
  let at: unknown = root
  for (const key of reference.replace(/^#\/?/, '').split('/')) {
    const record = recordOf(at)
    if (!record || !Object.hasOwn(record, key)) return undefined
    at = record[key]
  }
  return recordOf(at)
}

function childSchemas(schema: Schema, step: Entry, parent: Entry | undefined): readonly unknown[] {
  return parent?.kind === 'list' ? itemsOf(schema, Number(step.name)) : propertyOf(schema, step.name)
}

function itemsOf(schema: Schema, index: number): readonly unknown[] {
  const listed: unknown = Array.isArray(schema.prefixItems) ? schema.prefixItems[index] : undefined
  return [listed ?? schema.items].filter((each) => each !== undefined)
}

function propertyOf(schema: Schema, key: string): readonly unknown[] {
  if (hasProperty(schema, key)) return [recordOf(schema.properties)?.[key]]
  return recordOf(schema.additionalProperties) ? [schema.additionalProperties] : []
}

/** Without the alternatives that what is written rules out; all of them where nothing is left. */
function possible(
  schemas: Alternatives,
  outline: Outline,
  entry: Entry,
  without: Entry | undefined,
): Alternatives {
  if (entry.kind === 'empty' || entry.kind === 'scalar') return schemas
  const type = entry.kind === 'list' ? 'array' : 'object'
  const ofType = schemas.filter((schema) => schema.type === undefined || [schema.type].flat().includes(type))
  if (entry.kind === 'list') return ofType.length > 0 ? ofType : schemas
  const written = entry.children.filter((child) => child !== without && child.hasColon)
  const fitting = ofType.filter((schema) => written.every((child) => admits(schema, outline, child)))
  return fitting.length > 0 ? fitting : ofType.length > 0 ? ofType : schemas
}

function admits(schema: Schema, outline: Outline, child: Entry): boolean {
  if (!hasProperty(schema, child.name)) return schema.additionalProperties !== false
  const property = recordOf(schema.properties)?.[child.name]
  if (property === false) return false
  const wanted = recordOf(property)
  const scalar = scalarOf(outline.text, child)
  if (!wanted || scalar === undefined || wanted.const === undefined) return true
  return String(wanted.const) === scalar
}

function hasProperty(schema: Schema, key: string): boolean {
  const properties = recordOf(schema.properties)
  return properties !== undefined && Object.hasOwn(properties, key)
}

function recordOf(value: unknown): Schema | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : undefined
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}
