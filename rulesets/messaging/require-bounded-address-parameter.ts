import {
  type Channel,
  defineRule,
  type Format,
  type Model,
  type Node,
  type Parameter,
  type Schema,
} from '@specward/core'
import { counted, listedAs } from '../wording.ts'
import { addressParameters, familiesOf, titleOf } from './addresses.ts'
import { fieldAt } from './locations.ts'

const BOUNDING = ['enum', 'const', 'pattern'] as const

/** Formats whose values hold neither wildcards nor separators of topics. */
const SAFE_FORMATS: ReadonlySet<string> = new Set(['uuid', 'date', 'ipv4', 'byte', 'int32', 'int64'])

export default defineRule({
  id: 'require-bounded-address-parameter',
  title: 'Nothing keeps wildcards and separators out of the address of a channel.',
  why: 'Where a value that somebody else has chosen is put into an address as it is, `#`, `+`, `*`, `>`, `/` or `.` in it lead to the channels of others.',
  fix: 'Give the parameter an `enum`, or in AsyncAPI 2 a schema with `pattern` or `format: uuid`. In AsyncAPI 3, where a parameter has no schema, take it by `location` from a field with a `pattern`.',
  presets: { strict: 'info' },
  formats: ['asyncapi'],
  references: { owasp: ['API8:2023'], cwe: [74], controls: ['INPUT-1', 'INPUT-2'] },
  falsePositives:
    'Judged by the protocols of the servers: topics of Kafka, for one, cannot hold such characters. AsyncAPI 3 cannot give a parameter a pattern, so one with `examples` is left undecided.',
  select: 'channel',
  check(channel, { report, undecided, notApplicable, facts, model, format }) {
    const parameters = addressParameters(channel, facts)
    if (parameters.length === 0) return notApplicable()
    for (const { name, parameter } of parameters) {
      // what is not declared is the matter of `no-undeclared-channel-parameter`
      if (!parameter) continue
      const channels = channelsOf(parameter, model)
      if (channels[0] !== channel) continue
      const at = { node: model.resolve(parameter.node) ?? parameter.node, part: 'key' } as const
      if (format === 'asyncapi2' ? isBoundedSchema(parameter.schema) : isBounded(parameter, channels, model))
        continue
      const families = channels.flatMap((each) => [...familiesOf(each)])
      if (families.length === 0) {
        undecided({
          at,
          because: 'no server tells the protocol, and so which characters do harm in an address',
        })
        continue
      }
      const characters = specialIn(families)
      if (characters.length === 0) continue
      if (hasExamples(at.node)) {
        undecided({
          at,
          because: `\`examples\` show values of \`{${name}}\`, but whether there are others, nothing says`,
        })
        continue
      }
      report({
        at,
        covers: [at],
        message: messageFor(name, channels, characters, format),
        discriminator: name,
        operations: [...new Set(channels.flatMap(({ operations }) => operations.map(({ label }) => label)))],
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: neither values nor examples, and taken from a field that is free',
        format: 'asyncapi3',
        text: `
servers:
  main: { host: mqtt.example.com, protocol: mqtts }
channels:
  orders:
    address: shop/{region}/{customer}
    parameters:
      region: { description: Where the shop is. }
#     ^^^^^^
      customer: { location: $message.payload#/customer }
#     ^^^^^^^^
    messages:
      placed: { $ref: '#/components/messages/Placed' }
components:
  messages:
    Placed: { payload: { type: object, properties: { customer: { type: string } } } }
`,
      },
      {
        title: 'AsyncAPI 2: any text, declared once for two channels',
        format: 'asyncapi2',
        text: `
servers:
  main: { url: mqtt.example.com, protocol: mqtts }
channels:
  rooms/{room}/on:
    parameters:
      room: { $ref: '#/components/parameters/Room' }
    publish:
      message: { payload: { type: object } }
  rooms/{room}/off:
    parameters:
      room: { $ref: '#/components/parameters/Room' }
    publish:
      message: { payload: { type: object } }
components:
  parameters:
    Room: { schema: { type: string, maxLength: 20 } }
#   ^^^^
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: values, and a field that is bounded; by examples alone it is not decided',
        format: 'asyncapi3',
        text: `
servers:
  main: { host: mqtt.example.com, protocol: mqtts }
channels:
  orders:
    address: shop/{region}/{symbol}/{customer}
    parameters:
      region: { enum: [eu, us] }
      symbol: { examples: [ACME] }
#     ~~~~~~
      customer: { location: $message.payload#/customer }
    messages:
      placed: { payload: { type: object, properties: { customer: { type: string, pattern: '^[0-9a-f]{8}$' } } } }
`,
      },
      {
        title: 'Near miss: a topic of Kafka, which cannot hold wildcards',
        format: 'asyncapi3',
        text: `
servers:
  main: { host: kafka.example.com, protocol: kafka-secure }
channels:
  orders: { address: 'orders.{region}', parameters: { region: { description: Where the shop is. } } }
`,
      },
      {
        title: 'AsyncAPI 2: a pattern, a number and a UUID',
        format: 'asyncapi2',
        text: `
servers:
  main: { url: mqtt.example.com, protocol: mqtts }
channels:
  rooms/{room}/{floor}/{lamp}:
    parameters:
      room: { schema: { type: string, pattern: '^[a-z]+$' } }
      floor: { schema: { type: integer } }
      lamp: { schema: { type: string, format: uuid } }
    publish:
      message: { payload: { type: object } }
`,
      },
    ],
  },
})

/** Characters with a meaning of their own in addresses: MQTT 5.0, section 4.7; RabbitMQ; NATS; Solace; RFC 3986. */
const SPECIAL: ReadonlyMap<string, readonly string[]> = new Map([
  ['mqtt', ['+', '#', '/']],
  ['ibmmq', ['+', '#', '/']],
  ['amqp', ['*', '#', '.']],
  ['nats', ['*', '>', '.']],
  ['solace', ['*', '>', '/']],
  ['stomp', ['*', '>', '.']],
  ['redis', ['*', '?']],
  ['ws', ['/', '?', '#']],
  ['http', ['/', '?', '#']],
])

/** None for protocols whose names cannot hold wildcards, such as the topics of Kafka. */
function specialIn(families: readonly string[]): readonly string[] {
  return [...new Set(families.flatMap((family) => SPECIAL.get(family) ?? []))]
}

const MOST_CHARACTERS = 4

function messageFor(
  name: string,
  channels: readonly Channel[],
  characters: readonly string[],
  format: Format,
): string {
  const [first] = channels
  const where =
    channels.length === 1 && first ? `channel \`${titleOf(first)}\`` : counted(channels.length, 'channel')
  const how =
    format === 'asyncapi2'
      ? 'Give its schema an `enum` or a `pattern`.'
      : 'Give it an `enum`, or a `location` in a field with a `pattern`.'
  return `\`{${name}}\` in ${where} may contain ${listedAs('or', characters, MOST_CHARACTERS)}: nothing limits its values. ${how}`
}

const channelsByParameter = new WeakMap<Model, ReadonlyMap<Node, readonly Channel[]>>()

/** The channels that share the declaration of a parameter. */
function channelsOf({ node }: Parameter, model: Model): readonly Channel[] {
  let known = channelsByParameter.get(model)
  if (!known) {
    const found = new Map<Node, Channel[]>()
    for (const channel of model.select('channel')) {
      for (const parameter of channel.parameters) {
        const declaration = model.resolve(parameter.node) ?? parameter.node
        const sharing = found.get(declaration)
        if (!sharing) found.set(declaration, [channel])
        else if (sharing.at(-1) !== channel) sharing.push(channel)
      }
    }
    known = found
    channelsByParameter.set(model, known)
  }
  return known.get(model.resolve(node) ?? node) ?? []
}

function isBoundedSchema(schema: Schema | undefined): boolean {
  if (!schema) return false
  const types = schema.types.filter((type) => type !== 'null')
  if (
    types.length > 0 &&
    types.every((type) => type === 'integer' || type === 'number' || type === 'boolean')
  )
    return true
  return BOUNDING.some((keyword) => schema.all(keyword).length > 0) || SAFE_FORMATS.has(schema.format ?? '')
}

/** AsyncAPI 3: by the values that it lists, or by the field of the messages that it is taken from. */
function isBounded({ node }: Parameter, channels: readonly Channel[], model: Model): boolean {
  const declaration = model.resolve(node) ?? node
  const location = declaration.child('location')?.string
  if (isFilled(declaration.child('enum')) || location === undefined)
    return isFilled(declaration.child('enum'))
  const messages = new Set(channels.flatMap((channel) => channel.messages))
  const fields = [...messages].flatMap((message) => fieldAt(location, message) ?? [])
  return fields.length > 0 && fields.every(isBoundedSchema)
}

function hasExamples(declaration: Node): boolean {
  return isFilled(declaration.child('examples'))
}

function isFilled(list: Node | undefined): boolean {
  return list?.isList === true && list.child('0') !== undefined
}
