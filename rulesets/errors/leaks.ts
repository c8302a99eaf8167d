import type { Model, Node, Property, Response, RuleReport } from '@specward/core'
import { isSaidToBeHidden } from '../exposure/returned.ts'
import { wayOf } from '../exposure/ways-out.ts'
import { counted, listed } from '../wording.ts'
import { errorOf, type Failure, failuresOf, nodesIn } from './failures.ts'
import { internalsAmong, isInternalKey } from './internals.ts'

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
  readonly what: string
  readonly way: string | undefined
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
  for (const [response, failure] of failures) {
    for (const leak of leaksIn(response, failure)) {
      const same = leaks.get(leak.what)
      for (const { label } of response.operations) (same ?? leak).operations.add(label)
      if (same) continue
      leaks.set(leak.what, leak)
      first.set(response, [...(first.get(response) ?? []), leak])
    }
  }
  return first
}

function leaksIn(response: Response, failure: Failure): readonly Leak[] {
  const found = failure.places.flatMap((place): Leak[] => {
    const internals = internalsAmong(place.schema.properties)
    const shown = internals.length > 0 ? internals : place.schema.properties.filter(isSomebodys)
    const [first, ...others] = shown
    if (!first) return []
    const names = listed([...new Set(shown.map(({ name }) => name))])
    const what = internals.length > 0 ? `${names} of the program behind it` : names
    const nodes = [first.node, ...others.map(({ node }) => node)] as const
    return [{ failure, nodes, what, way: wayOf(place, first), operations: new Set() }]
  })
  const key = found.length > 0 ? undefined : internalKeyIn(response)
  if (!key) return found
  const what = `\`${key.key}\` in an example`
  return [{ failure, nodes: [key], what, way: undefined, operations: new Set() }]
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

export function findingFor({ failure, nodes, what, way, operations }: Leak): RuleReport {
  const [first, ...others] = nodes
  const more = operations.size - 1
  const so = more > 0 ? ` So do errors of ${counted(more, 'more operation')}.` : ''
  return {
    at: { node: first, part: 'key' },
    message: `${errorOf(failure)} shows ${what} to callers${way ? ` (\`${way}\`)` : ''}.${so}`,
    discriminator: what,
    operations: [...operations].sort(),
    related: others.map((node) => ({
      at: { node, part: 'key' } as const,
      message: `\`${node.key}\` is shown as well`,
    })),
  }
}
