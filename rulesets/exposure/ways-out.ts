import type { Message, Operation, Property, Response, Schema } from '@specward/core'

/** One place at which the API sends data: a body or a header of a response, a webhook, a message. */
export interface WayOut {
  readonly operation: Operation
  /** As messages write it: `200`, `default`, `200 header X-Token`, `reply`; '' for the body of a webhook or message. */
  readonly where: string
  /** Of an HTTP response, as written. */
  readonly status: string | undefined
  readonly response: Response | undefined
  readonly schema: Schema
}

/** A schema on the way out, and how it was reached. */
export interface Place {
  readonly out: WayOut
  readonly schema: Schema
  readonly above: Place | undefined
  /** What is added to the way of the place above: `owner`, `[]`, `*`. */
  readonly step: string
}

/** Applied to the value itself, which keeps its name. */
const IN_PLACE: ReadonlySet<string> = new Set([
  'if',
  'then',
  'else',
  'dependentSchemas',
  'contentSchema',
  'discriminator',
])

/** Members of a mapping whose names are open. */
const OPEN: ReadonlySet<string> = new Set([
  'additionalProperties',
  'unevaluatedProperties',
  'patternProperties',
])

/** All places at which an operation sends data to others: the caller of an endpoint, the receiver of a webhook or message. */
export function waysOut(operation: Operation): readonly WayOut[] {
  const found: WayOut[] = []
  const add = (where: string, schema: Schema | undefined, status?: string, response?: Response) =>
    schema && found.push({ operation, where, status, response, schema })
  const send = (messages: readonly Message[], name: string) => {
    for (const { payload, headers } of messages) {
      add(name, payload)
      add(`${name} headers`.trimStart(), headers)
    }
  }
  const { kind, responses, requestBody, parameters, messages, reply } = operation
  if (kind === 'http') {
    for (const { status, response } of responses) {
      for (const { schema, itemSchema } of response?.content ?? []) {
        add(status, schema, status, response)
        if (itemSchema !== schema) add(status, itemSchema, status, response)
      }
      for (const { name, schema } of response?.headers ?? []) {
        add(`${status} header ${name}`, schema, status, response)
      }
    }
  } else if (kind === 'message') {
    if (operation.method === 'send') send(messages, '')
    else send(reply?.messages ?? [], 'reply')
  } else {
    for (const { schema, itemSchema } of requestBody?.content ?? []) {
      add('', schema)
      if (itemSchema !== schema) add('', itemSchema)
    }
    for (const { in: location, name, schema } of parameters) add(`${location} ${name}`, schema)
  }
  return found
}

/**
 * Every schema that data on these ways can have, nearest first and each once, whatever the number of ways that lead to
 * it: the cost is that of the schemas.
 */
export function* placesOn(ways: Iterable<WayOut>): Generator<Place> {
  const seen = new Set<Schema>()
  const queue: Place[] = []
  const add = (out: WayOut, schema: Schema, above?: Place, step = '') => {
    if (seen.has(schema)) return
    seen.add(schema)
    queue.push({ out, schema, above, step })
  }
  for (const out of ways) add(out, out.schema)
  for (const place of queue) {
    yield place
    const { out, schema } = place
    for (const property of schema.properties) {
      if (!property.writeOnly) add(out, property.schema, place, property.name)
    }
    for (const { keyword, schema: held } of schema.contained) {
      add(out, held, place, stepOf(keyword))
    }
  }
}

function stepOf(keyword: string): string {
  return IN_PLACE.has(keyword) ? '' : OPEN.has(keyword) ? '*' : '[]'
}

/** What a way gets at its end where it goes on under a keyword: `[]` for items, `.*` for an open mapping. */
export function suffixOf(keyword: string): string {
  const step = stepOf(keyword)
  return step === '*' ? '.*' : step
}

/** The way to a place, or to a property there, as a message writes it: `200: [].owner.password`. */
export function wayOf(place: Place, property?: Property): string {
  const steps: string[] = []
  for (let each: Place | undefined = place; each; each = each.above) steps.push(each.step)
  steps.reverse()
  if (property) steps.push(property.name)
  const way = joined(steps.filter((step) => step !== ''))
  const { where } = place.out
  return where === '' ? way : way === '' ? where : `${where}: ${way}`
}

/** Where a way leads, as a sentence goes on: ` in \`account\` of every entry` for `[].account`. */
export function inWords(way: string): string {
  if (way === '') return ''
  const last = way.lastIndexOf('[]')
  if (last < 0) return ` in \`${way}\``
  const list = way.slice(0, last).replace(/^(?:\[\])+\.?/, '')
  const inside = way.slice(last + '[]'.length).replace(/^\./, '')
  return ` in ${inside === '' ? '' : `\`${inside}\` of `}every entry${list === '' ? '' : ` of \`${list}\``}`
}

/**
 * The name of a property as people know it: after the nearest schema above that has a name, `hook.config.password`, or
 * after the body.
 */
export function nameAt(place: Place, property: Property): string {
  const steps = [property.name]
  for (let each: Place | undefined = place; each; each = each.above) {
    const name = each.schema.name
    if (name !== undefined) {
      steps.push(name)
      break
    }
    if (each.step !== '') steps.push(each.step)
  }
  return joined(steps.reverse()).replace(/^(?:\[\])+\./, '')
}

function joined(steps: readonly string[]): string {
  return steps.reduce(
    (before, step) => (step === '[]' || before === '' ? before + step : `${before}.${step}`),
    '',
  )
}

/** True for a response that tells of a failure; `default` does where success is documented apart from it. */
export function isFailure(status: string, { responses }: Operation): boolean {
  if (/^[45]/.test(status)) return true
  return status === 'default' && responses.some((other) => /^[23]/.test(other.status))
}
