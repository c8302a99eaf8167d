import type { At, Node, Operation, Property, Schema } from '@specward/core'
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

/** Files that are taken in: whole bodies of bytes, and parts of forms, lists of files included. */
export function uploadsOf({ parameters, requestBody, method }: Operation): readonly Upload[] {
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
      for (const file of schema?.properties.filter(isFile) ?? []) {
        found.push({
          name: file.name,
          at: { node: file.node, part: 'key' },
          node: file.node,
          schema: file.schema,
          entry: node,
        })
      }
    } else if (saysNothing(type) && schema && isBytes(schema)) {
      const at: At = node.string === undefined ? { node, part: 'key' } : node
      found.push({ name: undefined, at, node, schema, entry: node })
    }
  }
  return found
}

function isFile({ schema, readOnly }: Property): boolean {
  return !readOnly && (isBytes(schema) || (schema.items !== undefined && isBytes(schema.items)))
}

/** `format: binary`; from OpenAPI 3.1 on a `contentMediaType` alone says it as well. */
function isBytes(schema: Schema): boolean {
  if (schema.format === 'binary') return true
  return schema.all('contentMediaType').length > 0 && schema.all('contentEncoding').length === 0
}
