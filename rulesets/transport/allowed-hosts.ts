/**
 * True when a list of hosts names this one. `*.example.com` covers every name below it, but not `example.com` itself.
 * @param host lower-case, without port
 */
export function isCoveredBy(host: string, allowed: readonly string[]): boolean {
  return allowed.some((entry) => {
    const name = entry.toLowerCase()
    return name.startsWith('*.') ? host.endsWith(name.slice(1)) : host === name
  })
}
