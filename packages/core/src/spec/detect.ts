import { isObject, own } from '../json.ts'
import type { Format } from './format.ts'

export type Detected =
  | { readonly format: Format; readonly version: string }
  /** Says that it is an API description, of a version that is not known. */
  | { readonly unsupported: string; readonly key: string }
  | undefined

const VERSIONS: readonly { key: string; pattern: RegExp; format: Format }[] = [
  { key: 'openapi', pattern: /^3\.0(\.\d+)?(-.+)?$/, format: 'oas3.0' },
  { key: 'openapi', pattern: /^3\.1(\.\d+)?(-.+)?$/, format: 'oas3.1' },
  { key: 'openapi', pattern: /^3\.2(\.\d+)?(-.+)?$/, format: 'oas3.2' },
  { key: 'swagger', pattern: /^2\.0$/, format: 'oas2' },
  { key: 'asyncapi', pattern: /^2\.\d+(\.\d+)?(-.+)?$/, format: 'asyncapi2' },
  { key: 'asyncapi', pattern: /^3\.\d+(\.\d+)?(-.+)?$/, format: 'asyncapi3' },
]

const KEYS = ['openapi', 'swagger', 'asyncapi'] as const

/**
 * Tells which specification a document claims to follow, by `openapi`, `swagger` or `asyncapi` at its root.
 * A version that YAML reads as a number (`swagger: 2.0`) counts as it is written in the specification.
 * Undefined when none of the three keys is there.
 */
export function detect(value: unknown): Detected {
  if (!isObject(value)) return undefined
  for (const key of KEYS) {
    const version = own(value, key)
    if (version === null) return { unsupported: '', key }
    if (typeof version !== 'string' && typeof version !== 'number') continue
    // YAML reads `3.0` as the number 3
    const text = Number.isInteger(version) ? `${version}.0` : String(version)
    const match = VERSIONS.find((entry) => entry.key === key && entry.pattern.test(text))
    return match ? { format: match.format, version: text } : { unsupported: text, key }
  }
  return undefined
}
