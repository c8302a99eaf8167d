import type {
  EffectiveSecurity,
  MediaType,
  Message,
  Operation,
  Parameter,
  Schema,
  SecurityRequirement,
  Server,
} from '../model/concepts.ts'
import type { Node } from '../source/node.ts'
import { aroundOf, besideServerOf, extensionsOf, traitsOf } from './extensions.ts'
import type { Meanings } from './meaning.ts'

/** Digest of an operation by what callers send and get, without its prose and without who may call it. */
export function structureOf(operation: Operation, meanings: Meanings): string {
  const { label, node, parameters, requestBody, responses, channel, messages, reply, bindings } = operation
  return meanings.digest(
    label,
    parameters.map((each) => parameterOf(each, meanings)).sort(),
    requestBody
      ? [
          requestBody.required,
          contentOf(requestBody.content, meanings),
          extensionsOf(requestBody.node, meanings),
        ]
      : null,
    responses
      .map(({ status, response, node: use }) =>
        response
          ? meanings.digest(status, contentOf(response.content, meanings), meanings.of(use, 'response'))
          : meanings.digest(status, meanings.of(use, 'response')),
      )
      .sort(),
    channel ? [channel.address ?? null, bindingsOf(channel.bindings, meanings)] : null,
    traitsOf(node, 'operationTrait', meanings),
    messages.map((each) => messageOf(each, meanings)).sort(),
    reply
      ? [
          reply.location ?? null,
          reply.channel?.address ?? null,
          reply.messages.map((each) => messageOf(each, meanings)).sort(),
        ]
      : null,
    bindingsOf(bindings, meanings),
  )
}

function parameterOf(parameter: Parameter, meanings: Meanings): string {
  const name = parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name
  return meanings.digest(parameter.in, name, meanings.of(parameter.node, 'parameter'))
}

function contentOf(content: readonly MediaType[], meanings: Meanings): readonly string[] {
  return content
    .map(({ type, schema, itemSchema, node }) =>
      meanings.digest(
        type,
        schemaOf(schema, meanings),
        schemaOf(itemSchema, meanings),
        meanings.of(node.child('encoding'), 'data'),
        extensionsOf(node, meanings),
      ),
    )
    .sort()
}

function schemaOf(schema: Schema | undefined, meanings: Meanings): string {
  return meanings.of(schema?.written, 'schema')
}

function messageOf(message: Message, meanings: Meanings): string {
  const { node, payload, payloadNode, foreignFormat, headerSchemas, contentType, correlationId, bindings } =
    message
  return meanings.digest(
    contentType ?? null,
    foreignFormat ?? null,
    payload ? schemaOf(payload, meanings) : meanings.of(payloadNode, 'foreign'),
    headerSchemas.map((each) => schemaOf(each, meanings)).sort(),
    correlationId?.child('location')?.string ?? null,
    bindingsOf(bindings, meanings),
    extensionsOf(node, meanings),
    traitsOf(node, 'messageTrait', meanings),
  )
}

function bindingsOf(bindings: ReadonlyMap<string, Node>, meanings: Meanings): readonly string[] {
  return [...bindings]
    .map(([protocol, node]) => meanings.digest(protocol, meanings.of(node, 'binding')))
    .sort()
}

/**
 * Digest of who may call: every alternative with the schemes that it names and the scopes that it asks for, and what
 * vendors say at the operation and around it, since by that a gateway lets in or not.
 */
export function accessOf(operation: Operation, meanings: Meanings): string {
  const servers = operation.servers.flatMap(({ security }) =>
    security ? [securityOf(security, meanings)] : [],
  )
  return meanings.digest(
    operation.label,
    securityOf(operation.security, meanings),
    [...new Set(servers)].sort(),
    extensionsOf(operation.node, meanings),
    aroundOf(operation, meanings),
  )
}

function securityOf({ kind, alternatives }: EffectiveSecurity, meanings: Meanings): string {
  const ways = alternatives.map(({ requirements }) =>
    meanings.digest(...requirements.map((each) => requirementOf(each, meanings)).sort()),
  )
  return meanings.digest(kind, [...new Set(ways)].sort())
}

function requirementOf({ name, scheme, scopes }: SecurityRequirement, meanings: Meanings): string {
  return meanings.digest(
    name,
    scheme ? [scheme.type, scheme.in, scheme.parameterName, scheme.httpScheme] : null,
    scopes.map((scope) => scope.name).sort(),
  )
}

/** Digest of a server: every URL that it stands for, with its protocol, and all else that is said of it but prose. */
export function serverOf({ node, expansions, bindings }: Server, meanings: Meanings): string {
  const urls = expansions.map(({ url, protocol, transport }) => JSON.stringify([url, protocol, transport]))
  // the server of OpenAPI 2.0 has no object of its own
  const own = node.parent ? besideServerOf(node, meanings) : []
  return meanings.digest([...new Set(urls)].sort(), bindingsOf(bindings, meanings), own)
}
