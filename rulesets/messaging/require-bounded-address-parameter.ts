import { defineRule, type Message, type Model, type Node, type Parameter, type Schema } from '@specward/core'
import { addressParameters, titleOf } from './addresses.ts'
import { fieldAt } from './locations.ts'

const BOUNDING = ['enum', 'const', 'pattern'] as const

/** Formats whose values hold neither wildcards nor separators of topics. */
const SAFE_FORMATS: ReadonlySet<string> = new Set(['uuid', 'date', 'ipv4', 'byte', 'int32', 'int64'])

export default defineRule({
  id: 'require-bounded-address-parameter',
  title: 'Nothing keeps wildcards and separators out of the address of a channel.',
  why: 'Where a value that somebody else has chosen is put into an address as it is, `#`, `+`, `*`, `>`, `/` or `.` in it lead to the channels of others.',
  fix: 'Give the parameter an `enum`, or in AsyncAPI 2 a schema with `pattern` or `format: uuid`. In AsyncAPI 3, where a parameter has no schema, show its form by `examples`, or take it from a bounded field by `location`.',
  presets: { strict: 'info' },
  formats: ['asyncapi'],
  references: { owasp: ['API8:2023'], cwe: [74], controls: ['INPUT-1', 'INPUT-2'] },
  falsePositives:
    'AsyncAPI 3 cannot give a parameter a pattern: there, `examples` count as the word of the author that its form is known.',
  select: 'channel',
  check(channel, { report, notApplicable, facts, model, format }) {
    const parameters = addressParameters(channel, facts)
    if (parameters.length === 0) return notApplicable()
    for (const { name, parameter, at } of parameters) {
      // what is not declared is the matter of `no-undeclared-channel-parameter`
      if (!parameter || !isFirstUse(parameter, model)) continue
      const isBounded =
        format === 'asyncapi2'
          ? isBoundedSchema(parameter.schema)
          : isBoundedByWord(parameter, channel.messages, model)
      if (isBounded) continue
      const how =
        format === 'asyncapi2'
          ? 'its schema has no `enum`, `pattern` or format'
          : 'it has no `enum`, `examples` or `location` of a bounded field'
      const message = `Parameter \`{${name}}\` of channel \`${titleOf(channel)}\` may hold wildcards and separators: ${how}.`
      report({ at, message, discriminator: name })
    }
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: neither values nor examples, and taken from a field that is free',
        format: 'asyncapi3',
        text: `
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
channels:
  rooms/{room}/on:
    parameters:
      room: { $ref: '#/components/parameters/Room' }
#     ^^^^
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
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: values, examples, and a field that is bounded',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: shop/{region}/{symbol}/{customer}
    parameters:
      region: { enum: [eu, us] }
      symbol: { examples: [ACME] }
      customer: { location: $message.payload#/customer }
    messages:
      placed: { payload: { type: object, properties: { customer: { type: string, pattern: '^[0-9a-f]{8}$' } } } }
`,
      },
      {
        title: 'AsyncAPI 2: a pattern, a number and a UUID',
        format: 'asyncapi2',
        text: `
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

const seenIn = new WeakMap<Model, Map<Node, Parameter>>()

/** True for the first parameter that is declared at a place, so that a shared one is reported once. */
function isFirstUse(parameter: Parameter, model: Model): boolean {
  const seen = seenIn.get(model) ?? new Map<Node, Parameter>()
  seenIn.set(model, seen)
  const declaration = model.resolve(parameter.node) ?? parameter.node
  const first = seen.get(declaration) ?? parameter
  seen.set(declaration, first)
  return first === parameter
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

/** AsyncAPI 3: by what the Parameter Object itself says, or by the field of the message that it is taken from. */
function isBoundedByWord({ node }: Parameter, messages: readonly Message[], model: Model): boolean {
  const declaration = model.resolve(node) ?? node
  const isListed = ['enum', 'examples'].some((key) => {
    const list = declaration.child(key)
    return list?.isList && list.child('0') !== undefined
  })
  const location = declaration.child('location')?.string
  if (isListed || location === undefined) return isListed
  const fields = messages.flatMap((message) => fieldAt(location, message) ?? [])
  return fields.length > 0 && fields.every(isBoundedSchema)
}
