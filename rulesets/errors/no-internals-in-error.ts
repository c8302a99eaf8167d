import { defineRule, type Node, type Property, type Response, type RuleReport } from '@specward/core'
import { type Place, wayOf } from '../exposure/ways-out.ts'
import { listed } from '../wording.ts'
import { errorOf, type Failure, failuresOf, nodesIn } from './failures.ts'
import { internalsAmong, isInternalKey } from './internals.ts'

/** Personal data that nobody needs to be told of a failure; contact data may be that of a support desk. */
const HARMLESS: ReadonlySet<string> = new Set([
  'email address',
  'phone number',
  'postal address',
  'personal data',
  'sensitive data',
])

export default defineRule({
  id: 'no-internals-in-error',
  title: 'An error tells callers about the program behind the API, or about people.',
  why: 'Stack traces, SQL and class names tell an attacker which software runs, in which version, and how close an injection came. Whoever can provoke the error can read them, and so can the logs of every client.',
  fix: 'Return what the caller can act upon: a type, a title, a detail (RFC 9457), and an id under which the server logs the rest.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [209, 497],
    controls: ['ERROR-2'],
    specifications: ['RFC 9457, section 5'],
  },
  falsePositives:
    '`detail`, `instance`, `path`, `field` and ids of requests and traces are fine. The line and column of a mistake in what was sent are fine as well: places in code are reported beside a stack trace or an exception, or where class, file and line stand together. A schema that success returns too is not judged.',
  select: 'response',
  check(response, { report, notApplicable, model }) {
    const failure = failuresOf(model).get(response)
    if (!failure) return notApplicable()
    let isFound = false
    for (const place of failure.places) {
      const finding = judge(failure, place)
      if (!finding) continue
      isFound = true
      report(finding)
    }
    const key = isFound ? undefined : internalKeyIn(response)
    if (key) {
      const message = `An example of ${lowered(errorOf(failure))} shows \`${key.key}\` to callers.`
      report({ at: { node: key, part: 'key' }, message, discriminator: `example ${key.key}` })
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

function judge(failure: Failure, place: Place): RuleReport | undefined {
  const { properties } = place.schema
  if (properties.length === 0) return undefined
  const internals = internalsAmong(properties)
  const found = internals.length > 0 ? internals : properties.filter(isSomebodys)
  const [first, ...others] = found
  if (!first) return undefined
  const names = listed([...new Set(found.map(({ name }) => name))])
  const about = internals.length > 0 ? ' of the program behind it' : ''
  return {
    at: { node: first.node, part: 'key' },
    message: `${errorOf(failure)} shows ${names}${about} to callers (\`${wayOf(place, first)}\`).`,
    discriminator: first.identity,
    related: others.map(({ node, name }) => ({
      at: { node, part: 'key' } as const,
      message: `\`${name}\` is shown as well`,
    })),
  }
}

function isSomebodys({ sensitivity, writeOnly }: Property): boolean {
  if (!sensitivity || writeOnly || sensitivity.dataClass === 'credential') return false
  return sensitivity.confidence === 'certain' && !HARMLESS.has(sensitivity.term)
}

function internalKeyIn({ content }: Response): Node | undefined {
  for (const example of content.flatMap(({ examples }) => examples)) {
    for (const node of nodesIn(example)) {
      if (node !== example && isInternalKey(node.key, node.value)) return node
    }
  }
  return undefined
}

function lowered(text: string): string {
  return text[0]?.toLowerCase() + text.slice(1)
}
