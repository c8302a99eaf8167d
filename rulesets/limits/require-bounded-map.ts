import { defineRule } from '@specward/core'
import { openMaps } from './bounds.ts'
import { inputsOf } from './inputs.ts'
import { offencesIn, setsNoLimit, tell } from './offences.ts'
import { branchesIn } from './recursion.ts'

export default defineRule({
  id: 'require-bounded-map',
  title: 'Callers can send an object with any number of keys.',
  why: 'Where the names are left to callers, their number is too. Each becomes a key in memory, often a column or an index entry, for as long as the thing is kept.',
  fix: 'Set `maxProperties`, or list the names that are known: `propertyNames` with an `enum`.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API4:2023'],
    cwe: [770],
    controls: ['RATE-4'],
    specifications: ['JSON Schema 2020-12 Validation, section 6.5.1'],
  },
  falsePositives:
    'A gateway may limit the size of requests as a whole, which the description does not show. Told once for each parameter, body and component. Objects that list no name and say nothing of what may stand in them are not judged: they are not described at all.',
  select: 'document',
  check(_, context) {
    if (inputsOf(context.model).length === 0) return context.notApplicable()
    const branches = branchesIn(context.model)
    const groups = offencesIn(context.model, ({ schema }) => (branches.has(schema) ? [] : openMaps(schema)))
    tell(
      context,
      groups,
      (subject, group) => `${subject} ${setsNoLimit('number of keys', group)}: add \`maxProperties\`.`,
    )
  },
  examples: {
    bad: [
      {
        title: 'Labels of a component that is reached through `$ref`',
        text: `
paths:
  /servers:
    post:
      requestBody:
        content:
          application/json:
            schema: { allOf: [{ $ref: '#/components/schemas/Server' }] }
      responses:
        '201': { description: Created }
components:
  schemas:
    Server:
      type: object
      properties:
        labels: { type: object, additionalProperties: { type: string, maxLength: 40 } }
#       ^^^^^^
        limits: { type: object, patternProperties: { '^x-': { type: integer } } }
`,
      },
      {
        title: 'OpenAPI 2.0: a body that is nothing else',
        format: 'oas2',
        text: `
paths:
  /labels:
    put:
      parameters:
        - name: labels
          in: body
          schema: { type: object, additionalProperties: { type: string, maxLength: 40 } }
#         ^^^^^^
      responses:
        '204': { description: Changed }
`,
      },
    ],
    good: [
      {
        title: 'Bounded by a number or by names; a list of properties that is open to more; what is returned',
        text: `
paths:
  /servers:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              additionalProperties: { type: string }
              properties:
                labels: { type: object, maxProperties: 20, additionalProperties: { type: string } }
                ports: { type: object, propertyNames: { enum: [http, https] }, additionalProperties: { type: integer } }
                state: { type: object, readOnly: true, additionalProperties: { type: string } }
      responses:
        '201':
          description: Created
          content:
            application/json:
              schema: { type: object, additionalProperties: { type: string } }
`,
      },
      {
        title: 'OpenAPI 2.0: bounded by `allOf`',
        format: 'oas2',
        text: `
paths:
  /labels:
    put:
      parameters:
        - name: labels
          in: body
          schema: { allOf: [{ $ref: '#/definitions/Labels' }, { maxProperties: 20 }] }
      responses:
        '204': { description: Changed }
definitions:
  Labels: { type: object, additionalProperties: { type: string } }
`,
      },
    ],
  },
})
