import { defineRule, type MediaType, type Operation, type Schema } from '@specward/core'
import { listed } from '../wording.ts'

export default defineRule({
  id: 'require-closed-third-party-data',
  title: 'The answer of a third party to a webhook or callback is not described.',
  why: 'Receivers of webhooks are third parties, and what they answer comes into the API as any other input does. An answer of any shape passes every check, and developers trust it more than what callers send.',
  fix: 'Describe what of the answer is used, with types and limits, and refuse the rest. An answer that is not used has no `content`.',
  presets: { strict: 'info', 'event-driven': 'info' },
  formats: ['oas3'],
  references: { owasp: ['API10:2023'], cwe: [20], controls: ['INPUT-1'] },
  falsePositives: 'The API may not read the answer at all; then its description needs no `content`.',
  select: 'operation',
  check(operation, { report, notApplicable }) {
    if (operation.kind !== 'webhook' && operation.kind !== 'callback') return notApplicable()
    const answers = answersOf(operation)
    if (answers.length === 0) return notApplicable()
    const open = answers.filter(({ schema, itemSchema }) => !isDescribed(schema) && !isDescribed(itemSchema))
    const [first] = open
    if (!first) return
    const types = [...new Set(open.map(({ node }) => node.key))]
    report({
      at: { node: first.node, part: 'key' },
      covers: open.map((each) => each.node),
      message: `What a third party answers to \`${operation.label}\` can be anything: its ${listed(types)} has ${whatThereIs(first)}.`,
      cause: first.node,
    })
  },
  examples: {
    bad: [
      {
        title: 'A webhook: any JSON',
        text: `
paths: {}
webhooks:
  priceWanted:
    post:
      responses:
        '200':
          description: The price.
          content:
            application/json: {}
#           ^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'A callback: any object, reached through `$ref`',
        format: 'oas3.0',
        text: `
paths:
  /exports:
    post:
      callbacks:
        done:
          '{$request.query.url}':
            post:
              responses:
                '200': { $ref: '#/components/responses/Answer' }
      responses:
        '202': { description: OK }
components:
  responses:
    Answer:
      description: OK
      content:
        application/json:
#       ^^^^^^^^^^^^^^^^
          schema: { $ref: '#/components/schemas/Answer' }
  schemas:
    Answer: { type: object, description: Anything. }
`,
      },
    ],
    good: [
      {
        title: 'No content, a described answer, and an answer that is a number',
        text: `
paths: {}
webhooks:
  priceWanted:
    post:
      responses:
        '200':
          description: The price.
          content:
            application/json:
              schema: { allOf: [{ $ref: '#/components/schemas/Price' }] }
            text/plain:
              schema: { type: integer }
  priceChanged:
    post:
      responses:
        '204': { description: Received. }
components:
  schemas:
    Price: { type: object, properties: { amount: { type: string } } }
`,
      },
      {
        title: 'What the API itself answers is not that of a third party',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { description: OK, content: { application/json: {} } }
`,
      },
    ],
  },
})

function answersOf({ responses }: Operation): readonly MediaType[] {
  const good = responses.filter(({ status }) => /^[12D]/i.test(status))
  return good.flatMap(({ response }) => response?.content ?? [])
}

/** What stands where the answer should be described. */
function whatThereIs({ schema, itemSchema }: MediaType): string {
  const given = schema ?? itemSchema
  if (!given) return 'no schema'
  const types = given.all('type').flatMap(({ value }) => value)
  if (types.includes('array')) return '`type: array` without items that say what is in it'
  return types.includes('object') ? '`type: object` without properties' : 'a schema without a type'
}

/** Whether a schema says what the value is: more than `{}` or `type: object`. */
function isDescribed(schema: Schema | undefined): boolean {
  if (!schema) return false
  if (schema.properties.length > 0 || schema.isClosed) return true
  const keywords = ['enum', 'const', 'oneOf', 'anyOf', 'pattern', 'additionalProperties', 'patternProperties']
  if (keywords.some((keyword) => schema.all(keyword).some(({ value }) => value !== true))) return true
  const types = schema.all('type').flatMap(({ value }) => value)
  if (types.includes('array')) return schema.items !== undefined
  return types.length > 0 && !types.includes('object')
}
