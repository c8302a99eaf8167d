import type { Node } from '../source/node.ts'
import type {
  Bindings,
  Channel,
  EffectiveSecurity,
  Message,
  Operation,
  OperationKind,
  Parameter,
  Reply,
  RequestBody,
  ResponseUse,
  Server,
} from './concepts.ts'
import { type ModelContext, stringItems } from './context.ts'
import { matchesLabel } from './label.ts'
import { classifyOperation, type OperationClass } from './operation-class.ts'
import type { View } from './view.ts'

/** Methods that change nothing (RFC 9110, section 9.2.1; `query` by its own definition). */
const SAFE: ReadonlySet<string> = new Set(['get', 'head', 'options', 'trace', 'query'])

/** By this, an operation says of itself that it is public, and why. */
const PUBLIC_EXTENSION = 'x-specward-public'

/** What differs between operations of OpenAPI and AsyncAPI; everything is read when first asked for. */
export interface OperationSource {
  readonly node: Node
  readonly view: View
  readonly label: string
  readonly kind: OperationKind
  readonly method: string
  readonly path: string
  readonly operationId: string | undefined
  /** Where the label is not enough to tell operations apart. */
  readonly identity?: string
  security(): EffectiveSecurity
  servers(): readonly Server[]
  parameters(): readonly Parameter[]
  requestBody(): RequestBody | undefined
  /** Media types that a request can have. */
  requestTypes(): readonly string[]
  responses(): readonly ResponseUse[]
  channel(): Channel | undefined
  messages(): readonly Message[]
  reply(): Reply | undefined
  bindings(): Bindings
}

/** See {@link Operation}. A class, because descriptions have thousands of them. */
export class OperationView implements Operation {
  readonly concept = 'operation'
  readonly #context: ModelContext
  readonly #source: OperationSource
  #tags: readonly string[] | undefined
  #classes: ReadonlySet<OperationClass> | undefined
  #lastingClasses: ReadonlySet<OperationClass> | undefined
  #security: EffectiveSecurity | undefined
  #servers: readonly Server[] | undefined
  #parameters: readonly Parameter[] | undefined
  #requestBody: { value: RequestBody | undefined } | undefined
  #responses: readonly ResponseUse[] | undefined
  #messages: readonly Message[] | undefined
  #reply: { value: Reply | undefined } | undefined
  #bindings: Bindings | undefined

  constructor(context: ModelContext, source: OperationSource) {
    this.#context = context
    this.#source = source
  }

  get node(): Node {
    return this.#source.node
  }

  get label(): string {
    return this.#source.label
  }

  get identity(): string {
    return this.#source.identity ?? this.#source.label
  }

  get kind(): OperationKind {
    return this.#source.kind
  }

  get method(): string {
    return this.#source.method
  }

  get path(): string {
    return this.#source.path
  }

  get operationId(): string | undefined {
    return this.#source.operationId
  }

  get tags(): readonly string[] {
    this.#tags ??= stringItems(this.#source.view.get('tags')).map((tag) => tag.string ?? '')
    return this.#tags
  }

  get summary(): string | undefined {
    return this.#source.view.string('summary')
  }

  get description(): string | undefined {
    return this.#source.view.string('description')
  }

  get deprecated(): boolean {
    return this.#source.view.isTrue('deprecated')
  }

  get isSafe(): boolean {
    return this.kind !== 'message' && SAFE.has(this.method)
  }

  get publicReason(): string | undefined {
    return publicReason(this.#context, this.label) ?? this.#declaredReason()
  }

  get publicBy(): 'policy' | 'description' | undefined {
    if (publicReason(this.#context, this.label) !== undefined) return 'policy'
    return this.#declaredReason() === undefined ? undefined : 'description'
  }

  get classes(): ReadonlySet<OperationClass> {
    this.#classes ??= this.#classify(this.summary)
    return this.#classes
  }

  get lastingClasses(): ReadonlySet<OperationClass> {
    this.#lastingClasses ??= this.#classify(undefined)
    return this.#lastingClasses
  }

  #classify(summary: string | undefined): ReadonlySet<OperationClass> {
    return classifyOperation({
      method: this.method,
      path: this.path,
      operationId: this.operationId,
      tags: this.tags,
      summary,
      parameterNames: this.parameters.map((parameter) => parameter.name),
      requestContentTypes: this.#source.requestTypes(),
      adminWords: this.#context.facts.adminWords,
    })
  }

  get security(): EffectiveSecurity {
    this.#security ??= this.#source.security()
    return this.#security
  }

  get servers(): readonly Server[] {
    this.#servers ??= this.#source.servers()
    return this.#servers
  }

  get parameters(): readonly Parameter[] {
    this.#parameters ??= this.#source.parameters()
    return this.#parameters
  }

  get requestBody(): RequestBody | undefined {
    this.#requestBody ??= { value: this.#source.requestBody() }
    return this.#requestBody.value
  }

  get responses(): readonly ResponseUse[] {
    this.#responses ??= this.#source.responses()
    return this.#responses
  }

  /** Why the description itself says that anybody may call the operation, where the organisation lets it say so. */
  #declaredReason(): string | undefined {
    const node = this.#source.view.get(PUBLIC_EXTENSION)
    if (!node || !this.#context.facts.publicInDescription) return undefined
    const reason = node.string?.trim()
    if (reason !== undefined && isReason(reason)) return reason
    const message = `\`${PUBLIC_EXTENSION}\` of \`${this.label}\` has to be a text of at least two words that says why anybody may call the operation. It was ignored.`
    this.#context.unreadable(node, message)
    return undefined
  }

  get channel(): Channel | undefined {
    return this.#source.channel()
  }

  get messages(): readonly Message[] {
    this.#messages ??= this.#source.messages()
    return this.#messages
  }

  get reply(): Reply | undefined {
    this.#reply ??= { value: this.#source.reply() }
    return this.#reply.value
  }

  get bindings(): Bindings {
    this.#bindings ??= this.#source.bindings()
    return this.#bindings
  }
}

/** Writing without spaces between words, of which a few signs are as much as two words. */
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{4}/u

/** Letters beyond which two words can say something. */
const LEAST_LETTERS = 5

/** `ok`, `yes` and `TODO` are no reasons; one takes at least two words. */
function isReason(text: string): boolean {
  const head = text.slice(0, 200)
  const words = head.split(/[^\p{L}\p{M}]+/u).filter((word) => word !== '')
  return (words.length > 1 && words.join('').length > LEAST_LETTERS) || WITHOUT_SPACES.test(head)
}

/** The organisation's reason for leaving the operation public: the first entry whose pattern matches the label. */
function publicReason(context: ModelContext, label: string): string | undefined {
  return context.facts.publicOperations.find(({ operation }) => matchesLabel(operation, label))?.reason
}
