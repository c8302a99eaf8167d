import { defineRule, type Header, type Model, type Operation } from '@specward/core'
import { counted, listed } from '../wording.ts'
import {
  deliveryName,
  extensionTellsOfSigning,
  misplacedSignature,
  signatureComponent,
  textTellsOfSigning,
} from './declared-signatures.ts'
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
  presets: { recommended: 'warn', strict: 'warn', 'event-driven': 'warn' },
  formats: ['oas3'],
  references: {
    owasp: ['API10:2023', 'API2:2023'],
    cwe: [345, 306],
    controls: ['INTEG-2'],
    specifications: ['RFC 9421', 'Standard Webhooks 1.0.0'],
  },
  falsePositives:
    'Signature headers, credentials in headers, signed bodies and security requirements count, and so does a text or an extension that tells how deliveries are signed. Where a signature is declared or spoken of elsewhere in the description, it is not decided. Where no webhook is signed at all, that is one finding; else each that is not signed has its own.',
  select: 'document',
  check(_, { report, undecided, notApplicable, model }) {
    const deliveries = deliveriesOf(model)
    if (deliveries.length === 0) return notApplicable()
    const open = deliveries.filter((each) => !isAuthenticated(each, model) && !tellsOfSigning(each))
    if (open.length === 0 || documentTellsOfSigning(model) || isAskedForProof(model)) return
    if (extensionTellsOfSigning(model)) return
    for (const finding of misplaced(open)) report(finding)
    const bare = open.filter((each) => misplacedSignature(each) === undefined)
    const [first] = bare
    if (!first) return
    const because = doubt(model)
    if (because !== undefined) return undecided({ at: { node: first.node, part: 'key' }, because })
    if (bare.length === deliveries.length) return report(findingForAll(bare, first))
    for (const { node, label, kind, identity } of bare) {
      report({
        at: { node, part: 'key' },
        message: `This ${kind} documents neither a signature nor a security requirement of its own, as others do, so receivers cannot tell who sent it.`,
        operations: [label],
        discriminator: identity,
      })
    }
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
        title: 'One of several; and a signature that is declared on the answer',
        text: `
paths: {}
webhooks:
  orderPaid:
    post:
      parameters:
        - { name: webhook-signature, in: header, schema: { type: string } }
      responses: { '204': { description: OK } }
  orderShipped:
    post:
#   ^^^^
      responses: { '204': { description: OK } }
  orderLost:
    post:
      responses: { '204': { $ref: '#/components/responses/Received' } }
components:
  responses:
    Received:
      description: OK
      headers:
        x-signature: { schema: { type: string } }
#       ^^^^^^^^^^^
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
        title: 'An extension tells how webhooks are signed',
        text: `
x-example-webhooks:
  security: { type: signature, headerName: x-signature }
paths: {}
webhooks:
  orderPaid:
    post:
      responses: { '204': { description: OK } }
`,
      },
      {
        title: 'A signature is declared, and not for what: not decided',
        text: `
paths: {}
webhooks:
  orderPaid:
    post:
#   ~~~~
      responses: { '204': { description: OK } }
components:
  headers:
    X-Hook-Signature: { schema: { type: string } }
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

function findingForAll(bare: readonly Operation[], any: Operation) {
  const first = firstWritten(bare, any)
  const names = [...new Set(bare.map(deliveryName))]
  const kinds = [...new Set(bare.map(({ kind }) => kind))]
  const noun = kinds.length > 1 ? 'webhooks and callbacks' : `${first.kind}s`
  return {
    at: { node: first.node, part: 'key' } as const,
    covers: bare.map(({ identity }) => identity),
    message:
      names.length === 1
        ? `\`${names[0]}\` documents neither a signature nor a security requirement of its own, so receivers cannot tell who sent it.`
        : `None of the ${names.length} ${noun} documents a signature or a security requirement of its own, so receivers cannot tell who sent them: ${listed(names)}.`,
    operations: [...new Set(bare.map(({ label }) => label))],
  }
}

/** Of the operations beside one of them, the one that stands first in the text. */
function firstWritten(operations: readonly Operation[], any: Operation): Operation {
  const byNode = new Map(operations.map((each) => [each.node, each]))
  for (const node of any.node.parent?.children() ?? []) {
    const found = byNode.get(node)
    if (found) return found
  }
  return any
}

function* misplaced(open: readonly Operation[]) {
  const headers = new Map<Header, Operation[]>()
  for (const each of open) {
    const header = misplacedSignature(each)
    if (header) headers.set(header, [...(headers.get(header) ?? []), each])
  }
  for (const [{ node, name }, operations] of headers) {
    const names = [...new Set(operations.map(deliveryName))]
    const whose = names.length === 1 ? `\`${names[0]}\`` : counted(names.length, 'webhook')
    yield {
      at: { node, part: 'key' } as const,
      message: `\`${name}\` is declared on the response to ${whose}, but a signature belongs on the request that is sent.`,
      operations: operations.map(({ label }) => label),
      discriminator: name,
    }
  }
}

/** Why nobody can tell; undefined where nothing speaks of a signature. */
function doubt(model: Model): string | undefined {
  const name = signatureComponent(model)
  if (name !== undefined) return `\`${name}\` is declared, and not for which webhooks or callbacks`
  return textTellsOfSigning(model) ? 'a text tells of signatures, and not for which of them' : undefined
}
