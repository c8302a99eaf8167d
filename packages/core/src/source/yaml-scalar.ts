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

const UNPRINTABLE = /[^\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]|[\u2028\u2029]/u
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

function doubleQuoted(text: string): string {
  // JSON leaves a few characters as they are that YAML does not take for printable.
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
