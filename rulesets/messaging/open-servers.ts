import type { Operation, Server } from '@specward/core'
import { credentialParameter } from '../authentication/anonymous.ts'

/** Services that let nobody in without an account of the provider, by means that AsyncAPI has no scheme for. */
const PROVIDER_PROTOCOLS: ReadonlySet<string> = new Set(['sns', 'sqs', 'googlepubsub', 'anypointmq'])

/** A server of the operation that lets everybody in, as far as `security` tells; rather one whose provider does not ask. */
export function openServer({ security, servers, publicReason }: Operation): Server | undefined {
  if (security.kind === 'required' || security.kind === 'unreadable' || publicReason !== undefined)
    return undefined
  const open = servers.filter(isOpen)
  return open.find((each) => !isOfProvider(each)) ?? open[0]
}

/** True for a server that can be reached from elsewhere and lets everybody in. */
function isOpen({ security, expansions }: Server): boolean {
  return security?.kind !== 'required' && !expansions.every(({ reach }) => reach === 'loopback')
}

function isOfProvider({ expansions }: Server): boolean {
  return expansions.every(({ protocol }) => PROVIDER_PROTOCOLS.has(protocol))
}

/** Why nobody can tell whether the server lets everybody in. */
export function whyUndecided(operation: Operation, server: Server): string | undefined {
  const parameter = credentialParameter(operation)
  if (parameter) {
    return `nothing asks for authentication by \`security\`, but \`${parameter.label}\` is a parameter: if that is a credential, declare it as a security scheme`
  }
  if (!isOfProvider(server)) return undefined
  return `\`${server.expansions[0]?.protocol}\` authenticates by the means of its provider, which the description cannot show`
}
