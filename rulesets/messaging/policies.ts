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
  /** A statement of the same policy that takes away from everybody, or from all but some, what this one gives. */
  readonly deniedBy: Node | undefined
}

type Bound = Pick<Channel | Operation, 'bindings'>

/** Statements with the effect `Allow` in the bindings of a channel or operation; keys are read in any case. */
export function allowedBy({ bindings }: Bound, model: Model): readonly Statement[] {
  const found: Statement[] = []
  for (const service of ['sns', 'sqs']) {
    const binding = bindings.get(service)
    if (!binding) continue
    for (const policy of policiesIn(binding, model)) {
      const statements = itemsOf(get(policy, 'statements', 'statement'), model)
      const denials = statements.filter((node) => isEffect(node, 'deny') && !isAboutTransport(node))
      for (const node of statements) {
        if (!isEffect(node, 'allow')) continue
        const actionNode = get(node, 'action')
        const principalNode = get(node, 'principal')
        const actions = textsOf(actionNode)
        const condition = get(node, 'condition')
        const principals = textsOf(principalNode)
        const deniedBy = denials.find((denial) => takesAway(denial, actions))
        found.push({ node, service, actions, actionNode, principals, principalNode, condition, deniedBy })
      }
    }
  }
  return found
}

function isEffect(node: Node, effect: string): boolean {
  return get(node, 'effect')?.string?.toLowerCase() === effect
}

/** Denies what comes without TLS, whoever it is. */
function isAboutTransport(statement: Node): boolean {
  const condition = get(statement, 'condition')
  const operators = condition?.isList
    ? [...condition.children()].flatMap((each) => [...each.children()])
    : [...(condition?.children() ?? [])]
  const keys = operators.flatMap((operator) => [...operator.children()].map(({ key }) => key.toLowerCase()))
  return keys.length > 0 && keys.every((key) => key === 'aws:securetransport')
}

/** Whether a denial may concern everybody, and one of the actions. */
function takesAway(denial: Node, actions: readonly string[]): boolean {
  if (!get(denial, 'notprincipal') && !textsOf(get(denial, 'principal')).includes('*')) return false
  const denied = textsOf(get(denial, 'action')).map((action) => action.toLowerCase())
  if (denied.length === 0 || actions.length === 0) return true
  const given = new Set(actions.map((action) => action.toLowerCase()))
  return denied.some((action) => action.includes('*') || given.has(action) || given.has('*'))
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
