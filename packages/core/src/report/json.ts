import type { Report } from './report.ts'

/** What JSON lets through as it is, and a terminal or a reader of logs would act on. */
const ACTIVE = /[\u007f-\u009f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu

/** The report as JSON: the same bytes for the same report, two spaces of indentation, a line break at the end. */
export function toJson(report: Report): string {
  return jsonText(report)
}

/** One text in quotes as JSON has it, safe to be looked at. */
export function quoted(text: string): string {
  return safe(JSON.stringify(text))
}

/** A value as JSON text that is safe to be looked at: two spaces of indentation, a line break at the end. */
export function jsonText(value: unknown): string {
  return `${safe(JSON.stringify(value, null, 2))}\n`
}

/** Such characters stand in strings alone, where the escape means the same. */
function safe(text: string): string {
  return text.replace(ACTIVE, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
