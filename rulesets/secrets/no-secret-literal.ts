import { defineRule, type Fix, type Node, type RuleReport, type StringLiteral } from '@specward/core'
import { withArticle } from '../wording.ts'
import { nameOf, placeOf } from './candidates.ts'
import type { FoundSecret } from './find.ts'
import { secretLiteralsIn } from './literals.ts'
import { placeOfValue } from './value-place.ts'

/** Lines of a key that are told from its first and last words. */
const SHORTEST_LINE = 24

export default defineRule({
  id: 'no-secret-literal',
  title: 'The description holds a secret.',
  why: 'Descriptions are published, generated into clients and documentation, and kept in version control. A key or password in one is known to everybody who ever sees a copy, and stays in the history after it has been taken out.',
  fix: 'Revoke the secret first, then put a placeholder such as `<token>` in its place.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi', 'overlay', 'arazzo'],
  references: {
    owasp: ['API2:2023', 'API8:2023'],
    cwe: [798, 540],
    controls: ['APIKEY-3'],
    specifications: ['RFC 7519, section 3', 'RFC 7617, section 2', 'RFC 7468, section 10'],
  },
  falsePositives:
    'Secrets are told by the formats of their providers, and where there is one by their checksum, or by a text around them that leaves no doubt (`curl -u`, `AWS_SECRET_ACCESS_KEY=`, the string by which a program connects to a database). Values that were made up (`AKIAIOSFODNN7EXAMPLE`, `sk_test_...`, the token of jwt.io, `<token>`, `xxxx`, sequences) are left alone. Where a value looks real but is not, write a placeholder that nobody can mistake.',
  select: 'document',
  check(_, { report, model }) {
    for (const { literal, found } of secretLiteralsIn(model)) report(findingFor(literal, found))
  },
  examples: {
    bad: [
      {
        title: 'A password in the example of a header: base64 hides nothing',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: X-Upstream-Authorization
          in: header
          schema: { type: string }
          example: Basic c3ZjLW9yZGVyczpUcTdyVzJtWjl4THA=
#                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'In the middle of a text, in a response that is reached through `$ref`',
        text: `
paths:
  /session:
    get:
      responses:
        '200': { $ref: '#/components/responses/Session' }
components:
  responses:
    Session:
      description: Log in with "Authorization Basic c3ZjLW9yZGVyczpUcTdyVzJtWjl4THA=" to try it.
#                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'In a sample of code, and in the string by which a program connects to a database',
        text: `
x-database: "Server=db1;Database=orders;User Id=svc-orders;Password=Tq7rW2mZ9xLp;"
#                                                                   ^^^^^^^^^^^^
paths:
  /orders:
    get:
      x-codeSamples:
        - lang: Shell
          source: curl -u svc-orders:Tq7rW2mZ9xLp https://api.orders.shop/orders
#                                    ^^^^^^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'In the URL of a database, as the default of a property that is reached through `$ref`',
        text: `
paths:
  /sources:
    post:
      requestBody:
        content:
          application/json: { schema: { $ref: '#/components/schemas/Source' } }
      responses:
        '201': { description: Created }
components:
  schemas:
    Source:
      type: object
      properties:
        url:
          type: string
          default: jdbc:postgresql://db1:5432/orders?user=app&password=Hx72kq0Lz
#                                                                      ^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: in an extension',
        format: 'oas2',
        text: `
x-gateway:
  upstreamAuthorization: Basic c3ZjLW9yZGVyczpUcTdyVzJtWjl4THA=
#                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 3: the default of a field',
        format: 'asyncapi3',
        text: `
components:
  schemas:
    Connection:
      type: object
      properties:
        authorization:
          type: string
          default: basic c3ZjLW9yZGVyczpUcTdyVzJtWjl4THA=
#                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 2: the value of a server variable',
        format: 'asyncapi2',
        text: `
servers:
  main:
    url: broker.example.com:{port}
    protocol: kafka-secure
    description: "Log in by Basic c3ZjLW9yZGVyczpUcTdyVzJtWjl4THA="
#                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    variables:
      port: { default: '9093' }
`,
      },
      {
        title: 'Overlay: what it adds',
        format: 'overlay1',
        text: `
actions:
  - target: $.paths['/orders'].get.parameters[0]
    update:
      example: Basic c3ZjLW9yZGVyczpUcTdyVzJtWjl4THA=
#                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'Arazzo: a header that a step sends',
        format: 'arazzo1',
        text: `
workflows:
  - workflowId: buy
    steps:
      - stepId: order
        operationId: placeOrder
        parameters:
          - name: Authorization
            in: header
            value: Basic c3ZjLW9yZGVyczpUcTdyVzJtWjl4THA=
#                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Values that were made up, as the manuals of providers print them',
        text: `
paths:
  /keys:
    get:
      responses:
        '200':
          description: "Send Authorization: Bearer <token>"
          content:
            application/json:
              example:
                aws: AKIAIOSFODNN7EXAMPLE
                basic: Basic YWxhZGRpbjpvcGVuc2VzYW1l
                jwt: <header>.<payload>.<signature>
                curl: "curl -u svc-orders:$PASSWORD https://api.orders.shop or -u user:password"
                database: Server=db1;User Id=svc-orders;Password={password};
                stripe: sk_live_xxxxxxxxxxxxxxxxxxxxxxxx
`,
      },
      {
        title: 'Long values that are no secrets',
        text: `
paths:
  /commits:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              example:
                sha: 7fd1a60b01f91b314f59955a4e4d4e80d8edf11d
                etag: 33a64df551425fcc55e4d42a148795d9f25f89d4
                id: 9f3c1c1e-6a1b-4f6e-9a51-0b7f3a8f2c11
`,
      },
    ],
  },
})

function findingFor({ node, value }: StringLiteral, { format, secret }: FoundSecret): RuleReport {
  return {
    at: placeOf(node, secret),
    message: `${placeIn(node)} holds what looks like ${withArticle(format.kind)}: anyone who reads the description could use it.`,
    discriminator: format.id,
    // what shows a part of a key shows whole lines of it
    secrets: [secret, ...secret.split(/\s+|\\n/).filter((line) => line.length >= SHORTEST_LINE)],
    fix: replaceBy(node, value, secret, format.kind),
  }
}

/** `example` of `client_secret`; the key alone where that is the name. */
function placeIn(node: Node): string {
  const key = nameOf(node)
  const name = placeOfValue(node)?.name ?? key
  return name === '' || name === key ? `\`${key}\`` : `\`${key}\` of \`${name}\``
}

function replaceBy(node: Node, value: string, secret: string, kind: string): Fix {
  const edit = { op: 'set', path: node.path, value: value.replaceAll(secret, `<${kind}>`) } as const
  return { title: 'Put a placeholder in its place', kind: 'suggested', edits: [{ node, edit }] }
}
