/**
 * Why a text is left to the original parser: it holds something for which it is not proven that both readings are equal
 * in value, diagnostics and places.
 */
export type Unusual =
  | 'not read by core'
  | 'read leniently'
  | 'alias, anchor, tag or marker'
  | 'carriage return'
  | 'character'
  | 'colon on a line of its own'
  | 'depth'
  | 'duplicate key'
  | 'empty node'
  | 'key'
  | 'multi-line scalar'
  | 'number'
  | 'block scalar'
  | 'pair without braces'
  | 'root'
  | 'tab'

/** Which reading a result comes from. */
export type Way = 'fast' | Unusual

/**
 * Where the original has something else than core: other text of a scalar, or the keys of a mapping in the order of the
 * text, some of them perhaps under another name.
 */
export type Correction =
  | { readonly path: readonly string[]; readonly keys: readonly KeyName[] }
  | { readonly path: readonly string[]; readonly value: string }

/** A key in the value of core and in that of the original. */
export interface KeyName {
  readonly core: string
  readonly name: string
}

/** A key that is not a string: the original says so. */
export interface OddKey {
  readonly path: readonly (string | number)[]
  readonly type: 'number' | 'boolean'
  readonly start: number
  readonly end: number
}

/** What is to be done about a usual text. Of two mappings in another order the outer one comes first. */
export interface Usual {
  readonly corrections: readonly Correction[]
  readonly oddKeys: readonly OddKey[]
}

export type Inspected = { readonly unusual: Unusual } | Usual
