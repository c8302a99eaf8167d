import type { Channel, Fix, Format, Model, Node } from '@specward/core'
import { insert, remove, rename } from '../edits.ts'
import { listed } from '../wording.ts'
import { familiesOf } from './addresses.ts'

/** What of an address is not declared, and what is declared and not in the address. */
export interface Mismatch {
  readonly missing: readonly string[]
  readonly idle: readonly Node[]
}

/** Makes the parameters of a channel those of its address; both findings of a channel have the same. */
export function matching(
  channel: Channel,
  { missing, idle }: Mismatch,
  model: Model,
  format: Format,
): Fix | undefined {
  const home = model.resolve(channel.node)
  // another address may take the same parameters
  const isShared = model
    .select('channel')
    .some((each) => each !== channel && model.resolve(each.node) === home)
  if (!home?.isObject || isShared || missing.includes('')) return undefined
  const [name] = missing
  const [first] = idle
  if (first && name !== undefined) {
    if (missing.length > 1 || idle.length > 1) return undefined
    return {
      title: `Rename \`${first.key}\` to \`${name}\``,
      kind: 'suggested',
      edits: [rename(first, name)],
    }
  }
  // of a WebSocket they may be those of the query
  if (first && familiesOf(channel).has('ws')) return undefined
  if (first)
    return {
      title: `Remove ${listed(idle.map(({ key }) => key))}`,
      kind: 'suggested',
      edits: idle.map(remove),
    }
  return declared(home, missing, model, format)
}

function declared(home: Node, names: readonly string[], model: Model, format: Format): Fix | undefined {
  const written = home.child('parameters')
  const map = written && model.resolve(written)
  if (names.length === 0 || (written && !map?.isObject)) return undefined
  const value = format === 'asyncapi2' ? { schema: { type: 'string' } } : {}
  const all = Object.fromEntries(names.map((name) => [name, value]))
  return {
    title: `Declare ${listed(names)} under \`parameters\``,
    kind: 'safe',
    edits: map ? names.map((name) => insert(map, name, value)) : [insert(home, 'parameters', all)],
  }
}
