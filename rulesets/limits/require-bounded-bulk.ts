import { defineRule } from '@specward/core'
import { listed } from '../wording.ts'
import { isAsynchronous, openBulks } from './bulk.ts'
import { inputsOf } from './inputs.ts'
import { offencesIn, tell } from './offences.ts'
import { branchesIn } from './recursion.ts'

export default defineRule({
  id: 'require-bounded-bulk',
  title: 'An operation works off a list of any length in one request.',
  why: 'One request then counts as one for any rate limit, but makes the server create, change or delete as much as the caller has listed. It outlives time-outs and holds locks while others wait.',
  fix: 'Set `maxItems` on the list to what one request can do in good time, and refuse more.',
  presets: { strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API4:2023'],
    cwe: [770],
    controls: ['RATE-4', 'RATE-7'],
    specifications: ['JSON Schema 2020-12 Validation, section 6.4.1'],
  },
  falsePositives:
    'Judged are lists of objects or identifiers: as the whole body, as all that it holds, or as the one list in the body of an operation that says "bulk" or "batch". Other lists are the matter of `require-bounded-list`, those that hold themselves of `no-unbounded-recursion`. A limit that stands in the text of the description alone, or at a gateway, is not seen.',
  select: 'document',
  check(_, context) {
    if (inputsOf(context.model).length === 0) return context.notApplicable()
    const branches = branchesIn(context.model)
    const groups = offencesIn(context.model, (input) => (branches.has(input.schema) ? [] : openBulks(input)))
    tell(context, groups, (subject, { offences }) => {
      const ways = [...new Set(offences.map(({ way }) => way).filter((way) => way !== ''))]
      const where = ways.length === 0 ? '' : ` to ${listed(ways)}`
      const isLater = offences.some(({ input }) => isAsynchronous(input.operation))
      const work = isLater ? 'all of it asked for in one request' : 'all of it worked off in one request'
      return `${subject} holds a list of any length, ${work}: add \`maxItems\`${where}.`
    })
  },
  examples: {
    bad: [
      {
        title: 'A body that is a list, one that holds nothing else, and one that says so',
        text: `
paths:
  /users:
    delete:
      requestBody:
        content:
          application/json:
            schema: { type: array, items: { type: string, format: uuid } }
#           ^^^^^^
      responses:
        '204': { description: Removed }
  /users/invitations:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Invitations' }
      responses:
        '204': { description: Sent }
  /users/batch:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                dryRun: { type: boolean }
                changes: { type: array, items: { type: object } }
#               ^^^^^^^
      responses:
        '204': { description: Changed }
components:
  schemas:
    Invitations:
      allOf:
        - type: object
          properties:
            emails: { type: array, items: { type: string, format: email } }
#           ^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: a list of things to create',
        format: 'oas2',
        text: `
paths:
  /users:
    post:
      parameters:
        - { name: users, in: body, schema: { $ref: '#/definitions/Users' } }
      responses:
        '201': { description: Created }
definitions:
  Users: { type: array, items: { type: object } }
# ^^^^^
`,
      },
    ],
    good: [
      {
        title:
          'A limit; a list among other things; tags alone; a JSON Patch; a search; and a list of a few values',
        text: `
paths:
  /users:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: array, maxItems: 100, items: { type: object } }
      responses:
        '201': { description: Created }
  /users/{id}:
    put:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties: { name: { type: string }, tags: { type: array, items: { type: string } } }
      responses:
        '204': { description: Changed }
    patch:
      requestBody:
        content:
          application/json-patch+json: { schema: { type: array, items: { type: object } } }
          application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Step' } } }
      responses:
        '204': { description: Changed }
  /users/search:
    post:
      summary: Search users
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { ids: { type: array, items: { type: string } } } }
      responses:
        '200': { description: Found }
  /users/{id}/tags:
    put:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { tags: { type: array, items: { type: string } } } }
      responses:
        '204': { description: Changed }
  /clusters:
    post:
      description: Both nodes have to be on the same site.
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { nodes: { type: array, items: { type: object } } } }
      responses:
        '201': { description: Formed }
  /days:
    put:
      requestBody:
        content:
          application/json:
            schema: { type: array, uniqueItems: true, items: { type: string, enum: [mon, tue] } }
      responses:
        '204': { description: Changed }
components:
  schemas:
    Step:
      type: object
      properties: { op: { type: string }, path: { type: string }, value: {} }
`,
      },
      {
        title: 'A list that holds its own kind, which is the matter of another rule',
        text: `
paths:
  /filters:
    post:
      requestBody:
        content:
          application/json: { schema: { $ref: '#/components/schemas/Filter' } }
      responses:
        '201': { description: Created }
components:
  schemas:
    Filter:
      type: object
      properties:
        filters: { type: array, items: { $ref: '#/components/schemas/Filter' } }
`,
      },
      {
        title: 'OpenAPI 2.0: a list of things to create, with a limit',
        format: 'oas2',
        text: `
paths:
  /users:
    post:
      parameters:
        - { name: users, in: body, schema: { type: array, maxItems: 10, items: { type: object } } }
      responses:
        '201': { description: Created }
`,
      },
    ],
  },
})
