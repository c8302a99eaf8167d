import type { At, Model, Node, RuleContext, Schema } from '@specward/core'
import { counted, listed } from '../wording.ts'
import type { Home } from './homes.ts'
import { homesOf, type Input, inputsOf } from './inputs.ts'

/** What is wrong with a value that callers send, where it is written. */
export interface Offence {
  readonly input: Input
  readonly schema: Schema
  readonly home: Home
  /** Names that lead to it from its home; '' for what is written there itself. */
  readonly way: string
}

/**
 * What is wrong with the values that callers send, by where that is written, so that each operation and each component is
 * told of once.
 * @param find the schemas in which the fault of a value lies: its own, or some of its alternatives
 */
export function offencesIn(
  model: Model,
  find: (input: Input) => readonly Schema[],
): ReadonlyMap<Home, readonly Offence[]> {
  const homes = homesOf(model)
  const byHome = new Map<Home, Offence[]>()
  const told = new Set<Node>()
  for (const input of inputsOf(model)) {
    for (const schema of find(input)) {
      if (told.has(schema.node)) continue
      told.add(schema.node)
      const home = homes.of(schema.node)
      const way = schema !== input.schema && schema.name !== undefined ? '' : input.way
      const offence = { input, schema, home, way }
      const known = byHome.get(home)
      if (known) known.push(offence)
      else byHome.set(home, [offence])
    }
  }
  return byHome
}

/** Most places that are pointed at beside the first; the message counts them all. */
const MOST_RELATED = 20

/** Reports the faults of each home once, at the first of them. */
export function tell(
  { report }: Pick<RuleContext<unknown>, 'report'>,
  offences: ReadonlyMap<Home, readonly Offence[]>,
  messageFor: (subject: string, things: string, offences: readonly Offence[]) => string,
  aboutOne: (offence: Offence) => string,
): void {
  for (const [home, [first, ...others]] of offences) {
    if (!first) continue
    report({
      at: placeOf(first),
      message: messageFor(subjectOf(home, first), thingsIn(home, [first, ...others]), [first, ...others]),
      discriminator: `${home.kind} ${home.label}`,
      related: others
        .slice(0, MOST_RELATED)
        .map((offence) => ({ at: placeOf(offence), message: aboutOne(offence) })),
      operations: operationsOf(home, first),
    })
  }
}

/** The line that has to change: the name of a parameter, else the key under which the schema stands. */
export function placeOf({ input, schema }: Offence): At {
  const name = input.relation === 'start' && input.parameter && schema === input.schema
  return (name && input.parameter?.node.child('name')) || { node: schema.node, part: 'key' }
}

export function subjectOf(home: Home, { input }: Offence): string {
  const name = `\`${home.label}\``
  return home.kind === 'component' ? `${name}, which \`${input.operation.label}\` takes,` : name
}

/** `its body`, `note` and 3 more. */
function thingsIn(home: Home, offences: readonly Offence[]): string {
  const ways = [...new Set(offences.map(({ way }) => way))]
  const inner = ways.filter((way) => way !== '')
  if (inner.length === ways.length) return listed(inner)
  const itself = home.kind === 'component' ? 'itself' : 'its body'
  return inner.length === 0 ? itself : `${itself} and of ${inner.length > 3 ? counted(inner.length, 'value') : listed(inner)} in it`
}

function operationsOf(home: Home, { schema, input }: Offence): readonly string[] {
  if (home.kind === 'operation') return [home.label]
  const uses = schema.uses.filter(
    ({ direction, operation }) => direction === 'request' && operation.kind === 'http',
  )
  const labels = uses.map(({ operation }) => operation.label)
  return labels.length > 0 ? labels : [input.operation.label]
}
