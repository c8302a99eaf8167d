import { defineRule } from '@specward/core'
import { listed } from '../wording.ts'
import {
  deliveriesOf,
  documentTellsOfSigning,
  isAskedForProof,
  isAuthenticated,
  tellsOfSigning,
} from './webhooks.ts'

export default defineRule({
  id: 'require-webhook-authentication',
  title: 'Receivers of a webhook cannot tell who has sent it.',
  why: 'The URL that receives webhooks is open to the internet. Without a signature or a certificate, whoever knows it can send an order as paid or a user as deleted, and the receiver believes it.',
  fix: 'Sign what is sent and describe the header that carries the signature (`webhook-signature`, or `Signature` and `Signature-Input`), or give the operation a `security` requirement such as mutual TLS.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas3'],
  references: {
    owasp: ['API10:2023', 'API2:2023'],
    cwe: [345, 306],
    controls: ['INTEG-2'],
    specifications: ['RFC 9421', 'Standard Webhooks 1.0.0'],
  },
  falsePositives:
    'Signature headers, credentials in headers, signed bodies and security requirements count, and so does a text that tells how deliveries are signed.',
  select: 'document',
  check(_, { report, notApplicable, model }) {
    const deliveries = deliveriesOf(model)
    if (deliveries.length === 0) return notApplicable()
    const open = deliveries.filter((each) => !isAuthenticated(each, model) && !tellsOfSigning(each))
    const [first] = open
    if (!first || documentTellsOfSigning(model) || isAskedForProof(model)) return
    const labels = [...new Set(open.map(({ label }) => label))]
    const [subject, verb] =
      open.length === 1
        ? [`\`${first.label}\` has`, 'it']
        : [`${open.length} of ${deliveries.length} webhooks and callbacks have`, 'them']
    report({
      at: { node: first.node, part: 'key' },
      message: `${subject} neither a signature nor a security requirement, so receivers cannot tell who has sent ${verb}${open.length === 1 ? '' : `: ${listed(labels)}`}.`,
      operations: labels,
    })
  },
  examples: {
    bad: [
      {
        title: 'Webhooks without anything; the requirement of the document is about its callers',
        text: `
security: [{ oauth: [] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
webhooks:
  orderPaid:
    post:
#   ^^^^
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { orderId: { type: string } } }
      responses:
        '204': { description: OK }
  orderShipped:
    $ref: '#/components/pathItems/OrderShipped'
components:
  securitySchemes:
    oauth: { type: openIdConnect, openIdConnectUrl: 'https://id.example.com/.well-known/openid-configuration' }
  pathItems:
    OrderShipped:
      post:
        parameters:
          - { name: X-Design, in: header, schema: { type: string } }
        responses:
          '204': { description: OK }
`,
      },
      {
        title: 'OpenAPI 3.0: a callback',
        format: 'oas3.0',
        text: `
info:
  title: Exports
  version: '1'
  description: Requests have to be signed with a certificate.
paths:
  /exports:
    post:
      callbacks:
        done:
          'https://clients.example.com/{$request.query.client}':
            post:
#           ^^^^
              responses:
                '204': { description: OK }
      responses:
        '202': { description: OK }
`,
      },
    ],
    good: [
      {
        title:
          'A signature header, behind a reference; a security requirement; a signed body; a shared secret',
        text: `
paths: {}
webhooks:
  orderPaid:
    post:
      parameters:
        - { $ref: '#/components/parameters/Signature' }
      responses: { '204': { description: OK } }
  orderShipped:
    post:
      security: [{ certificate: [] }]
      responses: { '204': { description: OK } }
  orderLost:
    post:
      requestBody: { content: { application/secevent+jwt: {} } }
      responses: { '204': { description: OK } }
  orderBack:
    post:
      parameters:
        - { name: X-Webhook-Token, in: header, schema: { type: string } }
      responses: { '204': { description: OK } }
components:
  parameters:
    Signature: { name: X-Hub-Signature-256, in: header, schema: { type: string } }
  securitySchemes:
    certificate: { type: mutualTLS }
`,
      },
      {
        title: 'The text tells how webhooks are signed',
        text: `
info:
  title: Orders
  version: '1'
  description: |-
    ## Webhooks
    We send an HMAC of the body in a header of its own.
paths: {}
webhooks:
  orderPaid:
    post:
      responses: { '204': { description: OK } }
`,
      },
      {
        title: 'Those who register a webhook say how it proves itself',
        text: `
paths:
  /webhooks:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { url: { type: string }, secret: { type: string } } }
      responses: { '201': { description: OK } }
webhooks:
  orderPaid:
    post:
      responses: { '204': { description: OK } }
`,
      },
      {
        title: 'OpenAPI 3.0: what the API does not send',
        format: 'oas3.0',
        text: `
paths:
  /webhooks:
    post:
      responses:
        '201': { description: OK }
`,
      },
    ],
  },
})
