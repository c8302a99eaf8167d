import type { Model, Node, Property, Response, RuleReport } from '@specward/core'
import { isSaidToBeHidden } from '../exposure/returned.ts'
import { inWords, wayOf } from '../exposure/ways-out.ts'
import { counted, listed } from '../wording.ts'
import { errorOf, type Failure, failuresOf, nodesIn } from './failures.ts'
import { internalsAmong, isHiddenInternal, isInternalKey } from './internals.ts'

/** Personal data that nobody needs to be told of a failure; contact data may be that of a support desk. */
const HARMLESS: ReadonlySet<string> = new Set([
  'email address',
  'phone number',
  'postal address',
  'personal data',
  'sensitive data',
])

/** What errors show, with all errors that show the same. */
export interface Leak {
  readonly failure: Failure
  /** What is shown, where it stands first. */
  readonly nodes: readonly [Node, ...Node[]]
  /** Tells leaks apart. */
  readonly what: string
  /** The names, as a message lists them. */
  readonly names: string
  /** Below what they stand. */
  readonly way: string
  /** Where the same names stand in another error, said to be hidden from callers. */
  readonly hidden: Node | undefined
  readonly operations: Set<string>
}

const known = new WeakMap<Model, ReadonlyMap<Response, readonly Leak[]>>()

/** By the response in which each stands first; one for each set of names, since errors are written again and again. */
export function leaksOf(model: Model): ReadonlyMap<Response, readonly Leak[]> {
  let leaks = known.get(model)
  if (!leaks) {
    leaks = look(failuresOf(model))
    known.set(model, leaks)
  }
  return leaks
}

function look(failures: ReadonlyMap<Response, Failure>): ReadonlyMap<Response, readonly Leak[]> {
  const leaks = new Map<string, Leak>()
  const first = new Map<Response, Leak[]>()
  const hidden = hiddenIn(failures)
  for (const [response, failure] of failures) {
    for (const leak of leaksIn(response, failure, hidden)) {
      const same = leaks.get(leak.what)
      for (const { label } of response.operations) (same ?? leak).operations.add(label)
      if (same) continue
      leaks.set(leak.what, leak)
      first.set(response, [...(first.get(response) ?? []), leak])
    }
  }
  return first
}

/** What some error says of a property, the author means of all. */
function hiddenIn(failures: ReadonlyMap<Response, Failure>): ReadonlyMap<string, Node> {
  const hidden = new Map<string, Node>()
  for (const { places } of failures.values()) {
    for (const property of places.flatMap(({ schema }) => schema.properties)) {
      if (!hidden.has(property.name) && isHiddenInternal(property)) hidden.set(property.name, property.node)
    }
  }
  return hidden
}

function leaksIn(response: Response, failure: Failure, hidden: ReadonlyMap<string, Node>): readonly Leak[] {
  const found = failure.places.flatMap((place): Leak[] => {
    const internals = internalsAmong(place.schema.properties)
    const shown = internals.length > 0 ? internals : place.schema.properties.filter(isSomebodys)
    const [first, ...others] = shown
    if (!first) return []
    const names = listed([...new Set(shown.map(({ name }) => name))])
    const what = internals.length > 0 ? `${names} of the program behind it` : names
    const nodes = [first.node, ...others.map(({ node }) => node)] as const
    const way = wayOf(place).replace(/^[^:]*(?:: )?/, '')
    const isHidden = shown.every(({ name }) => hidden.has(name))
    const elsewhere = isHidden ? hidden.get(first.name) : undefined
    return [{ failure, nodes, what, names, way, hidden: elsewhere, operations: new Set() }]
  })
  const key = found.length > 0 ? undefined : internalKeyIn(response)
  if (!key) return found
  const what = `\`${key.key}\` in an example`
  return [{ failure, nodes: [key], what, names: what, way: '', hidden: undefined, operations: new Set() }]
}

function isSomebodys(property: Property): boolean {
  const { sensitivity, writeOnly } = property
  if (!sensitivity || writeOnly || sensitivity.dataClass === 'credential') return false
  if (sensitivity.confidence !== 'certain' || HARMLESS.has(sensitivity.term)) return false
  return !isSaidToBeHidden(property)
}

function internalKeyIn({ content }: Response): Node | undefined {
  for (const example of content.flatMap(({ examples }) => examples)) {
    for (const node of nodesIn(example)) {
      if (node !== example && isInternalKey(node.key, node.value)) return node
    }
  }
  return undefined
}

export function findingFor({ failure, nodes, what, names, way, operations }: Leak): RuleReport {
  const [first, ...others] = nodes
  const more = operations.size - 1
  const so = more > 0 ? `, as do errors of ${counted(more, 'other operation')}` : ''
  return {
    at: { node: first, part: 'key' },
    message: `${errorOf(failure)} exposes ${names}${inWords(way)} to callers${so}.`,
    discriminator: what,
    operations: [...operations].sort(),
    related: others.map((node) => ({
      at: { node, part: 'key' } as const,
      message: `\`${node.key}\` is shown as well`,
    })),
  }
}
