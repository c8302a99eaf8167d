import { type At, defineRule, type Operation } from '@specward/core'
import { listed } from '../wording.ts'
import { lackOf } from './upload-limits.ts'
import { type Upload, uploadsOf } from './uploads.ts'

export default defineRule({
  id: 'require-upload-limits',
  title: 'A file can be uploaded, and nothing says how large or of which type.',
  why: 'Whoever may upload anything can fill the disk or the memory, or leave a page, a program or an archive that harms those who open it. What the description does not limit, no gateway can refuse.',
  fix: 'Name the types (`contentType` in `encoding`, or the media type of the body) and the largest size, and document the responses 413 and 415.',
  presets: { recommended: 'info', strict: 'warn', 'owasp-api-2023': 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API4:2023'],
    cwe: [434, 770],
    controls: ['RATE-7', 'INPUT-4'],
    specifications: [
      'RFC 9110, section 15.5.14 and section 15.5.16',
      'OpenAPI 3.1.1, Considerations for File Uploads',
    ],
  },
  falsePositives:
    'Any sign is enough: a type that is no archive, a size in the description, a response 413 or 415, an extension such as `x-max-size`. A limit that the server has, and the description does not tell, is not seen.',
  select: 'document',
  check(document, { report, notApplicable, format }) {
    const found = new Map<At | Upload['node'], { upload: Upload; operations: Operation[]; names: string[] }>()
    let hasUploads = false
    for (const operation of document.operations) {
      if (operation.kind !== 'http') continue
      const uploads = uploadsOf(operation, format)
      if (uploads.length > 0) hasUploads = true
      const [first, ...others] = uploads.filter((each) => lackOf(each, operation) !== undefined)
      if (!first) continue
      const same = found.get(first.node)
      if (same) same.operations.push(operation)
      else {
        const names = [first, ...others].flatMap(({ name }) => (name === undefined ? [] : [name]))
        found.set(first.node, { upload: first, operations: [operation], names: [...new Set(names)] })
      }
    }
    if (!hasUploads) return notApplicable()
    for (const { upload, operations, names } of found.values()) {
      report({
        at: upload.at,
        covers: [upload.at],
        message: messageFor(upload, operations, names),
        discriminator: upload.name ?? '',
        operations: operations.map(({ label }) => label),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A part of a form, reached through `$ref` and `allOf`, and a whole body',
        text: `
paths:
  /attachments:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: { $ref: '#/components/schemas/Attachment' }
      responses: { '201': { description: OK }, '400': { description: Refused } }
  /backups/{id}:
    put:
      x-rate-limit: 10
      requestBody:
        content:
          application/octet-stream: { schema: { type: string, format: binary } }
#         ^^^^^^^^^^^^^^^^^^^^^^^^
      responses: { '204': { description: OK } }
components:
  schemas:
    Attachment:
      allOf:
        - type: object
          properties:
            content: { type: array, items: { type: string, format: binary } }
#           ^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /attachments:
    post:
      consumes: [multipart/form-data]
      parameters: [{ name: content, in: formData, type: file, description: What to keep. }]
#                          ^^^^^^^
      responses: { '201': { description: OK } }
`,
      },
      {
        title: 'As OpenAPI 3.1 writes it: bytes without a schema, and a part of which nothing is said',
        text: `
paths:
  /backups/{id}:
    put:
      requestBody:
        content:
          application/octet-stream: {}
#         ^^^^^^^^^^^^^^^^^^^^^^^^
      responses: { '204': { description: OK } }
  /restores/{id}:
    put:
      requestBody:
        content:
          application/octet-stream: { schema: {} }
#         ^^^^^^^^^^^^^^^^^^^^^^^^
      responses: { '204': { description: OK } }
  /attachments:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: { type: object, properties: { content: {}, comment: { type: string }, sourceUrl: {} } }
#                                                 ^^^^^^^
      responses: { '201': { description: OK } }
`,
      },
      {
        title: 'An archive holds anything, and unpacks to far more',
        format: 'oas3.0',
        text: `
paths:
  /backups/{id}:
    put:
      requestBody:
        content:
          application/zip: { schema: { type: string, format: binary } }
#         ^^^^^^^^^^^^^^^
      responses: { '204': { description: OK } }
  /attachments:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: { type: object, properties: { content: { type: string, format: binary } } }
#                                                 ^^^^^^^
            encoding: { content: { contentType: application/x-tar } }
      responses: { '201': { description: OK } }
`,
      },
      {
        title: 'A type that says nothing',
        text: `
paths:
  /attachments:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: { type: object, properties: { content: { type: string, format: binary } } }
#                                                 ^^^^^^^
            encoding: { content: { contentType: application/octet-stream } }
      responses: { '201': { description: OK } }
`,
      },
    ],
    good: [
      {
        title: 'By a type, by a length, by a response, and in words',
        text: `
paths:
  /a:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: { type: object, properties: { content: { type: string, format: binary } } }
            encoding: { content: { contentType: 'application/pdf, image/png' } }
          application/pdf: { schema: { type: string, format: binary } }
      responses: { '201': { description: OK } }
  /b:
    post:
      requestBody:
        content:
          application/octet-stream: { schema: { type: string, format: binary, maxLength: 1000000 } }
      responses: { '201': { description: OK } }
  /c:
    post:
      requestBody:
        content:
          application/octet-stream: { schema: { type: string, format: binary } }
      responses: { '201': { description: OK }, '413': { description: Too large } }
  /d:
    post:
      description: Files of up to 10 MB are taken.
      requestBody:
        content:
          application/octet-stream: { schema: { type: string, format: binary } }
      responses: { '201': { description: OK } }
  /f:
    post:
      x-max-upload-size: 1000000
      requestBody: { content: { application/octet-stream: { schema: { type: string, format: binary } } } }
      responses: { '201': { description: OK } }
  /g:
    post:
      parameters: [{ name: Content-Length, in: header, required: true, schema: { type: integer, maximum: 1000000 } }]
      requestBody: { content: { application/octet-stream: { schema: { type: string, format: binary } } } }
      responses: { '201': { description: OK } }
  /e:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: { type: object, properties: { csv: { type: string, contentMediaType: text/csv }, name: { type: string } } }
      responses: { '201': { description: OK } }
`,
      },
      {
        title: 'Near miss: before OpenAPI 3.1, an empty schema is no file; an archive of so many bytes',
        format: 'oas3.0',
        text: `
paths:
  /attachments:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: { type: object, properties: { anything: {} } }
          application/zip: { schema: { type: string, format: binary, maxLength: 1000000 } }
      responses: { '201': { description: OK } }
`,
      },
      {
        title: 'OpenAPI 2.0: JSON, and a file that is returned',
        format: 'oas2',
        text: `
paths:
  /attachments:
    post:
      parameters: [{ name: file, in: body, schema: { type: object } }]
      responses: { '201': { description: OK, schema: { type: file } } }
`,
      },
    ],
  },
})

function messageFor(upload: Upload, operations: readonly Operation[], names: readonly string[]): string {
  const [first] = operations
  const lack = first && lackOf(upload, first)
  const what = names.length === 0 ? 'any bytes' : `any file as ${listed(names)}`
  return lack === 'size'
    ? `\`${first?.label}\` takes an archive${names.length === 0 ? '' : ` as ${listed(names)}`}, and nothing limits its size. Name the largest, packed and unpacked, and document 413.`
    : `\`${first?.label}\` takes ${what}, and nothing limits its size or type. Name both, and document 413 and 415.`
}
