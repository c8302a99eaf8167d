import type { ApiDocument } from '@specward/core'

/** Why nothing is known of an API that {@link isLocal}. */
export const LOCAL =
  'every server is the machine itself (`localhost`): how the API is reached once it runs elsewhere, the description cannot say'

/** True when every operation is served on the machine itself alone: nobody else can call it. */
export function isLocal({ servers, operations }: ApiDocument): boolean {
  const all = new Set([...servers, ...operations.flatMap((operation) => operation.servers)])
  const expansions = [...all].flatMap((server) => server.expansions)
  return expansions.length > 0 && expansions.every(({ reach }) => reach === 'loopback')
}
