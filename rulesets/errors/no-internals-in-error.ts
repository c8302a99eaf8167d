import { defineRule } from '@specward/core'
import { failuresOf } from './failures.ts'
import { findingFor, groupsOf, leaksOf } from './leaks.ts'

export default defineRule({
  id: 'no-internals-in-error',
  title: 'An error tells callers about the program behind the API, or about people.',
  why: 'Stack traces, SQL and class names tell an attacker which software runs, in which version, and how close an injection came. Whoever can provoke the error can read them, and so can the logs of every client.',
  fix: 'Return what the caller can act upon: a type, a title, a detail (RFC 9457), and an id under which the server logs the rest.',
  presets: { recommended: 'warn', strict: 'warn', 'internal-api': 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [209, 497],
    controls: ['ERROR-2'],
    specifications: ['RFC 9457, section 5'],
  },
  falsePositives:
    '`detail`, `instance`, `path`, `field` and ids of requests and traces are fine. The line and column of a mistake in what was sent are fine as well: places in code are reported beside a stack trace or an exception, or where class, file and line stand together. A schema that success returns too is not judged. What another error says of a property of the same name (`only visible in development`) leaves this one undecided.',
  select: 'response',
  check(response, { report, undecided, notApplicable, model }) {
    if (!failuresOf(model).has(response)) return notApplicable()
    const leaks = leaksOf(model).get(response) ?? []
    for (const [first, ...others] of groupsOf(leaks.filter(({ hidden }) => !hidden))) {
      if (first) report(findingFor(first, others))
    }
    for (const leak of leaks.filter(({ hidden }) => hidden)) {
      const because = `another error says that callers do not see \`${leak.name}\`, and this one does not`
      undecided({ at: findingFor(leak).at, because })
    }
  },
  examples: {
    bad: [
      {
        title: 'A stack trace, in an error that is reached through `$ref`',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
        '500': { $ref: '#/components/responses/Failed' }
components:
  responses:
    Failed:
      description: Something went wrong
      content:
        application/json:
          schema: { $ref: '#/components/schemas/Error' }
  schemas:
    Error:
      type: object
      properties:
        message: { type: string }
        stackTrace: { type: array, items: { type: string } }
#       ^^^^^^^^^^
`,
      },
      {
        title: 'Class, file and line, inherited through `allOf` and behind an open mapping',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
        default:
          description: Something went wrong
          content:
            application/json:
              schema:
                type: object
                additionalProperties:
                  allOf: [{ $ref: '#/components/schemas/Frame' }]
components:
  schemas:
    Frame:
      type: object
      properties:
        className: { type: string }
#       ^^^^^^^^^
        fileName: { type: string }
        lineNumber: { type: integer }
`,
      },
      {
        title: 'Not in the schema, but in the example',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
        '500':
          description: Something went wrong
          content:
            application/json:
              schema: { type: object }
              examples:
                duplicate:
                  value:
                    message: Something went wrong
                    sqlQuery: insert into orders values (1)
#                   ^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: whose account it was that had too little on it',
        format: 'oas2',
        text: `
paths:
  /payments:
    post:
      responses:
        '201': { description: Paid }
        '422':
          description: Not enough money
          schema:
            type: object
            properties:
              message: { type: string }
              iban: { type: string }
#             ^^^^
`,
      },
    ],
    good: [
      {
        title: 'Problem details, with the place of the mistake in what was sent',
        text: `
paths:
  /orders:
    post:
      responses:
        '201': { description: Created }
        '400':
          description: Refused
          content:
            application/problem+json:
              schema:
                type: object
                properties:
                  title: { type: string }
                  detail: { type: string }
                  instance: { type: string }
                  traceId: { type: string }
                  errors:
                    type: array
                    items:
                      type: object
                      properties:
                        field: { type: string }
                        path: { type: string }
                        line: { type: integer }
                        exception: { type: string, enum: [missing, tooLong] }
`,
      },
      {
        title:
          'What success returns: an API for those who look after programs; and the record that stands in the way',
        text: `
paths:
  /crashes/{id}:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Crash' }
        '409':
          description: It has changed meanwhile
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Crash' }
components:
  schemas:
    Crash:
      type: object
      properties:
        stackTrace: { type: string }
`,
      },
      {
        title: 'OpenAPI 2.0: an envelope of that name, and the address of the support',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
        '500':
          description: Something went wrong
          schema:
            type: object
            properties:
              exception: { type: object, properties: { code: { type: string } } }
              debug: { type: boolean }
              supportEmail: { type: string, format: email }
`,
      },
    ],
  },
})
