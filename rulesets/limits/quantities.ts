import { type Schema, tokens } from '@specward/core'
import { openNumbers, type Range } from './bounds.ts'
import { wordsOf } from './idle.ts'
import type { Input } from './inputs.ts'
import type { Offence } from './offences.ts'

/** Last words of what must not be negative by accident. */
const AMOUNTS: ReadonlySet<string> = new Set(['amount', 'quantity', 'qty', 'price'])

/** Last words of what the server has to do so many times. */
const WORK: ReadonlySet<string> = new Set([
  ...['replica', 'copy', 'depth', 'parallelism', 'concurrency', 'iteration', 'retry', 'repetition', 'repeat'],
])

/** Words before `count` that make it something to do. */
const COUNTED: ReadonlySet<string> = new Set([
  ...['instance', 'node', 'worker', 'replica', 'thread', 'retry', 'repeat', 'copy', 'partition', 'shard'],
])

/** Words that make of a number one that has been counted, or a limit that the server keeps. */
const TOLD: ReadonlySet<string> = new Set([
  'status',
  'current',
  'available',
  'ready',
  'observed',
  'desired',
  'updated',
])

/** A number of 32 bits is room for two thousand million of anything. */
const NO_LEAST = -(2 ** 31)
const NO_MOST = 2 ** 31 - 1

type Meaning = 'amount' | 'work'

/** What a number is, as far as its name tells; undefined for others. */
function meaningOf({ name, parameter, operation, home }: Input): Meaning | undefined {
  const words = tokens(name)
  const last = words.at(-1) ?? ''
  const isParameter = parameter !== undefined && parameter.in !== 'formData'
  if (AMOUNTS.has(last)) return isParameter || operation.isSafe ? undefined : 'amount'
  const isCounted = last === 'count' && COUNTED.has(words.at(-2) ?? '') && !isParameter
  if (!isCounted && !WORK.has(last)) return undefined
  return words.some((word) => TOLD.has(word)) || tokens(home.label).includes('status') ? undefined : 'work'
}

const hasLeast = ({ least }: Range) => least > NO_LEAST
const hasMost = ({ most }: Range) => most < NO_MOST

/** Numbers that stand for money, goods or work and have no limit on the side that matters. */
export function openQuantities(input: Input): readonly Schema[] {
  const meaning = meaningOf(input)
  if (meaning === undefined) return []
  if (meaning === 'work' && (isUnlimitedOnPurpose(input) || isBelowItsMost(input))) return []
  return openNumbers(input.schema, meaning === 'amount' ? hasLeast : hasMost)
}

const UNLIMITED =
  /(?<![\w.])(?:0|zero|-1)(?!\.?\w)[^.]{0,60}\b(?:unlimited|no limit|without limit|infinite\w*|unbounded)\b|\b(?:unlimited|no limit|infinite\w*|unbounded)\b[^.]{0,30}(?<![\w.])(?:0|zero|-1)(?!\.?\w)/i

/** A value that stands for no limit at all is meant to be there: a `maximum` would bound nothing. */
function isUnlimitedOnPurpose(input: Input): boolean {
  return wordsOf(input).some((text) => UNLIMITED.test(text))
}

/** The least of something (`min_nodes`) is bounded by the most of it (`max_nodes`) beside it. */
function isBelowItsMost({ name, holder }: Input): boolean {
  const words = tokens(name)
  if (!LEAST.has(words[0] ?? '')) return false
  const rest = words.slice(1).join(' ')
  return (holder?.schema.properties ?? []).some((other) => {
    const [first = '', ...others] = tokens(other.name)
    if (!MOST.has(first) || others.join(' ') !== rest) return false
    return openNumbers(other.schema, hasMost).length === 0
  })
}

const LEAST: ReadonlySet<string> = new Set(['min', 'minimum'])
const MOST: ReadonlySet<string> = new Set(['max', 'maximum'])

export function hasNoLeast({ input }: Offence): boolean {
  return meaningOf(input) === 'amount'
}

export function hasNoMost({ input }: Offence): boolean {
  return meaningOf(input) === 'work'
}
