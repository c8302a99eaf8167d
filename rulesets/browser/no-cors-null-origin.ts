import { defineRule, type Node, type Operation } from '@specward/core'
import { labelsOf } from '../headers.ts'
import { corsPolicies } from './cors.ts'

export default defineRule({
  id: 'no-cors-null-origin',
  title: 'The origin `null` is allowed to call the API.',
  why: 'No website of yours has the origin `null`, but everybody can make one: a page in a sandboxed frame, a `data:` URL or a local file sends it. Who allows it, allows every attacker.',
  fix: 'Leave `null` out of what `Access-Control-Allow-Origin` can be. Where no other website may call, do not send the field at all.',
  presets: { recommended: 'warn', strict: 'warn', 'internal-api': 'off' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [942],
    controls: ['CONFIG-1'],
    specifications: ['Fetch Standard, CORS protocol and HTTP caches', 'RFC 6454, section 7.1'],
  },
  falsePositives:
    'Applications that are opened as local files, or in sandboxed frames of your own, send `null` too. They need another way in, because nobody can tell them from an attacker.',
  select: 'document',
  check(_document, { report, notApplicable, model }) {
    const policies = corsPolicies(model).filter(({ origins }) => origins.length > 0)
    if (policies.length === 0) return notApplicable()
    const places = new Map<Node, Operation[]>()
    for (const { origins, operations } of policies) {
      for (const { node, value } of origins) {
        if (value === 'null') places.set(node, [...(places.get(node) ?? []), ...operations])
      }
    }
    for (const [node, operations] of places) {
      report({
        at: node,
        message:
          '`Access-Control-Allow-Origin` can be `null`, which a page in a sandboxed frame of any website sends as its origin.',
        operations: labelsOf(operations),
        fix: withoutNull(node),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'One of the values, in a header that is reached through `$ref`',
        text: `
paths:
  /me:
    get:
      responses:
        '200':
          description: OK
          headers:
            access-control-allow-origin: { $ref: '#/components/headers/Origin' }
components:
  headers:
    Origin:
      schema: { type: string, enum: ['https://app.example.com', 'null'] }
#                                                               ^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: the only value',
        format: 'oas2',
        text: `
paths:
  /me:
    get:
      responses:
        '200':
          description: OK
          headers:
            Access-Control-Allow-Origin: { type: string, default: 'null' }
#                                                                 ^^^^^^
`,
      },
      {
        title: 'In what a gateway is told',
        format: 'oas3.0',
        text: `
x-amazon-apigateway-cors:
  allowOrigins:
    - https://app.example.com
    - 'null'
#     ^^^^^^
paths:
  /me:
    get:
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'A list of websites, and a schema that may be null',
        text: `
paths:
  /me:
    get:
      responses:
        '200':
          description: OK
          headers:
            Access-Control-Allow-Origin:
              schema: { type: [string, 'null'], enum: ['https://app.example.com', null] }
`,
      },
      {
        title: 'OpenAPI 2.0: another header',
        format: 'oas2',
        text: `
paths:
  /me:
    get:
      responses:
        '200':
          description: OK
          headers:
            Access-Control-Allow-Origin: { type: string, default: 'https://app.example.com' }
            X-Parent: { type: string, default: 'null' }
`,
      },
    ],
  },
})

/** Where `null` is one of several values, the others stay. */
function withoutNull(node: Node) {
  const { parent, path } = node
  if (!parent?.isList || (parent.value as unknown[]).length < 2) return undefined
  return {
    title: 'Remove `null`',
    kind: 'suggested',
    edits: [{ node, edit: { op: 'remove', path } }],
  } as const
}
