import { addTo } from '../../group.ts'
import { isObject } from '../../json.ts'
import type { Path } from '../../source/types.ts'

/** A path item, a component, a channel and the like: its path as a JSON text. */
export type EntryId = string

/** Sections at the root of a description whose entries stand for themselves. */
const SECTIONS: ReadonlySet<string> = new Set([
  ...['paths', 'webhooks', 'channels', 'operations'],
  ...['definitions', 'parameters', 'responses'],
])

export function isSection([first = '', second, ...rest]: Path): boolean {
  if (second === undefined) return SECTIONS.has(first)
  return first === 'components' && second !== 'securitySchemes' && rest.length === 0
}

export function idOf(path: Path): EntryId {
  return JSON.stringify(path)
}

/** All entries of a description with their values. */
export function entriesOf(root: Readonly<Record<string, unknown>>): ReadonlyMap<EntryId, unknown> {
  const entries = new Map<EntryId, unknown>()
  const add = (section: unknown, path: Path): void => {
    if (!isSection(path) || !isObject(section)) return
    for (const [key, value] of Object.entries(section)) entries.set(idOf([...path, key]), value)
  }
  for (const [key, held] of Object.entries(root)) {
    if (key !== 'components' || !isObject(held)) add(held, [key])
    else for (const [name, section] of Object.entries(held)) add(section, [key, name])
  }
  return entries
}

/** Which entries refer to which. */
export interface References {
  targets(id: EntryId): readonly EntryId[]
  users(id: EntryId): readonly EntryId[]
}

/** @param uri of the file: what a reference to it by name leads to is found too */
export function referencesOf(entries: ReadonlyMap<EntryId, unknown>, uri: string): References {
  const users = new Map<EntryId, EntryId[]>()
  for (const [id, value] of entries) for (const target of targetsIn(value, uri)) addTo(users, target, id)
  return {
    targets: (id) => targetsIn(entries.get(id), uri),
    users: (id) => users.get(id) ?? [],
  }
}

/** What is known of a value whatever stands around it. */
interface Known {
  readonly targets: readonly EntryId[]
  readonly size: number
}

/** Values are never changed, so this holds as long as they do. */
const known = new WeakMap<object, Known>()

function targetsIn(value: unknown, uri: string): readonly EntryId[] {
  return typeof value === 'object' && value !== null ? knownOf(value, uri).targets : []
}

/** Number of values in a value that was looked through for references. */
export function sizeOf(value: unknown): number {
  return typeof value === 'object' && value !== null ? (known.get(value)?.size ?? 1) : 1
}

function knownOf(value: object, uri: string): Known {
  const before = known.get(value)
  if (before) return before
  const targets = new Set<EntryId>()
  let size = 0
  const stack: object[] = [value]
  for (let next = stack.pop(); next; next = stack.pop()) {
    for (const [key, held] of Object.entries(next)) {
      size += 1
      if (typeof held === 'object' && held !== null) {
        if (key === 'mapping') addNames(held, targets)
        stack.push(held)
      } else if (typeof held === 'string') {
        const target = held.includes('#/') ? targetOf(held, uri) : undefined
        if (target !== undefined) targets.add(target)
      }
    }
  }
  const made = { targets: [...targets], size }
  known.set(value, made)
  return made
}

/** A mapping of a discriminator may name schemas without their path. */
function addNames(mapping: object, targets: Set<EntryId>): void {
  for (const name of Object.values(mapping)) {
    if (typeof name !== 'string' || !/^[\w.-]+$/.test(name)) continue
    targets.add(idOf(['components', 'schemas', name]))
    targets.add(idOf(['definitions', name]))
  }
}

/** The entry that a reference leads to or into. */
function targetOf(reference: string, uri: string): EntryId | undefined {
  const hash = reference.indexOf('#/')
  const file = reference.slice(0, hash)
  if (file !== '' && !uri.endsWith(`/${file.replace(/^.*\//, '')}`)) return undefined
  const tokens = reference
    .slice(hash + 2)
    .split('/', 3)
    .map(decoded)
  return idOf(tokens[0] === 'components' ? tokens : tokens.slice(0, 2))
}

function decoded(token: string): string {
  let text = token
  try {
    text = decodeURIComponent(token)
  } catch {
    // it is compared as it is written
  }
  return text.replaceAll('~1', '/').replaceAll('~0', '~')
}
