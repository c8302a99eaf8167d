import { defineRule, type Model, type Node, type Operation, type Schema } from '@specward/core'

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json$/

export default defineRule({
  id: 'no-misdeclared-upload',
  title: 'A file is uploaded inside JSON, which cannot carry it.',
  why: 'Clients and gateways that keep to the description cannot send the file, so the server takes it in a way that is described nowhere: limits of size and type, and scans for malware, look at the wrong place.',
  fix: 'Send the file as `multipart/form-data` or as the whole body; inside JSON it has to be encoded (`format: byte`, or `contentEncoding: base64` from 3.1 on).',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas3'],
  references: {
    owasp: ['API8:2023'],
    cwe: [434, 436],
    controls: ['INPUT-4', 'RATE-7'],
    specifications: ['OpenAPI 3.0.4, Considerations for File Uploads'],
  },
  falsePositives:
    'Some generators write `format: binary` where they mean text that is encoded. What is sent is right then, and the description wrong.',
  select: 'operation',
  check(operation, { report, notApplicable, model }) {
    if (operation.kind !== 'http') return notApplicable()
    const content = (operation.requestBody?.content ?? []).filter(({ type }) => JSON_TYPE.test(type))
    if (content.length === 0) return notApplicable()
    if (!hasBinary(model)) return
    const elsewhere = formsOf(operation)
    const told = new Set<Node>()
    for (const { schema, type, node: entry } of content) {
      for (const file of schema ? binariesIn(schema) : []) {
        const format = file.schema.all('format')[0] ?? file.node
        // where a form shares the schema, the file is right and the type is not
        const isShared = elsewhere.has(file.schema.node)
        const node = isShared ? entry : format
        if (told.has(node)) continue
        told.add(node)
        report({
          at: isShared ? { node, part: 'key' } : node,
          message: `\`${operation.label}\` declares \`${file.name}\` as \`format: binary\` inside \`${type}\`; JSON cannot carry raw bytes.`,
          cause: node,
          discriminator: file.name,
        })
      }
    }
  },
  examples: {
    bad: [
      {
        title: 'Binary data in JSON, reached through `$ref` and `allOf`',
        text: `
paths:
  /photos:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/NewPhoto' }
      responses: { '201': { description: OK } }
components:
  schemas:
    NewPhoto:
      allOf:
        - type: object
          properties:
            name: { type: string }
            files: { type: array, items: { type: string, format: binary } }
#                                                                ^^^^^^
`,
      },
      {
        title: 'Beside a form with the same schema, the entry for JSON is wrong',
        text: `
paths:
  /files:
    post:
      requestBody:
        content:
          application/json:
#         ^^^^^^^^^^^^^^^^
            schema: { $ref: '#/components/schemas/NewFile' }
          multipart/form-data:
            schema: { $ref: '#/components/schemas/NewFile' }
      responses: { '201': { description: OK } }
components:
  schemas:
    NewFile: { type: object, properties: { file: { type: string, format: binary } } }
`,
      },
      {
        title: 'OpenAPI 3.0: in a patch',
        format: 'oas3.0',
        text: `
paths:
  /profile:
    patch:
      requestBody:
        content:
          application/merge-patch+json:
            schema: { type: object, properties: { photo: { type: string, format: binary } } }
#                                                                                ^^^^^^
      responses: { '204': { description: OK } }
`,
      },
    ],
    good: [
      {
        title: 'A form, the whole body, encoded text, and what is returned',
        text: `
paths:
  /photos:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: { type: object, properties: { photo: { type: string, format: binary } } }
          application/octet-stream:
            schema: { type: string, format: binary }
          application/json:
            schema:
              type: object
              properties:
                photo: { type: string, format: byte }
                thumbnail: { type: string, format: binary, readOnly: true }
      responses:
        '201':
          description: OK
          content:
            application/json:
              schema: { type: object, properties: { photo: { type: string, format: binary } } }
`,
      },
      {
        title: 'OpenAPI 3.0: a property of that name',
        format: 'oas3.0',
        text: `
paths:
  /codecs:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { format: { type: string, enum: [binary, text] } } }
      responses: { '201': { description: OK } }
`,
      },
    ],
  },
})

interface Named {
  readonly name: string
  readonly node: Node
  readonly schema: Schema
}

const modelsWithBinary = new WeakMap<Model, boolean>()

/** Few descriptions have any, and looking through all requests takes long. */
function hasBinary(model: Model): boolean {
  let found = modelsWithBinary.get(model)
  if (found === undefined) {
    found = model.stringsWith(/^binary$/, 6).some(({ node }) => node.key === 'format' && !isWholeBody(node))
    modelsWithBinary.set(model, found)
  }
  return found
}

/** The schema of a body stands right under its media type. */
function isWholeBody({ parent }: Node): boolean {
  return parent?.key === 'schema' && parent.parent?.parent?.key === 'content'
}

/** Schemas of files in the forms of the same request. */
function formsOf({ requestBody }: Operation): ReadonlySet<Node> {
  const forms = (requestBody?.content ?? []).filter(({ type }) => type.startsWith('multipart/'))
  return new Set(
    forms.flatMap(({ schema }) => (schema ? binariesIn(schema).map((file) => file.schema.node) : [])),
  )
}

const binariesByBody = new WeakMap<Schema, readonly Named[]>()

/** The properties, at any depth, that hold raw bytes; looked for once in each body. */
function binariesIn(body: Schema): readonly Named[] {
  let binaries = binariesByBody.get(body)
  if (!binaries) {
    binaries = findBinaries(body)
    binariesByBody.set(body, binaries)
  }
  return binaries
}

function findBinaries(body: Schema): readonly Named[] {
  const found: Named[] = []
  const seen = new Set<Schema>()
  const open: Named[] = [{ name: '', node: body.node, schema: body }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { name, node, schema } = next
    if (name !== '' && schema.format === 'binary') found.push(next)
    if (seen.has(schema)) continue
    seen.add(schema)
    for (const property of [...schema.properties].reverse()) if (!property.readOnly) open.push(property)
    if (schema.items) open.push({ name, node, schema: schema.items })
  }
  return found
}
