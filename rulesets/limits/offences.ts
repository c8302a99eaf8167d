import type { At, Model, Node, RuleContext, Schema } from '@specward/core'
import { isUnread } from '../schemas/unread-parts.ts'
import { counted, listed } from '../wording.ts'
import { type Home, homesOf } from './homes.ts'
import { isIdle } from './idle.ts'
import { type Input, inputsOf } from './inputs.ts'

/** What is wrong with a value that callers send. */
export interface Offence {
  readonly input: Input
  /** Where the fault lies: the schema of the value, or one of its alternatives. */
  readonly schema: Schema
  /** Names that lead to it from where it is written; '' for what is written there itself. */
  readonly way: string
}

/** What is told of together: a parameter by its name, the body of an operation, a component. */
export interface Group {
  /** `The body of \`POST /orders\``. */
  readonly subject: string
  readonly discriminator: string
  readonly offences: readonly Offence[]
  /** What would be wrong, but for a part that could not be read: it may say what is missed. */
  readonly unread: readonly Offence[]
}

type GroupDraft = Group & { readonly offences: Offence[]; readonly unread: Offence[] }

/** What is wrong with the values that callers send, each place once. */
export function offencesIn(model: Model, find: (input: Input) => readonly Schema[]): readonly Group[] {
  const homes = homesOf(model)
  const groups = new Map<string | Node, GroupDraft>()
  for (const { input, schema } of placesIn(model, find)) {
    const home = homes.of(schema.node)
    const way = wayTo(schema, input, home)
    const { parameter } = input
    const isOfParameter = parameter !== undefined && homes.of(parameter.node) === home
    const discriminator = isOfParameter
      ? `parameter ${parameter.in} ${parameter.name}`
      : `${home.kind} ${home.label}`
    // components of two files can have one name
    const key = isOfParameter ? discriminator : home.node
    const subject = isOfParameter ? '' : subjectOf(home, input)
    const group = groups.get(key) ?? { subject, discriminator, offences: [], unread: [] }
    groups.set(key, group)
    const isOpen = !isUnread(input.schema) && !isUnread(schema)
    group[isOpen ? 'offences' : 'unread'].push({ input, schema, way })
  }
  return [...groups.values()]
}

/** What was found, each place once: of several values that it is wrong for, with the first by rank. */
function placesIn(
  model: Model,
  find: (input: Input) => readonly Schema[],
): Iterable<Pick<Offence, 'input' | 'schema'>> {
  const places = new Map<Node, Pick<Offence, 'input' | 'schema'>>()
  for (const input of inputsOf(model)) {
    for (const schema of find(input)) {
      const known = places.get(schema.node)
      if ((known && known.input.rank < input.rank) || isIdle(input)) continue
      places.set(schema.node, { input, schema })
    }
  }
  return places.values()
}

/** Names that lead to a schema from where it is written; what they begin at has its own name before brackets. */
export function wayTo(schema: Schema, { way, parameter }: Input, home: Home): string {
  if (home.node === schema.node) return ''
  if (!/^[[*]/.test(way)) return way
  const top = parameter?.name ?? (home.kind === 'operation' ? 'body' : home.label)
  return way.startsWith('[') ? `${top}${way}` : `${top}.${way}`
}

export function subjectOf(home: Home, { operation }: Input): string {
  return home.kind === 'operation'
    ? `The body of \`${home.label}\``
    : `\`${home.label}\`, which \`${operation.label}\` takes,`
}

/** Most places that are pointed at beside the first. */
const MOST_RELATED = 20

/** Reports the offences of each group once, at the first of them; where there is none for certain, that it is open. */
export function tell(
  { report, undecided }: Pick<RuleContext<unknown>, 'report' | 'undecided'>,
  groups: readonly Group[],
  messageFor: (subject: string, group: Group) => string,
): void {
  for (const group of groups) {
    const [first, ...others] = group.offences
    const [unread] = group.unread
    if (!first) {
      if (unread) undecided({ at: placeOf(unread), because: 'a part of its schema could not be read' })
      continue
    }
    const operations = operationsOf(group)
    const subject = group.subject === '' ? parameterSubject(first, operations) : group.subject
    report({
      at: placeOf(first),
      covers: group.offences.map(placeOf),
      message: messageFor(subject, group),
      related: others.slice(0, MOST_RELATED).map((other) => ({ at: placeOf(other), message: nameOf(other) })),
      operations,
    })
  }
}

function parameterSubject({ input: { parameter } }: Offence, operations: readonly string[]): string {
  const where = {
    query: 'Query',
    path: 'Path',
    header: 'Header',
    cookie: 'Cookie',
    formData: 'Form',
  } as const
  const place = Object.hasOwn(where, parameter?.in ?? '')
    ? `${where[parameter?.in as keyof typeof where]} parameter`
    : 'Parameter'
  const [first] = operations
  const users = operations.length === 1 ? `\`${first}\`` : counted(operations.length, 'operation')
  return `${place} \`${parameter?.name}\` of ${users}`
}

/** `sets no limit on its length and on that of \`note\`, \`name\` and 3 more`. */
export function setsNoLimit(of: string, { offences }: Group): string {
  const ways = [...new Set(offences.map(({ way }) => way))]
  const inner = ways.filter((way) => way !== '')
  const own = inner.length < ways.length ? `on its ${of}` : ''
  const those = inner.length > 0 ? `on ${own === '' ? `the ${of}` : 'that'} of ${listed(inner)}` : ''
  return `sets no limit ${[own, those].filter((part) => part !== '').join(' and ')}`
}

/** The line that has to change: the name of a parameter, else the key under which the schema stands. */
export function placeOf({ input: { relation, parameter, schema: whole }, schema }: Offence): At {
  const isWhole = relation === 'start' && parameter && schema === whole
  return (isWhole && parameter.node.child('name')) || { node: schema.node, part: 'key' }
}

function nameOf({ input, way }: Offence): string {
  const { parameter, operation } = input
  if (way !== '') return `\`${way}\` as well.`
  return parameter ? `That of \`${operation.label}\` as well.` : 'As a whole as well.'
}

export function operationsOf({ offences }: Pick<Group, 'offences'>): readonly string[] {
  const labels = new Set<string>()
  for (const { input, schema } of offences) {
    const users = input.relation === 'start' && input.parameter?.operations
    if (users) for (const { label } of users) labels.add(label)
    else {
      for (const { direction, operation } of schema.uses) {
        if (direction === 'request' && operation.kind === 'http') labels.add(operation.label)
      }
    }
    if (labels.size === 0) labels.add(input.operation.label)
  }
  return [...labels]
}
