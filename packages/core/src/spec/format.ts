/** Versions of the specifications that describe an API. */
const API_FORMATS = ['oas2', 'oas3.0', 'oas3.1', 'oas3.2', 'asyncapi2', 'asyncapi3'] as const

/** The specification versions that Specward tells apart: those of APIs, of overlays over them and of workflows through them. */
export const FORMATS = [...API_FORMATS, 'overlay1', 'arazzo1'] as const

export type ApiFormat = (typeof API_FORMATS)[number]

export type Format = (typeof FORMATS)[number]

/** What a rule says it is for: a version, or a family of them. */
export type FormatSelector = Format | 'oas3' | 'oas' | 'asyncapi' | 'overlay' | 'arazzo'

/** True when the selector covers the format: `oas3` covers `oas3.1`, `asyncapi` covers `asyncapi2`. */
export function covers(selector: FormatSelector, format: Format): boolean {
  return format.startsWith(selector)
}

/** False for what stands beside an API description: an overlay, or workflows. */
export function describesApi(format: Format): format is ApiFormat {
  return format !== 'overlay1' && format !== 'arazzo1'
}
