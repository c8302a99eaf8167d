import { defineRule, type Schema, tokens } from '@specward/core'
import { listed } from '../wording.ts'
import type { Input } from './inputs.ts'
import { openIdentifiers } from './named-inputs.ts'
import { type Offence, offencesIn, tell } from './offences.ts'

export default defineRule({
  id: 'require-restricted-text',
  title: 'Nothing says what an identifier that callers send looks like.',
  why: 'Identifiers end up in paths, queries and keys of caches. One that may hold `../`, quotes, line breaks or a megabyte is where traversal and injection begin, although the real ones are a few letters and digits.',
  fix: 'Say what the identifier looks like: `format: uuid`, an `enum`, or a `pattern` such as `^[A-Za-z0-9_-]{1,40}$`.',
  presets: { strict: 'info', 'owasp-api-2023': 'off' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [20],
    controls: ['INPUT-1'],
    specifications: ['JSON Schema 2020-12 Validation, section 6.3.3'],
  },
  falsePositives:
    'What is an identifier is told by its name (an id, a code, a slug), and for parameters of the path by their place. Identifiers that others have given, whose form nobody knows, can have a `pattern` that keeps out control characters and separators at least. Told once for each parameter, body and component.',
  select: 'document',
  check(_, context) {
    const open = (input: Input) =>
      openIdentifiers(input).filter((each) => fixedLengthOf(each) > MOST_HARMLESS)
    tell(context, offencesIn(context.model, open), (subject, { offences }) => {
      const ways = [...new Set(offences.map(({ way }) => way).filter((way) => way !== ''))]
      const isOfLength = offences.every(({ schema }) => fixedLengthOf(schema) !== Number.POSITIVE_INFINITY)
      const of = isOfLength ? 'length' : 'form'
      const whose = ways.length === 0 ? `its ${of}` : `the ${of} of ${listed(ways)}`
      const says = isOfLength ? `gives ${whose} only` : `says nothing of ${whose}`
      const remedy = offences.every(isNumber)
        ? '`type: integer` if it is a number, else a `pattern` or an `enum`'
        : 'a `pattern`, an `enum` or a `format` such as `uuid`'
      return `${subject} ${says}: add ${remedy}.`
    })
  },
  examples: {
    bad: [
      {
        title: 'In the path, behind `$ref`, and in a component that is reached through `allOf`',
        text: `
paths:
  /orders/{orderId}:
    parameters:
      - { $ref: '#/components/parameters/Order' }
    put:
      requestBody:
        content:
          application/json:
            schema: { allOf: [{ $ref: '#/components/schemas/Change' }] }
      responses:
        '204': { description: Changed }
components:
  parameters:
    Order: { name: orderId, in: path, required: true, schema: { type: string, maxLength: 40 } }
#                  ^^^^^^^
  schemas:
    Change:
      type: object
      properties:
        customer_id: { type: string }
#       ^^^^^^^^^^^
        countryCode: { type: string }
        note: { type: string }
`,
      },
      {
        title: 'OpenAPI 2.0: a name in the path',
        format: 'oas2',
        text: `
paths:
  /buckets/{bucket}:
    get:
      parameters:
        - { name: bucket, in: path, required: true, type: string }
#                 ^^^^^^
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'A form for each; texts that identify nothing; a way through folders; what is only returned',
        text: `
paths:
  /orders/{orderId}/files/{path}:
    parameters:
      - { name: orderId, in: path, required: true, schema: { type: string, format: uuid } }
      - { name: path, in: path, required: true, schema: { type: string } }
    put:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                customerId: { type: string, pattern: '^c_[a-z0-9]{8}$' }
                couponCode: { type: string, enum: [SUMMER] }
                batchId: { oneOf: [{ type: integer }, { type: string, format: uuid }] }
                id: { type: string, readOnly: true }
                sourceCode: { type: string }
                countryCode: { type: string, minLength: 2, maxLength: 2 }
                note: { type: string }
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: object, properties: { id: { type: string } } }
`,
      },
      {
        title: 'OpenAPI 2.0: a pattern',
        format: 'oas2',
        text: `
paths:
  /buckets/{bucket}:
    get:
      parameters:
        - { name: bucket, in: path, required: true, type: string, pattern: '^[a-z0-9-]{3,63}$' }
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

/** A text of so many characters and no other is too short for a path that leads elsewhere, or for markup. */
const MOST_HARMLESS = 4

/** The only length that a text may have; Infinity where there are several. */
function fixedLengthOf(schema: Schema): number {
  const [least, most] = ['minLength', 'maxLength'].map((keyword) =>
    schema.all(keyword).find(({ value }) => typeof value === 'number'),
  )
  return most && least?.value === most.value ? Number(most.value) : Number.POSITIVE_INFINITY
}

/** Last words of names that are mostly numbers, where they say which part or how much of something is meant. */
const NUMBERS: ReadonlySet<string> = new Set(
  [
    'size',
    'page',
    'count',
    'limit',
    'offset',
    'index',
    'year',
    'month',
    'day',
    'quantity',
    'amount',
    'height',
  ].concat(['width', 'depth', 'position', 'latitude', 'longitude', 'zoom', 'timestamp', 'port']),
)

function isNumber({ input }: Offence): boolean {
  return NUMBERS.has(tokens(input.name).at(-1) ?? '')
}
