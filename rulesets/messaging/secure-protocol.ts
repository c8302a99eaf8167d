import { type Fix, type ServerExpansion, secureTwin } from '@specward/core'
import { set } from '../edits.ts'

/** The protocol that is the same over TLS; undefined where there is none, or where something else names the protocol. */
export function secureProtocol({ decidedBy, protocol, port }: ServerExpansion): Fix | undefined {
  const twin = secureTwin(protocol)
  if (twin === undefined || decidedBy.key !== 'protocol') return undefined
  return {
    title: `Use \`${twin}\``,
    // a broker listens for TLS at another port
    kind: port === '' ? 'safe' : 'suggested',
    edits: [set(decidedBy, twin)],
  }
}
