export type Quoting = 'plain' | "'" | '"'

/** Text that some YAML 1.1 or 1.2 reader takes for something other than a string. */
const NOT_TEXT = new RegExp(
  '^(?:' +
    [
      '~|null|true|false|yes|no|on|off|y|n|=|<<',
      '[-+]?\\.?(?:inf|nan)',
      '[-+]?[0-9][0-9_,:]*\\.?[0-9_]*(?:e[-+]?[0-9]+)?',
      '[-+]?\\.[0-9_]+(?:e[-+]?[0-9]+)?',
      '[-+]?0[xob][0-9a-f_]+',
      '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*',
    ].join('|') +
    ')$',
  'i',
)

/** What is no text to YAML, and what nobody sees or what turns text around. */
const UNPRINTABLE =
  /[^\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]|[\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f]/u
const STARTS_BADLY = /^[\s,[\]{}#&*!|>'"%@`?-]|^(?:---|\.\.\.)|^:/
const ENDS_BADLY = /[\s:]$/

/** True when the text reads as the same string without quotes, in every common YAML reader. */
export function isPlainSafe(text: string, flow: boolean): boolean {
  if (text === '' || NOT_TEXT.test(text) || UNPRINTABLE.test(text)) return false
  if (ENDS_BADLY.test(text) || text.includes(': ') || text.includes(' #')) return false
  if (flow && /[,[\]{}]/.test(text)) return false
  return !STARTS_BADLY.test(text) || /^-[A-Za-z/]/.test(text)
}

/** A string as a YAML scalar on one line. `wanted` is kept if the text allows it. */
export function stringScalar(text: string, wanted: Quoting, fallback: "'" | '"', flow: boolean): string {
  if (wanted === 'plain' && isPlainSafe(text, flow)) return text
  const quote = wanted === 'plain' ? fallback : wanted
  if (quote === "'" && !UNPRINTABLE.test(text)) return `'${text.replaceAll("'", "''")}'`
  return doubleQuoted(text)
}

/** Any scalar; what YAML and JSON cannot hold becomes null. */
export function scalar(value: unknown, wanted: Quoting, fallback: "'" | '"', flow: boolean): string {
  if (typeof value === 'string') return stringScalar(value, wanted, fallback, flow)
  if (typeof value === 'number') return number(value)
  return typeof value === 'boolean' ? String(value) : 'null'
}

function number(value: number): string {
  if (Number.isNaN(value)) return '.nan'
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0.0' : String(value)
  return value > 0 ? '.inf' : '-.inf'
}

const ESCAPED = /[\u007f-\u009f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]/g

function doubleQuoted(text: string): string {
  // JSON leaves a few such characters as they are
  return JSON.stringify(text).replace(ESCAPED, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
