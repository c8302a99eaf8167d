import type { KeyVerdict } from './inspect.ts'

const NULL = /^(?:~|[nN]ull|NULL)$/
const BOOLEAN = /^(?:[tT]rue|TRUE|[fF]alse|FALSE)$/
/** Numbers that every parser reads alike. */
const PLAIN_NUMBER = /^-?[0-9]{1,15}(?:\.[0-9]{1,17})?$/
/** What the parser of Spectral or js-yaml takes for a number. */
const NUMBER =
  /^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/
/** Numbers longer than this are told apart by their start alone. */
const LONGEST = 400

function mayBeNumber(text: string, start: number): boolean {
  const code = text.charCodeAt(start)
  return (code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46
}

/** True for a plain scalar that is a number which parsers may read differently. */
export function isOddNumber(text: string, start: number, end: number): boolean {
  if (!mayBeNumber(text, start)) return false
  if (end - start > LONGEST) return /^[-+.0-9]*$/.test(text.slice(start, end))
  const scalar = text.slice(start, end)
  if (PLAIN_NUMBER.test(scalar) || !NUMBER.test(scalar)) return false
  // The prefixes of other bases; and what is too large for a number is text in one of the parsers.
  return /^0[xo]/.test(scalar) ? scalar.length > 14 : /[0-9]/.test(scalar) && !Number.isFinite(Number(scalar))
}

/** What a plain key is read as, and the name that it gets; undefined where that is not certain. */
export function readKey(text: string, start: number, end: number): 'string' | KeyVerdict | undefined {
  if (mayBeNumber(text, start)) {
    const key = text.slice(start, end)
    if (!NUMBER.test(key)) return 'string'
    return PLAIN_NUMBER.test(key) ? { type: 'number', name: String(Number(key)) } : undefined
  }
  if (end - start > 5) return 'string'
  const key = text.slice(start, end)
  if (BOOLEAN.test(key)) return { type: 'boolean', name: key.toLowerCase() }
  return NULL.test(key) ? undefined : 'string'
}

/** Without an indentation of its own, without trailing lines that are kept, and with text on the first line. */
const USUAL_BLOCK = /[|>]-?[ ]*(?:#[^\n]*)?\r?\n[ ]*[^\s]/y

/** Whether all parsers read a block scalar alike, whose indicator and text stand at `start..end`. */
export function isUsualBlock(text: string, start: number, end: number): boolean {
  USUAL_BLOCK.lastIndex = start
  return USUAL_BLOCK.test(text) && USUAL_BLOCK.lastIndex <= end && text.indexOf('\n', end) !== -1
}
