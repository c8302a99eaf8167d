import { defineRule } from '@specward/core'
import { openTexts, vainLimit } from './bounds.ts'
import { type Input, inputsOf } from './inputs.ts'
import { openIdentifiers } from './named-inputs.ts'
import { type Group, offencesIn, setsNoLimit, tell } from './offences.ts'

/** Bodies that are files: how large they may be is no matter of a schema. */
const FILES = /^(?:application\/(?:octet-stream|pdf|zip|gzip|x-tar)|(?:image|audio|video|font)\/.*)$/

/** Header parameters that OpenAPI 3 says are ignored (OpenAPI 3.1.1, Parameter Object). */
const IGNORED: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization'])

export default defineRule({
  id: 'require-bounded-text',
  title: 'Callers can send a text of any length.',
  why: 'A text without a largest length costs memory, storage and time wherever it is read, stored, searched or logged. Each field that needs 80 characters and takes 8 megabytes is a way to fill them.',
  fix: 'Set `maxLength` to what the field needs, or say what it holds with an `enum`, a `format` such as `uuid`, or a `pattern` that ends.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API4:2023'],
    cwe: [770],
    controls: ['RATE-4'],
    specifications: ['JSON Schema 2020-12 Validation, section 6.3.1'],
  },
  falsePositives:
    'A gateway may limit the size of requests as a whole, which the description does not show. Told once for each parameter, body and component. Responses, `readOnly` properties and files are not judged, nor identifiers that may be any text, which are the matter of `require-restricted-text`.',
  options: {
    most: {
      type: 'integer',
      default: 100_000_000,
      minimum: 1,
      description: 'A `maxLength` above this is as good as none.',
    },
  },
  select: 'document',
  check(_, context) {
    if (inputsOf(context.model).length === 0) return context.notApplicable()
    const groups = offencesIn(context.model, (input) =>
      isJudged(input) ? openTexts(input.schema, context.options.most) : [],
    )
    tell(
      context,
      groups,
      (subject, group) => `${subject} ${setsNoLimit('length', group)}: ${adviceFor(group)}.`,
    )
  },
  examples: {
    bad: [
      {
        title:
          'In a component that is reached through `$ref` and `allOf`, in a parameter, and in one of several forms',
        text: `
paths:
  /notes:
    parameters:
      - { name: sort, in: query, schema: { type: string } }
#               ^^^^
    get: { responses: { '200': { description: OK } } }
    post:
      requestBody:
        content:
          application/json:
            schema:
              allOf:
                - $ref: '#/components/schemas/Note'
                - type: object
                  properties:
                    priority:
                      oneOf: [{ type: integer }, { type: string }]
#                                                ^^^^^^^^^^^^^^^^
      responses:
        '201': { description: Created }
components:
  schemas:
    Note:
      type: object
      properties:
        title: { type: string, maxLength: 80 }
        text: { type: string }
#       ^^^^
        tags: { type: array, maxItems: 5, items: { type: string } }
`,
      },
      {
        title: 'A limit that is none',
        text: `
paths:
  /notes:
    get:
      parameters:
        - { name: q, in: query, schema: { type: string, maxLength: 1000000000 } }
#                 ^
        - { name: scan, in: query, schema: { type: string, maxLength: 20000000 } }
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: a parameter whose pattern has no end',
        format: 'oas2',
        text: `
paths:
  /notes:
    get:
      parameters:
        - { name: sort, in: query, type: string, pattern: '^[a-z,]+$' }
#                 ^^^^
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'Bounded by a length, by values, by a format or by a pattern, here or where it is used',
        text: `
paths:
  /notes:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                title: { $ref: '#/components/schemas/Text', maxLength: 80 }
                subtitle: { allOf: [{ $ref: '#/components/schemas/Text' }, { maxLength: 80 }] }
                state: { enum: [draft, final], type: string }
                kind: { type: string, const: note }
                due: { type: [string, 'null'], format: date-time }
                zip: { type: string, pattern: '^[0-9]{5}(?:-[0-9]{4})?$' }
                author: { type: string, oneOf: [{ format: uuid }, { format: email }] }
                etag: { type: string, readOnly: true }
                pages: { type: integer }
      responses:
        '201':
          description: Created
          content:
            application/json:
              schema: { type: object, properties: { link: { type: string } } }
components:
  schemas:
    Text: { type: string }
`,
      },
      {
        title: 'A file, an identifier, an example that looks like a schema, and a header that is ignored',
        text: `
paths:
  /notes/{noteId}/attachment:
    put:
      parameters:
        - { name: noteId, in: path, required: true, schema: { type: string } }
        - { name: Accept, in: header, schema: { type: string } }
      requestBody:
        content:
          application/octet-stream: { schema: { type: string } }
          multipart/form-data:
            schema:
              type: object
              properties: { file: { type: string, format: binary } }
              example: { file: { type: string } }
      responses:
        '204': { description: Stored }
`,
      },
      {
        title: 'OpenAPI 2.0: bounded in the parameter itself, and a file',
        format: 'oas2',
        text: `
paths:
  /notes:
    post:
      consumes: [multipart/form-data]
      parameters:
        - { name: title, in: formData, type: string, maxLength: 80 }
        - { name: scan, in: formData, type: file }
      responses:
        '201': { description: Created }
`,
      },
    ],
  },
})

function isJudged(input: Input): boolean {
  const { parameter, mediaType, schema } = input
  if (parameter?.in === 'header' && IGNORED.has(parameter.name.toLowerCase())) return false
  if (mediaType !== undefined && FILES.test(mediaType)) return false
  if (schema.all('format').some(({ value }) => value === 'binary')) return false
  return openIdentifiers(input).length === 0
}

/** What to do at the first of them. */
function adviceFor({ offences: [first] }: Group): string {
  const vain = first && vainLimit(first.schema, 'maxLength')
  return vain === undefined ? 'add `maxLength`' : `lower ${vain}, which is as good as none`
}
