import type { At, Model, Node, StringLiteral } from '@specward/core'
import { SECRET_HINT } from './find.ts'
import { RANDOM_HINT } from './random.ts'

/** User information in a URL, wherever the URL stands (RFC 3986, section 3.2.1). */
const USERINFO_HINT = '//[^\\s/@]{1,200}@'

const HINT = new RegExp(`${SECRET_HINT}|${USERINFO_HINT}`)

const RANDOM = new RegExp(RANDOM_HINT)

/** `format: password` */
const MARK = 'password'

/** To go through a large description takes longer than to look at its strings: once for all. */
const ANY = new RegExp(`^${MARK}$|${RANDOM_HINT}|${HINT.source}`)

interface Candidates {
  readonly formed: readonly StringLiteral[]
  readonly random: readonly StringLiteral[]
  readonly marks: readonly StringLiteral[]
}

const known = new WeakMap<Model, Candidates>()

function search(model: Model): Candidates {
  let candidates = known.get(model)
  if (!candidates) {
    const found = model.stringsWith(ANY, MARK.length)
    candidates = {
      formed: found.filter(({ value }) => HINT.test(value)),
      random: found.filter(({ value }) => RANDOM.test(value)),
      marks: found.filter(({ value, node }) => value === MARK && node.key === 'format'),
    }
    known.set(model, candidates)
  }
  return candidates
}

/** The few strings of a description that may hold a secret of a known format. */
export function candidatesIn(model: Model): readonly StringLiteral[] {
  return search(model).formed
}

/** The few strings that hold something random, maybe under the name of a credential. */
export function randomIn(model: Model): readonly StringLiteral[] {
  return search(model).random
}

/** Nodes that say `format: password`. */
export function passwordFormatsIn(model: Model): readonly StringLiteral[] {
  return search(model).marks
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

/** As they stand in the document; what stands in other files comes last. */
export function inOrder<T extends { readonly node: Node }>(found: readonly T[], root: Node): readonly T[] {
  const place = ({ node }: T) => node.span?.value.start ?? 0
  const isElsewhere = ({ node }: T) => Number(node.file !== root.file)
  return found.length < 2
    ? found
    : [...found].sort((a, b) => isElsewhere(a) - isElsewhere(b) || place(a) - place(b))
}
