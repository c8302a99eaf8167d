import type { Model, Node, Operation } from '@specward/core'

/** A path of the API with what can be called there. */
export interface PathTemplate {
  readonly path: string
  /** Its place among all of them. */
  readonly index: number
  /** The entry under `paths`. */
  readonly node: Node
  readonly operations: readonly Operation[]
  readonly segments: readonly Segment[]
}

/** What stands between two slashes. */
export interface Segment {
  /** With empty braces in place of names: equal where two segments take the same texts. */
  readonly form: string
  /** The name, where the segment is a parameter and nothing else. */
  readonly parameter: string | undefined
  /** True when no parameter stands in it. */
  readonly isLiteral: boolean
}

const known = new WeakMap<Model, readonly PathTemplate[]>()

/**
 * The paths at which something can be called, in their order; without those that a query or fragment tells apart, and
 * those with what frameworks write behind a name: `{id:[0-9]+}`, and `{rest+}` or `{rest*}` for all that follows.
 */
export function pathTemplatesOf(model: Model): readonly PathTemplate[] {
  let templates = known.get(model)
  if (!templates) {
    templates = read(model)
    known.set(model, templates)
  }
  return templates
}

function read({ document }: Model): readonly PathTemplate[] {
  const paths = document.node.child('paths')
  const byPath = new Map<string, Operation[]>()
  for (const operation of document.operations) {
    if (operation.kind !== 'http') continue
    const same = byPath.get(operation.path)
    if (same) same.push(operation)
    else byPath.set(operation.path, [operation])
  }
  return [...byPath].flatMap(([path, operations], index) => {
    const node = paths?.child(path)
    if (!node || /[?#]/.test(withoutParameters(path)) || isOfFramework(path)) return []
    return [{ path, index, node, operations, segments: path.split('/').slice(1).map(segmentOf) }]
  })
}

/** The text of a path outside of its braces. */
export function withoutParameters(path: string): string {
  return path.replaceAll(/\{[^{}]*\}/g, '{}')
}

function isOfFramework(path: string): boolean {
  return [...path.matchAll(/\{([^{}]*)\}/g)].some(([, name = '']) => /[:+*]/.test(name))
}

function segmentOf(text: string): Segment {
  const parameter = /^\{([^{}]+)\}$/.exec(text)?.[1]
  return { form: withoutParameters(text), parameter, isLiteral: !/[{}]/.test(text) }
}
