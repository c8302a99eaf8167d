import type { ApiDocument, Fix, Format, Node, Operation } from '@specward/core'
import { insert, joined, remove, set } from '../edits.ts'
import { listed } from '../wording.ts'
import type { ListedParameter, ParameterList } from './parameter-lists.ts'

/** An operation, and the names of its path that nothing declares for it. */
export interface Lacking {
  readonly operation: Operation
  readonly missing: readonly string[]
}

/** Declares what the path has; in the path item where every operation of it lacks the same. */
export function declaring(
  lacking: readonly Lacking[],
  isAll: boolean,
  { format, operations }: ApiDocument,
): Fix | undefined {
  const [first] = lacking
  if (!first) return undefined
  const { path } = first.operation
  // a path item may stand under several paths
  const nodes = new Set(lacking.map((each) => each.operation.node))
  if (operations.some((each) => each.path !== path && nodes.has(each.node))) return undefined
  const { operation, missing } = first
  const item = operation.node.parent
  const areAlike = lacking.every((each) => each.missing.join() === missing.join())
  if (isAll && areAlike && item && lacking.every((each) => each.operation.node.parent === item))
    return declaredAt(item, operation.path, missing, format)
  return joined(
    lacking.map((each) => declaredAt(each.operation.node, each.operation.path, each.missing, format)),
  )
}

function declaredAt(holder: Node, path: string, names: readonly string[], format: Format): Fix | undefined {
  // what frameworks write around a name, specifications do not know
  if (!holder.isObject || !names.every((name) => name !== '' && path.includes(`{${name}}`))) return undefined
  const list = holder.child('parameters')
  if (list && !list.isList) return undefined
  const type = format === 'oas2' ? { type: 'string' } : { schema: { type: 'string' } }
  const added = names.map((name) => ({ name, in: 'path', required: true, ...type }))
  const title = `Declare ${listed(names)} under \`parameters\``
  const edits = list ? added.map((each) => insert(list, '-', each)) : [insert(holder, 'parameters', added)]
  return { title, kind: 'safe', edits }
}

/** Writes the name that the path has, where one is left over on both sides. */
export function renaming(missing: readonly string[], idle: readonly ListedParameter[]): Fix | undefined {
  const [name, ...others] = missing
  const written = [...new Set(idle.map((each) => each.node))].map((node) => node.child('name'))
  if (name === undefined || name === '' || others.length > 0 || written.length === 0) return undefined
  if (new Set(idle.map((each) => each.name)).size > 1) return undefined
  return joined(
    written.map(
      (node) => node && { title: `Write \`${name}\``, kind: 'suggested', edits: [set(node, name)] },
    ),
  )
}

/** Takes away a parameter that its path does not have, with the list where it is alone in it. */
export function withoutIdle({ node }: ListedParameter, lists: readonly ParameterList[]): Fix | undefined {
  const list = node.parent
  if (
    !list?.isList ||
    lists.filter(({ parameters }) => parameters.some((each) => each.node === node)).length > 1
  )
    return undefined
  const isAlone = (list.value as readonly unknown[]).length === 1
  return { title: 'Remove the parameter', kind: 'suggested', edits: [remove(isAlone ? list : node)] }
}
