import type { EffectiveSecurity, Operation } from '../../model/concepts.ts'
import type { FactsOf } from './facts.ts'
import { once, SCHEME_TYPES, urls } from './facts-kit.ts'

const SECURITY_KINDS = ['required', 'optional', 'public', 'undeclared'] as const

const METHODS = [
  ...['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query', 'send', 'receive'],
]

const OPERATION_CLASSES = [
  ...['login', 'token', 'reset', 'register', 'verify', 'logout', 'admin', 'health', 'metadata', 'upload'],
  ...['fetch', 'read', 'browser-report'],
]

/** Facts of operations: what they are for, and who may call them. */
export const OPERATION_FACTS: FactsOf<'operation'> = {
  label: {
    type: 'text',
    about: 'The operation as reports name it: `DELETE /users`, `receive user/signedup`',
    of: ({ label }) => label,
  },
  kind: {
    type: 'text',
    words: ['http', 'webhook', 'callback', 'message'],
    about: 'What kind of operation it is',
    of: ({ kind }) => kind,
  },
  method: {
    type: 'text',
    usual: METHODS,
    about: 'The HTTP method in lower case, or `send` / `receive` as the application sees it',
    of: ({ method }) => method,
  },
  path: {
    type: 'text',
    about: 'The path template, name of the webhook, callback expression or channel address',
    of: ({ path }) => path,
  },
  operationId: { type: 'text', about: 'Its `operationId`', of: ({ operationId }) => operationId },
  isSafe: {
    type: 'flag',
    about: 'Whether the method only reads (RFC 9110, section 9.2.1)',
    of: ({ isSafe }) => isSafe,
  },
  purposes: {
    type: 'list',
    words: OPERATION_CLASSES,
    about: 'What it is for, as far as method, path, id, tags and summary tell',
    of: ({ classes }) => [...classes].sort(),
  },
  effectiveSecurity: {
    type: 'text',
    words: SECURITY_KINDS,
    about:
      'Who may call, with what the document says as a whole: `required` (every way in asks for something), ' +
      '`optional` (one way in asks for nothing), `public` (it says that nobody need authenticate), `undeclared`',
    of: ({ security }) => security.kind,
    unknown: unreadable,
    decidedBy: ({ security }) => security.decidedBy,
  },
  isPublic: {
    type: 'flag',
    about: 'Whether anybody can call it without authenticating: `effectiveSecurity` is not `required`',
    of: ({ security }) => security.kind !== 'required',
    unknown: unreadable,
    decidedBy: ({ security }) => security.decidedBy,
  },
  publicReason: {
    type: 'text',
    about: 'Why it is meant to be public, by `policy.publicOperations` or `x-specward-public`',
    of: ({ publicReason }) => publicReason,
  },
  securitySchemes: {
    type: 'list',
    about: 'The names of the schemes that its effective security asks for',
    of: ({ security }) => once(requirements(security).map(({ name }) => name)),
    unknown: unreadable,
    decidedBy: ({ security }) => security.decidedBy,
  },
  securityTypes: {
    type: 'list',
    usual: SCHEME_TYPES,
    about: 'The types of these schemes',
    of: ({ security }) => once(requirements(security).flatMap(({ scheme }) => scheme?.type ?? [])),
    unknown: ({ security }) =>
      requirements(security).some(({ status }) => status === 'unreadable')
        ? 'a scheme could not be read'
        : unreadable({ security }),
    decidedBy: ({ security }) => security.decidedBy,
  },
  scopes: {
    type: 'list',
    about: 'The scopes that its effective security asks for',
    of: ({ security }) => once(requirements(security).flatMap((each) => each.scopes.map(({ name }) => name))),
    unknown: unreadable,
    decidedBy: ({ security }) => security.decidedBy,
  },
  serverUrls: {
    type: 'list',
    about: 'The URLs that it can be called over, with every variable replaced',
    of: ({ servers }) => urls(servers),
  },
  parameterNames: {
    type: 'list',
    about: 'The names of its parameters, those of the path item included',
    of: ({ parameters }) => once(parameters.map(({ name }) => name)),
  },
  hasRequestBody: {
    type: 'flag',
    about: 'Whether it takes a request body',
    of: ({ requestBody }) => requestBody !== undefined,
  },
  requestTypes: {
    type: 'list',
    about: 'The media types of the request body',
    of: ({ requestBody }) => once((requestBody?.content ?? []).map(({ type }) => type)),
  },
  statuses: {
    type: 'list',
    about: 'The status codes of its responses, `4XX` and `default` as written',
    of: ({ responses }) => once(responses.map(({ status }) => status)),
  },
  messageNames: {
    type: 'list',
    about: 'The names of its messages',
    of: ({ messages }) => once(messages.flatMap(({ name }) => name ?? [])),
  },
}

function unreadable({ security }: Pick<Operation, 'security'>): string | undefined {
  return security.kind === 'unreadable' ? 'its `security` could not be read' : undefined
}

function requirements({ alternatives }: EffectiveSecurity) {
  return alternatives.flatMap((alternative) => alternative.requirements)
}
