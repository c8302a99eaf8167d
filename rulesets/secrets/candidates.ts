import type { At, Model, Node, StringLiteral } from '@specward/core'
import { SECRET_HINT } from './find.ts'

/** User information in a URL, wherever the URL stands (RFC 3986, section 3.2.1). */
const USERINFO_HINT = '//[^\\s/@]{1,200}@'

const HINT = new RegExp(`${SECRET_HINT}|${USERINFO_HINT}`)

/** `http://a:b@c.de` */
const SHORTEST = 15

const known = new WeakMap<Model, readonly StringLiteral[]>()

/** The few strings of a description that may hold a secret, looked for once. */
export function candidatesIn(model: Model): readonly StringLiteral[] {
  let candidates = known.get(model)
  if (!candidates) {
    candidates = model.stringsWith(HINT, SHORTEST)
    known.set(model, candidates)
  }
  return candidates
}

/** The span of a piece of a string value; all of the value where the text writes it in another way. */
export function placeOf(node: Node, piece: string): At {
  const value = node.span?.value
  if (!value) return node
  const start = node.file.text.indexOf(piece, value.start)
  if (start < 0 || start + piece.length > value.end) return { node, part: 'value' }
  return { node, span: { start, end: start + piece.length } }
}

/** The key that tells what a value is: that of the nearest mapping around it. */
export function nameOf(node: Node): string {
  let named: Node | undefined = node
  while (named?.parent?.isList) named = named.parent
  return named?.key ?? ''
}
