import { nearest } from '@specward/core'

/** Top-level types of the registry of IANA, and one that chemists use. */
const TOP_LEVEL: ReadonlySet<string> = new Set(
  'application audio chemical example font haptics image message model multipart text video'.split(' '),
)

/** The types that APIs use most. */
const COMMON =
  `application/json application/xml application/x-www-form-urlencoded multipart/form-data text/plain
  text/csv text/html text/xml application/octet-stream application/pdf application/zip application/problem+json
  application/merge-patch+json application/json-patch+json application/x-ndjson application/yaml application/jwt
  text/event-stream image/png image/jpeg image/svg+xml application/hal+json application/vnd.api+json
  application/graphql application/javascript application/ld+json application/gzip application/xhtml+xml
  audio/mpeg video/mp4 image/gif image/webp multipart/mixed application/cbor application/protobuf
  application/avro`.split(/\s+/)

/** Parts of the common types that name them by themselves. */
const BY_LAST: ReadonlyMap<string, string> = new Map([
  ...COMMON.map((type): [string, string] => [type.slice(type.indexOf('/') + 1), type]).reverse(),
  ['text', 'text/plain'],
  ['string', 'text/plain'],
  ['plain-text', 'text/plain'],
  ['html', 'text/html'],
  ['xml', 'application/xml'],
  ['csv', 'text/csv'],
  ['jpg', 'image/jpeg'],
  ['binary', 'application/octet-stream'],
  ['form', 'application/x-www-form-urlencoded'],
  ['urlencoded', 'application/x-www-form-urlencoded'],
])

const TOKEN = String.raw`[\w!#$%&'*+.^|~\x60-]+`
const MEDIA_TYPE = new RegExp(
  String.raw`^(${TOKEN})/(${TOKEN})((?:\s*;(?:\s*${TOKEN}=(?:${TOKEN}|"(?:[^"\\]|\\.)*"))?)*)\s*$`,
)

/** What is wrong where there is no `/`. */
export const NO_TYPE = 'is not a media type (expected `type/subtype`)'

/** What is wrong with a media type, as the end of a sentence; undefined when nothing is. */
export function faultOf(text: string, isAsync: boolean): string | undefined {
  const type = text.trim()
  const match = MEDIA_TYPE.exec(type)
  if (!match) return type.includes('/') ? 'is not written as a media type' : NO_TYPE
  const top = (match[1] ?? '').toLowerCase()
  const sub = match[2] ?? ''
  if (top === '*') return sub === '*' ? undefined : 'leaves the type open but not the subtype'
  if (isAsync || TOP_LEVEL.has(top) || top.startsWith('x-')) return undefined
  return `begins with \`${top}\`, which is not a registered type`
}

/** What was probably meant. */
export function meantBy(text: string): string | undefined {
  const type = text.trim().toLowerCase()
  const last = type.slice(type.lastIndexOf('/') + 1)
  const dashed = COMMON.find(
    (common) => common.replace('/', '-') === type || common.replace('/', '_') === type,
  )
  const turned = COMMON.find((common) => common.split('/').reverse().join('/') === type)
  return dashed ?? turned ?? BY_LAST.get(last) ?? nearest(type, COMMON)
}
