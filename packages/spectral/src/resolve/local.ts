import { crawl } from './crawl.ts'
import { PointerGraph } from './order.ts'
import { PointerWriter, plainPointer } from './pointers.ts'
import type { ReferenceReader } from './references.ts'
import { Stems, type Target } from './stems.ts'
import { Unsure } from './unsure.ts'
import { Draft, freeze, putAt, valueAt } from './view.ts'

/** Resolves the references of one document whose references all stay in it. */
export interface LocalResult {
  readonly result: object
  /** Pointers of the targets that are referred to, as written, in the order of the document. */
  readonly targets: readonly string[]
  readonly refMap: Record<string, string>
  /** What each target became, by its pointer as written in `refMap`. */
  readonly values: ReadonlyMap<string, unknown>
  readonly errors: readonly LocalError[]
}

export interface LocalError {
  readonly code: 'POINTER_MISSING' | 'PARSE_POINTER'
  readonly message: string
  readonly path: readonly string[]
}

interface Holder {
  readonly path: readonly string[]
  readonly pointer: string
  readonly target: Target
  /** As keys of `refMap` are written, and the targets around it: made when needed. */
  name?: string
  around?: readonly number[]
}

/**
 * What the original makes of the document, step by step in its order, without its detours.
 * @throws {Unsure} before anything is changed
 */
export function resolveLocally(source: object, reader: ReferenceReader): LocalResult {
  const errors: LocalError[] = []
  const { holders, targets } = sort(source, reader, errors)
  const root = new Draft(source, undefined)
  const { refMap, put } = replace(root, holders, targets, errors)
  const result = root.finish()
  freeze(result)
  const values = new Map<string, unknown>()
  for (const [pointer, value] of put) values.set(pointer, value instanceof Draft ? value.finish() : value)
  return { result, targets: [...targets.keys()], refMap, values, errors }
}

function sort(source: object, reader: ReferenceReader, errors: LocalError[]) {
  const holders: Holder[] = []
  const targets = new Map<string, Target>()
  for (const { ref, path } of crawl(source)) {
    const reference = reader.read(ref)
    if (reference.kind === 'remote') throw new Unsure('a reference to another file')
    if (reference.kind === 'invalid') {
      errors.push({ code: 'PARSE_POINTER', message: `'${reference.text}' JSON pointer is invalid`, path: [] })
      continue
    }
    if (isAround(reference.path, path)) continue
    const known = targets.get(reference.pointer)
    const target = known ?? { id: targets.size, pointer: reference.pointer, path: reference.path }
    if (known === undefined) targets.set(target.pointer, target)
    if (path.some((segment) => segment.includes('%'))) throw new Unsure('a holder below a key with %')
    holders.push({ path, pointer: plainPointer(path), target })
  }
  return { holders, targets }
}

/** A reference to something that holds it is left alone, though not one to the root. */
function isAround(target: readonly string[], path: readonly string[]): boolean {
  return target.length > 0 && target.every((segment, index) => segment === path[index])
}

function replace(
  root: Draft,
  holders: readonly Holder[],
  targets: ReadonlyMap<string, Target>,
  errors: LocalError[],
) {
  const stems = new Stems(targets, holders)
  const graph = new PointerGraph()
  const holderOf: (Holder | undefined)[] = []
  const targetOf: (Target | undefined)[] = []
  for (const holder of holders) {
    const from = graph.node(holder.pointer)
    const to = graph.node(holder.target.pointer)
    graph.link(from, to)
    holderOf[from] = holder
    targetOf[to] = holder.target
  }
  const writer = new PointerWriter()
  const refMap: Record<string, string> = {}
  const put = new Map<string, unknown>()
  for (const node of graph.order()) {
    const target = targetOf[node]
    const dependants = target === undefined ? [] : graph.dependants(node)
    if (target === undefined || dependants.length === 0) continue
    // The original takes the root as it was, not as it becomes.
    const value = target.path.length === 0 ? root.base : valueAt(root, target.path)
    const pointer = writer.encoded(target.path)
    for (const dependant of dependants) {
      const holder = holderOf[dependant]
      if (holder === undefined) continue
      holder.around ??= stems.around(holder.path)
      if (holder.around.some((place) => stems.leads(target.id, place))) continue
      holder.name ??= writer.encoded(holder.path)
      refMap[holder.name] = pointer
      if (value === undefined) {
        errors.push({ code: 'POINTER_MISSING', message: `'${target.pointer}' does not exist`, path: holder.path })
      } else {
        putAt(root, holder.path, value)
        put.set(pointer, value)
      }
    }
  }
  return { refMap, put }
}
