import type { Format } from './format.ts'

/** Kinds of object that the specifications give structure to. Everything else is data and is never searched. */
export type Kind =
  | 'document'
  | 'components'
  | 'paths'
  | 'pathItem'
  | 'operation'
  | 'parameter'
  | 'requestBody'
  | 'responses'
  | 'response'
  | 'header'
  | 'mediaType'
  | 'encoding'
  | 'schema'
  | 'example'
  | 'link'
  | 'callback'
  | 'securityScheme'
  | 'securityRequirement'
  | 'server'
  | 'serverVariable'
  | 'channel'
  | 'message'
  | 'messageTrait'
  | 'operationTrait'
  | 'reply'
  | 'replyAddress'
  | 'correlationId'
  /** What AsyncAPI says of one server, channel, operation or message, by protocol. */
  | 'bindings'
  | 'binding'
  | 'httpBinding'
  | 'kafkaBinding'
  | 'multiFormatSchema'
  /** Of an overlay: one change. */
  | 'action'
  /** Of Arazzo. */
  | 'workflow'
  | 'step'
  /** Of Arazzo: the value of a parameter of the operation or workflow that a step calls. */
  | 'argument'
  /** A schema in another language (Avro, Protobuf, ...): it may be a reference, but has no structure for us. */
  | 'foreign'

/** How objects of a kind are held: one, a mapping of them, a list of them, or one or a list (`items` of JSON Schema). */
export type Form = 'one' | 'map' | 'list' | 'one-or-list'

export interface Shape {
  readonly kind: Kind
  readonly form: Form
}

type Fields = Readonly<Record<string, Shape>>

interface KindGrammar {
  readonly fields: Fields
  /** Shape of all keys that `fields` does not name, but for extensions (`x-`). */
  readonly rest?: Shape
}

type Grammar = Readonly<Partial<Record<Kind, KindGrammar>>>

const SHAPES: Readonly<Record<Form, Map<Kind, Shape>>> = {
  one: new Map(),
  map: new Map(),
  list: new Map(),
  'one-or-list': new Map(),
}

/** The shape of a kind and form; always the same object, so that shapes can be compared by `===`. */
export function shape(kind: Kind, form: Form): Shape {
  let known = SHAPES[form].get(kind)
  if (!known) {
    known = { kind, form }
    SHAPES[form].set(kind, known)
  }
  return known
}

const one = (kind: Kind): Shape => shape(kind, 'one')
const map = (kind: Kind): Shape => shape(kind, 'map')
const list = (kind: Kind): Shape => shape(kind, 'list')

/** Keywords of JSON Schema (drafts 4 to 2020-12) that hold schemas. */
const schema: KindGrammar = {
  fields: {
    properties: map('schema'),
    patternProperties: map('schema'),
    dependentSchemas: map('schema'),
    definitions: map('schema'),
    $defs: map('schema'),
    additionalProperties: one('schema'),
    unevaluatedProperties: one('schema'),
    propertyNames: one('schema'),
    items: shape('schema', 'one-or-list'),
    additionalItems: one('schema'),
    unevaluatedItems: one('schema'),
    prefixItems: list('schema'),
    contains: one('schema'),
    contentSchema: one('schema'),
    allOf: list('schema'),
    oneOf: list('schema'),
    anyOf: list('schema'),
    not: one('schema'),
    if: one('schema'),
    // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema; the table is never awaited
    then: one('schema'),
    else: one('schema'),
  },
}

const oas2: Grammar = {
  document: {
    fields: {
      paths: one('paths'),
      definitions: map('schema'),
      parameters: map('parameter'),
      responses: map('response'),
      securityDefinitions: map('securityScheme'),
      security: list('securityRequirement'),
    },
  },
  paths: { fields: {}, rest: one('pathItem') },
  pathItem: {
    fields: {
      get: one('operation'),
      put: one('operation'),
      post: one('operation'),
      delete: one('operation'),
      options: one('operation'),
      head: one('operation'),
      patch: one('operation'),
      parameters: list('parameter'),
    },
  },
  operation: {
    fields: {
      parameters: list('parameter'),
      responses: one('responses'),
      security: list('securityRequirement'),
    },
  },
  parameter: { fields: { schema: one('schema') } },
  responses: { fields: {}, rest: one('response') },
  response: { fields: { schema: one('schema'), headers: map('header') } },
  schema,
}

const parameterOrHeader: KindGrammar = {
  fields: { schema: one('schema'), content: map('mediaType'), examples: map('example') },
}

const oas3: Grammar = {
  document: {
    fields: {
      servers: list('server'),
      paths: one('paths'),
      webhooks: map('pathItem'),
      components: one('components'),
      security: list('securityRequirement'),
    },
  },
  components: {
    fields: {
      schemas: map('schema'),
      responses: map('response'),
      parameters: map('parameter'),
      examples: map('example'),
      requestBodies: map('requestBody'),
      headers: map('header'),
      securitySchemes: map('securityScheme'),
      links: map('link'),
      callbacks: map('callback'),
      pathItems: map('pathItem'),
      mediaTypes: map('mediaType'),
    },
  },
  paths: oas2.paths as KindGrammar,
  pathItem: {
    fields: {
      ...oas2.pathItem?.fields,
      trace: one('operation'),
      query: one('operation'),
      additionalOperations: map('operation'),
      servers: list('server'),
    },
  },
  operation: {
    fields: {
      ...oas2.operation?.fields,
      requestBody: one('requestBody'),
      callbacks: map('callback'),
      servers: list('server'),
    },
  },
  parameter: parameterOrHeader,
  header: parameterOrHeader,
  requestBody: { fields: { content: map('mediaType') } },
  responses: oas2.responses as KindGrammar,
  response: { fields: { headers: map('header'), content: map('mediaType'), links: map('link') } },
  mediaType: {
    fields: {
      schema: one('schema'),
      itemSchema: one('schema'),
      examples: map('example'),
      encoding: map('encoding'),
      itemEncoding: one('encoding'),
      prefixEncoding: list('encoding'),
    },
  },
  encoding: { fields: { headers: map('header') } },
  callback: { fields: {}, rest: one('pathItem') },
  link: { fields: { server: one('server') } },
  schema,
}

/** Bindings of AsyncAPI: those of HTTP, WebSockets and Kafka hold schemas, the others plain values. */
const bindings: Readonly<Partial<Record<Kind, KindGrammar>>> = {
  bindings: {
    fields: { http: one('httpBinding'), ws: one('httpBinding'), kafka: one('kafkaBinding') },
    rest: one('binding'),
  },
  httpBinding: { fields: { query: one('schema'), headers: one('schema') } },
  // not `groupId` and `clientId`: they were plain texts before they were schemas
  kafkaBinding: { fields: { key: one('schema') } },
}

const asyncComponents: Fields = {
  schemas: map('schema'),
  servers: map('server'),
  serverVariables: map('serverVariable'),
  channels: map('channel'),
  messages: map('message'),
  securitySchemes: map('securityScheme'),
  parameters: map('parameter'),
  operationTraits: map('operationTrait'),
  messageTraits: map('messageTrait'),
  correlationIds: map('correlationId'),
  serverBindings: map('bindings'),
  channelBindings: map('bindings'),
  operationBindings: map('bindings'),
  messageBindings: map('bindings'),
}

const asyncapi2: Grammar = {
  ...bindings,
  document: { fields: { servers: map('server'), channels: map('channel'), components: one('components') } },
  components: { fields: asyncComponents },
  server: {
    fields: {
      security: list('securityRequirement'),
      variables: map('serverVariable'),
      bindings: one('bindings'),
    },
  },
  channel: {
    fields: {
      publish: one('operation'),
      subscribe: one('operation'),
      parameters: map('parameter'),
      bindings: one('bindings'),
    },
  },
  operation: {
    fields: {
      security: list('securityRequirement'),
      traits: list('operationTrait'),
      message: one('message'),
      bindings: one('bindings'),
    },
  },
  operationTrait: { fields: { security: list('securityRequirement'), bindings: one('bindings') } },
  message: {
    fields: {
      payload: one('schema'),
      headers: one('schema'),
      traits: list('messageTrait'),
      oneOf: list('message'),
      correlationId: one('correlationId'),
      bindings: one('bindings'),
    },
  },
  messageTrait: {
    fields: { headers: one('schema'), correlationId: one('correlationId'), bindings: one('bindings') },
  },
  parameter: { fields: { schema: one('schema') } },
  schema,
}

const asyncapi3: Grammar = {
  ...bindings,
  document: {
    fields: {
      servers: map('server'),
      channels: map('channel'),
      operations: map('operation'),
      components: one('components'),
    },
  },
  components: {
    fields: {
      ...asyncComponents,
      operations: map('operation'),
      replies: map('reply'),
      replyAddresses: map('replyAddress'),
    },
  },
  server: {
    fields: {
      security: list('securityScheme'),
      variables: map('serverVariable'),
      bindings: one('bindings'),
    },
  },
  channel: {
    fields: {
      messages: map('message'),
      parameters: map('parameter'),
      servers: list('server'),
      bindings: one('bindings'),
    },
  },
  operation: {
    fields: {
      channel: one('channel'),
      messages: list('message'),
      security: list('securityScheme'),
      traits: list('operationTrait'),
      reply: one('reply'),
      bindings: one('bindings'),
    },
  },
  operationTrait: { fields: { security: list('securityScheme'), bindings: one('bindings') } },
  reply: { fields: { address: one('replyAddress'), channel: one('channel'), messages: list('message') } },
  message: {
    fields: {
      payload: one('schema'),
      headers: one('schema'),
      traits: list('messageTrait'),
      correlationId: one('correlationId'),
      bindings: one('bindings'),
    },
  },
  messageTrait: {
    fields: { headers: one('schema'), correlationId: one('correlationId'), bindings: one('bindings') },
  },
  multiFormatSchema: { fields: { schema: one('schema') } },
  schema,
}

const overlay: Grammar = { document: { fields: { actions: list('action') } } }

const arazzo: Grammar = {
  document: { fields: { workflows: list('workflow'), components: one('components') } },
  components: { fields: { inputs: map('schema'), parameters: map('argument') } },
  workflow: {
    fields: { inputs: one('schema'), steps: list('step'), parameters: list('argument') },
  },
  step: { fields: { parameters: list('argument') } },
  schema,
}

const GRAMMARS: Readonly<Record<Format, Grammar>> = {
  oas2,
  'oas3.0': oas3,
  'oas3.1': oas3,
  'oas3.2': oas3,
  asyncapi2,
  asyncapi3,
  overlay1: overlay,
  arazzo1: arazzo,
}

/** What the keys of an object of one kind lead to. */
interface KindShapes {
  readonly fields: ReadonlyMap<string, Shape>
  /** Of all keys that `fields` does not name, but for extensions (`x-`). */
  readonly rest: Shape | undefined
}

const NO_SHAPES: KindShapes = { fields: new Map(), rest: undefined }
const SHAPES_OF = new Map<Grammar, ReadonlyMap<Kind, KindShapes>>()

/** What has structure in an object of a kind; all else in it is data. */
export function shapesOf(format: Format, kind: Kind): KindShapes {
  const grammar = GRAMMARS[format]
  let shapes = SHAPES_OF.get(grammar)
  if (!shapes) {
    shapes = new Map(
      Object.entries(grammar).map(([name, { fields, rest }]) => [
        name as Kind,
        { fields: new Map(Object.entries(fields)), rest },
      ]),
    )
    SHAPES_OF.set(grammar, shapes)
  }
  return shapes.get(kind) ?? NO_SHAPES
}

/**
 * Kinds whose absence could change the answer to a security question: who may call, over what, with which data.
 * An unreadable one fails the run; an unreadable example does not.
 */
const DECISIVE: ReadonlySet<Kind> = new Set<Kind>([
  'document',
  'components',
  'paths',
  'pathItem',
  'operation',
  'parameter',
  'requestBody',
  'responses',
  'response',
  'mediaType',
  'schema',
  'callback',
  'securityScheme',
  'securityRequirement',
  'server',
  'serverVariable',
  'channel',
  'message',
  'messageTrait',
  'operationTrait',
  'reply',
  'multiFormatSchema',
  'action',
  'workflow',
  'step',
  'argument',
])

export function isDecisive(kind: Kind): boolean {
  return DECISIVE.has(kind)
}

/**
 * Whether keywords beside `$ref` count. JSON Schema does so from draft 2019-09 on, hence OpenAPI from 3.1 on and Arazzo; the
 * Path Item Object has always had fields beside its `$ref`; a 2.0 or 3.0 Schema and all Reference Objects have none.
 */
export function siblingsCount(format: Format, kind: Kind): boolean {
  if (kind === 'pathItem') return true
  return kind === 'schema' && (format === 'oas3.1' || format === 'oas3.2' || format === 'arazzo1')
}

/** Words for a kind, for messages. */
const NAMES: Readonly<Partial<Record<Kind, string>>> = {
  pathItem: 'path item',
  requestBody: 'request body',
  mediaType: 'media type',
  securityScheme: 'security scheme',
  securityRequirement: 'security requirement',
  serverVariable: 'server variable',
  messageTrait: 'message trait',
  operationTrait: 'operation trait',
  replyAddress: 'reply address',
  correlationId: 'correlation id',
  httpBinding: 'binding',
  kafkaBinding: 'binding',
  multiFormatSchema: 'schema',
  foreign: 'schema',
  argument: 'parameter',
}

export function kindName(kind: Kind): string {
  return NAMES[kind] ?? kind
}
