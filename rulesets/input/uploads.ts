import {
  type At,
  type Format,
  type Node,
  type Operation,
  type Property,
  type Schema,
  tokens,
} from '@specward/core'
import { essenceOf } from './media-types.ts'

/** A file that an operation takes. */
export interface Upload {
  /** Of the part; undefined where the whole body is the file. */
  readonly name: string | undefined
  readonly at: At
  /** What describes it: the property, the parameter or the media type. */
  readonly node: Node
  readonly schema: Schema | undefined
  /** OpenAPI 3: the entry of `content` in which it is sent. */
  readonly entry: Node | undefined
}

/** Types that say nothing of what is in the file. */
const ANYTHING: ReadonlySet<string> = new Set(['application/octet-stream', '*/*', '*', 'application/*'])

export function saysNothing(type: string): boolean {
  return ANYTHING.has(essenceOf(type))
}

/** Types of files that can hold anything, and unpack to a thousand times their size. */
const ARCHIVE =
  /^application\/(?:zip|x-zip-compressed|gzip|x-gzip|x-tar|x-gtar|tar|tar\+gzip|x-7z-compressed|x-rar-compressed|vnd\.rar|x-bzip2?|zstd|java-archive)$/

export function isArchive(type: string): boolean {
  return ARCHIVE.test(essenceOf(type))
}

/** Files that are taken in: whole bodies of bytes, and parts of forms, lists of files included. */
export function uploadsOf({ parameters, requestBody, method }: Operation, format: Format): readonly Upload[] {
  // no other methods are there to bring something
  if (!['post', 'put', 'patch'].includes(method)) return []
  const files = parameters.filter(({ node }) => node.child('type')?.string === 'file')
  const found: Upload[] = files.map(({ name, node, schema }) => ({
    name,
    at: node.child('name') ?? node,
    node,
    schema,
    entry: undefined,
  }))
  for (const { type, schema, node } of requestBody?.content ?? []) {
    if (type.startsWith('multipart/')) {
      const files = schema?.properties.filter((each) => isFile(each) || isOpenPart(each, node, format)) ?? []
      for (const file of files) {
        found.push({
          name: file.name,
          at: { node: file.node, part: 'key' },
          node: file.node,
          schema: file.schema,
          entry: node,
        })
      }
    } else if (isAnyFile(type, schema)) {
      const at: At = node.string === undefined ? { node, part: 'key' } : node
      found.push({ name: undefined, at, node, schema, entry: node })
    }
  }
  return found
}

/** Bytes of no known type, or an archive. A body of bytes needs no schema (OpenAPI 3.1.1, Considerations for File Uploads). */
function isAnyFile(type: string, schema: Schema | undefined): boolean {
  if (saysNothing(type) && schema && isBytes(schema)) return true
  if (essenceOf(type) !== 'application/octet-stream' && !isArchive(type)) return false
  return schema === undefined || isBytes(schema) || saysNoShape(schema)
}

/**
 * A part of a form of which nothing is said. Without a type it is sent as `application/octet-stream`
 * (OpenAPI 3.1.1, Encoding Object, `contentType`); before 3.1, an empty schema meant nothing of the kind.
 */
function isOpenPart({ schema, node, name, readOnly }: Property, entry: Node, format: Format): boolean {
  if (readOnly || !['oas3.1', 'oas3.2'].includes(format) || node.child('$ref')) return false
  if (TEXTS.has(tokens(name).at(-1) ?? '')) return false
  return (
    saysNoShape(schema) && !/json|text|form/i.test(entry.at('encoding', name, 'contentType')?.string ?? '')
  )
}

/** Names of fields that people fill in: their authors have forgotten to say that they are texts. */
const TEXTS: ReadonlySet<string> = new Set(
  `url uri link id name title description comment note message text subject source type kind status date time email
  phone count number amount size flag enabled language locale country code tag label category version user token`.split(
    /\s+/,
  ),
)

/** `{}`, or words alone. */
function saysNoShape({ node }: Schema): boolean {
  const { value } = node
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.keys(value).every((key) => WORDS.has(key) || key.startsWith('x-'))
}

/** Keywords that are there to be read. */
const WORDS: ReadonlySet<string> = new Set(['title', 'description', 'deprecated', 'writeOnly', '$comment'])

function isFile({ schema, readOnly }: Property): boolean {
  return !readOnly && (isBytes(schema) || (schema.items !== undefined && isBytes(schema.items)))
}

/** `format: binary`; from OpenAPI 3.1 on a `contentMediaType` alone says it as well. */
function isBytes(schema: Schema): boolean {
  if (schema.format === 'binary') return true
  return schema.all('contentMediaType').length > 0 && schema.all('contentEncoding').length === 0
}
