import type { ApiDocument } from '@specward/core'

/** True when the API is served on the machine itself alone: nobody else can call it. */
export function isLocal({ servers }: ApiDocument): boolean {
  const expansions = servers.flatMap((server) => server.expansions)
  return expansions.length > 0 && expansions.every(({ reach }) => reach === 'loopback')
}
