import { lazy } from '../lazy.ts'
import type { Node } from '../source/node.ts'
import { describesApi } from '../spec/format.ts'
import type { EffectiveSecurity, Operation, SecurityRequirement, SecurityScheme } from './concepts.ts'
import type { ModelContext } from './context.ts'
import { ParameterReader } from './parameters.ts'
import { PayloadReader } from './payloads.ts'
import { flawOf, readScheme, schemeName } from './schemes.ts'
import { SecurityReader } from './security.ts'
import { ServerReader } from './servers.ts'
import { Users } from './users.ts'

/** The readers of one description. Each reads a thing once, wherever it is asked for, so things can be compared by `===`. */
export class Readers {
  readonly context: ModelContext
  readonly payloads: PayloadReader
  readonly parameters: ParameterReader
  readonly servers: ServerReader
  readonly security: SecurityReader
  /** Declared schemes by name. */
  readonly schemes: () => ReadonlyMap<string, SecurityScheme>
  /** Schemes that AsyncAPI 3 lets stand right in a `security` list. */
  readonly inlineSchemes: SecurityScheme[] = []
  readonly #operations: () => readonly Operation[]
  readonly #schemeUsers: Users<SecurityScheme>
  readonly #inherited = new Map<EffectiveSecurity, EffectiveSecurity>()
  readonly #byNode = new Map<Node, SecurityScheme>()

  constructor(context: ModelContext, operations: () => readonly Operation[]) {
    this.context = context
    this.#operations = operations
    this.payloads = new PayloadReader(context)
    this.parameters = new ParameterReader(context, this.payloads)
    const requirementUsers = this.#users((operation) => requirementsOf(operation))
    this.security = new SecurityReader(
      (node) => this.#lookUp(node),
      (requirement) => requirementUsers.of(requirement),
    )
    this.servers = new ServerReader(context, this.security, operations)
    this.schemes = lazy(() => this.#readSchemes())
    this.#schemeUsers = this.#users(schemesOf)
    this.#connectUsers()
  }

  /** The same security, marked as coming from above the operation. */
  inherit(security: EffectiveSecurity): EffectiveSecurity {
    let inherited = this.#inherited.get(security)
    if (!inherited) {
      inherited = { ...security, inherited: true }
      this.#inherited.set(security, inherited)
    }
    return inherited
  }

  #users<Thing extends object>(thingsOf: (operation: Operation) => Iterable<Thing>): Users<Thing> {
    return new Users(this.#operations, thingsOf)
  }

  #connectUsers(): void {
    const parameters = this.#users((operation) => operation.parameters)
    this.parameters.users = (parameter) => parameters.of(parameter)
    const bodies = this.#users((operation) => (operation.requestBody ? [operation.requestBody] : []))
    this.payloads.usersOfBody = (body) => bodies.of(body)
    const responses = this.#users((operation) =>
      operation.responses.flatMap(({ response }) => (response ? [response] : [])),
    )
    this.payloads.usersOfResponse = (response) => responses.of(response)
  }

  #readSchemes(): ReadonlyMap<string, SecurityScheme> {
    const { context } = this
    if (!describesApi(context.graph.format)) return new Map()
    const section =
      context.graph.format === 'oas2'
        ? context.root.get('securityDefinitions')
        : context.view(context.root.get('components'))?.get('securitySchemes')
    const schemes = new Map<string, SecurityScheme>()
    for (const node of context.view(section)?.entries() ?? []) {
      if (node.key.startsWith('x-')) continue
      const scheme = this.#scheme(node.key, node)
      if (scheme) schemes.set(node.key, scheme)
    }
    return schemes
  }

  #scheme(name: string, node: Node): SecurityScheme | undefined {
    const end = this.context.graph.resolve(node)
    const known = end && this.#byNode.get(end)
    if (known) return known
    const scheme = readScheme(this.context, name, node, (used) => this.#schemeUsers.of(used))
    if (!scheme) return undefined
    const flaw = flawOf(scheme, this.context.graph.format)
    if (flaw !== undefined) {
      this.context.unreadable(
        scheme.node,
        `Security scheme \`${name}\` ${flaw}, so nobody can tell what it protects.`,
      )
      return undefined
    }
    this.#byNode.set(scheme.node, scheme)
    return scheme
  }

  #lookUp(node: Node): Pick<SecurityRequirement, 'scheme' | 'status'> {
    const named = this.context.graph.format !== 'asyncapi3'
    return named ? this.#lookUpName(node) : this.#lookUpInline(node)
  }

  /** OpenAPI and AsyncAPI 2: by name among the components; OpenAPI 3.2 also by URI, where no component has the name. */
  #lookUpName(node: Node): Pick<SecurityRequirement, 'scheme' | 'status'> {
    const scheme = this.schemes().get(node.key)
    if (scheme) return { scheme, status: 'resolved' }
    const { graph } = this.context
    const reference = graph.referenceAt(node)
    if (reference) {
      const byUri = reference.target && this.#scheme(graph.nameOf(reference.target), reference.target)
      return byUri ? { scheme: byUri, status: 'resolved' } : { scheme: undefined, status: 'unreadable' }
    }
    return { scheme: undefined, status: this.#isDeclared(node.key) ? 'unreadable' : 'undefined' }
  }

  #isDeclared(name: string): boolean {
    const { root } = this.context
    const section =
      root.get('securityDefinitions') ?? this.context.view(root.get('components'))?.get('securitySchemes')
    const view = this.context.view(section)
    // a section behind a reference that could not be read may hold any name
    return section !== undefined && (view === undefined || view.get(name) !== undefined)
  }

  #lookUpInline(node: Node): Pick<SecurityRequirement, 'scheme' | 'status'> {
    this.schemes()
    const { graph } = this.context
    const end = graph.resolve(node)
    if (!end) return { scheme: undefined, status: 'unreadable' }
    const known = this.#byNode.get(end)
    if (known) return { scheme: known, status: 'resolved' }
    const scheme = this.#scheme(schemeName(this.context.graph, node), node)
    if (!scheme) return { scheme: undefined, status: 'unreadable' }
    this.inlineSchemes.push(scheme)
    return { scheme, status: 'resolved' }
  }
}

function* requirementsOf(operation: Operation): Generator<SecurityRequirement> {
  for (const alternative of operation.security.alternatives) yield* alternative.requirements
}

function* schemesOf(operation: Operation): Generator<SecurityScheme> {
  for (const requirement of requirementsOf(operation)) if (requirement.scheme) yield requirement.scheme
}
