import { defineRule } from '@specward/core'
import { listed } from '../wording.ts'
import { digestOf, signatureInputOf } from './signatures.ts'

export default defineRule({
  id: 'require-content-digest',
  title: 'A message signature leaves the body out.',
  why: 'An HTTP message signature covers header fields, never the body itself. Without a digest among them, an attacker on the way keeps the signature and exchanges the body.',
  fix: 'Require the header `Content-Digest` and have the signature cover it.',
  presets: { strict: 'info', 'event-driven': 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [354, 345],
    controls: ['INTEG-1', 'INTEG-2'],
    specifications: ['RFC 9421, section 7.2.8', 'RFC 9530, section 2'],
  },
  falsePositives:
    'The digest may be required by a gateway or in words alone, which is not seen. `Digest`, which came before, and `Repr-Digest` are accepted as well.',
  select: 'document',
  check({ operations }, { report, notApplicable }) {
    const signed = operations.filter((each) => each.requestBody && signatureInputOf(each))
    if (signed.length === 0) return notApplicable()
    const open = signed.filter((each) => !digestOf(each))
    const [first] = open
    const header = first && signatureInputOf(first)
    if (!header) return
    const labels = open.map(({ label }) => label)
    report({
      at: header.node.child('name') ?? { node: header.node, part: 'key' },
      covers: labels,
      message: `${listed(labels)} ${open.length === 1 ? 'is' : 'are'} signed by \`${header.name}\`, but without \`Content-Digest\` the signature says nothing of the body.`,
      operations: labels,
    })
  },
  examples: {
    bad: [
      {
        title: 'Signature headers alone, reached through `$ref`',
        text: `
paths:
  /payments:
    parameters:
      - { $ref: '#/components/parameters/Signature' }
      - { $ref: '#/components/parameters/SignatureInput' }
    post:
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses: { '201': { description: OK } }
components:
  parameters:
    Signature: { name: Signature, in: header, schema: { type: string } }
    SignatureInput: { name: Signature-Input, in: header, schema: { type: string } }
#                           ^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /payments:
    post:
      parameters:
        - { name: signature-input, in: header, type: string }
#                 ^^^^^^^^^^^^^^^
        - { name: payment, in: body, schema: { type: object } }
      responses: { '201': { description: OK } }
`,
      },
    ],
    good: [
      {
        title: 'With a digest, and where there is no body',
        text: `
paths:
  /payments:
    parameters:
      - { name: Signature-Input, in: header, schema: { type: string } }
    post:
      parameters:
        - { name: content-digest, in: header, schema: { type: string } }
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses: { '201': { description: OK } }
    get:
      responses: { '200': { description: OK } }
`,
      },
      {
        title: 'A signature of another kind, which covers the body itself',
        text: `
paths:
  /payments:
    post:
      parameters:
        - { name: X-Signature, in: header, schema: { type: string } }
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses: { '201': { description: OK } }
`,
      },
      {
        title: 'OpenAPI 2.0: with a digest',
        format: 'oas2',
        text: `
paths:
  /payments:
    post:
      parameters:
        - { name: Signature-Input, in: header, type: string }
        - { name: Content-Digest, in: header, type: string }
        - { name: payment, in: body, schema: { type: object } }
      responses: { '201': { description: OK } }
`,
      },
    ],
  },
})
