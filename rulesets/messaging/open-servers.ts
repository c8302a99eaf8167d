import { type Model, type Operation, type Server, tokens } from '@specward/core'
import { credentialParameter } from '../authentication/anonymous.ts'

/** Services that let nobody in without an account of the provider, by means that AsyncAPI has no scheme for. */
const PROVIDER_PROTOCOLS: ReadonlySet<string> = new Set(['sns', 'sqs', 'googlepubsub', 'anypointmq'])

/** A server of the operation that lets everybody in, as far as `security` tells; rather one whose provider does not ask. */
export function openServer({ security, servers }: Operation): Server | undefined {
  if (security.kind === 'required' || security.kind === 'unreadable') return undefined
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

/** Words by which an author says that everybody may listen; a `public key` or `publicly routable` host is another matter. */
const IN_WORDS =
  /\bpublic(?:ly available)?(?: [a-z-]+){0,2} (?:apis?|channels?|feeds?|streams?|topics?|data|endpoints?|events?)\b|\bwithout authentication\b|\bno authentication (?:is )?(?:needed|required|necessary)\b|\bunauthenticated\b/i

/** Why being open may be what is meant: a clause; undefined where nothing says so. */
export function meantBecause(operation: Operation, server: Server, model: Model): string | undefined {
  if (tokens(server.name ?? '').includes('public')) {
    return `server \`${server.name}\` is public by its name, and may be meant to be open`
  }
  const { document } = model
  const channel = operation.channel && (model.resolve(operation.channel.node) ?? operation.channel.node)
  const texts = [
    operation.summary,
    operation.description,
    server.description,
    channel?.child('description')?.string,
    document.node.child('info')?.child('description')?.string,
  ]
  const said = texts.map((text) => IN_WORDS.exec(text ?? '')?.[0].trim()).find((text) => text !== undefined)
  return said === undefined
    ? undefined
    : `the description speaks of \`${said}\`, so it may be meant to be open`
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
