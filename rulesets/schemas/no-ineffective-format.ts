import { defineRule, type Fix } from '@specward/core'
import { joined, set } from '../edits.ts'
import { clipped, counted, listedAs } from '../wording.ts'
import { ineffectiveFormats, type WrittenFormat } from './written-formats.ts'

/** Places that are named for one format. */
const MOST_PLACES = 20

export default defineRule({
  id: 'no-ineffective-format',
  title: 'The format of a value checks nothing: it is misspelt, or that of another type.',
  why: 'Validators pass over a format that they do not know, and one that is not for the type of the value. The author believes that only dates or addresses come in, and anything does.',
  fix: 'Write the format as JSON Schema and the format registry of OpenAPI do: `date-time`, `uuid`, `uri`, `int32`. Where the value is of another type, say that type.',
  presets: { recommended: 'info', strict: 'warn', 'owasp-api-2023': 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1287],
    controls: ['INPUT-1'],
    specifications: ['JSON Schema 2020-12 Validation, section 7', 'OpenAPI Format Registry'],
  },
  falsePositives:
    'Some validators know other names, such as `url` or `datetime`. Only what callers send is looked at, and each format is told once for a description. A name that resembles no known format is the matter of `no-unknown-format`.',
  select: 'document',
  check(_document, { report, notApplicable, model }) {
    const formats = ineffectiveFormats(model).filter(({ why }) => why.kind !== 'unknown')
    if (formats.length === 0) return notApplicable()
    for (const written of formats) {
      const { places, format, why } = written
      const [first, ...others] = places
      if (!first) continue
      report({
        at: first.node,
        covers: places.map(({ node }) => node),
        message: messageFor(written),
        discriminator: `${format} ${why.kind}`,
        fix: fixFor(written),
        operations: [...new Set(places.flatMap(({ takers }) => takers().map(({ label }) => label)))],
        related: others
          .slice(0, MOST_PLACES)
          .map(({ node, label }) => ({ at: node, message: `In ${label}` })),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'Misspelt, in a schema that is reached through `$ref`, and in a parameter',
        text: `
paths:
  /events:
    get:
      parameters:
        - { name: id, in: query, schema: { type: string, format: UUID } }
#                                                                ^^^^
      responses: { '200': { description: OK } }
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Event' } } } }
      responses: { '201': { description: Created } }
components:
  schemas:
    Event:
      type: object
      properties:
        from: { type: string, format: datetime }
#                                     ^^^^^^^^
        to: { type: string, format: datetime }
        page: { type: string, format: url }
#                                     ^^^
        server: { type: string, format: ip-address }
#                                       ^^^^^^^^^^
`,
      },
      {
        title: 'The format of another type',
        text: `
paths:
  /events:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                at: { type: integer, format: date-time }
#                                            ^^^^^^^^^
                size: { type: string, format: int32 }
#                                             ^^^^^
      responses: { '201': { description: Created } }
`,
      },
      {
        title: 'OpenAPI 2.0: in another case',
        format: 'oas2',
        text: `
paths:
  /events:
    get:
      parameters: [{ name: page, in: query, type: integer, format: Int32 }]
#                                                                  ^^^^^
      responses: { '200': { description: OK } }
`,
      },
    ],
    good: [
      {
        title: 'Known formats, numbers that are written as text, and names that resemble none',
        text: `
paths:
  /events:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                at: { type: [string, 'null'], format: date-time }
                price: { type: string, format: decimal }
                big: { type: string, format: int64 }
                rate: { type: integer, format: double }
                since: { type: integer, format: unixtime }
                until: { type: string, format: unixtime }
                subnet: { type: string, format: ipv4-cidr }
                tongue: { type: string, format: language }
                created: { $ref: '#/components/schemas/Created' }
                currency: { type: string, format: currency }
                address: { type: object, properties: { format: { type: string, enum: [datetime] } } }
      responses: { '201': { description: Created } }
components:
  schemas:
    Created: { type: string, format: dateTime, readOnly: true }
`,
      },
      {
        title: 'What is only returned, and an upload of OpenAPI 2.0',
        format: 'oas2',
        text: `
consumes: [multipart/form-data]
paths:
  /events:
    post:
      parameters: [{ name: picture, in: formData, type: file, format: binary }]
      responses:
        '201':
          description: Created
          schema: { type: object, properties: { at: { type: string, format: datetime } } }
`,
      },
    ],
  },
})

/** Where one name alone is meant. */
function fixFor({ why, places }: WrittenFormat): Fix | undefined {
  const [meant, ...others] = why.kind === 'misspelt' ? why.meant : []
  if (meant === undefined || others.length > 0) return undefined
  return joined(
    places.map(({ node }) => ({ title: `Write \`${meant}\``, kind: 'suggested', edits: [set(node, meant)] })),
  )
}

function messageFor({ format, why, places }: WrittenFormat): string {
  const [first] = places
  const more = places.length > 1 ? ` and ${counted(places.length - 1, 'other value')}` : ''
  const subject = `${first?.label ?? ''}${more}`
  const have = places.length > 1 ? 'have' : 'has'
  const what =
    why.kind === 'misspelt'
      ? `which is not known and so not checked: write ${listedAs('or', why.meant)}`
      : why.kind === 'type'
        ? `which checks nothing of the type \`${why.type}\``
        : ''
  return `${subject} ${have} the format \`${clipped(format)}\`, ${what}.`
}
