import type { Model, Schema } from '@specward/core'
import type { Growth } from './backtracking.ts'
import { isDelimited } from './dialect.ts'
import { isSent, type PatternPlace } from './places.ts'

/** Steps that keep a thread busy for seconds. */
const LONG = 1e9
/** What servers take as the longest line of a request, by default. */
const LONGEST_LINE = 8_000
/** What they take as a body without being told to: 100 KB to 1 MB. */
const LONGEST_BODY = 100_000
/** A text that everybody would let pass. */
const SHORT = 1_000
/** Rounds of which each doubles the work, until it never ends. */
const DOUBLINGS = 28

const limits = new WeakMap<PatternPlace, number>()

/** The most characters of a text that has to fit. What is part of other schemas is bounded by what they say. */
export function limitOf(place: PatternPlace, model: Model): number {
  let most = limits.get(place)
  if (most === undefined) {
    most = findLimit(place, model)
    limits.set(place, most)
  }
  return most
}

function findLimit({ schema, holders, of }: PatternPlace, model: Model): number {
  let most: number | undefined
  for (const holder of holders) {
    if (holder === schema) continue
    most = Math.max(most ?? 0, limitIn(holder, of, model))
    if (most >= LONGEST_BODY) return most
  }
  return most ?? limitIn(schema, of, model)
}

function limitIn(holder: Schema, of: PatternPlace['of'], model: Model): number {
  let least = isOfParameter(holder, model) ? LONGEST_LINE : LONGEST_BODY
  const bounds =
    of === 'text'
      ? holder.all('maxLength')
      : holder.all('propertyNames').flatMap((each) => each.child('maxLength') ?? [])
  for (const { value } of bounds) if (typeof value === 'number' && value >= 0 && value < least) least = value
  return least
}

const parameters = new WeakMap<Model, ReadonlySet<Schema>>()

function isOfParameter(schema: Schema, model: Model): boolean {
  let known = parameters.get(model)
  if (!known) {
    const inLine = model
      .select('parameter')
      .filter(({ in: where }) => where !== 'body' && where !== 'formData')
    known = new Set(inLine.flatMap((parameter) => parameter.schema ?? []))
    parameters.set(model, known)
  }
  return known.has(schema)
}

/** How many steps the work on a text comes to at least. */
export function stepsFor(growth: Growth, length: number): number {
  if (growth.kind === 'linear') return length
  if (growth.kind === 'exponential')
    return 2 ** Math.min(1000, length / (growth.attack.rounds[0]?.pump.length ?? 1))
  let steps = 1
  for (let power = 1; power <= growth.degree; power++) steps *= length / power
  // ways part once in each repetition, and only the last is gone through sign by sign
  for (const { pump } of growth.attack.rounds) steps /= Math.max(1, [...pump].length)
  return steps
}

/** What a pattern costs those who check what callers send. */
export type Cost = 'never ends' | 'slow' | 'harmless' | 'unclear'

const costs = new WeakMap<PatternPlace, Cost>()

export function costOf(place: PatternPlace, model: Model): Cost {
  let cost = costs.get(place)
  if (!cost) {
    cost = isSent(place) ? findCost(place, limitOf(place, model)) : 'harmless'
    costs.set(place, cost)
  }
  return cost
}

function findCost({ reading, pattern }: PatternPlace, limit: number): Cost {
  // of what is not valid, nobody knows how it is read
  if (limit < DOUBLINGS || 'refused' in reading || isDelimited(pattern)) return 'harmless'
  const growth = 'tree' in reading ? reading.growth : undefined
  if (!growth) return 'unclear'
  if (growth.kind === 'exponential')
    return stepsFor(growth, limit) > 2 ** DOUBLINGS ? 'never ends' : 'harmless'
  if (stepsFor(growth, limit) < LONG) return 'harmless'
  return stepsFor(growth, Math.min(limit, SHORT)) >= LONG ? 'never ends' : 'slow'
}

const MOST_SHOWN = 24

/**
 * A text on which the work grows: its beginning and its end, or where several parts are repeated, or a long one, each of
 * them once.
 */
export function attackText({
  before,
  rounds,
  after,
}: Extract<Growth, { readonly attack: unknown }>['attack']): string {
  const pumps = rounds.map(({ pump }) => pump).join('')
  if (rounds.length > 1 || [...before, ...pumps, ...pumps].length > MOST_SHOWN)
    return partsOf(before, rounds, after)
  const text = before + rounds.map(({ pump, link }) => pump.repeat(6) + link).join('')
  return `\`${JSON.stringify(`${[...text].slice(0, MOST_SHOWN).join('')}…${after}`)}\``
}

/** `"a"×n + "-" + "b"×n + "!"`, as often as one likes. */
function partsOf(
  before: string,
  rounds: readonly { readonly pump: string; readonly link: string }[],
  after: string,
): string {
  const once = (text: string) => (text === '' ? [] : [quoted(text)])
  const parts = rounds.flatMap(({ pump, link }) => [`${quoted(pump)}×n`, ...once(link)])
  return `\`${[...once(before), ...parts, ...once(after)].join(' + ')}\``
}

function quoted(text: string): string {
  const signs = [...text]
  return JSON.stringify(signs.length <= MOST_SHOWN ? text : `${signs.slice(0, MOST_SHOWN).join('')}…`)
}
