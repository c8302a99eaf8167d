import type { Span } from '@specward/core'

/** A node of a YAML text that may be half written. */
export interface Entry {
  readonly parent: Entry | undefined
  /** Key, or index in a list; '' for the root. */
  readonly name: string
  /** The key as it is written, with its quotes; undefined for items and for the root. */
  readonly key: Span | undefined
  /** Offset of the key or of the dash. */
  readonly start: number
  /** Column of that, from 0; -1 for the root. */
  readonly column: number
  /** False for a text that stands where a key would, without a colon behind it. */
  readonly hasColon: boolean
  kind: 'empty' | 'scalar' | 'mapping' | 'list'
  /** Of a scalar with its quotes, or of a collection in brackets. */
  value: Span | undefined
  /** Whether the value is in brackets. */
  isFlow: boolean
  /** Whether the value is a block of text. */
  isBlock: boolean
  /** Column of a plain text that stands on a line of its own below its key; it could become a key. */
  looseColumn: number | undefined
  readonly children: Entry[]
}

/** What a text consists of, as far as it can be told. */
export interface Outline {
  readonly text: string
  readonly root: Entry
  /** All entries but the root, in the order of the text. */
  readonly entries: readonly Entry[]
  readonly comments: readonly Span[]
}

export function newEntry(
  parent: Entry | undefined,
  name: string,
  place: {
    readonly key?: Span
    readonly start: number
    readonly column: number
    readonly hasColon?: boolean
  },
): Entry {
  const { key, start, column, hasColon = true } = place
  const nothing = { kind: 'empty', value: undefined, isFlow: false, isBlock: false } as const
  return { parent, name, key, start, column, hasColon, ...nothing, looseColumn: undefined, children: [] }
}

/** Keys and indices from the root to an entry. */
export function pathOf(entry: Entry): readonly string[] {
  const path: string[] = []
  for (let at: Entry | undefined = entry; at?.parent; at = at.parent) path.push(at.name)
  return path.reverse()
}

/** The text of a scalar without its quotes; undefined for what is none. */
export function scalarOf(text: string, { kind, value, isBlock }: Entry): string | undefined {
  return kind === 'scalar' && value && !isBlock ? plainName(text.slice(value.start, value.end)) : undefined
}

/** The child of a name, the last of several. */
export function childOf(entry: Entry | undefined, name: string): Entry | undefined {
  return entry?.children.findLast((child) => child.name === name)
}

/** What a scalar or key says: without quotes. */
export function plainName(written: string): string {
  if (written.startsWith("'")) return written.replace(/^'|'$/g, '').replaceAll("''", "'")
  if (!written.startsWith('"')) return written
  try {
    return String(JSON.parse(written))
  } catch {
    return written.replace(/^"|"$/g, '')
  }
}
