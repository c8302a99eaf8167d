import { stringify } from 'yaml'
import { REFERABLE_SECTIONS } from './sections.ts'

/** A description as a value. */
export type Description = Readonly<Record<string, unknown>>

/** Numbers from 0 to 1 in an order that a seed decides. */
export type Chance = () => number

/** Lists whose order says nothing. */
const UNORDERED: ReadonlySet<string> = new Set([
  ...['parameters', 'tags', 'required', 'security', 'servers', 'allOf', 'oneOf', 'anyOf', 'enum', 'schemes'],
  ...['consumes', 'produces', 'type', 'examples', 'messages', 'traits', 'scopes'],
])

/** What stands below is data, whatever it looks like. */
const DATA: ReadonlySet<string> = new Set(['example', 'default', 'const', 'value', 'dataValue'])

/** Mappings whose keys are names that authors choose. */
const NAMES: ReadonlySet<string> = new Set([
  ...[
    'properties',
    'patternProperties',
    'paths',
    'webhooks',
    'schemas',
    'responses',
    'parameters',
    'headers',
  ],
  ...[
    'securitySchemes',
    'definitions',
    '$defs',
    'securityDefinitions',
    'requestBodies',
    'callbacks',
    'links',
  ],
  ...[
    'channels',
    'messages',
    'servers',
    'operations',
    'pathItems',
    'content',
    'examples',
    'variables',
    'scopes',
  ],
])

/** Where a value stands: its key, and whether the key of what holds it is followed by names. */
interface Place {
  readonly key: string
  readonly holdsNames: boolean
}

type Change = (value: object, place: Place) => unknown

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Changes every mapping and list that is no data, from the inside out. */
function everywhere(value: unknown, change: Change, place: Place = { key: '', holdsNames: false }): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const isData = place.key === 'enum' || place.key === 'examples'
    const items = value.map((item) =>
      isData ? item : everywhere(item, change, { key: '', holdsNames: false }),
    )
    return change(items, place)
  }
  const entries = Object.entries(value).map(([key, inner]) => {
    const isData = !place.holdsNames && (DATA.has(key) || key.startsWith('x-'))
    const holdsNames = !place.holdsNames && isMap(inner) && NAMES.has(key)
    return [key, isData ? inner : everywhere(inner, change, { key, holdsNames })]
  })
  return change(Object.fromEntries(entries), place)
}

function shuffled<Item>(items: readonly Item[], chance: Chance): readonly Item[] {
  return items
    .map((item) => [chance(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item)
}

/** The same in another order: entries of mappings, and items of lists whose order says nothing. */
export function reordered(description: Description, chance: Chance): Description {
  const change: Change = (value, { key }) => {
    if (isMap(value)) return Object.fromEntries(shuffled(Object.entries(value), chance))
    return UNORDERED.has(key) ? shuffled(value as readonly unknown[], chance) : value
  }
  return everywhere(description, change) as Description
}

/** A sentence more in every description. */
export function reworded(description: Description): Description {
  const change: Change = (value, { holdsNames }) => {
    if (!isMap(value) || holdsNames || typeof value.description !== 'string') return value
    return { ...value, description: `${value.description} And so forth.` }
  }
  return everywhere(description, change) as Description
}

/** Something harmless more, before, between or after what stands in lists and beside it. */
export function withNeighbours(description: Description, chance: Chance): Description {
  const isVersion2 = 'swagger' in description
  const made: Readonly<Record<string, unknown>> = {
    parameters: {
      name: 'Zz-New',
      in: 'header',
      description: 'New.',
      ...(isVersion2 ? { type: 'boolean' } : { schema: { type: 'boolean' } }),
    },
    tags: 'zz new',
    allOf: { title: 'Zz new' },
  }
  const change: Change = (value, { key, holdsNames }) => {
    if (!Array.isArray(value)) {
      return key === 'schemas' && holdsNames ? { ZzNew: { type: 'boolean' }, ...value } : value
    }
    if (!Object.hasOwn(made, key) || value.length === 0) return value
    const item = key === 'tags' && isMap(value[0]) ? { name: 'zz new' } : made[key]
    const at = Math.floor(chance() * (value.length + 1))
    return value.toSpliced(at, 0, item)
  }
  return everywhere(description, change) as Description
}

/**
 * The same over many files: every component, path item, webhook and channel in one of its own.
 * @param nameOf the path of the file that the nth of them moves to
 * @returns the texts by name, `api.yaml` first
 */
export function splitOverManyFiles(
  description: Description,
  nameOf: (index: number) => string,
): Readonly<Record<string, string>> {
  const main = structuredClone(description) as Record<string, unknown>
  const files: [string, unknown][] = []
  const move = (holder: unknown, section: string) => {
    const entries = isMap(holder) ? holder[section] : undefined
    if (!isMap(entries)) return
    for (const [key, value] of Object.entries(entries)) {
      if (key.startsWith('x-') || !isMap(value) || '$ref' in value) continue
      const file = nameOf(files.length)
      files.push([file, value])
      entries[key] = { $ref: `./${file}` }
    }
  }
  for (const section of REFERABLE_SECTIONS) move(main.components, section)
  const isVersion2 = 'swagger' in main || String(main.asyncapi).startsWith('2')
  if ('swagger' in main) for (const section of ['definitions', 'parameters', 'responses']) move(main, section)
  move(main, 'paths')
  move(main, 'webhooks')
  if ('asyncapi' in main) move(main, 'channels')
  if ('asyncapi' in main && !isVersion2) for (const section of ['operations', 'servers']) move(main, section)
  const texts = files.map(([file, value]) => {
    const up = '../'.repeat(file.split('/').length - 1)
    return [file, stringify(pointedTo(value, `${up}api.yaml`), { aliasDuplicateObjects: false })]
  })
  return { 'api.yaml': stringify(main, { aliasDuplicateObjects: false }), ...Object.fromEntries(texts) }
}

/** References into the description itself, from another file. */
function pointedTo(value: unknown, main: string): unknown {
  if (Array.isArray(value)) return value.map((item) => pointedTo(item, main))
  if (!isMap(value)) return value
  const entries = Object.entries(value).map(([key, inner]) => {
    if (key === '$ref' && typeof inner === 'string' && inner.startsWith('#')) return [key, `${main}${inner}`]
    return key.startsWith('#/') && Array.isArray(inner)
      ? [`${main}${key}`, inner]
      : [key, pointedTo(inner, main)]
  })
  return Object.fromEntries(entries)
}
