import { type Operation, type Property, tokens } from '@specward/core'
import { wordSet } from '../wording.ts'
import { isWrite } from './bodies.ts'

/** What moves money, or promises to, each time that it is made. */
const MOVES = wordSet(
  'payment charge payout refund transfer order purchase withdrawal deposit checkout disbursement remittance',
)

/** The same as acts at the end of a path. */
const ACTS = wordSet('pay charge refund transfer purchase checkout withdraw payout')

/** What a body speaks of that is about money or goods. */
const GOODS = wordSet(
  'amount currency price total sum money value quantity item line product sku cart basket article',
)

/** Nothing comes of what is only tried. */
const TRIAL = /\/(?:previews?|drafts?|quotes?|estimates?|simulat\w*|templates?)\b/i

/** True for an operation by which a caller makes a payment, a transfer or an order, as its body agrees. */
export function movesMoney(operation: Operation): boolean {
  const { path, method, requestBody } = operation
  if (!isWrite(operation) || method !== 'post') return false
  const last = path.replace(/\/+$/, '').split(/[/:]/).at(-1) ?? ''
  if (last.includes('{') || TRIAL.test(path)) return false
  const words = tokens(last)
  const head = words.at(-1) ?? ''
  const isNamed = words.length === 1 ? MOVES.has(head) || ACTS.has(head) : words.length < 3 && MOVES.has(head)
  if (!isNamed) return false
  const top = (requestBody?.content ?? []).flatMap(({ schema }) => schema?.properties ?? [])
  return [...top, ...top.flatMap(({ schema }) => schema.properties)].some(isGoods)
}

function isGoods({ name, readOnly }: Property): boolean {
  return !readOnly && tokens(name).some((word) => GOODS.has(word))
}
