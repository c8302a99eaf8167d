import type { Model, Operation, SecurityRequirement, SecurityScheme, Server } from '@specward/core'
import { changesSomething } from '../authentication/anonymous.ts'
import { requirementsOf } from '../authentication/requirements.ts'

/** Every place where a scheme is required, of those that are in force for some operation. */
export function requirementsInForce(scheme: SecurityScheme, model: Model): readonly SecurityRequirement[] {
  return requirementsOf(scheme, model).filter(({ operations }) => operations.length > 0)
}

/** Whether callers change something by it: by the method, or by a message that a server takes in. */
export function isWriteOfCallers(operation: Operation): boolean {
  if (operation.kind === 'message') return operation.method === 'receive' && isServed(operation)
  return operation.kind === 'http' && changesSomething(operation)
}

/** Whether callers only learn something by it. */
export function isReadOfCallers(operation: Operation): boolean {
  if (operation.kind === 'message') return operation.method === 'send' && isServed(operation)
  return operation.kind === 'http' && !changesSomething(operation)
}

const SERVED: ReadonlySet<string> = new Set(['ws', 'wss', 'http', 'https'])

/**
 * Whether others call the application. At a broker it is the application that has to be let in, and what it receives
 * it reads.
 */
function isServed({ servers }: Operation): boolean {
  const known = served.get(servers)
  if (known !== undefined) return known
  const found = servers.some(({ expansions }) => expansions.some(({ protocol }) => SERVED.has(protocol)))
  served.set(servers, found)
  return found
}

/** By the list of servers, which many operations share. */
const served = new WeakMap<readonly Server[], boolean>()

const FLOWS_OF_PEOPLE: ReadonlySet<string> = new Set([
  'authorizationCode',
  'implicit',
  'password',
  'deviceAuthorization',
])

/** Whether the credential of a scheme belongs to a person, so that the server knows by it who calls. */
export function isBoundToUser(scheme: SecurityScheme): boolean {
  const { type, flows, httpScheme } = scheme
  if (type === 'openIdConnect') return true
  if (type === 'oauth2') return flows.some(({ kind }) => FLOWS_OF_PEOPLE.has(kind))
  return type === 'http' && (httpScheme === 'bearer' || httpScheme === 'dpop')
}
