import { defineRule, type Operation, type RuleReport, tokens } from '@specward/core'
import { counted } from '../wording.ts'
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
    'Operations that store any file as it is (a binary body, an upload) are left alone. Each wildcard is told once for a description. The server may refuse other types although the description does not say so.',
  select: 'document',
  check(_, { report, notApplicable, model }) {
    if (!writtenTypes(model).some(({ direction }) => direction === 'request')) return notApplicable()
    const families = new Map<string, WrittenType[]>()
    for (const written of wildcardsIn(model, 'request')) {
      const operations = written.operations.filter((each) => !isStored(each, written))
      if (operations.length === 0) continue
      const type = essenceOf(written.text)
      const family = families.get(type)
      if (family) family.push({ ...written, operations })
      else families.set(type, [{ ...written, operations }])
    }
    for (const [type, places] of families) {
      const finding = findingFor(type, places)
      if (finding) report(finding)
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
        title: 'Each wildcard once, however many operations write it',
        text: `
paths:
  /orders:
    post:
      requestBody: { content: { '*/*': { schema: { type: object } } } }
#                               ^^^^^
      responses: { '201': { description: OK } }
  /carts:
    put:
      requestBody: { content: { '*/*': { schema: { type: object } } } }
      responses: { '204': { description: OK } }
  /files:
    put:
      requestBody: { content: { 'text/*': { schema: { type: object } } } }
      responses: { '204': { description: OK } }
  /letters:
    put:
      requestBody: { content: { 'text/*': { schema: { type: object } } } }
#                               ^^^^^^^^
      responses: { '204': { description: OK } }
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

/** More than these, nobody reads. */
const MOST_RELATED = 10

function findingFor(type: string, places: readonly WrittenType[]): RuleReport | undefined {
  const [first, ...others] = places
  if (!first) return undefined
  const labels = operationsOf(places).map(({ label }) => label)
  const subject =
    labels.length === 1 ? `\`${labels[0]}\` accepts` : `${counted(labels.length, 'operation')} accept`
  return {
    at: placeOf(first),
    covers: places.map(({ node }) => node),
    message: `${subject} a body of any media type (\`${first.text}\`), so callers decide how the server reads it.`,
    discriminator: type,
    operations: labels,
    related: others
      .slice(0, MOST_RELATED)
      .map((other) => ({ at: placeOf(other), message: `\`${other.operations[0]?.label}\` as well.` })),
  }
}
