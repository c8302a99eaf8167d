import type { Entry } from './entries.ts'
import type { Navigator } from './navigate.ts'
import type { Style } from './style.ts'
import { KIND } from './tape.ts'
import { type Quoting, stringScalar } from './yaml-scalar.ts'

/** Quotes of the scalar at a tape entry. */
export function quotingOf({ tape }: Navigator, entry: number): Quoting {
  const kind = tape.kind[entry]
  if (kind === KIND.singleQuoted) return "'"
  return kind === KIND.doubleQuoted || kind === KIND.escaped ? '"' : 'plain'
}

/**
 * A key as its neighbours are written: quoted like the last of them. Where it needs quotes and that one has
 * none, the quotes are those of another neighbour, or the favourite ones of the file.
 */
export function renderKey(
  name: string,
  neighbours: readonly Entry[],
  navigator: Navigator,
  style: Style,
  flow: boolean,
): string {
  if (style.json) return JSON.stringify(name)
  const quotings = neighbours.map((entry) => quotingOf(navigator, entry.key))
  const quoted = quotings.findLast((quoting) => quoting !== 'plain')
  const fallback = quoted ?? style.quote
  return stringScalar(name, quotings.at(-1) ?? 'plain', fallback, flow)
}

/** The new name of a key, in the quotes of the old one. */
export function renderRenamed(
  name: string,
  entry: Entry,
  navigator: Navigator,
  style: Style,
  flow: boolean,
): string {
  if (style.json) return JSON.stringify(name)
  return stringScalar(name, quotingOf(navigator, entry.key), style.quote, flow)
}
