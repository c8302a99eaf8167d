import { defineRule, isCardNumber, type Node, tokens } from '@specward/core'
import { isTestCard } from './test-cards.ts'

/** Fifteen or sixteen digits, in groups or in one. */
const DIGITS = /^\s*[2-6]\d{3}(?:[ -]?\d{4,6}){1,2}[ -]?\d{2,5}\s*$/

export default defineRule({
  id: 'no-real-card-number',
  title: 'An example holds a card number that may belong to somebody.',
  why: 'Examples are copied from tests and logs. If the card exists, its number lies in every copy of the description, in its history and in generated code, which PCI DSS counts as a leak.',
  fix: 'Write a number that payment providers publish for tests, such as `4111111111111111`.',
  presets: { recommended: 'info', strict: 'warn' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API3:2023'],
    cwe: [359, 540],
    controls: ['DATA-3'],
    specifications: ['PCI DSS 4.0.1, requirement 3.4.1', 'ISO/IEC 7812-1, annex B'],
  },
  falsePositives:
    'Only numbers of the large networks with a right check digit are reported, under a name that speaks of a card or written in groups, and none that is published for tests or looks made up. A generated number may still belong to nobody.',
  select: 'document',
  check(_, { report, model }) {
    for (const { node, value } of model.stringsWith(DIGITS, 15)) {
      const digits = value.replaceAll(/[ -]/g, '').trim()
      if (!isCardNumber(digits) || isTestCard(digits) || !isAboutCards(node, value)) continue
      report({
        at: node,
        message: 'An example holds a card number with a right check digit that is none of those for tests.',
        secrets: [value],
        operations: [],
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'In an example that is reached through `$ref`',
        text: `
paths:
  /payments:
    post:
      requestBody:
        content:
          application/json:
            examples:
              paid: { $ref: '#/components/examples/Paid' }
      responses:
        '201': { description: Paid }
components:
  examples:
    Paid:
      value:
        card:
          number: '2720994837165827'
#                 ^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /payments:
    get:
      responses:
        '200':
          description: OK
          schema:
            type: object
            properties:
              reference: { type: string, example: '2720 9948 3716 5827' }
#                                                 ^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
channels:
  payments:
    subscribe:
      message:
        payload:
          type: object
          properties:
            pan: { type: string, examples: ['2720994837165827'] }
#                                           ^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
channels:
  payments:
    address: payments
    messages:
      paid:
        payload:
          type: object
          properties:
            cardNumber: { type: string, examples: ['2720994837165827'] }
#                                                  ^^^^^^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'A number for tests, one with a wrong check digit, and an id of as many digits',
        text: `
paths:
  /payments:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                cardNumber: { type: string, example: '4111 1111 1111 1111' }
                otherCardNumber: { type: string, example: '2720994837165828' }
                orderId: { type: string, example: '2720994837165827' }
      responses:
        '201': { description: Paid }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /payments:
    get:
      responses:
        '200':
          description: OK
          examples:
            application/json: { cardNumber: '378282246310005' }
`,
      },
      {
        title: 'AsyncAPI 3: cut',
        format: 'asyncapi3',
        text: `
channels:
  payments:
    address: payments
    messages:
      paid: { payload: { type: object, properties: { cardNumber: { type: string, examples: ['************5827'] } } } }
`,
      },
    ],
  },
})

const CARD: ReadonlySet<string> = new Set(['card', 'pan', 'cc'])

/** Levels above an example at which the name of what it is for can stand. */
const NEAR = 6

/** Under a name that speaks of a card, or in groups as on one. */
function isAboutCards(node: Node, value: string): boolean {
  if (/^\s*\d{4}[ -]\d{4,6}[ -]/.test(value)) return true
  let each: Node | undefined = node
  for (let level = 0; each && level < NEAR; level++) {
    if (tokens(each.key).some((word) => CARD.has(word))) return true
    each = each.parent
  }
  return false
}
