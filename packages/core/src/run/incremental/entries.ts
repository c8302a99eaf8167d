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

/** An entry with its key in its section. */
interface Entry {
  readonly key: string
  readonly value: unknown
}

/** The entries of one section, and which others these refer to. */
interface Section {
  readonly path: Path
  readonly entries: ReadonlyMap<EntryId, Entry>
  /** By the entries that they refer to. */
  readonly users: ReadonlyMap<EntryId, readonly EntryId[]>
}

/** Values are never changed, and most sections stay the same objects while somebody types. */
const sections = new WeakMap<object, Section>()

/** The entries of all sections of a description, with which refer to which. */
export class Entries {
  readonly #sections = new Map<string, Section>()

  /** @param uri of the file: what a reference to it by name leads to is found too */
  constructor(root: Readonly<Record<string, unknown>>, uri: string) {
    for (const [key, held] of Object.entries(root)) {
      if (key !== 'components' || !isObject(held)) this.#add(held, [key], uri)
      else for (const [name, section] of Object.entries(held)) this.#add(section, [key, name], uri)
    }
  }

  #add(holder: unknown, path: Path, uri: string): void {
    if (!isSection(path) || !isObject(holder)) return
    this.#sections.set(idOf(path), sectionOf(holder, path, uri))
  }

  has(id: EntryId): boolean {
    return this.#entry(id) !== undefined
  }

  sizeOf(id: EntryId): number {
    return sizeOf(this.#entry(id)?.value)
  }

  targets(id: EntryId): readonly EntryId[] {
    const value = this.#entry(id)?.value
    return typeof value === 'object' && value !== null ? (known.get(value)?.targets ?? []) : []
  }

  users(id: EntryId): readonly EntryId[] {
    return [...this.#sections.values()].flatMap(({ users }) => users.get(id) ?? [])
  }

  /** The entries of a section whose ids are among some, by their keys. */
  chosen(path: Path, ids: ReadonlySet<EntryId>): readonly (readonly [string, unknown])[] {
    const found: (readonly [string, unknown])[] = []
    for (const [id, { key, value }] of this.#sections.get(idOf(path))?.entries ?? []) {
      if (ids.has(id)) found.push([key, value])
    }
    return found
  }

  /** Ids of entries that are others here than there, or on one side alone. */
  changed(other: Entries): ReadonlySet<EntryId> {
    const changed = new Set<EntryId>()
    for (const name of new Set([...this.#sections.keys(), ...other.#sections.keys()])) {
      const [one, two] = [this.#sections.get(name), other.#sections.get(name)]
      if (one === two) continue
      for (const [id, { value }] of one?.entries ?? [])
        if (two?.entries.get(id)?.value !== value) changed.add(id)
      for (const id of two?.entries.keys() ?? []) if (!one?.entries.has(id)) changed.add(id)
    }
    return changed
  }

  #entry(id: EntryId): Entry | undefined {
    for (const { entries } of this.#sections.values()) {
      const entry = entries.get(id)
      if (entry) return entry
    }
    return undefined
  }
}

function sectionOf(holder: object, path: Path, uri: string): Section {
  const before = sections.get(holder)
  if (before && idOf(before.path) === idOf(path)) return before
  const entries = new Map<EntryId, Entry>()
  const users = new Map<EntryId, EntryId[]>()
  for (const [key, value] of Object.entries(holder)) {
    const id = idOf([...path, key])
    entries.set(id, { key, value })
    for (const target of targetsIn(value, uri)) addTo(users, target, id)
  }
  const made = { path, entries, users }
  sections.set(holder, made)
  return made
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
function sizeOf(value: unknown): number {
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
