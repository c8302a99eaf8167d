import { lazy } from '../lazy.ts'
import type { Node } from '../source/node.ts'
import type {
  Channel,
  EffectiveSecurity,
  Message,
  Operation,
  OperationKind,
  Parameter,
  RequestBody,
  ResponseUse,
  Server,
} from './concepts.ts'
import { type ModelContext, stringItems } from './context.ts'
import { classifyOperation, type OperationClass } from './operation-class.ts'
import type { View } from './view.ts'

/** Methods that change nothing (RFC 9110, section 9.2.1; `query` by its own definition). */
const SAFE: ReadonlySet<string> = new Set(['get', 'head', 'options', 'trace', 'query'])

/** What differs between operations of OpenAPI and AsyncAPI; everything is read when first asked for. */
export interface OperationSource {
  readonly node: Node
  readonly view: View
  readonly label: string
  readonly kind: OperationKind
  readonly method: string
  readonly path: string
  readonly operationId: string | undefined
  security(): EffectiveSecurity
  servers(): readonly Server[]
  parameters(): readonly Parameter[]
  requestBody(): RequestBody | undefined
  /** Media types that a request can have. */
  requestTypes(): readonly string[]
  responses(): readonly ResponseUse[]
  channel(): Channel | undefined
  messages(): readonly Message[]
}

export function createOperation(context: ModelContext, source: OperationSource): Operation {
  const { view, label, kind, method, path, operationId } = source
  const security = lazy(() => source.security())
  const servers = lazy(() => source.servers())
  const parameters = lazy(() => source.parameters())
  const requestBody = lazy(() => source.requestBody())
  const responses = lazy(() => source.responses())
  const channel = lazy(() => source.channel())
  const messages = lazy(() => source.messages())
  const tags = stringItems(view.get('tags')).map((tag) => tag.string ?? '')
  const summary = view.string('summary')
  const classes = lazy(
    (): ReadonlySet<OperationClass> =>
      classifyOperation({
        method,
        path,
        operationId,
        tags,
        summary,
        parameterNames: parameters().map((parameter) => parameter.name),
        requestContentTypes: source.requestTypes(),
      }),
  )
  return {
    concept: 'operation',
    node: source.node,
    identity: label,
    label,
    kind,
    method,
    path,
    operationId,
    tags,
    summary,
    deprecated: view.isTrue('deprecated'),
    isSafe: kind !== 'message' && SAFE.has(method),
    publicReason: publicReason(context, label),
    get classes() {
      return classes()
    },
    get security() {
      return security()
    },
    get servers() {
      return servers()
    },
    get parameters() {
      return parameters()
    },
    get requestBody() {
      return requestBody()
    },
    get responses() {
      return responses()
    },
    get channel() {
      return channel()
    },
    get messages() {
      return messages()
    },
  }
}

/** The organisation's reason for leaving the operation public: the first entry whose pattern matches the label. */
function publicReason(context: ModelContext, label: string): string | undefined {
  return context.facts.publicOperations.find(({ operation }) => matches(operation, label))?.reason
}

/** Whether `pattern`, in which `*` stands for any run of characters, covers the whole label. */
function matches(pattern: string, label: string): boolean {
  const parts = pattern.split('*')
  const first = parts[0] ?? ''
  if (parts.length === 1) return pattern === label
  const last = parts[parts.length - 1] ?? ''
  if (!label.startsWith(first) || label.length < first.length + last.length || !label.endsWith(last))
    return false
  let from = first.length
  const end = label.length - last.length
  for (const part of parts.slice(1, -1)) {
    const found = label.indexOf(part, from)
    if (found < 0 || found + part.length > end) return false
    from = found + part.length
  }
  return true
}
