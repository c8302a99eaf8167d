import { defineRule } from '@specward/core'
import { isFreeText } from './free-text.ts'

export default defineRule({
  id: 'no-reserved-characters',
  title: 'A value is put into the URL without its reserved characters being escaped.',
  why: 'With `allowReserved`, clients leave `&`, `=`, `#`, `/` and `?` as they are. Whoever controls the value adds parameters to the request of somebody else, overrides one that is there, or leads the path elsewhere.',
  fix: 'Leave `allowReserved` out. Where slashes have to stay, give the value a `pattern` that lets nothing else through.',
  presets: { strict: 'info', 'owasp-api-2023': 'off' },
  formats: ['oas3'],
  references: {
    owasp: ['API8:2023'],
    cwe: [116, 235],
    controls: ['INPUT-1'],
    specifications: ['OpenAPI 3.1.1, Parameter Object', 'RFC 3986, section 2.2'],
  },
  falsePositives: 'A client that escapes what would end the value, and nothing else, does no harm.',
  select: 'parameter',
  check(parameter, { report, notApplicable, model }) {
    const { name, node, schema, operations } = parameter
    const reserved = node.child('allowReserved')
    const callers = operations.filter(({ kind }) => kind === 'http')
    if (reserved?.value !== true || callers.length === 0) return notApplicable()
    const text = schema?.items ?? schema
    if (text && !isFreeText(text, model)) return
    report({
      at: reserved,
      message: `\`${name}\` of \`${callers[0]?.label}\` is sent with \`&\`, \`=\`, \`/\` and \`?\` as they are, so its value can change the rest of the URL. Leave \`allowReserved\` out, or give it a \`pattern\`.`,
      operations: callers.map(({ label }) => label),
      fix: {
        title: 'Let the value be escaped',
        kind: 'suggested',
        edits: [{ node: reserved, edit: { op: 'remove', path: reserved.path } }],
      },
    })
  },
  examples: {
    bad: [
      {
        title: 'A text in the query, in a parameter that is reached through `$ref`',
        text: `
paths:
  /files:
    get:
      parameters: [{ $ref: '#/components/parameters/Path' }]
      responses: { '200': { description: OK } }
components:
  parameters:
    Path: { name: path, in: query, allowReserved: true, schema: { type: string } }
#                                                 ^^^^
`,
      },
      {
        title: 'OpenAPI 3.0: a list of texts',
        format: 'oas3.0',
        text: `
paths:
  /files:
    get:
      parameters:
        - { name: paths, in: query, schema: { type: array, items: { type: string } }, allowReserved: true }
#                                                                                                    ^^^^
      responses: { '200': { description: OK } }
`,
      },
    ],
    good: [
      {
        title: 'Escaped, listed, with a pattern, and a number',
        text: `
paths:
  /files:
    get:
      parameters:
        - { name: a, in: query, allowReserved: false, schema: { type: string } }
        - { name: b, in: query, allowReserved: true, schema: { type: string, enum: [/a, /b] } }
        - { name: c, in: query, allowReserved: true, schema: { type: string, pattern: '^[a-z/]+$' } }
        - { name: d, in: query, allowReserved: true, schema: { type: integer } }
      responses: { '200': { description: OK } }
`,
      },
      {
        title: 'OpenAPI 3.0: a property of that name',
        format: 'oas3.0',
        text: `
paths:
  /seats:
    post:
      requestBody:
        content: { application/json: { schema: { type: object, properties: { allowReserved: { type: boolean } } } } }
      responses: { '201': { description: OK } }
`,
      },
    ],
  },
})
