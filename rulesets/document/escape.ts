import { addressOf, splitUrl } from '@specward/core'

/** Names under which clouds serve the credentials of a machine, and the address of Alibaba's. */
const METADATA =
  /^(?:metadata(?:\.google\.internal)?|instance-data(?:\.ec2\.internal)?|100\.100\.100\.200|fd00:ec2::254)$/

/** Folders of the system. */
const SYSTEM = /^\/(?:etc|proc|var\/run|run\/secrets)\//

/** Files that hold credentials, wherever a path to them begins. */
const CREDENTIALS =
  /\/(?:etc\/(?:passwd|shadow)|\.(?:ssh|aws|kube|gnupg|docker)\/[^/]+|\.(?:netrc|npmrc|pgpass|git-credentials)|id_(?:rsa|ed25519))$/

/** What an address reaches for that is no part of a description; a clause, or undefined. */
export function escapeOf(value: string): string | undefined {
  if (/^file:/i.test(value) || /^(?:[a-z]:\\|\\\\)/i.test(value))
    return 'a file of the machine on which the description is read'
  if (/^[a-z][a-z0-9+.-]*:/i.test(value)) {
    const { host } = splitUrl(value)
    const address = addressOf(host)
    const isLinkLocal = address?.length === 4 && address[0] === 169 && address[1] === 254
    return isLinkLocal || METADATA.test(host)
      ? 'the address at which clouds hand the credentials of a machine to whoever asks on it'
      : undefined
  }
  const path = value.split(/[?#]/, 1)[0] ?? ''
  return SYSTEM.test(path) || CREDENTIALS.test(path) ? 'a file of the system, not of the project' : undefined
}
