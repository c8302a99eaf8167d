import type { Node } from '../source/node.ts'
import type { DuplicateKey, SourceFile } from '../source/types.ts'
import type { Format } from '../spec/format.ts'
import type { Kind } from '../spec/grammar.ts'
import type { HostReach } from '../spec/hosts.ts'
import type { Transport } from '../spec/protocols.ts'
import type { OperationClass } from './operation-class.ts'
import type { Sensitivity } from './sensitivity.ts'

/**
 * The API as a security engineer sees it. Every concept knows the node that it was read from (`node`), so a
 * rule can point there, and has an `identity`: its place by meaning (method and path template, parameter name
 * and location, ...), free of lines, indices and file names, from which fingerprints are made.
 */
export interface Concepts {
  document: ApiDocument
  server: ServerExpansion
  securityScheme: SecurityScheme
  securityRequirement: SecurityRequirement
  operation: Operation
  parameter: Parameter
  requestBody: RequestBody
  response: Response
  header: Header
  mediaType: MediaType
  schema: Schema
  property: Property
  channel: Channel
  message: Message
  string: StringLiteral
  reference: ReferenceUse
}

export type ConceptName = keyof Concepts

interface Concept<Name extends ConceptName> {
  readonly concept: Name
  readonly node: Node
  readonly identity: string
}

export interface ApiDocument extends Concept<'document'> {
  readonly format: Format
  /** The version as written: `3.1.0`. */
  readonly version: string
  readonly title: string | undefined
  /** `info.version`. */
  readonly apiVersion: string | undefined
  readonly operations: readonly Operation[]
  readonly servers: readonly Server[]
  readonly channels: readonly Channel[]
  readonly schemes: readonly SecurityScheme[]
  /**
   * True when the author has thought of it: a scheme is declared, the document as a whole says something, or some
   * operation asks for something. An operation that is opened by its own `[]` speaks for itself alone.
   */
  readonly declaresSecurity: boolean
  /** Keys that stand twice, in all files of the description; `node` is the entry whose value counts. */
  readonly duplicateKeys: readonly {
    readonly file: SourceFile
    readonly node: Node
    readonly duplicate: DuplicateKey
  }[]
}

/** One entry of `servers`, or for OpenAPI 2.0 the combination of `schemes`, `host` and `basePath`. */
export interface Server {
  readonly node: Node
  readonly level: 'root' | 'path' | 'operation' | 'link'
  /** Name of an AsyncAPI server, or `name` of an OpenAPI 3.2 one. */
  readonly name: string | undefined
  /** The URL as written, with its variables. */
  readonly template: string
  readonly description: string | undefined
  /** One for each combination of variable values. */
  readonly expansions: readonly ServerExpansion[]
  /** Operations that can be called over this server. */
  readonly operations: readonly Operation[]
  /** AsyncAPI: what a client needs to connect. */
  readonly security: EffectiveSecurity | undefined
  readonly bindings: Bindings
}

/** AsyncAPI: what is said for one protocol (`kafka`, `mqtt`, `ws`), with references followed; empty elsewhere. */
export type Bindings = ReadonlyMap<string, Node>

export interface ServerExpansion extends Concept<'server'> {
  readonly server: Server
  /** The URL with every variable replaced; may be relative. */
  readonly url: string
  /** Lower-case URL scheme or AsyncAPI protocol; '' when the URL is relative. */
  readonly protocol: string
  /** Lower-case host without port; '' when there is none. */
  readonly host: string
  readonly port: string
  readonly transport: Transport
  /** Why the transport is `unknown`, or by which evidence it is held for TLS; a clause for messages. */
  readonly because: string | undefined
  readonly reach: HostReach
  /** The line that decides the transport: the URL, the `enum` value or `default` of a variable, the OpenAPI 2.0 scheme. */
  readonly decidedBy: Node
}

export interface SecurityScheme extends Concept<'securityScheme'> {
  readonly name: string
  /** `basic` of OpenAPI 2.0 is given as type `http`, scheme `basic`. Otherwise as written. */
  readonly type: string
  /** `apiKey`: query, header or cookie; AsyncAPI also user and password. */
  readonly in: string | undefined
  /** `apiKey`: name of the header, query parameter or cookie. */
  readonly parameterName: string | undefined
  /** `http`: lower-case authentication scheme (RFC 9110, section 11.1: case-insensitive). */
  readonly httpScheme: string | undefined
  readonly bearerFormat: string | undefined
  readonly deprecated: boolean
  readonly flows: readonly OAuthFlow[]
  /** Every URL of the scheme, with the node that holds it. */
  readonly urls: readonly SchemeUrl[]
  /**
   * True when using the scheme sends a reusable secret (password, key, token) over the wire.
   * False for `mutualTLS`, `X509` and the like, where the proof of possession cannot be replayed.
   */
  readonly sendsSecret: boolean
  /** Operations whose effective security names the scheme. */
  readonly operations: readonly Operation[]
}

export interface OAuthFlow {
  readonly node: Node
  /** Names of OpenAPI 3: `accessCode` of 2.0 is authorizationCode, `application` is clientCredentials. */
  readonly kind: string
  readonly scopes: readonly { readonly name: string; readonly node: Node }[]
  /** False when the flow has no mapping of scopes, or one that could not be read: which there are is not known. */
  readonly listsScopes: boolean
}

export interface SchemeUrl {
  /** tokenUrl, authorizationUrl, refreshUrl, deviceAuthorizationUrl, openIdConnectUrl, oauth2MetadataUrl. */
  readonly field: string
  readonly url: string
  readonly node: Node
}

/** One name in one security requirement, where it is written; once for each place, however many operations inherit it. */
export interface SecurityRequirement extends Concept<'securityRequirement'> {
  readonly name: string
  readonly scopes: readonly { readonly name: string; readonly node: Node }[]
  /** `undefined`: no such scheme is declared. `unreadable`: it is, behind a reference that could not be read. */
  readonly status: 'resolved' | 'undefined' | 'unreadable'
  readonly scheme: SecurityScheme | undefined
  /** Operations for which the requirement is in force. */
  readonly operations: readonly Operation[]
}

/** One way in: all of its requirements together (AND). None at all is the anonymous alternative `{}`. */
export interface SecurityAlternative {
  readonly node: Node
  readonly requirements: readonly SecurityRequirement[]
}

/**
 * Who may call: an OR of ANDs.
 * - `undeclared`: neither the operation nor the document says anything.
 * - `public`: it says that nobody need authenticate (`[]`, or nothing but `{}`).
 * - `optional`: `{}` stands beside other alternatives.
 * - `required`: every alternative asks for something.
 * - `unreadable`: a shape that could not be read; a problem has been reported.
 */
export interface EffectiveSecurity {
  readonly kind: 'undeclared' | 'public' | 'optional' | 'required' | 'unreadable'
  readonly alternatives: readonly SecurityAlternative[]
  /** The node that decides: the `security` list or its `{}`; for `undeclared` undefined. */
  readonly decidedBy: Node | undefined
  /** True when `decidedBy` stands above the operation. */
  readonly inherited: boolean
}

export type OperationKind = 'http' | 'webhook' | 'callback' | 'message'

export interface Operation extends Concept<'operation'> {
  /** `DELETE /users`, `webhook newPet POST`, `callback {$request.body#/url} POST`, `receive user/signedup`. */
  readonly label: string
  readonly kind: OperationKind
  /** Lower-case HTTP method, or `send` / `receive` from the application's point of view. */
  readonly method: string
  /** Path template, webhook name, callback expression or channel address. */
  readonly path: string
  readonly operationId: string | undefined
  readonly tags: readonly string[]
  readonly summary: string | undefined
  readonly description: string | undefined
  readonly deprecated: boolean
  /** RFC 9110, section 9.2.1 (and `query`, which is safe by definition); false for messages. */
  readonly isSafe: boolean
  readonly classes: ReadonlySet<OperationClass>
  /** Those that its summary has no part in, so that they stay when only its prose changes. */
  readonly lastingClasses: ReadonlySet<OperationClass>
  /**
   * Why the operation is public: declared by the organisation, or by the operation itself (`x-specward-public`)
   * where the organisation accepts that.
   */
  readonly publicReason: string | undefined
  /** Whose reason that is. What the description says of itself, nobody beside its author need have seen. */
  readonly publicBy: 'policy' | 'description' | undefined
  readonly security: EffectiveSecurity
  readonly servers: readonly Server[]
  /** After merging those of the path item: name and location decide (header names without case). */
  readonly parameters: readonly Parameter[]
  readonly requestBody: RequestBody | undefined
  readonly responses: readonly ResponseUse[]
  readonly channel: Channel | undefined
  readonly messages: readonly Message[]
  /** AsyncAPI 3: what is sent back, and where to. */
  readonly reply: Reply | undefined
  /** Those of the operation and of its traits. */
  readonly bindings: Bindings
}

export interface Reply {
  readonly node: Node
  /** Runtime expression in the request that tells where the reply goes: `$message.header#/replyTo`. */
  readonly location: string | undefined
  readonly locationNode: Node | undefined
  /** Undefined when it is not said, or left to the location alone. */
  readonly channel: Channel | undefined
  readonly messages: readonly Message[]
}

/** `query`, `header`, `path`, `cookie`, `querystring` (3.2), `formData` and `body` (2.0), `address` (AsyncAPI channel). */
export type ParameterLocation =
  | 'query'
  | 'header'
  | 'path'
  | 'cookie'
  | 'querystring'
  | 'formData'
  | 'body'
  | 'address'

export interface Parameter extends Concept<'parameter'> {
  readonly name: string
  readonly in: ParameterLocation
  readonly required: boolean
  readonly deprecated: boolean
  readonly schema: Schema | undefined
  /** All names that appear on the wire at this location: its own, or those of the object that it carries (deepObject, content, ...). */
  readonly fields: readonly ParameterField[]
  /** Operations for which this definition is the one in force. */
  readonly operations: readonly Operation[]
}

export interface ParameterField {
  /** As a caller would write it: `password`, `filter[password]`. */
  readonly label: string
  /** Last name alone: `password`. */
  readonly name: string
  readonly node: Node
  readonly sensitivity: Sensitivity | undefined
}

export interface RequestBody extends Concept<'requestBody'> {
  readonly required: boolean
  readonly content: readonly MediaType[]
  readonly operations: readonly Operation[]
}

/** A response in the `responses` of an operation. */
export interface ResponseUse {
  /** Status code, range (`4XX`) or `default`, as written, upper case. */
  readonly status: string
  /** The entry of `responses`, which may be a reference. */
  readonly node: Node
  /** Undefined when the reference could not be read. */
  readonly response: Response | undefined
}

export interface Response extends Concept<'response'> {
  readonly headers: readonly Header[]
  readonly content: readonly MediaType[]
  readonly operations: readonly Operation[]
}

export interface Header extends Concept<'header'> {
  readonly name: string
  readonly description: string | undefined
  readonly schema: Schema | undefined
  readonly sensitivity: Sensitivity | undefined
  /** Values that the description shows or prescribes: examples, and `const`, `enum`, `default` and examples of the schema. */
  readonly values: readonly Node[]
}

export interface MediaType extends Concept<'mediaType'> {
  /** Lower-case, without parameters: `application/json`. */
  readonly type: string
  /** Of the whole body; of one item where only `itemSchema` is given. */
  readonly schema: Schema | undefined
  /** OpenAPI 3.2: of each item of a sequence. */
  readonly itemSchema: Schema | undefined
  /** Example bodies, those of OpenAPI 2.0 responses included; examples in schemas are not among them. */
  readonly examples: readonly Node[]
}

/** In which direction data of a schema travels, seen from the API. */
export type Direction = 'request' | 'response'

export interface Schema extends Concept<'schema'> {
  /** Holds the keywords that stand here: `node`, but for a `$ref` with others beside it, where `node` is its target. */
  readonly written: Node
  /** Name of the component, where it is one. */
  readonly name: string | undefined
  /** Declared types; OpenAPI 3.0 `nullable` adds `null`. Empty when undeclared. */
  readonly types: readonly string[]
  readonly format: string | undefined
  /** Own properties, and those that come through `$ref`, `allOf`, `oneOf` and `anyOf`. */
  readonly properties: readonly Property[]
  /** Names of all of them, and of those whose schema could not be read. */
  readonly propertyNames: ReadonlySet<string>
  /** False where a schema that it is composed of could not be read: that may say anything. */
  readonly isWhole: boolean
  readonly items: Schema | undefined
  /**
   * Schemas of what has no name of its own: items of lists, members of mappings whose names are open, and what `if`,
   * `then`, `else` and `dependentSchemas` ask of the same value. Through `$ref` and composition as well. What a
   * `discriminator` maps to stands in the place of the schema itself.
   */
  readonly contained: readonly ContainedSchema[]
  /**
   * True when no property is accepted that is not listed: `additionalProperties` or `unevaluatedProperties` is `false`
   * here, behind `$ref`, in a member of `allOf`, or in every member of `oneOf` or `anyOf`.
   */
  readonly isClosed: boolean
  /**
   * The members of each `oneOf` and `anyOf` that holds for every value: in the schema itself, behind its `$ref`, and in
   * members of `allOf`. A value keeps to one of each list; a member can let choose again.
   */
  readonly alternatives: readonly (readonly Schema[])[]
  /** Empty when no operation reaches the schema. */
  readonly uses: readonly SchemaUse[]
  /**
   * Where a keyword stands that holds for every value: in the schema itself, behind its `$ref`, and in members of
   * `allOf`, theirs included. Never in `oneOf` or `anyOf`, where it holds for some values only.
   */
  all(keyword: string): readonly Node[]
  /** Where a keyword stands in this schema itself, apart from what it is composed of. */
  own(keyword: string): Node | undefined
  /** What holds for every value as well: members of `allOf`, and the target of a `$ref` beside which keywords stand. */
  readonly parts: readonly Schema[]
}

export interface ContainedSchema {
  /** Under which it stands: `items`, `additionalProperties`, `then`. */
  readonly keyword: string
  readonly schema: Schema
}

export interface SchemaUse {
  readonly operation: Operation
  readonly direction: Direction
}

export interface Property extends Concept<'property'> {
  readonly name: string
  readonly schema: Schema
  /** The schema that lists the property. */
  readonly owner: Schema
  readonly readOnly: boolean
  readonly writeOnly: boolean
  readonly required: boolean
  readonly sensitivity: Sensitivity | undefined
  /** As those of the owner, without requests for `readOnly` and without responses for `writeOnly`. */
  readonly uses: readonly SchemaUse[]
}

export interface Channel extends Concept<'channel'> {
  /** Where messages go: `user/{id}/signedup`; undefined when AsyncAPI 3 leaves it open (`address: null`). */
  readonly address: string | undefined
  readonly addressNode: Node
  readonly servers: readonly Server[]
  readonly parameters: readonly Parameter[]
  readonly operations: readonly Operation[]
  readonly messages: readonly Message[]
  readonly bindings: Bindings
}

export interface Message extends Concept<'message'> {
  readonly name: string | undefined
  /** As written, whatever its language; may be a reference. */
  readonly payloadNode: Node | undefined
  /** Undefined where there is none, and where it is written in a language that is not JSON Schema. */
  readonly payload: Schema | undefined
  /** The language of the payload schema where it is not JSON Schema (Avro, Protobuf): nobody has read it. */
  readonly foreignFormat: string | undefined
  /** What wins: its own, or those of a trait. */
  readonly headers: Schema | undefined
  /** Its own and those of its traits, which are merged: every header that the message can have stands in one of them. */
  readonly headerSchemas: readonly Schema[]
  /** Its own, that of its traits, or `defaultContentType` of the document. */
  readonly contentType: string | undefined
  readonly correlationId: Node | undefined
  /** Items of `examples`: objects with `payload` and `headers`. */
  readonly examples: readonly Node[]
  readonly bindings: Bindings
  readonly operations: readonly Operation[]
}

export interface StringLiteral extends Concept<'string'> {
  readonly value: string
}

export interface ReferenceUse extends Concept<'reference'> {
  /** What the specification expects at the place. */
  readonly kind: Kind
  /** Whether the specification gives no meaning to what stands beside `$ref`. */
  readonly standsAlone: boolean
  readonly value: string
}
