import { defineRule, type Operation, tokens } from '@specward/core'
import { aboutOf } from '../limits/too-many-requests.ts'
import { together } from '../together.ts'
import { movesMoney } from './money.ts'

export default defineRule({
  id: 'require-idempotency-key',
  title: 'A payment or an order that is sent twice is made twice.',
  why: 'When an answer is lost, clients send the request again, and an attacker can do so on purpose. Without a key that tells a repetition from a second order, money moves twice.',
  fix: 'Take an `Idempotency-Key` header (or an id that the client chooses), answer a repetition with the first result, and refuse a key that comes with another body.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: { owasp: ['API6:2023'], cwe: [837], controls: ['RATE-9'] },
  falsePositives:
    'The header is still a draft of the IETF. Any id that the client chooses counts (`requestId`, `reference`, `orderId`), and so does a text that speaks of repetitions, of the operation or, for keys, of the API as a whole. Whether a service finds repetitions by other means (amount, time, account), a description cannot tell.',
  select: 'document',
  check(document, { report, notApplicable, model }) {
    const payments = document.operations.filter(movesMoney)
    if (payments.length === 0) return notApplicable()
    if (IDEMPOTENT.test(aboutOf(document, model))) return
    const finding = together(
      payments.filter((operation) => !tellsRepetition(operation)),
      {
        first: (label) =>
          `${label} takes no \`Idempotency-Key\` and no id that the client chooses, so a request that is sent again is carried out again.`,
        others: (count) => `The same holds for ${count}.`,
        each: 'takes no key either',
      },
    )
    if (finding) report(finding)
  },
  examples: {
    bad: [
      {
        title: 'A payment and an order; the body is reached through `$ref` and `allOf`',
        text: `
paths:
  /payments:
    post:
#   ^^^^
      requestBody:
        content:
          application/json: { schema: { $ref: '#/components/schemas/Payment' } }
      responses:
        '201': { description: Created }
  /orders:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { items: { type: array, items: { type: object } } } }
      responses:
        '201': { description: Created }
components:
  schemas:
    Money: { type: object, properties: { amount: { type: string }, currency: { type: string } } }
    Payment: { allOf: [{ $ref: '#/components/schemas/Money' }] }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /accounts/{accountId}/transfers:
    post:
#   ^^^^
      parameters:
        - { name: accountId, in: path, required: true, type: string }
        - name: body
          in: body
          schema: { type: object, properties: { to: { type: string }, amount: { type: string } } }
      responses:
        '201': { description: Created }
`,
      },
    ],
    good: [
      {
        title: 'A key in any header, an id that the client chooses, a text that speaks of it',
        text: `
paths:
  /payments:
    post:
      parameters:
        - { name: Idempotency-Key, in: header, schema: { type: string } }
      requestBody: { $ref: '#/components/requestBodies/Money' }
      responses: { '201': { description: Created } }
  /refunds:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { amount: { type: string }, clientRequestId: { type: string } } }
      responses: { '201': { description: Created } }
  /payouts:
    post:
      description: A payout that is sent again within a day is not made twice (idempotent by amount and payee).
      requestBody: { $ref: '#/components/requestBodies/Money' }
      responses: { '201': { description: Created } }
components:
  requestBodies:
    Money:
      content:
        application/json: { schema: { type: object, properties: { amount: { type: string } } } }
`,
      },
      {
        title: 'Near misses: what is transferred is no money, an order is cancelled, payments are searched',
        text: `
paths:
  /repos/{id}/transfer:
    post:
      requestBody:
        content:
          application/json: { schema: { type: object, properties: { newOwner: { type: string } } } }
      responses: { '202': { description: OK } }
  /orders/{id}/cancel:
    post: { responses: { '204': { description: OK } } }
  /payments/search:
    post:
      requestBody:
        content:
          application/json: { schema: { type: object, properties: { amount: { type: string } } } }
      responses: { '200': { description: OK } }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /payments:
    post:
      parameters:
        - { name: X-Idempotency-Key, in: header, type: string }
        - name: body
          in: body
          schema: { type: object, properties: { amount: { type: string } } }
      responses:
        '201': { description: Created }
`,
      },
    ],
  },
})

/** True where the request has what a repetition is told by, or the text says that there is such a thing. */
function tellsRepetition({ parameters, requestBody, responses, node, description = '' }: Operation): boolean {
  const sent = parameters.filter((each) => each.in !== 'path').flatMap(({ fields }) => fields)
  const top = (requestBody?.content ?? []).flatMap(({ schema }) => schema?.properties ?? [])
  const below = top.flatMap(({ schema }) => schema.properties)
  const inBody = [...top, ...below].filter(({ readOnly }) => !readOnly)
  if ([...sent, ...inBody].some(({ name }) => isKey(name))) return true
  if (Object.keys(node.value as object).some((key) => /^x-.*idempoten/i.test(key))) return true
  const answers = responses.map(({ response }) => response?.node.child('description')?.string ?? '')
  return [description, ...answers].some((text) => REPEATED.test(text))
}

/** Said of the API as a whole. */
const IDEMPOTENT = /\bidempoten(?:t|cy)[- ]?(?:key|header|token|request)/i

const REPEATED =
  /\b(?:idempoten\w*|duplicat\w*|de-?dup\w*|exactly once|replay\w*|already (?:exists|been processed))/i

/** Words of names that hold an id of the client's own. */
const KEYS =
  /\bidempoten|\b(?:request|message|reference|external|client|merchant|correlation|unique|end to end|order|transaction|payment|transfer|instruction|invoice) (?:\w+ )?(?:id|identifier|number|reference|ref|key|uuid)\b|\b(?:nonce|dedup|client token|reference|external id)\b|^(?:id|uuid)$|repeatability/

function isKey(name: string): boolean {
  return KEYS.test(tokens(name).join(' '))
}
