import { defineRule, type Operation, tokens } from '@specward/core'
import { essenceOf, placeOf, type WrittenType, writtenTypes } from './media-types.ts'
import { operationsOf, wildcardsIn } from './wildcard-types.ts'

/** What operations are about that keep files. */
const FILES: ReadonlySet<string> = new Set(
  'upload file attachment asset avatar image blob media artifact'.split(' '),
)

export default defineRule({
  id: 'no-wildcard-media-type',
  title: 'An operation accepts a body of any media type.',
  why: 'The server reads what it is sent by the type that the caller names. With `*/*` that may be XML with external entities, a serialised object or a form that another site posts, and a gateway that checks JSON lets it through unchecked.',
  fix: 'Name the media types that the operation understands.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [436, 20],
    controls: ['INPUT-4'],
    specifications: ['RFC 9110, section 8.3 and section 15.5.16'],
  },
  falsePositives:
    'Operations that store any file as it is (a binary body, an upload) are left alone. The server may refuse other types although the description does not say so.',
  select: 'document',
  check(_, { report, notApplicable, model }) {
    if (!writtenTypes(model).some(({ direction }) => direction === 'request')) return notApplicable()
    const places = wildcardsIn(model, 'request').filter(
      (written) => !written.operations.every((each) => isStored(each, written)),
    )
    for (const written of places) {
      report({
        at: placeOf(written),
        message: `A body of any media type is accepted (\`${written.text}\`), so callers decide how the server reads it.`,
        discriminator: essenceOf(written.text),
        operations: operationsOf([written]).map(({ label }) => label),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'Anything, in a body that is reached through `$ref`',
        text: `
paths:
  /orders:
    post:
      requestBody: { $ref: '#/components/requestBodies/Order' }
      responses: { '201': { description: OK } }
components:
  requestBodies:
    Order:
      content:
        '*/*': { schema: { type: object } }
#       ^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: inherited from the document',
        format: 'oas2',
        text: `
consumes: [application/json, 'application/*']
#                            ^^^^^^^^^^^^^^^
paths:
  /orders:
    post:
      parameters: [{ name: order, in: body, schema: { type: object } }]
      responses: { '201': { description: OK } }
`,
      },
    ],
    good: [
      {
        title: 'Named types, pictures, any file as it is, and what is returned',
        text: `
paths:
  /orders:
    post:
      requestBody:
        content:
          application/json: { schema: { type: object } }
          application/*+json: { schema: { type: object } }
          image/*: { schema: { type: string, format: binary } }
      responses:
        '201': { description: OK, content: { '*/*': { schema: { type: object } } } }
  /objects/{key}:
    put:
      requestBody:
        content:
          '*/*': { schema: { type: string, format: binary } }
      responses: { '204': { description: OK } }
`,
      },
      {
        title: 'OpenAPI 2.0: no operation has a body',
        format: 'oas2',
        text: `
consumes: ['*/*']
paths:
  /orders:
    get:
      responses: { '200': { description: OK } }
`,
      },
    ],
  },
})

/** Whether the body is kept as it is, whatever it is. */
function isStored(operation: Operation, { text }: WrittenType): boolean {
  if (operation.classes.has('upload')) return true
  if (
    [operation.path, operation.operationId ?? ''].some((text) => tokens(text).some((word) => FILES.has(word)))
  )
    return true
  const body = operation.requestBody?.content.find(({ type }) => type === essenceOf(text))
  if (!body?.schema) return false
  return body.schema.format === 'binary' || body.schema.all('contentMediaType').length > 0
}
