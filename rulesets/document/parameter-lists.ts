import type { Model, Node, Operation } from '@specward/core'

/** A list of parameters as it is written, at an operation or at a path. */
export interface ParameterList {
  /** Label of the operation, or the path. */
  readonly owner: string
  readonly path: string
  readonly operations: readonly Operation[]
  /** Those that could be read. */
  readonly parameters: readonly ListedParameter[]
  /** True when none is missing from `parameters`. */
  readonly isWhole: boolean
}

export interface ListedParameter {
  readonly name: string
  readonly place: string
  /** The item of the list, which may be a reference. */
  readonly node: Node
}

const known = new WeakMap<Model, readonly ParameterList[]>()

/** Every list of parameters at operations and paths, webhooks and callbacks included; each once. */
export function parameterListsOf(model: Model): readonly ParameterList[] {
  let lists = known.get(model)
  if (!lists) {
    lists = read(model)
    known.set(model, lists)
  }
  return lists
}

function read(model: Model): readonly ParameterList[] {
  const found = new Map<Node, ParameterList & { operations: Operation[] }>()
  const add = (list: Node | undefined, owner: string, operation: Operation) => {
    if (!list?.isList) return
    const same = found.get(list)
    if (same) same.operations.push(operation)
    else found.set(list, { ...itemsOf(list, model), owner, path: operation.path, operations: [operation] })
  }
  for (const operation of model.document.operations) {
    add(pathItemOf(operation)?.child('parameters'), operation.path, operation)
    add(operation.node.child('parameters'), operation.label, operation)
  }
  return [...found.values()]
}

function pathItemOf({ node }: Operation): Node | undefined {
  const { parent } = node
  return parent?.key === 'additionalOperations' ? parent.parent : parent
}

function itemsOf(list: Node, model: Model): Pick<ParameterList, 'parameters' | 'isWhole'> {
  const parameters: ListedParameter[] = []
  let isWhole = true
  for (const node of list.children()) {
    const end = model.resolve(node)
    const name = end?.child('name')?.string
    const place = end?.child('in')?.string
    if (name === undefined || place === undefined) isWhole = false
    else parameters.push({ name, place, node })
  }
  return { parameters, isWhole }
}
