import { isObject, own } from '../json.ts'
import type { Format } from './format.ts'

export type Detected =
  | { readonly format: Format; readonly version: string }
  /** Says which specification it follows, of a version that is not known. */
  | { readonly unsupported: string; readonly key: SpecificationKey }
  | undefined

/** Key at the root of a document that names its specification. */
type SpecificationKey = (typeof KEYS)[number]

const VERSIONS: readonly { key: SpecificationKey; pattern: RegExp; format: Format }[] = [
  { key: 'openapi', pattern: /^3\.0(\.\d+)?(-.+)?$/, format: 'oas3.0' },
  { key: 'openapi', pattern: /^3\.1(\.\d+)?(-.+)?$/, format: 'oas3.1' },
  { key: 'openapi', pattern: /^3\.2(\.\d+)?(-.+)?$/, format: 'oas3.2' },
  { key: 'swagger', pattern: /^2\.0$/, format: 'oas2' },
  { key: 'asyncapi', pattern: /^2\.\d+(\.\d+)?(-.+)?$/, format: 'asyncapi2' },
  { key: 'asyncapi', pattern: /^3\.\d+(\.\d+)?(-.+)?$/, format: 'asyncapi3' },
  { key: 'overlay', pattern: /^1\.[01](\.\d+)?(-.+)?$/, format: 'overlay1' },
  { key: 'arazzo', pattern: /^1\.0(\.\d+)?(-.+)?$/, format: 'arazzo1' },
]

/** Overlays come first: some name the version of what they are laid over as well. */
const KEYS = ['overlay', 'openapi', 'swagger', 'asyncapi', 'arazzo'] as const

/**
 * Tells which specification a document claims to follow, by `openapi`, `swagger`, `asyncapi`, `overlay` or `arazzo` at
 * its root.
 * A version that YAML reads as a number (`swagger: 2.0`) counts as it is written in the specification.
 * Undefined when none of the keys is there.
 */
export function detect(value: unknown): Detected {
  if (!isObject(value)) return undefined
  for (const key of KEYS) {
    const version = own(value, key)
    if (key === 'overlay' && !isOverlay(value)) continue
    if (version === null) return { unsupported: '', key }
    if (typeof version !== 'string' && typeof version !== 'number') continue
    // YAML reads `3.0` as the number 3
    const text = Number.isInteger(version) ? `${version}.0` : String(version)
    const match = VERSIONS.find((entry) => entry.key === key && entry.pattern.test(text))
    return match ? { format: match.format, version: text } : { unsupported: text, key }
  }
  return undefined
}

/** `overlay` is a word of many configurations; with actions or an `info` alone it is an overlay. */
function isOverlay(value: Readonly<Record<string, unknown>>): boolean {
  if (Array.isArray(own(value, 'actions'))) return true
  return (
    isObject(own(value, 'info')) &&
    !['openapi', 'swagger', 'asyncapi'].some((key) => Object.hasOwn(value, key))
  )
}
