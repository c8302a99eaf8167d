import { append } from '../append.ts'
import { isObject } from '../json.ts'
import { lazy } from '../lazy.ts'
import type { Node } from '../source/node.ts'
import { NO_BINDINGS } from './bindings.ts'
import type { EffectiveSecurity, Operation, OperationKind, ResponseUse, Server } from './concepts.ts'
import { stringItems } from './context.ts'
import { OperationView } from './operation.ts'
import { ResponseUseView } from './payloads.ts'
import type { Readers } from './readers.ts'
import { UNDECLARED } from './security.ts'
import type { View } from './view.ts'

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'] as const

/** A path item and where it was found. */
interface Place {
  readonly item: View
  readonly kind: Exclude<OperationKind, 'message'>
  /** Path template, webhook name or callback expression. */
  readonly path: string
  /** Of a callback: the operation or component that defines it, and its name there. */
  readonly owner?: string
}

/**
 * Operations of an OpenAPI description: of its paths, its webhooks, and the callbacks of both. A callback is one
 * operation for each place at which it is defined, however many operations register it.
 */
export function readOpenApi(readers: Readers): readonly Operation[] {
  const { context } = readers
  const operations: Operation[] = []
  const places = [
    ...placesUnder(readers, context.root.get('paths'), 'http'),
    ...placesUnder(readers, context.root.get('webhooks'), 'webhook'),
  ]
  const seen = new Set<Node>()
  for (const place of places) {
    for (const { node, method } of methodsOf(readers, place.item)) {
      const view = context.view(node)
      if (!view || (place.kind === 'callback' && seen.has(view.node))) continue
      seen.add(view.node)
      const label = labelOf(place, method)
      operations.push(readOperation(readers, place, node, view, method))
      for (const callback of context.view(view.get('callbacks'))?.entries() ?? []) {
        const owner = ownerOf(readers, callback, label)
        append(places, placesUnder(readers, callback, 'callback', owner))
      }
    }
  }
  return operations
}

/** By whom a callback is known: its component, or the operation that defines it. */
function ownerOf(readers: Readers, callback: Node, label: string): string {
  const end = readers.context.graph.resolve(callback)
  return end && end !== callback ? readers.context.graph.nameOf(end) : `${label} ${callback.key}`
}

function labelOf({ kind, path }: Place, method: string): string {
  const verb = method.toUpperCase()
  return kind === 'http' ? `${verb} ${path}` : `${kind} ${path} ${verb}`
}

function placesUnder(readers: Readers, map: Node | undefined, kind: Place['kind'], owner?: string): Place[] {
  const places: Place[] = []
  for (const entry of readers.context.view(map)?.entries() ?? []) {
    if (entry.key.startsWith('x-')) continue
    const item = readers.context.view(entry)
    if (item) places.push({ item, kind, path: entry.key, ...(owner === undefined ? {} : { owner }) })
  }
  return places
}

function* methodsOf(readers: Readers, item: View): Generator<{ node: Node; method: string }> {
  const { format } = readers.context.graph
  for (const method of METHODS) {
    if (method === 'trace' && format === 'oas2') continue
    if (method === 'query' && format !== 'oas3.2') continue
    const node = item.get(method)
    if (node) yield { node, method }
  }
  if (format !== 'oas3.2') return
  for (const node of readers.context.view(item.get('additionalOperations'))?.entries() ?? []) {
    yield { node, method: node.key.toLowerCase() }
  }
}

function readOperation(readers: Readers, place: Place, node: Node, view: View, method: string): Operation {
  const { context, payloads, parameters } = readers
  const { item, kind, path } = place
  const label = labelOf(place, method)
  const identity = place.owner === undefined ? label : `${place.owner} ${label}`
  const consumes = mediaTypes(readers, view, 'consumes')
  const produces = mediaTypes(readers, view, 'produces')
  const merged = lazy(() => parameters.merge(item.get('parameters'), path, view.get('parameters'), label))
  const requestBody = () => {
    if (context.graph.format !== 'oas2') return payloads.requestBody(view.get('requestBody'), label)
    const body = merged().find((parameter) => parameter.in === 'body')
    const bodyView = context.view(body?.node)
    return bodyView && payloads.bodyParameter(bodyView, label, consumes)
  }
  return new OperationView(context, {
    node,
    view,
    label,
    identity,
    kind,
    method,
    path,
    operationId: view.string('operationId'),
    security: () => effectiveSecurity(readers, view, kind, label),
    servers: () => effectiveServers(readers, place, view, label),
    parameters: merged,
    requestBody,
    requestTypes: () => {
      if (context.graph.format === 'oas2') {
        return merged().some((parameter) => parameter.in === 'formData') || requestBody() ? consumes : []
      }
      const content = context.view(view.get('requestBody'))?.get('content')?.value
      return isObject(content) ? Object.keys(content) : []
    },
    responses: () => readResponses(readers, view, label, produces),
    channel: () => undefined,
    messages: () => [],
    reply: () => undefined,
    bindings: () => NO_BINDINGS,
  })
}

/**
 * OpenAPI: `security` of the operation overrides that of the document, also when it is empty. Webhooks and
 * callbacks are called by the API itself, so what the document asks of callers does not apply to them.
 */
function effectiveSecurity(
  readers: Readers,
  view: View,
  kind: OperationKind,
  label: string,
): EffectiveSecurity {
  const own = view.get('security')
  if (own) return readers.security.read(own, label)
  if (kind !== 'http') return UNDECLARED
  const inherited = readers.security.read(readers.context.root.get('security'), '')
  return inherited === UNDECLARED ? UNDECLARED : readers.inherit(inherited)
}

/** The innermost `servers` that has any entry replaces those above it (OpenAPI 3, Path Item and Operation Objects). */
function effectiveServers(readers: Readers, place: Place, view: View, label: string): readonly Server[] {
  const { servers, context } = readers
  if (context.graph.format === 'oas2') return servers.ofSwagger(context.root, view, label)
  const levels = [
    [view.get('servers'), 'operation', label],
    [place.item.get('servers'), 'path', place.path],
    [context.root.get('servers'), 'root', ''],
  ] as const
  for (const [list, level, owner] of levels) {
    if (list?.isList && (list.value as unknown[]).length > 0) return servers.ofList(list, level, owner)
  }
  return []
}

function readResponses(
  readers: Readers,
  view: View,
  label: string,
  produces: readonly string[],
): readonly ResponseUse[] {
  const read = ({ node, status }: ResponseUseView) =>
    readers.payloads.response(node, `${label} ${status}`, produces)
  const uses: ResponseUse[] = []
  for (const node of readers.context.view(view.get('responses'))?.entries() ?? []) {
    if (!node.key.startsWith('x-')) uses.push(new ResponseUseView(node, read))
  }
  return uses
}

/** OpenAPI 2.0: `consumes` and `produces` of the operation override those of the document. */
function mediaTypes(readers: Readers, view: View, key: 'consumes' | 'produces'): readonly string[] {
  return stringItems(view.get(key) ?? readers.context.root.get(key)).map((node) => node.string ?? '')
}
