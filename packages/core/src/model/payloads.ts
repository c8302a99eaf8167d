import { append } from '../append.ts'
import { lazy } from '../lazy.ts'
import type { Node } from '../source/node.ts'
import type { Header, MediaType, Operation, RequestBody, Response, ResponseUse } from './concepts.ts'
import type { ModelContext } from './context.ts'
import { classify } from './property.ts'
import type { SchemaView } from './schemas.ts'
import type { View } from './view.ts'

/** Reads request bodies, responses, headers and media types, each node once. */
export class PayloadReader {
  readonly #context: ModelContext
  readonly #responses = new Map<Node, Response>()
  readonly #bodies = new Map<Node, RequestBody>()
  readonly #media = new Map<Node, MediaTypeView>()
  /** Set by the model once operations are known. */
  usersOfResponse: (response: Response) => readonly Operation[] = () => []
  usersOfBody: (body: RequestBody) => readonly Operation[] = () => []

  constructor(context: ModelContext) {
    this.#context = context
  }

  /** @param owner identity of the response where it is no component */
  response(node: Node, owner: string, produces: readonly string[]): Response | undefined {
    const view = this.#context.view(node)
    if (!view) return undefined
    const known = this.#responses.get(view.node)
    if (known) return known
    const identity = view.node === node ? owner : `response ${this.#context.graph.nameOf(view.node)}`
    const response = new ResponseView(this, view, identity, produces)
    this.#responses.set(view.node, response)
    return response
  }

  contentOfResponse(view: View, identity: string, produces: readonly string[]): readonly MediaType[] {
    return this.#context.graph.format === 'oas2'
      ? this.#content2(view.get('schema'), produces, identity, view.get('examples'))
      : this.content(view, identity)
  }

  requestBody(node: Node | undefined, owner: string): RequestBody | undefined {
    const view = this.#context.view(node)
    if (!view) return undefined
    const identity = view.node === node ? `${owner} body` : `body ${this.#context.graph.nameOf(view.node)}`
    return this.#body(view.node, identity, view.isTrue('required'), () => this.content(view, identity))
  }

  /** OpenAPI 2.0: the parameter `in: body` is the request body. */
  bodyParameter(parameter: View, owner: string, consumes: readonly string[]): RequestBody {
    const identity = `${owner} body`
    return this.#body(parameter.node, identity, parameter.isTrue('required'), () =>
      this.#content2(parameter.get('schema'), consumes, identity),
    )
  }

  #body(node: Node, identity: string, required: boolean, read: () => readonly MediaType[]): RequestBody {
    const known = this.#bodies.get(node)
    if (known) return known
    const users = (body: RequestBody) => this.usersOfBody(body)
    const content = lazy(read)
    const body: RequestBody = {
      concept: 'requestBody',
      node,
      identity,
      required,
      get content() {
        return content()
      },
      get operations() {
        return users(body)
      },
    }
    this.#bodies.set(node, body)
    return body
  }

  /** The media types under `content`. */
  content(view: View, owner: string): readonly MediaTypeView[] {
    const types: MediaTypeView[] = []
    for (const node of this.#context.view(view.get('content'))?.entries() ?? []) {
      const media = this.#context.view(node)
      if (media) types.push(this.#mediaType(node, media, owner))
    }
    return types
  }

  #mediaType(node: Node, view: View, owner: string): MediaTypeView {
    const known = this.#media.get(node)
    if (known) return known
    const type = typeName(node.key)
    const identity = `${owner} ${type}`
    const schema = lazy(() => this.#context.schemas.read(view.get('schema') ?? view.get('itemSchema')))
    const itemSchema = lazy(() => this.#context.schemas.read(view.get('itemSchema')))
    const examples = lazy(() => exampleValues(this.#context, view))
    const media: MediaTypeView = {
      concept: 'mediaType',
      node,
      identity,
      type,
      get schema() {
        return schema()
      },
      get itemSchema() {
        return itemSchema()
      },
      get examples() {
        return examples()
      },
    }
    this.#media.set(node, media)
    return media
  }

  /** OpenAPI 2.0 has one schema, and the types apart from it. */
  #content2(
    node: Node | undefined,
    types: readonly string[],
    owner: string,
    examples?: Node,
  ): readonly MediaType[] {
    if (!node) return []
    const schema = lazy(() => this.#context.schemas.read(node))
    return (types.length > 0 ? types : ['']).map((type) => ({
      concept: 'mediaType',
      node,
      identity: `${owner} ${typeName(type)}`,
      type: typeName(type),
      get schema() {
        return schema()
      },
      itemSchema: undefined,
      // by media type (OpenAPI 2.0, Example Object)
      examples: [...(examples?.children() ?? [])].filter(({ key }) => typeName(key) === typeName(type)),
    }))
  }

  headers(view: View, owner: string): readonly Header[] {
    const headers: Header[] = []
    const context = this.#context
    for (const node of this.#context.view(view.get('headers'))?.entries() ?? []) {
      const header = this.#context.view(node)
      const identity = `${owner} header:${node.key.toLowerCase()}`
      const schemaNode = this.#context.graph.format === 'oas2' ? header?.node : header?.get('schema')
      const schema = lazy(
        () => this.#context.schemas.read(schemaNode) ?? (header && this.content(header, identity)[0]?.schema),
      )
      const values = lazy(() => headerValues(this.#context, header, schema()))
      headers.push({
        concept: 'header',
        node,
        identity,
        name: node.key,
        description: header?.string('description'),
        get schema() {
          return schema()
        },
        get sensitivity() {
          return classify(context, node.key, schema())
        },
        get values() {
          return values()
        },
      })
    }
    return headers
  }
}

/** See {@link Response}. A class, because descriptions have thousands of them. */
class ResponseView implements Response {
  readonly concept = 'response'
  readonly identity: string
  readonly #reader: PayloadReader
  readonly #view: View
  readonly #produces: readonly string[]
  #headers: readonly Header[] | undefined
  #content: readonly MediaType[] | undefined

  constructor(reader: PayloadReader, view: View, identity: string, produces: readonly string[]) {
    this.#reader = reader
    this.#view = view
    this.identity = identity
    this.#produces = produces
  }

  get node(): Node {
    return this.#view.node
  }

  get headers(): readonly Header[] {
    this.#headers ??= this.#reader.headers(this.#view, this.identity)
    return this.#headers
  }

  get content(): readonly MediaType[] {
    this.#content ??= this.#reader.contentOfResponse(this.#view, this.identity, this.#produces)
    return this.#content
  }

  get operations(): readonly Operation[] {
    return this.#reader.usersOfResponse(this)
  }
}

/** See {@link ResponseUse}. */
export class ResponseUseView implements ResponseUse {
  readonly status: string
  readonly node: Node
  readonly #read: (use: ResponseUseView) => Response | undefined
  #response: { value: Response | undefined } | undefined

  constructor(node: Node, read: (use: ResponseUseView) => Response | undefined) {
    this.node = node
    this.status = node.key === 'default' ? 'default' : node.key.toUpperCase()
    this.#read = read
  }

  get response(): Response | undefined {
    this.#response ??= { value: this.#read(this) }
    return this.#response.value
  }
}

/** Values of `example` and `examples`, whose entries may be references (OpenAPI 3, Example Object). */
function exampleValues(context: ModelContext, holder: View): readonly Node[] {
  const single = holder.get('example')
  const values = single ? [single] : []
  const named = holder.get('examples')
  if (!named?.isObject) return values
  for (const entry of named.children()) {
    const view = context.view(entry)
    // OpenAPI 3.2 tells the value itself (`dataValue`) from what is sent (`serializedValue`)
    const value = view?.get('value') ?? view?.get('dataValue') ?? view?.get('serializedValue')
    if (value) values.push(value)
  }
  return values
}

function headerValues(
  context: ModelContext,
  header: View | undefined,
  schema: SchemaView | undefined,
): readonly Node[] {
  const values = header ? [...exampleValues(context, header)] : []
  const single = ['const', 'default', 'example'].flatMap((keyword) => schema?.all(keyword) ?? [])
  const lists = ['enum', 'examples'].flatMap((keyword) => schema?.all(keyword) ?? [])
  for (const list of lists) if (list.isList) append(single, [...list.children()])
  return [...new Set([...values, ...single])]
}

export interface MediaTypeView extends MediaType {
  readonly schema: SchemaView | undefined
}

/** Media type without parameters, lower-case (RFC 9110, section 8.3.1). */
function typeName(type: string): string {
  return (type.split(';', 1)[0] ?? '').trim().toLowerCase()
}
