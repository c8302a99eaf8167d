import { KIND, keyName, type Tape } from '@specward/core'
import { KEYS } from '@stoplight/json'
import type { Correction, KeyName } from './types.ts'

type Holder = Record<string, unknown>

const DIGIT_0 = 48
const DIGIT_9 = 57
const INDEX = /^(?:0|[1-9][0-9]{0,9})$/
/** The first number that is not an index of an array, and a name like any other. */
const INDEX_LIMIT = 2 ** 32 - 1

/** The index as which JavaScript orders a key before all names; -1 for a name. */
export function indexOfKey(tape: Tape, text: string, key: number): number {
  const start = tape.start[key] ?? 0
  const kind = tape.kind[key]
  const code = text.charCodeAt(kind === KIND.plain ? start : start + 1)
  const written = kind === KIND.escaped || tape.names.has(key)
  if (!written && !(code >= DIGIT_0 && code <= DIGIT_9)) return -1
  const name = keyName(tape, text, key)
  if (!INDEX.test(name)) return -1
  const index = Number(name)
  return index < INDEX_LIMIT ? index : -1
}

/** Entries of the keys of a mapping, in the order of the text. */
export function keysOf(tape: Tape, mapping: number): number[] {
  const keys: number[] = []
  const end = tape.next[mapping] ?? 0
  for (let key = mapping + 1; key < end; key = tape.next[key + 1] ?? end) keys.push(key)
  return keys
}

const TRAPS: ProxyHandler<Holder> = {
  ownKeys: (target) => (target as { [KEYS]: (string | symbol)[] })[KEYS],
}

/** A copy whose keys are listed in an order of its own, also by `trapAccess` and in copies that keep symbols. */
function withOrder(source: Holder, keys: readonly KeyName[]): Holder {
  const target: Holder = {}
  for (const { core, name } of keys) target[name] = source[core]
  const order = [KEYS, ...keys.map(({ name }) => name)]
  Object.defineProperty(target, KEYS, { configurable: true, value: order })
  return new Proxy(target, TRAPS)
}

/** The value with these corrections. What has to change is copied, everything else is shared. */
export function corrected(value: unknown, corrections: readonly Correction[]): unknown {
  if (corrections.length === 0) return value
  const top = { value } as Holder
  const owned = new Set<unknown>([top])
  for (const correction of corrections) {
    let holder: Holder = top
    let key = 'value'
    for (const step of correction.path) {
      holder = own(holder, key, owned)
      key = step
    }
    if ('value' in correction) holder[key] = correction.value
    else {
      const ordered = withOrder(holder[key] as Holder, correction.keys)
      owned.add(ordered)
      holder[key] = ordered
    }
  }
  return top.value
}

/** The child under a key, copied unless it was copied before. */
function own(holder: Holder, key: string, owned: Set<unknown>): Holder {
  const child = holder[key] as Holder | unknown[]
  if (owned.has(child)) return child as Holder
  const copy = (Array.isArray(child) ? child.slice() : { ...child }) as Holder
  owned.add(copy)
  holder[key] = copy
  return copy
}
