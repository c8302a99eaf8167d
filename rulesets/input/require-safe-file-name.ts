import {
  defineRule,
  type Model,
  type Node,
  type Operation,
  type Property,
  type Schema,
  tokens,
} from '@specward/core'
import { resultSchemas } from '../requests/bodies.ts'
import { isFileName, isOfStoredFile, nameLimitOf } from './file-names.ts'
import { placeOf } from './input-place.ts'
import { inputsNamed, type RequestInput } from './request-inputs.ts'

/** A name that can be that of a file, before anything else is looked at. */
const CANDIDATE = /file|path|dir/i

const LIMITED_IN_WORDS =
  /\b(?:no|not|never|without|must not|may not|cannot)\b[^.]{0,60}\b(?:paths?|slash(?:es)?|separators?|director(?:y|ies)|folders?|\.\.)/i

export default defineRule({
  id: 'require-safe-file-name',
  title: 'The name of a file can lead out of its folder.',
  why: 'Where a name is put together with a folder, `../../etc/passwd` reads or overwrites a file that nobody meant to give away. A pattern without separators stops that before any code sees it.',
  fix: "Give the name a `pattern` without separators, such as `^[A-Za-z0-9_-]+(\\.[A-Za-z0-9]+)?$`, or an `enum`. Better still, let the server choose the name, and keep the caller's for display alone.",
  presets: { strict: 'info' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [22, 73],
    controls: ['INPUT-2'],
    specifications: ['RFC 6266, section 4.3', 'RFC 3986, section 7.3'],
  },
  falsePositives:
    'A name that is stored and shown, and never used to open a file, does no harm. Operations about repositories, containers and storage take paths, and are left alone; so are queries for lists, where a name is what to look for, names of what is sent by mail, and those that stand beside the id of a file that was uploaded elsewhere.',
  select: 'document',
  check(_, { report, undecided, notApplicable, model }) {
    const named = inputsNamed(model, (name) => CANDIDATE.test(name)).filter(isNameOfFile)
    const properties = named.length === 0 ? undefined : propertiesOf(model)
    const inputs = named.filter(({ node, operations }) => {
      const property = properties?.get(node)
      return !property || !operations.every((each) => isOfStoredFile(property, each))
    })
    if (inputs.length === 0) return notApplicable()
    const found = new Map<Operation, RequestInput[]>()
    for (const input of inputs) {
      const { name, node, schema, operation } = input
      const text = schema.items ?? schema
      const limit = nameLimitOf(text, model)
      if (limit === 'closed') continue
      const at = placeOf(node, schema)
      const words = `${node.child('description')?.string ?? ''} ${text.node.child('description')?.string ?? ''}`
      if (limit === 'unreadable' || LIMITED_IN_WORDS.test(words)) {
        const because =
          limit === 'unreadable'
            ? `what the \`pattern\` of \`${name}\` lets through could not be told`
            : `\`${name}\` is limited in words, and not by its schema`
        undecided({ at, because })
        continue
      }
      found.set(operation, [...(found.get(operation) ?? []), input])
    }
    for (const [operation, [first, ...others]] of found) {
      if (!first) continue
      const name = first.owner === undefined ? first.name : `${first.owner}.${first.name}`
      report({
        at: placeOf(first.node, first.schema),
        covers: [first, ...others].map((each) => each.node),
        message: `\`${operation.label}\` takes \`${name}\`, which may contain \`../\` and lead out of its folder. Give it a \`pattern\` without separators.`,
        related: others.map((each) => ({
          at: placeOf(each.node, each.schema),
          message: `\`${each.name}\` as well.`,
        })),
        operations: [operation.label],
      })
    }
  },
  examples: {
    bad: [
      {
        title:
          'In a body that is reached through `$ref` and `allOf`, in a query, and with a pattern that ends with the extension',
        text: `
paths:
  /reports:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/NewReport' }
      responses: { '201': { description: OK } }
  /covers:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { cover_file_path: { type: string, pattern: '^.+[.]png$' } } }
#                                                 ^^^^^^^^^^^^^^^
      responses: { '201': { description: OK } }
  /reports/download:
    get:
      parameters:
        - { name: file, in: query, schema: { type: string } }
#                                  ^^^^^^
      responses: { '200': { description: OK } }
components:
  schemas:
    NewReport:
      allOf:
        - type: object
          properties:
            fileName: { anyOf: [{ type: string, maxLength: 80 }, { type: 'null' }] }
#           ^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: in the path',
        format: 'oas2',
        text: `
paths:
  /reports/{filename}:
    delete:
      parameters: [{ name: filename, in: path, required: true, type: string }]
#                          ^^^^^^^^
      responses: { '204': { description: OK } }
`,
      },
      {
        title: 'AsyncAPI: in a message that is received',
        format: 'asyncapi3',
        text: `
channels:
  imports:
    address: imports
    messages:
      import: { payload: { type: object, properties: { file_path: { type: string } } } }
#                                                      ^^^^^^^^^
operations:
  takeImport:
    action: receive
    channel: { $ref: '#/channels/imports' }
`,
      },
    ],
    good: [
      {
        title: 'Limited, looked for in a list, returned, and what is no file',
        text: `
paths:
  /reports:
    get:
      parameters:
        - { name: filename, in: query, schema: { type: string } }
        - { name: file, in: header, description: The ID of a file., schema: { type: string } }
      responses:
        '200':
          description: OK
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Report' } } } }
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                fileName: { type: string, pattern: '^[A-Za-z0-9_-]{1,80}\\.pdf$' }
                output_file_name: { type: string, enum: [report.pdf, report.csv] }
                original_file_name: { type: string, description: It must not contain path separators. }
#               ~~~~~~~~~~~~~~~~~~
                source_file_name: { type: string, pattern: '^(?!.*[.][.]).+$' }
#               ~~~~~~~~~~~~~~~~
                fileNameLength: { type: integer }
                profile: { type: string }
                path: { type: string }
      responses: { '201': { description: OK } }
  /repos/{id}/contents:
    put:
      parameters: [{ name: file_path, in: query, schema: { type: string } }]
      responses: { '204': { description: OK } }
  /mail/send:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                attachments:
                  type: array
                  items: { type: object, properties: { filename: { type: string }, content: { type: string } } }
      responses: { '202': { description: Taken } }
  /payments/batch:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { attachments: { type: array, items: { $ref: '#/components/schemas/Attachment' } } } }
      responses: { '201': { description: OK } }
components:
  schemas:
    Attachment:
      type: object
      properties: { AttachmentID: { type: string }, FileName: { type: string }, MimeType: { type: string } }
    Report: { type: object, properties: { fileName: { type: string } } }
`,
      },
      {
        title: 'AsyncAPI: in a message that is sent',
        format: 'asyncapi2',
        text: `
channels:
  imports:
    subscribe:
      message: { payload: { type: object, properties: { file_path: { type: string } } } }
`,
      },
      {
        title: 'OpenAPI 2.0: a file itself',
        format: 'oas2',
        text: `
paths:
  /reports:
    post:
      consumes: [multipart/form-data]
      parameters: [{ name: file, in: formData, type: file }]
      responses: { '201': { description: OK } }
`,
      },
    ],
  },
})

function isNameOfFile(input: RequestInput): boolean {
  const isParameter = input.in !== undefined
  return isFileName(input.name, isParameter, input.operation) && !isId(input) && !isSearch(input)
}

/** By where they stand, those that can be names of files. */
function propertiesOf(model: Model): ReadonlyMap<Node, Property> {
  const candidates = model.select('property').filter(({ name }) => CANDIDATE.test(name))
  return new Map(candidates.map((property) => [property.node, property]))
}

/** Some call a file what is the id of one. */
function isId({ node }: RequestInput): boolean {
  return /\b(?:id|ids|uuid|identifier)\b/i.test((node.child('description')?.string ?? '').slice(0, 200))
}

/** A query for a list: the name is what to look for. */
function isSearch({ in: where, operation }: RequestInput): boolean {
  if (where !== 'query' || !operation.isSafe) return false
  return resultSchemas(operation).some(isList)
}

function isList(schema: Schema): boolean {
  const lists = schema.properties.filter((each) => each.schema.types.includes('array'))
  return schema.types.includes('array') || lists.some(({ name }) => !tokens(name).includes('error'))
}
