import type { Channel, Model, Node, Operation } from '@specward/core'

/** One statement of a policy of Amazon SNS or SQS. */
export interface Statement {
  readonly node: Node
  /** `sns` or `sqs`. */
  readonly service: string
  readonly actions: readonly string[]
  readonly actionNode: Node | undefined
  /** What it is given to: `*`, account numbers, ARNs. */
  readonly principals: readonly string[]
  readonly principalNode: Node | undefined
  readonly condition: Node | undefined
}

type Bound = Pick<Channel | Operation, 'bindings'>

/** Statements with the effect `Allow` in the bindings of a channel or operation; keys are read in any case. */
export function allowedBy({ bindings }: Bound, model: Model): readonly Statement[] {
  const found: Statement[] = []
  for (const service of ['sns', 'sqs']) {
    const binding = bindings.get(service)
    if (!binding) continue
    for (const policy of policiesIn(binding, model)) {
      for (const node of itemsOf(get(policy, 'statements', 'statement'), model)) {
        if (get(node, 'effect')?.string?.toLowerCase() !== 'allow') continue
        const actionNode = get(node, 'action')
        const principalNode = get(node, 'principal')
        const actions = textsOf(actionNode)
        const condition = get(node, 'condition')
        const principals = textsOf(principalNode)
        found.push({ node, service, actions, actionNode, principals, principalNode, condition })
      }
    }
  }
  return found
}

/** AsyncAPI bindings of SNS (`policy`) and SQS (`queue.policy`, `deadLetterQueue.policy`, `queues[].policy`, `policy`). */
function policiesIn(binding: Node, model: Model): readonly Node[] {
  const holders = [
    binding,
    ...['queue', 'deadLetterQueue'].flatMap((key) => follow(binding.child(key), model)),
    ...itemsOf(binding.child('queues'), model),
  ]
  return holders.flatMap((holder) => follow(holder.child('policy'), model))
}

function follow(node: Node | undefined, model: Model): readonly Node[] {
  const end = node && model.resolve(node)
  return end?.isObject ? [end] : []
}

/** Items of a list, or the thing itself where there is one alone. */
function itemsOf(node: Node | undefined, model: Model): readonly Node[] {
  const items = node?.isList ? [...node.children()] : node ? [node] : []
  return items.flatMap((item) => follow(item, model))
}

function get(node: Node, ...names: readonly string[]): Node | undefined {
  return [...node.children()].find(({ key }) => names.includes(key.toLowerCase()))
}

/** A text, a list of texts, or such under the kind of principal: `{ AWS: ['*'] }`. */
function textsOf(node: Node | undefined): readonly string[] {
  if (!node) return []
  if (node.string !== undefined) return [node.string]
  const inner = [...node.children()]
  return inner.flatMap((each) =>
    each.string !== undefined ? [each.string] : [...each.children()].flatMap(({ string }) => string ?? []),
  )
}
