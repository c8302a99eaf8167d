import { isObject, own } from '../../json.ts'
import type { ParsedFile } from '../../source/file.ts'
import type { Path } from '../../source/types.ts'
import { Entries, type EntryId, isSection } from './entries.ts'

/** Two versions of a description, cut down to what a change can concern. */
export interface Slices {
  readonly before: ParsedFile
  readonly after: ParsedFile
  /** The same for slices of the same entries. */
  readonly key: string
}

/** Values that a slice may hold because they are reached from what has changed. */
const MOST_REACHED = 30_000

/** Values up to which those that reach it are added. */
const ENOUGH = 12_000

/** Root keys that say something of every operation, or what the document is. */
const SETTLING: ReadonlySet<string> = new Set([
  ...['openapi', 'swagger', 'asyncapi', '$self', 'jsonSchemaDialect', 'id', 'defaultContentType'],
  ...['servers', 'security', 'host', 'schemes', 'basePath', 'consumes', 'produces', 'securityDefinitions'],
])

/**
 * Cuts both versions down to the entries of their sections (path items, components, channels) that have changed, all that
 * these refer to, and as many of those that refer to them as there is room for. What stands beside the sections stays.
 *
 * @returns undefined where the change may concern everything, or too much of it
 */
export function slicesOf(before: ParsedFile, after: ParsedFile): Slices | undefined {
  if (!isObject(before.value) || !isObject(after.value)) return undefined
  if (changesAll(before.value, after.value)) return undefined
  const [old, now] = [new Entries(before.value, after.uri), new Entries(after.value, after.uri)]
  const seeds = old.changed(now)
  const ids = new Set<EntryId>()
  for (const entries of [old, now]) {
    const found = around(seeds, entries)
    if (!found) return undefined
    for (const id of found) ids.add(id)
  }
  const key = [...ids].sort().join('\n')
  return { before: cut(before, old, ids), after: cut(after, now, ids), key }
}

/** Whether something has changed that every operation depends on. */
function changesAll(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>) {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  for (const key of keys) {
    if (before[key] === after[key]) continue
    if (SETTLING.has(key) || Object.hasOwn(before, key) !== Object.hasOwn(after, key)) return true
    if (key === 'components' && securitySchemes(before) !== securitySchemes(after)) return true
  }
  return false
}

function securitySchemes(root: unknown): unknown {
  return own(own(root, 'components'), 'securitySchemes')
}

/** The entries with what they reach, and then those that reach them, the nearest first. */
function around(seeds: ReadonlySet<EntryId>, entries: Entries): ReadonlySet<EntryId> | undefined {
  const ids = new Set<EntryId>()
  let size = 0
  const add = (from: Iterable<EntryId>, most: number): boolean => {
    const added = new Set([...from].filter((id) => entries.has(id) && !ids.has(id)))
    let more = 0
    for (const id of added) {
      more += entries.sizeOf(id)
      if (size + more > most) return false
      for (const target of entries.targets(id)) if (!ids.has(target)) added.add(target)
    }
    size += more
    for (const id of added) ids.add(id)
    return true
  }
  if (!add(seeds, MOST_REACHED)) return undefined
  const users = new Set(seeds)
  for (const id of users) {
    for (const user of entries.users(id)) {
      if (users.has(user)) continue
      if (!add([user], ENOUGH)) return ids
      users.add(user)
    }
  }
  return ids
}

/** A file of some of its entries. Each stands where it stands in the whole text. */
function cut(file: ParsedFile, entries: Entries, ids: ReadonlySet<EntryId>): ParsedFile {
  const roots: Path[] = []
  const pick = (section: unknown, path: Path): unknown => {
    if (!isSection(path) || !isObject(section)) return section
    const kept = entries.chosen(path, ids)
    for (const [key] of kept) roots.push([...path, key])
    return Object.fromEntries(kept)
  }
  const root = file.value as Readonly<Record<string, unknown>>
  const picked = Object.entries(root).map(([key, held]) => {
    if (key !== 'components' || !isObject(held)) return [key, pick(held, [key])] as const
    const sections = Object.entries(held).map(([name, each]) => [name, pick(each, [key, name])] as const)
    return [key, Object.fromEntries(sections)] as const
  })
  return file.withValue(Object.fromEntries(picked), roots)
}
