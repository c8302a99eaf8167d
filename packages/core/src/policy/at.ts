import type { Node } from '../source/node.ts'
import type { NodeSpan, SourceFile, Span } from '../source/types.ts'
import type { At } from './rule.ts'

/** A place as text: the node and the span of its file that is to be underlined. */
export interface Place {
  readonly node: Node
  readonly span: Span
}

/**
 * Turns "where a finding points" into a span. A bare node is its value when that is a scalar or an empty list,
 * else its key. What has no key is its value as far as that stands on one line, or the first key when it is a root
 * mapping. A node that the file cannot place is given the place of the nearest node above it.
 */
export function locateAt(at: At): Place {
  if ('node' in at && 'span' in at) return { node: at.node, span: at.span }
  const node = nodeOf(at)
  const part = 'part' in at ? at.part : sideOf(node)
  const found = nearestSpan(node)
  if (!found) return { node, span: { start: 0, end: 0 } }
  if (found.of !== node) return { node, span: found.span.key ?? firstLine(node.file, found.span.value) }
  return { node, span: spanOf(node, found.span, part) }
}

/** The node of an `At`, whatever side of it is meant. */
export function nodeOf(at: At): Node {
  return 'node' in at ? at.node : at
}

function sideOf(node: Node): 'key' | 'value' {
  const { value } = node
  const isLine = typeof value !== 'object' || value === null || (Array.isArray(value) && value.length === 0)
  return isLine ? 'value' : 'key'
}

function isLeaf(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0
}

function spanOf(node: Node, span: NodeSpan, part: 'key' | 'value'): Span {
  if (part === 'value') return span.value
  if (span.key) return span.key
  if (!node.parent && node.isObject) {
    const [first] = node.children()
    const key = first?.span?.key
    if (key) return key
  }
  return isLeaf(node.value) ? span.value : firstLine(node.file, span.value)
}

function nearestSpan(node: Node): { readonly of: Node; readonly span: NodeSpan } | undefined {
  for (let up: Node | undefined = node; up; up = up.parent) {
    const span = up.span
    if (span) return { of: up, span }
  }
  return undefined
}

/** The part of a span that stands on its first line. */
function firstLine(file: SourceFile, span: Span): Span {
  for (let end = span.start; end < span.end; end++) {
    const code = file.text.charCodeAt(end)
    if (code === 0x0a || code === 0x0d) return { start: span.start, end }
  }
  return span
}

/** Tells places apart by a text for each: the same for the same side of the same node, as long as it is in use. */
export function placeIds(): (at: At) => string {
  const ids = new Map<Node, number>()
  return (at) => {
    const node = nodeOf(at)
    const id = ids.get(node) ?? ids.size
    ids.set(node, id)
    if ('part' in at) return `${id} ${at.part}`
    return 'node' in at ? `${id} ${at.span.start}` : `${id}`
  }
}
