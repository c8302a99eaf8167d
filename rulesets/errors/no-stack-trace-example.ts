import { defineRule, type Node, type Response, type Schema } from '@specward/core'
import { errorOf, type Failure, failuresOf, MOST_NODES, nodesIn } from './failures.ts'
import { traceIn as traceInText } from './traces.ts'

export default defineRule({
  id: 'no-stack-trace-example',
  title: 'The example of an error shows a stack trace, SQL or a path of the server.',
  why: 'Examples are copied from what a server really returns. Here it hands out how it is built: the software and its version, its files, its tables. That is the map an attacker begins with.',
  fix: 'Make the server answer unexpected errors with a general text and an id for its log, then record the example anew.',
  presets: { recommended: 'warn', strict: 'warn', 'internal-api': 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [209],
    controls: ['ERROR-2'],
    specifications: ['RFC 9457, section 5'],
  },
  falsePositives:
    'Only examples of responses that tell of a failure are read, and only for signs that hardly occur in a text for people: lines of a trace, names of exception classes, errors of a database, paths to source files.',
  select: 'response',
  check(response, { report, undecided, notApplicable, model }) {
    const failure = failuresOf(model).get(response)
    if (!failure) return notApplicable()
    for (const example of examplesOf(response, failure)) {
      const { node, what, isCut } = traceIn(example)
      if (isCut) {
        const because = `it has more than ${MOST_NODES} values, and only the first of them were read`
        undecided({ at: example, because })
      }
      if (!node) continue
      return report({
        at: { node, part: 'value' },
        message: `${errorOf(failure)} is shown with ${what} in it.`,
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A trace of Java, in an example that is reached through `$ref`',
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
              examples:
                failed: { $ref: '#/components/examples/Failed' }
components:
  examples:
    Failed:
      value:
        message: 'NullPointerException at com.example.Orders.find(Orders.java:42)'
#                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'A table of the database, in the schema, inherited through `allOf`',
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
                allOf: [{ $ref: '#/components/schemas/Error' }]
components:
  schemas:
    Error:
      type: object
      properties:
        detail:
          type: string
          example: 'ORA-00942: table or view does not exist'
#                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: a path of the server',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      produces: [application/json]
      responses:
        '200': { description: OK }
        '500':
          description: Something went wrong
          schema: { type: object }
          examples:
            application/json: { detail: 'include(/var/www/orders/db.php): failed to open' }
#                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Texts for people, and ids for the log',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
        '500':
          description: Something went wrong
          content:
            application/problem+json:
              examples:
                failed:
                  value:
                    title: Something went wrong at our end.
                    detail: 'Select an order from the list at /app/orders, where the date is set.'
                    instance: /errors/8f2c1a
`,
      },
      {
        title: 'What success returns',
        text: `
paths:
  /crashes/{id}:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              example: { trace: 'at com.example.Orders.find(Orders.java:42)' }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      produces: [application/json]
      responses:
        '200': { description: OK }
        '404':
          description: Not found
          schema: { type: object }
          examples:
            application/json: { detail: No order has this id. }
`,
      },
    ],
  },
})

function* examplesOf({ content }: Response, { places }: Failure): Generator<Node> {
  for (const { examples } of content) yield* examples
  for (const { schema } of places) yield* ofSchema(schema)
}

function ofSchema(schema: Schema): readonly Node[] {
  return [
    ...schema.all('example'),
    ...schema.all('default'),
    ...schema.all('x-example'),
    ...schema.all('examples'),
  ]
}

interface Shown {
  readonly node?: Node
  readonly what?: string
  /** True where nothing was found in what was read, and there is more. */
  readonly isCut: boolean
}

function traceIn(example: Node): Shown {
  let count = 0
  for (const node of nodesIn(example)) {
    count++
    const what = node.string === undefined ? undefined : traceInText(node.string)
    if (what !== undefined) return { node, what, isCut: false }
  }
  return { isCut: count >= MOST_NODES }
}
