import { type Server, tokens } from '@specward/core'
import { registrableDomain } from '../transport/host-names.ts'

/** Words for environments of the developers alone. */
const DEVELOPMENT: ReadonlySet<string> = new Set([
  ...['dev', 'devel', 'development', 'integration', 'nonprod', 'preprod', 'preproduction', 'qa'],
  ...['stage', 'staging', 'stg', 'uat'],
])

/** Words for environments in which customers may try an API, and those of the developers. */
const TRIAL: ReadonlySet<string> = new Set([...DEVELOPMENT, 'sandbox', 'test', 'testing'])

/** Whether a host is named after an environment that is not production. */
export function isTrialHost(host: string): boolean {
  return tokens(host).some((word) => TRIAL.has(word))
}

/** Whether a server is not production, by its host, its name or the first sentence of its description. */
export function isTrial(server: Server): boolean {
  return wordsOf(server).some((word) => TRIAL.has(word))
}

/** Words for what is offered to customers, and for networks of which one is called so. */
const OFFERED: ReadonlySet<string> = new Set([
  ...['sandbox', 'network', 'testnet', 'mainnet', 'devnet', 'customer', 'partner', 'client', 'integrator'],
])

/** Whether a server is for those who develop the API, by the same. What customers try the API on is not. */
export function isDevelopment(server: Server): boolean {
  const words = wordsOf(server)
  return words.some((word) => DEVELOPMENT.has(word)) && !words.some((word) => OFFERED.has(word))
}

/** Environments of one API lie below one domain. */
export function isKin(one: Server, other: Server): boolean {
  const domain = ({ expansions }: Server) => registrableDomain(expansions[0]?.host ?? '')
  return domain(one) === domain(other)
}

function wordsOf({ name = '', description = '', expansions }: Server): readonly string[] {
  const hosts = expansions.slice(0, 1).map(({ host }) => host)
  return [...hosts, name, description.split(/[.;\n]/, 1)[0] ?? ''].flatMap((text) => tokens(text))
}
