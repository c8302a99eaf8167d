import type { Model, Node, Operation, Property, Response, RuleReport } from '@specward/core'
import { isSaidToBeHidden } from '../exposure/returned.ts'
import { inWords, wayOf } from '../exposure/ways-out.ts'
import { listed } from '../wording.ts'
import { type Failure, failuresOf, nodesIn } from './failures.ts'
import { internalsAmong, isHiddenInternal, isInternalKey } from './internals.ts'

/** Personal data that nobody needs to be told of a failure; contact data may be that of a support desk. */
const HARMLESS: ReadonlySet<string> = new Set([
  'email address',
  'phone number',
  'postal address',
  'personal data',
  'sensitive data',
])

/** A property that errors show, or a key of an example. */
export interface Leak {
  readonly node: Node
  readonly name: string
  readonly status: string
  /** Below what it stands. */
  readonly way: string
  readonly isExample: boolean
  /** Where the same name stands in another error, said to be hidden from callers. */
  readonly hidden: Node | undefined
  readonly operations: readonly string[]
}

const known = new WeakMap<Model, ReadonlyMap<Response, readonly Leak[]>>()

/** By the response in which each stands first; each property once, however many errors are made of it. */
export function leaksOf(model: Model): ReadonlyMap<Response, readonly Leak[]> {
  let leaks = known.get(model)
  if (!leaks) {
    leaks = look(failuresOf(model))
    known.set(model, leaks)
  }
  return leaks
}

function look(failures: ReadonlyMap<Response, Failure>): ReadonlyMap<Response, readonly Leak[]> {
  const hidden = hiddenIn(failures)
  const failing = new Set([...failures.keys()].flatMap(({ operations }) => operations))
  const told = new Set<Node>()
  const first = new Map<Response, readonly Leak[]>()
  for (const [response, failure] of failures) {
    const leaks = leaksIn(response, failure, hidden, failing).filter(({ node }) => !told.has(node))
    for (const { node } of leaks) told.add(node)
    if (leaks.length > 0) first.set(response, leaks)
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

function leaksIn(
  response: Response,
  { places, status }: Failure,
  hidden: ReadonlyMap<string, Node>,
  failing: ReadonlySet<Operation>,
): readonly Leak[] {
  const found = places.flatMap((place): Leak[] => {
    const { properties } = place.schema
    const internals = internalsAmong(properties)
    const shown = internals.length > 0 ? internals : properties.filter(isSomebodys)
    const way = shown.length > 0 ? wayOf(place).replace(/^[^:]*(?:: )?/, '') : ''
    return shown.map(({ node, name, uses }) => {
      const using = uses.filter(
        ({ direction, operation }) => direction === 'response' && failing.has(operation),
      )
      const operations = labelsOf(using.map(({ operation }) => operation))
      return { node, name, status, way, isExample: false, hidden: hidden.get(name), operations }
    })
  })
  const key = found.length > 0 ? undefined : internalKeyIn(response)
  if (!key) return found
  const operations = labelsOf(response.operations)
  return [{ node: key, name: key.key, status, way: '', isExample: true, hidden: undefined, operations }]
}

function labelsOf(operations: readonly Operation[]): readonly string[] {
  return [...new Set(operations.map(({ label }) => label))].sort()
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

/** What one schema lists stands together. */
export function groupsOf(leaks: readonly Leak[]): readonly (readonly Leak[])[] {
  const groups = new Map<Node | undefined, Leak[]>()
  for (const leak of leaks) {
    const group = groups.get(leak.node.parent)
    if (group) group.push(leak)
    else groups.set(leak.node.parent, [leak])
  }
  return [...groups.values()]
}

/** Without the operations, so that errors which are written again and again have one message. */
export function findingFor(first: Leak, others: readonly Leak[] = []): RuleReport {
  const { node, status, way, isExample } = first
  const errors = status === 'default' ? 'Errors (`default`)' : `${status} responses`
  const names = [first, ...others].map((leak) => leak.name)
  return {
    at: { node, part: 'key' },
    covers: [first, ...others].map((leak) => leak.node),
    message: `${errors} expose ${listed(names)}${isExample ? ' in an example' : inWords(way)} to callers.`,
    operations: [...new Set([first, ...others].flatMap(({ operations }) => operations))].sort(),
    related: others.map((leak) => ({
      at: { node: leak.node, part: 'key' },
      message: `\`${leak.name}\` as well.`,
    })),
  }
}
