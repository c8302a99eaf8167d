import type { Exposure } from '@specward/core'

/**
 * Who may call an operation, what that does, and over what, in a few words: `anyone · writes · https`.
 * What is said comes partly from the document.
 */
export function exposureInShort(exposure: Exposure): string {
  const { changesData } = exposure
  return [callersInShort(exposure), ...(changesData ? ['writes'] : []), transportInShort(exposure)].join(
    ' · ',
  )
}

/** Ways in that a short text names. */
const MOST_WAYS = 2

export function callersInShort({ callers, requires, intended }: Exposure): string {
  if (callers === 'unknown') return 'callers unknown'
  const ways = requires.filter((way) => way.length > 0).map((way) => way.join(' + '))
  const shown = ways.slice(0, MOST_WAYS).join(' or ')
  const more = ways.length > MOST_WAYS ? ` or ${ways.length - MOST_WAYS} more` : ''
  if (callers === 'authenticated') return ways.length === 0 ? 'gateway' : `${shown}${more}`
  const anyone = intended ? 'anyone, as intended' : 'anyone'
  return callers === 'optional' && ways.length > 0 ? `${anyone}, or ${shown}${more}` : anyone
}

/** By the protocols of all servers: `https`, `http and https`, `kafka, not encrypted`. */
export function transportInShort({ servers, operation }: Exposure): string {
  if (servers.length === 0) return 'no server described'
  const protocols = new Set(
    operation.servers.flatMap(({ expansions }) => expansions.map(({ protocol }) => protocol)),
  )
  const named = [...protocols].filter((protocol) => protocol !== '').sort()
  const name = named.length === 0 ? 'relative server' : named.join(' and ')
  if (servers.every(({ encrypted }) => encrypted === true))
    return isTelling(named) ? name : `${name}, encrypted`
  if (servers.some(({ encrypted }) => encrypted === false))
    return isTelling(named) ? name : `${name}, not encrypted`
  return named.length === 0 ? name : `${name}, perhaps not encrypted`
}

/** Everybody knows these. */
function isTelling(protocols: readonly string[]): boolean {
  return protocols.every((protocol) => protocol === 'https' || protocol === 'http')
}
