import type { ServerExpansion } from '@specward/core'

/**
 * - `protected`: over TLS, or never leaving the machine.
 * - `exposed`: unencrypted over a network.
 * - `private`: unencrypted within a network that others may protect.
 * - `unknown`: the description does not say.
 */
export type Exposure = 'protected' | 'exposed' | 'private' | 'unknown'

/** Whether somebody on the way can read what travels to the server. */
export function exposureOf({ transport, reach }: ServerExpansion): Exposure {
  if (transport === 'unknown') return 'unknown'
  if (transport === 'tls' || reach === 'loopback') return 'protected'
  return reach === 'private' ? 'private' : 'exposed'
}

/** True for the first of the server's URLs that one line decides in one way, so that each line is reported once. */
export function isFirstOfLine(expansion: ServerExpansion): boolean {
  const exposure = exposureOf(expansion)
  const first = expansion.server.expansions.find(
    (other) => other.decidedBy === expansion.decidedBy && exposureOf(other) === exposure,
  )
  return first === expansion
}

/** Why an unencrypted server within a private network is not judged; a clause. */
export function privateBecause({ url, host }: ServerExpansion): string {
  return `\`${url}\` is unencrypted, but \`${host}\` is a private host: whether something else protects its traffic, the description cannot say`
}

/** Why the transport is not known; a clause. */
export function unknownBecause({ because, url }: ServerExpansion): string {
  return because ?? `nothing says how \`${url}\` is reached`
}
