import { append, type Header, type Model, type Node, type Operation } from '@specward/core'
import { isSignature, SIGNED_DELIVERIES } from './webhooks.ts'

/** The name under which a webhook or callback is declared: `orderPaid`, `onVerified`. */
export function deliveryName({ kind, path, node }: Operation): string {
  const above = node.parent?.parent
  if (kind !== 'callback' || !above) return path
  return above.key === 'pathItems' ? (node.parent?.key ?? path) : above.key
}

/** A signature header on what the receiver answers, where it proves nothing. */
export function misplacedSignature({ responses }: Operation): Header | undefined {
  for (const { response } of responses) {
    const header = response?.headers.find(({ name }) => isSignature(name))
    if (header) return header
  }
  return undefined
}

/** Values that are looked at in an extension. */
const MOST_VALUES = 200

/** Whether an extension of the document tells how webhooks are signed: `x-webhooks: { security: { type: signature } }`. */
export function extensionTellsOfSigning({ document: { node } }: Model): boolean {
  for (const child of node.children()) {
    if (!/^x-.*(?:webhook|callback)/i.test(child.key)) continue
    const open: Node[] = [child]
    for (let seen = 0; open.length > 0 && seen < MOST_VALUES; seen++) {
      const next = open.pop()
      if (!next) break
      if (/signature|hmac/i.test(`${next.key} ${next.string ?? ''}`)) return true
      append(open, next.children())
    }
  }
  return false
}

/** A component by which requests could be signed: a header or a parameter of that name. */
export function signatureComponent({ document: { node } }: Model): string | undefined {
  for (const kind of ['headers', 'parameters']) {
    for (const each of node.at('components', kind)?.children() ?? []) {
      const name = each.child('name')?.string ?? each.key
      if (isSignature(name)) return name
    }
  }
  return undefined
}

/** Whether any text of the description tells of signed deliveries. */
export function textTellsOfSigning(model: Model): boolean {
  return model
    .stringsWith(/webhook|callback|notification/i, 12)
    .some(({ node, value }) => node.key === 'description' && SIGNED_DELIVERIES.test(value))
}
