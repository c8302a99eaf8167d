import { FORMATS } from '../../spec/format.ts'
import type { FactTable } from './facts.ts'
import { labels, once, SCHEME_TYPES, urls } from './facts-kit.ts'
import { OPERATION_FACTS } from './facts-operation.ts'

type Surface = Pick<
  FactTable,
  | 'document'
  | 'server'
  | 'securityScheme'
  | 'securityRequirement'
  | 'operation'
  | 'channel'
  | 'message'
  | 'string'
  | 'reference'
>

/** Facts of what can be called, over what, and by whom. */
export const SURFACE_FACTS: Surface = {
  document: {
    format: {
      type: 'text',
      words: FORMATS,
      about: 'The specification and its version line',
      of: ({ format }) => format,
    },
    version: {
      type: 'text',
      about: 'The version of the specification as written: `3.1.0`',
      of: ({ version }) => version,
    },
    title: { type: 'text', about: 'The title of the API', of: ({ title }) => title },
    declaresSecurity: {
      type: 'flag',
      about: 'Whether a scheme is declared, the document as a whole asks for one, or some operation does',
      of: ({ declaresSecurity }) => declaresSecurity,
    },
    operationLabels: {
      type: 'list',
      about: 'All operations: `DELETE /users`',
      of: ({ operations }) => labels(operations),
    },
    serverUrls: {
      type: 'list',
      about: 'The URLs of all servers, with every variable replaced',
      of: ({ servers }) => urls(servers),
    },
    securitySchemes: {
      type: 'list',
      about: 'The names of the security schemes that are declared',
      of: ({ schemes }) => once(schemes.map(({ name }) => name)),
    },
  },
  server: {
    url: {
      type: 'text',
      about: 'The URL with every variable replaced; may be relative',
      of: ({ url }) => url,
      decidedBy: ({ decidedBy }) => decidedBy,
    },
    template: { type: 'text', about: 'The URL as written', of: ({ server }) => server.template },
    protocol: {
      type: 'text',
      about: 'The URL scheme or the protocol of AsyncAPI, in lower case',
      of: ({ protocol }) => protocol,
      unknown: ({ protocol }) => (protocol === '' ? 'the URL of the server is relative' : undefined),
      decidedBy: ({ decidedBy }) => decidedBy,
    },
    transport: {
      type: 'text',
      words: ['tls', 'plaintext'],
      about: 'How what is sent travels',
      of: ({ transport }) => transport,
      unknown: ({ transport, because }) =>
        transport === 'unknown' ? (because ?? 'the transport is not known') : undefined,
      decidedBy: ({ decidedBy }) => decidedBy,
    },
    host: {
      type: 'text',
      about: 'The host in lower case, without the port',
      of: ({ host }) => host,
      unknown: ({ host }) => (host === '' ? 'the server names no host' : undefined),
      decidedBy: ({ decidedBy }) => decidedBy,
    },
    port: { type: 'text', about: 'The port; empty where none is given', of: ({ port }) => port },
    reach: {
      type: 'text',
      words: ['loopback', 'private', 'public'],
      about: 'From where the host can be reached, judged by its name or address',
      of: ({ reach }) => reach,
      unknown: ({ reach }) => (reach === 'unknown' ? 'nobody can tell where the host stands' : undefined),
      decidedBy: ({ decidedBy }) => decidedBy,
    },
    level: {
      type: 'text',
      words: ['root', 'path', 'operation', 'link'],
      about: 'Where the server is declared',
      of: ({ server }) => server.level,
    },
    name: {
      type: 'text',
      about: 'The name of the server, where it has one',
      of: ({ server }) => server.name,
    },
    operationLabels: {
      type: 'list',
      about: 'The operations that can be called over the server',
      of: ({ server }) => labels(server.operations),
    },
  },
  securityScheme: {
    name: { type: 'text', about: 'The name under which the scheme is declared', of: ({ name }) => name },
    type: {
      type: 'text',
      usual: SCHEME_TYPES,
      about: 'The type as written; `basic` of OpenAPI 2.0 is `http`',
      of: ({ type }) => type,
    },
    in: {
      type: 'text',
      usual: ['query', 'header', 'cookie', 'user', 'password'],
      about: 'Where an API key is sent',
      of: (scheme) => scheme.in,
    },
    parameterName: {
      type: 'text',
      about: 'The name of the header, query parameter or cookie of an API key',
      of: ({ parameterName }) => parameterName,
    },
    httpScheme: {
      type: 'text',
      about: 'The authentication scheme of type `http`, in lower case: `bearer`',
      of: ({ httpScheme }) => httpScheme,
    },
    flowKinds: {
      type: 'list',
      usual: ['implicit', 'password', 'clientCredentials', 'authorizationCode', 'deviceAuthorization'],
      about: 'The OAuth flows, under their names of OpenAPI 3',
      of: ({ flows }) => once(flows.map(({ kind }) => kind)),
    },
    scopes: {
      type: 'list',
      about: 'The scopes of all flows',
      of: ({ flows }) => once(flows.flatMap((flow) => flow.scopes.map(({ name }) => name))),
      unknown: ({ flows }) =>
        flows.some(({ listsScopes }) => !listsScopes) ? 'a flow does not list its scopes' : undefined,
    },
    sendsSecret: {
      type: 'flag',
      about: 'Whether a password, key or token travels that somebody else could use again',
      of: ({ sendsSecret }) => sendsSecret,
    },
    operationLabels: {
      type: 'list',
      about: 'The operations that ask for the scheme',
      of: ({ operations }) => labels(operations),
    },
  },
  securityRequirement: {
    name: { type: 'text', about: 'The name of the scheme that is asked for', of: ({ name }) => name },
    scopes: {
      type: 'list',
      about: 'The scopes that are asked for',
      of: ({ scopes }) => once(scopes.map(({ name }) => name)),
    },
    isDeclared: {
      type: 'flag',
      about: 'Whether a scheme of that name is declared',
      of: ({ status }) => status === 'resolved',
      unknown: ({ status }) => (status === 'unreadable' ? 'the scheme could not be read' : undefined),
    },
    schemeType: {
      type: 'text',
      usual: SCHEME_TYPES,
      about: 'The type of the scheme',
      of: ({ scheme }) => scheme?.type,
      unknown: ({ status }) => (status === 'unreadable' ? 'the scheme could not be read' : undefined),
    },
    operationLabels: {
      type: 'list',
      about: 'The operations for which the requirement is in force',
      of: ({ operations }) => labels(operations),
    },
  },
  operation: OPERATION_FACTS,
  channel: {
    address: { type: 'text', about: 'Where messages go', of: ({ address }) => address },
    serverUrls: {
      type: 'list',
      about: 'The URLs of the servers that it is on',
      of: ({ servers }) => urls(servers),
    },
    parameterNames: {
      type: 'list',
      about: 'The names in its address',
      of: ({ parameters }) => once(parameters.map(({ name }) => name)),
    },
    messageNames: {
      type: 'list',
      about: 'The names of its messages',
      of: ({ messages }) => once(messages.flatMap(({ name }) => name ?? [])),
    },
    protocols: {
      type: 'list',
      about: 'The protocols that it has bindings for',
      of: ({ bindings }) => [...bindings.keys()].sort(),
    },
    operationLabels: {
      type: 'list',
      about: 'The operations on it',
      of: ({ operations }) => labels(operations),
    },
  },
  message: {
    name: { type: 'text', about: 'The name of the message', of: ({ name }) => name },
    contentType: {
      type: 'text',
      about: 'The media type: its own, that of its traits or that of the document',
      of: ({ contentType }) => contentType,
    },
    hasPayload: {
      type: 'flag',
      about: 'Whether its payload is described',
      of: ({ payloadNode }) => payloadNode !== undefined,
    },
    headerNames: {
      type: 'list',
      about: 'The names of its headers, those of its traits included',
      of: ({ headerSchemas }) =>
        once(headerSchemas.flatMap(({ properties }) => properties.map(({ name }) => name))),
    },
    operationLabels: {
      type: 'list',
      about: 'The operations that send or receive it',
      of: ({ operations }) => labels(operations),
    },
  },
  string: { value: { type: 'text', about: 'The text', of: ({ value }) => value } },
  reference: { value: { type: 'text', about: 'The reference as written', of: ({ value }) => value } },
}
