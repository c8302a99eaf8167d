import { defineRule } from '@specward/core'
import { listed } from '../wording.ts'
import { openIdentifiers } from './named-inputs.ts'
import { offencesIn, tell } from './offences.ts'

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
    controls: ['INPUT-1', 'INPUT-2'],
    specifications: ['JSON Schema Validation 2020-12, section 6.3.3'],
  },
  falsePositives:
    'What is an identifier is told by its name (an id, a code, a slug), and for parameters of the path by their place. Identifiers that others have given, whose form nobody knows, can have a `pattern` that keeps out control characters and separators at least. Told once for each parameter, body and component.',
  select: 'document',
  check(_, context) {
    tell(context, offencesIn(context.model, openIdentifiers), (subject, { offences }) => {
      const ways = [...new Set(offences.map(({ way }) => way).filter((way) => way !== ''))]
      const whose = ways.length === 0 ? 'its form' : `the form of ${listed(ways)}`
      return `${subject} says nothing of ${whose}: add a \`pattern\`, an \`enum\` or a \`format\` such as \`uuid\`.`
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
