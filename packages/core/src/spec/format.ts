/** The specification versions that Specward tells apart. */
export const FORMATS = ['oas2', 'oas3.0', 'oas3.1', 'oas3.2', 'asyncapi2', 'asyncapi3'] as const

export type Format = (typeof FORMATS)[number]

/** What a rule says it is for: a version, or a family of them. */
export type FormatSelector = Format | 'oas3' | 'oas' | 'asyncapi'

/** True when the selector covers the format: `oas3` covers `oas3.1`, `asyncapi` covers `asyncapi2`. */
export function covers(selector: FormatSelector, format: Format): boolean {
  return format.startsWith(selector)
}
