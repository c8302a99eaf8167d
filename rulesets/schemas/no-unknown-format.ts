import { defineRule } from '@specward/core'
import { clipped, counted } from '../wording.ts'
import { within } from './inputs.ts'
import { ineffectiveFormats } from './written-formats.ts'

/** Places that are named for one format. */
const MOST_PLACES = 20

export default defineRule({
  id: 'no-unknown-format',
  title: 'The format of a value is one of its own, and nothing else limits it.',
  why: 'A format that stands in no registry means something to people only. Unless it is taught to every validator and gateway, any value passes.',
  fix: 'Beside the format, say by `pattern`, `enum` or the limits of a number what is allowed. Or use a format that is registered.',
  presets: { strict: 'hint', 'owasp-api-2023': 'off' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1287],
    controls: ['INPUT-1'],
    specifications: ['JSON Schema 2020-12 Validation, section 7.2.3', 'OpenAPI Format Registry'],
  },
  falsePositives:
    'Specifications permit formats of one’s own, and your validator may know them. Only what callers send is looked at, and each format is told once for a description.',
  options: {
    known: {
      type: 'string-list',
      default: [],
      description: 'Formats that your validators check.',
    },
  },
  select: 'document',
  check(_document, { report, notApplicable, model, options }) {
    const known: readonly string[] = options.known
    const formats = ineffectiveFormats(model).filter(
      ({ why, format }) => why.kind === 'unknown' && !known.includes(format),
    )
    if (formats.length === 0) return notApplicable()
    for (const { format, places: all } of formats) {
      const places = all.filter(({ isLimited }) => !isLimited)
      const [first, ...others] = places
      if (!first) continue
      const more = others.length > 0 ? ` and ${counted(others.length, 'other value')}` : ''
      const isShort = places.every((place) => place.isShort)
      report({
        at: first.node,
        covers: places.map(({ node }) => node),
        message: `Nothing but ${isShort ? 'the length and ' : ''}the format \`${clipped(format)}\`, which is in no registry, says what ${within(first)}${more} may be: add a \`pattern\`${isShort ? '' : ' or limits'}.`,
        discriminator: format,
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
        title: 'Twice the same, in a schema that is reached through `$ref`',
        text: `
paths:
  /people:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Person' } } } }
      responses: { '201': { description: Created } }
components:
  schemas:
    Person:
      type: object
      properties:
        phone: { type: string, format: phone-number }
#                                      ^^^^^^^^^^^^
        mobile: { type: string, format: phone-number }
        slug: { type: string, format: slug, maxLength: 100 }
#                                     ^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: a parameter',
        format: 'oas2',
        text: `
paths:
  /people:
    get:
      parameters: [{ name: country, in: query, type: string, format: iso-country }]
#                                                                    ^^^^^^^^^^^
      responses: { '200': { description: OK } }
`,
      },
    ],
    good: [
      {
        title: 'With a pattern, a list of values or limits beside it',
        text: `
paths:
  /people:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                phone: { type: string, format: phone-number, pattern: '^\\+[0-9]{5,15}$' }
                country: { type: string, format: iso-country, enum: [CH, DE] }
                since: { type: integer, format: epoch, minimum: 0, maximum: 4102444800 }
                expires: { type: integer, format: unixtime }
                email: { type: string, format: email }
                kind: { type: string, format: string }
      responses: { '201': { description: Created } }
`,
      },
      {
        title: 'What is only returned, and one that the validators know',
        options: { known: ['iso-country'] },
        text: `
paths:
  /people:
    get:
      parameters: [{ name: country, in: query, schema: { type: string, format: iso-country } }]
      responses:
        '200':
          description: OK
          content: { application/json: { schema: { type: string, format: phone-number } } }
`,
      },
    ],
  },
})
