import { defineRule } from '@specward/core'
import { listed, listedWords } from '../wording.ts'
import { inputsOf } from './inputs.ts'
import { type Offence, offencesIn, tell } from './offences.ts'
import { hasNoLeast, hasNoMost, openQuantities } from './quantities.ts'

export default defineRule({
  id: 'require-bounded-number',
  title: 'A number that stands for money, goods or work has no limit.',
  why: 'An amount or a quantity that may be negative turns a purchase into a payout. A number of copies, replicas or levels that may be anything lets one small request cause any amount of work.',
  fix: 'Set `minimum` for amounts and quantities, and `maximum` for what the server has to do so many times.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API4:2023'],
    cwe: [1284, 770],
    controls: ['RATE-4'],
    specifications: ['JSON Schema 2020-12 Validation, sections 6.2.2 to 6.2.5'],
  },
  falsePositives:
    'Judged by names, in what an operation that changes something takes, and for work in parameters too. Bookings whose amounts may be negative can say so with a negative `minimum`. `int32` and `int64` are no limits in this sense. Page sizes are not judged here, nor what is deprecated or obsolete, nor work for which the text says that a value stands for no limit.',
  select: 'document',
  check(_, context) {
    if (inputsOf(context.model).length === 0) return context.notApplicable()
    tell(context, offencesIn(context.model, openQuantities), (subject, { offences }) => {
      const faults = [
        ...faultOf('minimum', offences.filter(hasNoLeast)),
        ...faultOf('maximum', offences.filter(hasNoMost)),
      ]
      return `${subject} sets no ${listedWords(faults, 3, 'or')}.`
    })
  },
  examples: {
    bad: [
      {
        title: 'An amount and a number of copies, behind `$ref` and `allOf`',
        text: `
paths:
  /charges:
    post:
      requestBody:
        content:
          application/json:
            schema: { allOf: [{ $ref: '#/components/schemas/Charge' }] }
      responses:
        '201': { description: Created }
  /folders:
    get:
      parameters:
        - { name: depth, in: query, schema: { type: integer, format: int32, minimum: 0 } }
#                 ^^^^^
      responses:
        '200': { description: OK }
components:
  schemas:
    Charge:
      type: object
      properties:
        amount: { type: integer, format: int64, maximum: 100000 }
#       ^^^^^^
        copies: { type: integer, minimum: 1, description: 0 makes none. }
        minNodeCount: { type: integer }
        maxNodeCount: { type: integer }
`,
      },
      {
        title: 'OpenAPI 2.0: a quantity',
        format: 'oas2',
        text: `
paths:
  /cart:
    post:
      parameters:
        - { name: quantity, in: formData, type: integer }
#                 ^^^^^^^^
      responses:
        '201': { description: Created }
`,
      },
    ],
    good: [
      {
        title:
          'Limits of either dialect, a format without a sign, values; what is returned or compared; other numbers',
        text: `
paths:
  /charges:
    get:
      parameters:
        - { name: amount, in: query, schema: { type: integer } }
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: object, properties: { amount: { type: integer } } }
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                amount: { type: number, exclusiveMinimum: 0 }
                quantity: { type: integer, format: uint32 }
                copies: { type: integer, enum: [1, 2, 4] }
                depth: { oneOf: [{ type: integer, maximum: 5 }, { type: string, const: all }] }
                replicas: { type: integer, readOnly: true }
                year: { type: integer }
                viewCount: { type: integer }
      responses:
        '201': { description: Created }
`,
      },
      {
        title: 'What is obsolete or deprecated, what 0 makes unlimited, and a least below a most',
        text: `
paths:
  /services:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Service' }
      responses:
        '201': { description: Created }
components:
  schemas:
    Service:
      type: object
      properties:
        maxPrice: { type: number, description: 'Obsolete: it has no effect since June.' }
        price: { type: number, deprecated: true }
        parallelism: { type: integer, description: Tasks at once (0 means unlimited parallelism). }
        minInstanceCount: { type: integer, minimum: 1 }
        maxInstanceCount: { type: integer, minimum: 1, maximum: 250 }
`,
      },
      {
        title: 'OpenAPI 2.0: limits in the parameter itself, of which one is exclusive',
        format: 'oas2',
        text: `
paths:
  /cart:
    post:
      parameters:
        - { name: quantity, in: formData, type: integer, minimum: 0, exclusiveMinimum: true }
      responses:
        '201': { description: Created }
`,
      },
    ],
  },
})

function faultOf(keyword: string, offences: readonly Offence[]): readonly string[] {
  if (offences.length === 0) return []
  const ways = [...new Set(offences.map(({ way }) => way).filter((way) => way !== ''))]
  return [ways.length > 0 ? `\`${keyword}\` for ${listed(ways)}` : `\`${keyword}\``]
}
