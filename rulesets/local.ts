import type { ApiDocument } from '@specward/core'

/** True when every operation is served on the machine itself alone: nobody else can call it. */
export function isLocal({ servers, operations }: ApiDocument): boolean {
  const all = new Set([...servers, ...operations.flatMap((operation) => operation.servers)])
  const expansions = [...all].flatMap((server) => server.expansions)
  return expansions.length > 0 && expansions.every(({ reach }) => reach === 'loopback')
}
