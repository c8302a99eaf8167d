/** A project in which a review has something of everything to say. */
export const DOCUMENTS = {
  'orders.yaml': `openapi: 3.1.0
info: { title: Orders, version: '1' }
servers:
  - url: http://{host}.example.com/v1
    variables: { host: { default: api, enum: [api, test] } }
security:
  - key: []
paths:
  /orders/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
      - { name: limit, in: query, schema: { type: integer } }
    get:
      deprecated: true
      x-sunset: '2026-06-30'
      responses: { '200': { $ref: 'common.yaml#/components/responses/Order' } }
    delete:
      security: [] # specward-ignore no-anonymous-write -- by the gateway
      responses: { '204': { description: gone } }
  /login:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { password: { type: string, example: hunter2hunter2 } } }
      responses: { '200': { description: ok } }
  /missing:
    get: { responses: { '200': { $ref: 'gone.yaml#/a' } } }
components:
  securitySchemes:
    key: { type: apiKey, in: query, name: api_key }
    basic: { type: http, scheme: basic }
`,
  'common.yaml': `components:
  responses:
    Order:
      description: one
      content:
        application/json:
          schema:
            type: object
            x-specward-ignore: [{ rule: no-such-rule, reason: nobody knows it }]
            additionalProperties: true
            properties:
              id: { type: integer }
              email: { type: string }
              items: { type: array, items: { type: string } }
`,
  'stock.json': JSON.stringify(
    {
      openapi: '3.0.3',
      info: { title: 'Stock', version: '2', contact: { email: 'a@example.com' } },
      servers: [{ url: 'https://user:s3cr3t-Passw0rd@stock.example.com' }],
      paths: {
        '/stock': {
          get: { responses: { 200: { $ref: 'common.yaml#/components/responses/Order' } } },
          put: {
            'x-specward-ignore': [{ rule: 'no-anonymous-write', reason: 'for a test' }],
            parameters: [{ name: 'access_token', in: 'query', schema: { type: 'string' } }],
            responses: {
              200: { description: 'AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
            },
          },
        },
      },
    },
    null,
    2,
  ),
  'old.yaml': `swagger: '2.0'
info: { title: Old, version: '1' }
host: old.example.com
schemes: [http, https]
paths:
  /a: &a
    get: { responses: { '200': { description: ok } } }
  /b: *a
`,
  'events.yaml': `asyncapi: 3.0.0
info: { title: Events, version: '1' }
servers: { mqtt: { host: 'broker.example.com:1883', protocol: mqtt } }
channels: { orders: { address: orders, messages: { order: { payload: { type: object } } } } }
operations: { send: { action: send, channel: { $ref: '#/channels/orders' } } }
`,
  'many-servers.yaml': `openapi: 3.1.0
info: { title: Many, version: '1' }
servers:
  - url: 'https://{a}.{b}.{c}.{d}.example.com'
    variables:
${['a', 'b', 'c', 'd'].map((name) => `      ${name}: { default: x0, enum: [${Array.from({ length: 12 }, (_, index) => `x${index}`).join(', ')}] }`).join('\n')}
paths: {}
`,
  'overlay.yaml': `overlay: 1.0.0
info: { title: Overlay, version: '1' }
extends: http://elsewhere.example.com/api.yaml
actions: [{ target: $.paths, remove: true }]
`,
  'flow.yaml': `arazzo: 1.0.1
info: { title: Flow, version: '1' }
sourceDescriptions: [{ name: a, url: 'http://elsewhere.example.com/a.yaml', type: openapi }]
workflows: []
`,
  'broken.yaml': 'openapi: 3.1.0\ninfo: { title: Broken\npaths: {}\n',
  'not-quite.yaml': 'openapi: 3.1.0\ninfo: {title: "a", version: "1"}\npaths: {}\nx: @at\n',
  'fragment.yaml': 'type: object\nproperties: { a: { type: string } }\n',
  'page.html.yaml': '<!doctype html><html></html>',
  'empty.yaml': '',
} as const

export const WAIVERS = `waivers:
  - rule: require-429-response
    file: orders.yaml
    reason: being moved
    owner: team@example.com
    expires: 2027-03-31
  - rule: no-anonymous-write
    file: gone.yaml
    reason: stale
    owner: team@example.com
    expires: 2027-03-31
`

export const ATTESTATIONS = `attestations:
  - control: AUTHZ-3
    document: orders.yaml
    answer: yes
    by: Dana Fields
    date: 2027-01-30
    validUntil: 2027-07-30
    evidence: https://wiki.example.com/authz
    digest: "2:2badc0329424a6761ed15d02dd31cf74"
    parts: { "GET /users/{id}": "63d0b8f6" }
  - control: AUTHZ-1
    document: old.yaml
    answer: no
    by: Dana Fields
    date: 2026-01-30
    validUntil: 2026-12-31
    comment: not yet
    digest: "2:2badc0329424a6761ed15d02dd31cf74"
`
