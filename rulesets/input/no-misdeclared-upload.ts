import { defineRule, type Model, type Operation, type Property, type Schema } from '@specward/core'
import { typesInForce } from './media-types.ts'

const FORM = /^(?:multipart\/form-data|application\/x-www-form-urlencoded)\b/i
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json$/

export default defineRule({
  id: 'no-misdeclared-upload',
  title: 'A file is uploaded in a media type that cannot carry it.',
  why: 'Clients and gateways that keep to the description cannot send the file, so the server takes it in a way that is described nowhere: limits of size and type, and scans for malware, look at the wrong place.',
  fix: 'OpenAPI 2.0: `consumes: [multipart/form-data]`. OpenAPI 3: send the file as `multipart/form-data` or as the whole body; inside JSON it has to be encoded (`format: byte`, or `contentEncoding: base64` from 3.1 on).',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [434, 436],
    controls: ['INPUT-4', 'RATE-7'],
    specifications: ['OpenAPI 2.0, Parameter Object', 'OpenAPI 3.0.4, Considerations for File Uploads'],
  },
  select: 'operation',
  check(operation, { report, notApplicable, model, format }) {
    if (operation.kind !== 'http') return notApplicable()
    if (format === 'oas2') {
      const file = operation.parameters.find(({ node }) => node.child('type')?.value === 'file')
      if (!file) return notApplicable()
      if (takesForm(operation, model)) return
      const types = typesInForce(operation, model.document.node, 'request')
      report({
        at: file.node.child('type') ?? file.node,
        message: `\`${operation.label}\` takes the file \`${file.name}\`, but it accepts no \`multipart/form-data\`, in which a file is sent.`,
        ...(types ? { related: [{ at: types, message: 'What it accepts.' }] } : {}),
        cause: file.node,
      })
      return
    }
    const content = (operation.requestBody?.content ?? []).filter(({ type }) => JSON_TYPE.test(type))
    if (content.length === 0) return notApplicable()
    for (const { schema, type } of content) {
      const file = schema && binaryIn(schema)
      if (!file) continue
      const node = file.schema.all('format')[0] ?? file.node
      report({
        at: node,
        message: `\`${operation.label}\` takes \`${file.name}\` as raw binary data inside \`${type}\`, which can hold none.`,
        cause: node,
      })
      return
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
        title: 'OpenAPI 2.0: a file in a request that is JSON',
        format: 'oas2',
        text: `
consumes: [application/json]
paths:
  /photos:
    post:
      parameters: [{ name: photo, in: formData, type: file }]
#                                                     ^^^^
      responses: { '201': { description: OK } }
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
        title: 'OpenAPI 2.0: the operation says it',
        format: 'oas2',
        text: `
consumes: [application/json]
paths:
  /photos:
    post:
      consumes: [multipart/form-data]
      parameters: [{ name: photo, in: formData, type: file }]
      responses: { '201': { description: OK } }
`,
      },
    ],
  },
})

function takesForm(operation: Operation, { document }: Model): boolean {
  const types = typesInForce(operation, document.node, 'request')
  return [...(types?.children() ?? [])].some(({ string }) => string !== undefined && FORM.test(string))
}

/** The first property, at any depth, that holds raw bytes. */
function binaryIn(body: Schema): Pick<Property, 'name' | 'node' | 'schema'> | undefined {
  const seen = new Set<Schema>()
  const open: { name: string; node: Property['node']; schema: Schema }[] = [
    { name: '', node: body.node, schema: body },
  ]
  for (let next = open.pop(); next; next = open.pop()) {
    const { name, node, schema } = next
    if (name !== '' && schema.format === 'binary') return next
    if (seen.has(schema)) continue
    seen.add(schema)
    for (const property of schema.properties) if (!property.readOnly) open.push(property)
    if (schema.items) open.push({ name, node, schema: schema.items })
  }
  return undefined
}
