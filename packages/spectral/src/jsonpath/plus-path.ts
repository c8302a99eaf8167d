import toPath from 'lodash.topath'

import type { Segment } from './types.ts'

/** Segments that jsonpath-plus leaves out of the paths it tells. */
const LEFT_OUT = /^(?:~|\^|@.*?\(\))$/u

/**
 * A path as Spectral sees it where jsonpath-plus found the node: written as text and read again, by which indices
 * become strings and keys with quotes become others.
 */
export function pathOfPlus(path: readonly Segment[]): readonly Segment[] {
  const told = path.map(String).filter((segment) => !LEFT_OUT.test(segment))
  if (!told.some((segment) => /['\\]|^[0-9*]+$/u.test(segment))) return told
  const text = told.map((segment) => (/^[0-9*]+$/u.test(segment) ? `[${segment}]` : `['${segment}']`))
  return toPath(text.join(''))
}
