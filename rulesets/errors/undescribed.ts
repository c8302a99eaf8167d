import type { ApiDocument, Format, MediaType, Node, Operation, Response, ResponseUse } from '@specward/core'
import { byType } from '../in-order.ts'

export interface Undescribed {
  /** The line that has to change: the schema, the media type or the response. */
  readonly at: Node
  readonly status: string
  /** Goes on after the status: "with `application/json` and no schema". */
  readonly how: string
}

/** Successful responses that should say what they hold, and do not. */
export function undescribedIn(
  operation: Operation,
  { format, node: root }: ApiDocument,
): readonly Undescribed[] {
  return goodOf(operation).flatMap(({ status, response, node }): readonly Undescribed[] => {
    if (!response) return []
    const { content } = response
    if (content.length === 0) {
      if (!shouldHaveBody(operation, status, response, format) || producesFiles(operation, root)) return []
      return [{ at: isPlain(node) ? node : response.node, status, how: 'without a body' }]
    }
    const media = content
      .toSorted(byType)
      .find((each) => isStructured(each.type) && !isDescribed(each, format))
    if (!media) return []
    const schema = format === 'oas2' ? media.node : media.node.child('schema')
    const type = media.type === '' ? 'a body' : `\`${media.type}\``
    return [
      schema
        ? { at: schema, status, how: `with ${type}, of which the schema is empty` }
        : { at: media.node, status, how: `with ${type} and no schema` },
    ]
  })
}

/** Whether an operation has a successful response that is judged: one with fields, or one of a read without any body. */
export function returnsData(operation: Operation, { format, node: root }: ApiDocument): boolean {
  return goodOf(operation).some(({ status, response }) => {
    if (!response) return false
    if (response.content.length > 0) return response.content.some(({ type }) => isStructured(type))
    return shouldHaveBody(operation, status, response, format) && !producesFiles(operation, root)
  })
}

function goodOf({ responses }: Operation): readonly ResponseUse[] {
  return responses.filter(
    ({ status, response }) =>
      /^2/.test(status) &&
      !/^20[45]$/.test(status) &&
      !NEVER.test(response?.node.child('description')?.string ?? ''),
  )
}

/** Said of a response that only stands there because something has to. */
const NEVER =
  /\b(?:will|does|should) (?:not|never) (?:happen|occur|be (?:sent|returned))\b|\bnever (?:sent|returned|happens|occurs)\b/i

function isPlain(node: Node): boolean {
  return node.child('$ref') === undefined
}

/** Reads are there to return something. */
function shouldHaveBody(
  { method, classes, responses }: Operation,
  status: string,
  { node }: Response,
  format: Format,
): boolean {
  if (method !== 'get' || !/^(?:200|206|2XX)$/.test(status) || classes.has('health')) return false
  if (responses.some((other) => /^[13]|^204$/.test(other.status) && other.status !== '304')) return false
  // `content` that could not be read is told of elsewhere
  if (format !== 'oas2' && node.child('content')?.isObject === false) return false
  const text = node.child('description')?.string ?? ''
  // "exists and has been returned" speaks of a body, "exists" alone of none
  return !EMPTY.test(text) && (!/\bexists?\b/i.test(text) || /\breturn(?:s|ed)\b/i.test(text))
}

/** OpenAPI 2.0: media types stand apart from responses. */
function producesFiles({ node }: Operation, root: Node): boolean {
  const types = [...((node.child('produces') ?? root.child('produces'))?.children() ?? [])]
  return types.length > 0 && types.every(({ string = '' }) => !isStructured(string.replace(/\s*;.*/s, '')))
}

const EMPTY =
  /\b(?:no|without(?: a| any)?|empty|zero)[- ](?:\w+ )?(?:body|content|payload|response|data)\b|\bredirect|\bping\b|\bpong\b|\bhealthy\b|\balive\b|\bstream|websocket|\bdownload|\bfile\b|\bimage\b/i

/** What has fields: JSON, XML, forms and the like. Files, images and plain text are what they are. */
function isStructured(type: string): boolean {
  return /[/+](?:json|xml|x-www-form-urlencoded)$|^\*\/\*$|^$/.test(type)
}

/** Keywords that say nothing of what a value can be. */
const SILENT: ReadonlySet<string> = new Set([
  ...['title', 'description', 'example', 'examples', 'default', 'deprecated', 'nullable', 'readOnly'],
  ...['externalDocs', 'xml', '$comment', '$schema', '$id'],
])

function isDescribed({ node, schema, itemSchema }: MediaType, format: Format): boolean {
  if (schema === undefined && itemSchema === undefined) {
    const written = format === 'oas2' ? node : node.child('schema')
    // a reference that could not be followed, or no object at all, is told of elsewhere
    return written !== undefined && written.value !== true
  }
  if (itemSchema) return true
  const written = format === 'oas2' ? node : node.child('schema')
  if (!written?.isObject) return true
  return Object.keys(written.value as object).some((key) => !SILENT.has(key) && !key.startsWith('x-'))
}
