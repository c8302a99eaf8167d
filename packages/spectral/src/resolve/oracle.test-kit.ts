import type { Resolver } from '@stoplight/spectral-ref-resolver'

type Result = Awaited<ReturnType<Resolver['resolve']>>

/** All in which two results of a resolver differ, one line each; at most a few. */
export function differences(ours: Result, theirs: Result): string[] {
  return [
    ...valueDifferences(ours.result, theirs.result, 'result'),
    ...textDifferences('refMap', ours.refMap, theirs.refMap),
    ...textDifferences('errors', ours.errors.map(errorText), theirs.errors.map(errorText)),
    ...textDifferences('nodes', ours.graph.overallOrder(), theirs.graph.overallOrder()),
    ...graphDifferences(ours, theirs),
  ]
}

function graphDifferences(ours: Result, theirs: Result): string[] {
  const found: string[] = []
  for (const node of theirs.graph.overallOrder()) {
    if (!ours.graph.hasNode(node)) continue
    const [our, their] = [ours.graph.getNodeData(node), theirs.graph.getNodeData(node)]
    found.push(...textDifferences(`refMap of ${node}`, our.refMap, their.refMap))
    found.push(
      ...textDifferences(
        `dependencies of ${node}`,
        ours.graph.directDependenciesOf(node),
        theirs.graph.directDependenciesOf(node),
      ),
    )
    // Without a base, the original leaves proxies there that nobody can read any more.
    if (node.startsWith('#')) continue
    found.push(...valueDifferences(our.data, their.data, `data of ${node}`))
  }
  return found
}

function errorText({ code, message, path, uri, uriStack, pointerStack }: Result['errors'][number]) {
  return { code, message, path, uri: String(uri), uriStack, pointerStack }
}

function textDifferences(what: string, ours: unknown, theirs: unknown): string[] {
  const [our, their] = [JSON.stringify(ours), JSON.stringify(theirs)]
  if (our === their) return []
  return [`${what}:\n  ours   ${our?.slice(0, 1500)}\n  theirs ${their?.slice(0, 1500)}`]
}

/** Compares two values as graphs: same keys in the same order, same frozen objects, shared where the other shares. */
export function valueDifferences(ours: unknown, theirs: unknown, what: string): string[] {
  const pairs = new Map<object, object>()
  const backward = new Map<object, object>()
  const todo: [unknown, unknown, string][] = [[ours, theirs, what]]
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const [our, their, at] = next
    if (!isObject(our) || !isObject(their)) {
      if (!Object.is(our, their)) return [`${at}: ${String(our)} instead of ${String(their)}`]
      continue
    }
    const known = pairs.get(our)
    if (known === their) continue
    if (known !== undefined) return [`${at}: shared, but not in the original`]
    if (backward.has(their)) return [`${at}: not shared as in the original`]
    pairs.set(our, their)
    backward.set(their, our)
    const [ourKeys, theirKeys] = [Reflect.ownKeys(our), Reflect.ownKeys(their)]
    if (ourKeys.map(String).join('\n') !== theirKeys.map(String).join('\n')) {
      return [`${at}: keys ${ourKeys.map(String)} instead of ${theirKeys.map(String)}`]
    }
    if (Object.isFrozen(our) !== Object.isFrozen(their)) {
      return [`${at}: ${Object.isFrozen(our) ? 'frozen' : 'not frozen'}`]
    }
    for (const key of Object.keys(our)) todo.push([our[key], their[key], `${at}/${key}`])
  }
  return []
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
