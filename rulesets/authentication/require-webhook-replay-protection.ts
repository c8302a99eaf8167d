import { defineRule, type Operation, type Parameter, tokens } from '@specward/core'
import { listed } from '../wording.ts'
import { deliveriesOf, documentTellsOfSigning, signaturesOf, topProperties } from './webhooks.ts'

/** Headers that end with one of these tell an old delivery from a new one. */
const FRESH: ReadonlySet<string> = new Set(
  'timestamp time date id nonce delivery created expires uuid guid sequence at'.split(' '),
)

/** In a body, the number of an order is no number of a delivery. */
const NUMBERS =
  /^(?:(?:event|message|delivery|notification|webhook|request) )?(?:id|uuid|guid|nonce|sequence)$/

/** These carry a time beside the signature. */
const WITH_TIME =
  /^(?:signature-input|stripe-signature|paddle-signature|x-slack-signature|x-mux-signature|dpop)$/i

export default defineRule({
  id: 'require-webhook-replay-protection',
  title: 'A webhook is signed, but can be sent again by anybody who has seen it.',
  why: 'A signature stays valid. Whoever records one delivery can send it a second time, and a receiver that cannot see its age or its number credits the payment twice.',
  fix: 'Send the time and a number of the delivery, covered by the signature: `webhook-timestamp` and `webhook-id`, or `created` and `nonce` in `Signature-Input`.',
  presets: { strict: 'info', 'event-driven': 'info' },
  formats: ['oas3'],
  references: {
    owasp: ['API10:2023'],
    cwe: [294],
    controls: ['INTEG-2'],
    specifications: ['RFC 9421, section 7.2.2', 'Standard Webhooks 1.0.0'],
  },
  falsePositives:
    'A time or a number in the body counts as well, since the signature covers it, and so does a description that speaks of one.',
  select: 'document',
  check(_, { report, notApplicable, model }) {
    const signed = deliveriesOf(model).filter((each) => signaturesOf(each).length > 0)
    if (signed.length === 0) return notApplicable()
    const open = signed.filter((each) => !isFresh(each))
    const [first] = open
    const header = first && signaturesOf(first)[0]
    if (
      !first ||
      !header ||
      (documentTellsOfSigning(model) && tellsOfAge(model.document.node.at('info', 'description')?.string))
    )
      return
    const labels = open.map(({ label }) => label)
    report({
      at: header.node.child('name') ?? { node: header.node, part: 'key' },
      covers: labels,
      message: `\`${header.name}\` signs ${listed(labels)}, but no header and no property has a time or a number by which a receiver knows a delivery that is sent again.`,
      operations: labels,
    })
  },
  examples: {
    bad: [
      {
        title: 'A signature over a body that is the same each time, reached through `$ref`',
        text: `
paths: {}
webhooks:
  stockLow:
    post:
      parameters:
        - { $ref: '#/components/parameters/Signature' }
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { orderId: { type: string } } }
      responses: { '204': { description: OK } }
components:
  parameters:
    Signature: { name: X-Shop-Signature, in: header, schema: { type: string } }
#                      ^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 3.0: a callback',
        format: 'oas3.0',
        text: `
paths:
  /exports:
    post:
      callbacks:
        done:
          '{$request.query.url}':
            post:
              parameters:
                - { name: X-Signature, in: header, schema: { type: string } }
#                         ^^^^^^^^^^^
              responses: { '204': { description: OK } }
      responses:
        '202': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'A timestamp in a header, in the signature itself, in the body, or in words',
        text: `
paths: {}
webhooks:
  stockLow:
    post:
      parameters:
        - { name: webhook-signature, in: header, schema: { type: string } }
        - { name: webhook-timestamp, in: header, schema: { type: string } }
      responses: { '204': { description: OK } }
  stockGone:
    post:
      parameters:
        - { name: Signature, in: header, schema: { type: string } }
        - { name: Signature-Input, in: header, schema: { type: string } }
      responses: { '204': { description: OK } }
  stockBack:
    post:
      parameters:
        - { name: X-Shop-Signature, in: header, schema: { type: string } }
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { eventId: { type: string } } }
      responses: { '204': { description: OK } }
  stockMoved:
    post:
      parameters:
        - { name: X-Shop-Signature, in: header, description: 'Over timestamp and body.', schema: { type: string } }
      responses: { '204': { description: OK } }
`,
      },
      {
        title: 'Not signed: another rule speaks of it',
        text: `
paths: {}
webhooks:
  stockLow:
    post:
      responses: { '204': { description: OK } }
`,
      },
    ],
  },
})

function isFresh(operation: Operation): boolean {
  const { parameters, description, summary } = operation
  if (parameters.some(hasTime) || tellsOfAge(`${summary ?? ''} ${description ?? ''}`)) return true
  return topProperties(operation).some(isFreshProperty)
}

function hasTime({ in: where, name, node }: Parameter): boolean {
  if (where !== 'header') return false
  return WITH_TIME.test(name) || isTime(name) || tellsOfAge(node.child('description')?.string)
}

function isTime(name: string): boolean {
  return FRESH.has(tokens(name).at(-1) ?? '')
}

function isFreshProperty(name: string): boolean {
  const words = tokens(name)
  return (
    NUMBERS.test(words.join(' ')) ||
    ['timestamp', 'time', 'date', 'created', 'at'].includes(words.at(-1) ?? '')
  )
}

function tellsOfAge(text = ''): boolean {
  return /\b(?:timestamp|nonce|replay|idempoten\w+|duplicate deliver\w+)\b/i.test(text)
}
