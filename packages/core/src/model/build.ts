import { lazy } from '../lazy.ts'
import type { Problem } from '../problem.ts'
import type { Graph } from '../resolve/graph.ts'
import { Node } from '../source/node.ts'
import { describesApi } from '../spec/format.ts'
import { type Kind, siblingsCount } from '../spec/grammar.ts'
import { AsyncApiReader } from './asyncapi.ts'
import type {
  ApiDocument,
  Channel,
  ConceptName,
  Concepts,
  Operation,
  SchemaUse,
  SecurityScheme,
  Server,
  StringLiteral,
} from './concepts.ts'
import { ModelContext } from './context.ts'
import { cutSchemas } from './cut-schemas.ts'
import type { Facts, Model } from './model.ts'
import { readOpenApi } from './openapi.ts'
import { Readers } from './readers.ts'
import type { SchemaView } from './schemas.ts'
import { type SensitiveField, sensitiveFields } from './sensitive-fields.ts'
import { keysOf, StringIndex, stringsOf } from './strings.ts'
import { type Entry, Uses } from './uses.ts'

/**
 * Reads an API description as a security engineer would. Nothing is read before it is asked for.
 * @param facts what the organisation knows and the description cannot say
 * @param step called before each object that is read, whenever that is; what it throws ends the reading
 */
export function buildModel(graph: Graph, facts: Facts, step?: () => void): Model {
  return new ModelBuilder(graph, facts, step)
}

type Selectors = { readonly [Name in ConceptName]: () => readonly Concepts[Name][] }

class ModelBuilder implements Model {
  readonly #graph: Graph
  readonly #context: ModelContext
  readonly #readers: Readers
  readonly #asyncApi: AsyncApiReader | undefined
  readonly #operations: () => readonly Operation[]
  readonly #channels: () => readonly Channel[]
  readonly #selected = new Map<ConceptName, readonly unknown[]>()
  readonly #strings: () => readonly StringIndex[]
  readonly document: ApiDocument

  constructor(graph: Graph, facts: Facts, step: (() => void) | undefined) {
    this.#graph = graph
    this.#context = new ModelContext(graph, facts, step)
    const isApi = describesApi(graph.format)
    const operations = lazy(() => (isApi ? (this.#asyncApi?.operations() ?? readOpenApi(this.#readers)) : []))
    this.#operations = operations
    this.#readers = new Readers(this.#context, operations)
    const isAsync = graph.format === 'asyncapi2' || graph.format === 'asyncapi3'
    this.#asyncApi = isAsync ? new AsyncApiReader(this.#readers, operations) : undefined
    this.#channels = lazy(() => this.#asyncApi?.channels() ?? [])
    const uses = lazy(() => new Uses(this.#entries()))
    this.#context.schemas.uses = (schema): readonly SchemaUse[] => uses().of(schema as SchemaView)
    this.#strings = lazy(() =>
      graph.files.map(
        (file) =>
          new StringIndex(
            file,
            graph.lookUp(graph.root, file.uri) ?? new Node(file, undefined, '', file.value),
          ),
      ),
    )
    this.document = this.#readDocument()
  }

  select<Name extends ConceptName>(name: Name): readonly Concepts[Name][] {
    const known = this.#selected.get(name) as readonly Concepts[Name][] | undefined
    if (known) return known
    const selected = this.#selectors[name]()
    this.#selected.set(name, selected)
    return selected
  }

  resolve(node: Node): Node | undefined {
    return this.#graph.resolve(node)
  }

  nodes(kind: Kind): readonly Node[] {
    return this.#graph.nodes(kind)
  }

  stringsWith(pattern: RegExp, shortest = 0, under?: RegExp): readonly StringLiteral[] {
    return this.#strings().flatMap((index) => index.search(pattern, shortest, under))
  }

  keysWith(pattern: RegExp): readonly Node[] {
    const { files, root } = this.#graph
    return files.flatMap((file) => {
      const top = this.#graph.lookUp(root, file.uri) ?? new Node(file, undefined, '', file.value)
      return keysOf(file, top, pattern)
    })
  }

  get sensitiveFields(): ReadonlyMap<Operation, readonly SensitiveField[]> {
    return this.#sensitiveFields()
  }

  readonly #sensitiveFields = lazy(() => sensitiveFields(this.#operations(), () => this.select('property')))

  get problems(): readonly Problem[] {
    // whatever rules are on: what was not asked for has not been read yet
    for (const name of ['server', 'securityRequirement', 'parameter', 'channel'] as const) this.select(name)
    for (const channel of this.#channels()) channel.servers
    for (const operation of this.#operations()) operation.publicReason
    const truncated = this.#readers.servers.truncated.map(
      ({ node, template }): Problem => ({
        code: 'server-expansion-limit',
        severity: 'error',
        message: `The variables of server \`${template}\` have too many combinations; only the first were reviewed. Name fewer values under \`enum\`.`,
        uri: node.file.uri,
        ...(node.span ? { span: node.span.value } : {}),
      }),
    )
    return [...this.#context.problems, ...truncated, ...cutSchemas(this.#allSchemas())]
  }

  readonly #selectors: Selectors = {
    document: () => [this.document],
    server: () => this.#allServers().flatMap((server) => server.expansions),
    securityScheme: () => this.#allSchemes(),
    securityRequirement: () => {
      this.#readAllSecurity()
      return this.#readers.security.requirements
    },
    operation: () => this.#operations(),
    parameter: () => distinct(this.#operations().flatMap((operation) => operation.parameters)),
    requestBody: () =>
      distinct(this.#operations().flatMap(({ requestBody }) => (requestBody ? [requestBody] : []))),
    response: () =>
      distinct(
        this.#operations().flatMap(({ responses }) =>
          responses.flatMap(({ response }) => (response ? [response] : [])),
        ),
      ),
    header: () => distinct(this.select('response').flatMap(({ headers }) => headers)),
    mediaType: () =>
      distinct([
        ...this.select('requestBody').flatMap(({ content }) => content),
        ...this.select('response').flatMap(({ content }) => content),
      ]),
    schema: () => this.#allSchemas(),
    property: () => this.#allSchemas().flatMap((schema) => schema.ownProperties),
    channel: () => this.#channels(),
    message: () =>
      distinct([
        ...this.#operations().flatMap(({ messages }) => messages),
        ...this.#channels().flatMap(({ messages }) => messages),
        ...this.#operations().flatMap(({ reply }) => reply?.messages ?? []),
      ]),
    string: () => stringsOf(this.#graph.files),
    reference: () =>
      this.#graph.references.map((reference) => ({
        concept: 'reference',
        node: reference.holder.child('$ref') ?? reference.holder,
        identity: `reference ${reference.value}`,
        value: reference.value,
        kind: reference.shape.kind,
        standsAlone: !siblingsCount(this.#graph.format, reference.shape.kind),
      })),
  }

  #readDocument(): ApiDocument {
    const { root, graph } = this.#context
    const info = this.#context.view(root.get('info'))
    const declaresSecurity = lazy(() => this.#declaresSecurity())
    const servers = lazy(() => this.#rootServers())
    const schemes = lazy(() => [...this.#readers.schemes().values()])
    const operations = this.#operations
    const channels = this.#channels
    return {
      concept: 'document',
      node: graph.root,
      identity: 'document',
      format: graph.format,
      version: graph.version,
      title: info?.string('title'),
      apiVersion: info?.string('version'),
      get operations() {
        return operations()
      },
      get servers() {
        return servers()
      },
      get channels() {
        return channels()
      },
      get schemes() {
        return schemes()
      },
      get declaresSecurity() {
        return declaresSecurity()
      },
      get duplicateKeys() {
        return graph.files.flatMap((file) => {
          const top = graph.lookUp(graph.root, file.uri) ?? graph.root
          return file.duplicateKeys.map((duplicate) => {
            const node = top.at(...duplicate.path, duplicate.key) ?? top
            return { file, node, duplicate }
          })
        })
      },
    }
  }

  #declaresSecurity(): boolean {
    if (this.#readers.schemes().size > 0 || this.#context.root.get('security')) return true
    if (this.#rootServers().some(({ security }) => security && security.kind !== 'undeclared')) return true
    return this.#operations().some(({ security: { kind } }) => kind !== 'undeclared' && kind !== 'public')
  }

  #rootServers(): readonly Server[] {
    const { servers } = this.#readers
    const { root, graph } = this.#context
    if (!describesApi(graph.format)) return []
    if (this.#asyncApi) return servers.ofMap(root.get('servers'))
    if (graph.format === 'oas2') return servers.ofSwagger(root, undefined, '')
    const list = root.get('servers')
    return list?.isList ? servers.ofList(list, 'root', '') : []
  }

  #allServers(): readonly Server[] {
    const servers = [...this.#rootServers(), ...this.#operations().flatMap((operation) => operation.servers)]
    for (const link of this.#graph.nodes('link')) {
      const node = link.child('server')
      const server = node && this.#readers.servers.ofNode(node, 'link', `link ${link.key}`)
      if (server) servers.push(server)
    }
    return distinct(servers)
  }

  #allSchemes(): readonly SecurityScheme[] {
    this.#readAllSecurity()
    return distinct([...this.#readers.schemes().values(), ...this.#readers.inlineSchemes])
  }

  #readAllSecurity(): void {
    this.#rootServers()
    if (!this.#asyncApi && describesApi(this.#graph.format))
      this.#readers.security.read(this.#context.root.get('security'), '')
    for (const operation of this.#operations()) operation.security
  }

  #entries(): readonly Entry[] {
    const entries: Entry[] = []
    const add = (operation: Operation, direction: Entry['direction'], schema: unknown) => {
      if (schema) entries.push({ operation, direction, schema: schema as SchemaView })
    }
    for (const operation of this.#operations()) {
      const isOut =
        operation.kind === 'webhook' || operation.kind === 'callback' || operation.method === 'send'
      const [into, from] = isOut ? (['response', 'request'] as const) : (['request', 'response'] as const)
      for (const parameter of operation.parameters) add(operation, into, parameter.schema)
      for (const media of operation.requestBody?.content ?? []) {
        add(operation, into, media.schema)
        add(operation, into, media.itemSchema)
      }
      for (const { response } of operation.responses) {
        for (const media of response?.content ?? []) {
          add(operation, from, media.schema)
          add(operation, from, media.itemSchema)
        }
        for (const header of response?.headers ?? []) add(operation, from, header.schema)
      }
      for (const message of operation.messages) {
        add(operation, into, message.payload)
        for (const headers of message.headerSchemas) add(operation, into, headers)
      }
      for (const message of operation.reply?.messages ?? []) {
        add(operation, from, message.payload)
        for (const headers of message.headerSchemas) add(operation, from, headers)
      }
    }
    return entries
  }

  /** Those that operations reach first; then what nothing reaches. */
  readonly #allSchemas = lazy((): readonly SchemaView[] => {
    this.#entries()
    for (const node of this.#graph.nodes('schema')) {
      this.#context.schemas.read(node)
    }
    return this.#context.schemas.all
  })
}

function distinct<T>(things: readonly T[]): readonly T[] {
  return [...new Set(things)]
}
