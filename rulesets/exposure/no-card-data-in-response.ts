import { defineRule, type Operation, type Property, type Schema } from '@specward/core'
import { counted } from '../wording.ts'
import { type CardDatum, cardDatumOf, isCut, isShownWhole } from './card-data.ts'
import { nameOf, pathWords, wayTo } from './returned.ts'

/** Operations by which the issuer of a card shows it to its holder. */
const REVEALING = ['pan', 'cvv', 'cvc', 'cvv2', 'pin', 'reveal', 'detokenize', 'sensitive', 'issuing']

export default defineRule({
  id: 'no-card-data-in-response',
  title: 'Whole card numbers or security codes leave the API.',
  why: 'With number and code, whoever reads a response, a log or a queue can pay with the card of somebody else. PCI DSS forbids to keep security codes, PINs and track data after authorization at all, and to show whole numbers to those who do not need them.',
  fix: 'Return the last four digits, the brand and a token. Never store or return security codes, PINs and track data; mark them `writeOnly: true` where requests need them.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API3:2023'],
    cwe: [201, 359],
    controls: ['DATA-3'],
    specifications: ['PCI DSS 4.0.1, requirement 3.3.1', 'PCI DSS 4.0.1, requirement 3.4.1'],
  },
  falsePositives:
    'A number counts as whole where a description, a pattern, an example or `minLength` shows it, and as cut where one of them shows that; otherwise it is left undecided. Left alone are gift and loyalty cards, and operations by which an issuer shows a card to its holder, as far as their paths say so (`/cards/{id}/reveal`).',
  select: 'property',
  check(property, { report, undecided, notApplicable }) {
    const datum = cardDatumOf(property)
    if (!datum) return notApplicable()
    if (!isText(property.schema)) return
    const operations = sendersOf(property)
    const [first] = operations
    if (!first || isCut(property, datum)) return
    if (datum === 'number' && !isShownWhole(property)) {
      const because = `nothing tells whether \`${property.name}\` is the whole number of a card or a part of it`
      return undecided({ at: { node: property.node, part: 'key' }, because })
    }
    report({
      at: { node: property.node, part: 'key' },
      message: messageFor(property, datum, first, operations.length),
      operations: operations.map(({ label }) => label).sort(),
    })
  },
  examples: {
    bad: [
      {
        title: 'The card of a customer, in a list that is reached through `$ref`',
        text: `
paths:
  /customers:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                type: array
                items:
                  type: object
                  properties:
                    card: { $ref: '#/components/schemas/Card' }
components:
  schemas:
    Card:
      type: object
      properties:
        cardNumber: { type: string, pattern: '^[0-9]{12,19}$' }
#       ^^^^^^^^^^
        cvv: { type: string, maxLength: 4 }
#       ^^^
        expiry: { type: string }
`,
      },
      {
        title: 'OpenAPI 2.0: what was ordered is sent back whole, inherited through `allOf`',
        format: 'oas2',
        text: `
paths:
  /orders:
    post:
      parameters:
        - { name: order, in: body, schema: { $ref: '#/definitions/Order' } }
      responses:
        '201': { description: Created, schema: { $ref: '#/definitions/Order' } }
definitions:
  Order:
    allOf: [{ $ref: '#/definitions/Payment' }]
  Payment:
    type: object
    properties:
      amount: { type: integer }
      card_number: { type: string, minLength: 12 }
#     ^^^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 2: in an event that is sent',
        format: 'asyncapi2',
        text: `
channels:
  payments:
    subscribe:
      message:
        payload:
          type: object
          properties:
            trackData: { type: string }
#           ^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 3: in the reply',
        format: 'asyncapi3',
        text: `
channels:
  requests: { address: requests, messages: { ask: { payload: { type: object } } } }
  replies:
    address: replies
    messages:
      answer:
        payload:
          type: object
          properties:
            primaryAccountNumber: { type: string, example: '5555 5555 5555 4444' }
#           ^^^^^^^^^^^^^^^^^^^^
operations:
  answer:
    action: receive
    channel: { $ref: '#/channels/requests' }
    reply: { channel: { $ref: '#/channels/replies' } }
`,
      },
      {
        title: 'Track data beside an expiry, and a number that is called full; reached through `$ref`',
        text: `
paths:
  /swipes/{id}:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json: { schema: { $ref: '#/components/schemas/Swipe' } }
components:
  schemas:
    Swipe:
      type: object
      properties:
        track2: { type: string }
#       ^^^^^^
        fullCardNumber: { type: string }
#       ^^^^^^^^^^^^^^
        cardExpiry: { type: string }
`,
      },
    ],
    good: [
      {
        title: 'Near miss: the second track of an album',
        text: `
paths:
  /albums/{id}:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: object, properties: { title: { type: string }, track2: { type: string } } }
`,
      },
      {
        title: 'The last digits, and what is only taken',
        text: `
paths:
  /cards:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Card' }
      responses:
        '201':
          description: Created
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Card' }
components:
  schemas:
    Card:
      type: object
      properties:
        number: { type: string, writeOnly: true }
        cvv: { type: string, writeOnly: true }
        last4: { type: string }
        cardNumber: { type: string, maxLength: 4 }
        maskedCardNumber: { type: string }
        cardNo: { type: string, example: '**** **** **** 1111' }
        cardNum: { type: string, pattern: '^\\*{12}[0-9]{4}$' }
        cardNumberToken: { type: string }
`,
      },
      {
        title: 'Nothing tells whether all digits are there: not decided',
        text: `
paths:
  /orders:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: object, properties: { cardNumber: { type: string } } }
#                                                   ~~~~~~~~~~
`,
      },
      {
        title: 'Cards that buy nothing, and the issuer who shows a card to its holder',
        text: `
paths:
  /loyalty:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: object, properties: { loyaltyCardNumber: { type: string }, securityCode: { type: string } } }
  /cards/{cardId}/reveal:
    post:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: object, properties: { cardNumber: { type: string }, cvv: { type: string } } }
`,
      },
      {
        title: 'OpenAPI 2.0: whether there is one',
        format: 'oas2',
        text: `
paths:
  /cards:
    get:
      responses:
        '200':
          description: OK
          schema: { type: object, properties: { cvvResult: { type: string }, hasCvv: { type: boolean } } }
`,
      },
      {
        title: 'AsyncAPI 3: in a command that is received',
        format: 'asyncapi3',
        text: `
channels:
  payments:
    address: payments
    messages:
      pay: { payload: { type: object, properties: { cardNumber: { type: string } } } }
operations:
  pay:
    action: receive
    channel: { $ref: '#/channels/payments' }
`,
      },
    ],
  },
})

/** A text or a number, or a list of such. */
function isText({ types, properties, items }: Schema): boolean {
  if (types.includes('object') || types.includes('boolean') || properties.length > 0) return false
  return !items || (items.properties.length === 0 && !items.types.includes('object'))
}

/** Operations that send the property to others, reads first. */
function sendersOf({ uses }: Property): readonly Operation[] {
  const sending = uses.filter(
    ({ direction, operation }) => direction === 'response' && !isForTheHolder(operation),
  )
  const operations = [...new Set(sending.map(({ operation }) => operation))]
  return operations.sort((a, b) => Number(b.isSafe) - Number(a.isSafe) || (a.label < b.label ? -1 : 1))
}

function isForTheHolder(operation: Operation): boolean {
  const words = pathWords(operation)
  return REVEALING.some((word) => words.has(word))
}

const WHAT: Readonly<Record<CardDatum, string>> = {
  number: 'a whole card number',
  code: 'the security code of a card',
  PIN: 'the PIN of a card',
  track: 'the magnetic track of a card',
}

function messageFor(property: Property, datum: CardDatum, first: Operation, count: number): string {
  const way = wayTo(first, property)
  const verb = first.kind === 'http' ? 'returned by' : 'sent by'
  const more = count > 1 ? `, and by ${counted(count - 1, 'more operation')}` : ''
  return `\`${nameOf(property)}\`, ${WHAT[datum]}, is ${verb} \`${first.label}\`${way ? ` (\`${way}\`)` : ''}${more}.`
}
