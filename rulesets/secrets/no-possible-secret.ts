import { defineRule, type Fix, type Model } from '@specward/core'
import { joined } from '../edits.ts'
import { counted, withArticle } from '../wording.ts'
import { inOrder, placeOf } from './candidates.ts'
import { type Lifelike, lifelikeIn } from './lifelike.ts'

/** Characters of a secret that a message shows, so that its owner knows which one it is. */
const SHOWN = 4

/** More than this, nobody looks through. */
const MOST_RELATED = 10

export default defineRule({
  id: 'no-possible-secret',
  title: 'The description holds a value that looks like a credential in use.',
  why: 'A default, a constant, the value of an extension or a URL that is called is what clients and gateways work with. If it is a key, a token or a password, everybody has it who sees the description, and it stays in the history of the file.',
  fix: 'Revoke the value if it is real, take it out, and let every client bring its own.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API2:2023', 'API8:2023'],
    cwe: [798, 540],
    controls: ['APIKEY-3'],
  },
  falsePositives:
    'Only values under the name of a credential, or with a schema that says `format: password` or `x-secret`, are looked at; a password may be short, the rest has 20 characters or more. Identifiers (UUID, ULID), digests, words, sequences and placeholders are left alone; secrets of a known format are judged by `no-secret-literal`, examples by `no-lifelike-secret-example`.',
  select: 'document',
  check(_, { report, model, facts }) {
    for (const [first, ...others] of byValue(model, lifelikeIn(model, facts))) {
      const { node, secret, name, term } = first
      const more =
        others.length === 0 ? '' : ` It stands in ${counted(others.length, 'other place')} as well.`
      report({
        at: placeOf(node, secret),
        covers: [first, ...others].map((each) => each.node),
        message: `\`${name}\` has a value that looks like ${withArticle(term)} in use (\`${secret.slice(0, SHOWN)}…\`), which everybody can read who sees the description.${more}`,
        related: others
          .slice(0, MOST_RELATED)
          .map((other) => ({ at: placeOf(other.node, secret), message: 'The same value.' })),
        secrets: [secret],
        fix: joined([first, ...others].map(fixFor)),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'The default of a header, in a parameter that is reached through `$ref`',
        text: `
paths:
  /orders:
    get:
      parameters:
        - $ref: '#/components/parameters/Key'
      responses:
        '200': { description: OK }
components:
  parameters:
    Key:
      name: X-Api-Key
      in: header
      schema:
        type: string
        default: q7Zt2LkW9xRb4VnC8sHd
#                ^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'An extension that a gateway reads, after the name of the scheme',
        text: `
x-upstream:
  url: https://orders.example.com
  authorization: Bearer q7Zt2LkW9xRb4VnC8sHd
#                       ^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'In the URL of a server, as a constant of a gateway, and a password',
        text: `
servers:
  - url: https://orders.example.com/v1?access_token=q7Zt2LkW9xRb4VnC8sHd
#                                                   ^^^^^^^^^^^^^^^^^^^^
x-gateway:
  integration.request.header.x-api-key: "'r8Au3MlX0ySc5WoD9tJe'"
#                                         ^^^^^^^^^^^^^^^^^^^^
  password: Tq7rW2mZ9xLp
#           ^^^^^^^^^^^^
`,
      },
      {
        title: 'Only the schema tells that it is a credential',
        text: `
components:
  schemas:
    Connection:
      type: object
      properties:
        handle:
          type: string
          format: password
          const: q7Zt2LkW9xRb4VnC8sHd
#                ^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: the only permitted value',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: api_key
          in: header
          type: string
          enum: [q7Zt2LkW9xRb4VnC8sHd]
#                ^^^^^^^^^^^^^^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'AsyncAPI 2: the value of a server variable',
        format: 'asyncapi2',
        text: `
servers:
  main:
    url: broker.example.com/{accessToken}
    protocol: wss
    variables:
      accessToken: { default: q7Zt2LkW9xRb4VnC8sHd }
#                             ^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 3: a constant in a message',
        format: 'asyncapi3',
        text: `
components:
  messages:
    Order:
      payload:
        type: object
        properties:
          clientSecret: { type: string, const: q7Zt2LkW9xRb4VnC8sHd }
#                                              ^^^^^^^^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Values that are no credentials, or none in use',
        text: `
x-upstream:
  apiKey: '{{ secrets.ORDERS_API_KEY_2 }}'
  apiKeyId: q7Zt2LkW9xRb4VnC8sHd
  apiKeyHash: 7fd1a60b01f91b314f59955a4e4d4e80d8edf11d
  commit: 7fd1a60b01f91b314f59955a4e4d4e80d8edf11d
paths:
  /orders:
    get:
      parameters:
        - name: X-Api-Key
          in: header
          schema: { type: string, default: 9f3c1c1e-6a1b-4f6e-9a51-0b7f3a8f2c11 }
        - name: X-Auth-Token
          in: header
          schema: { type: string, enum: [first-generation-token-1, second-generation-token-2] }
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'An example, which another rule judges',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: X-Api-Key, in: header, schema: { type: string }, example: q7Zt2LkW9xRb4VnC8sHd }
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

type Group = readonly [first: Lifelike, ...others: Lifelike[]]

/** Values in use, each once with all its places, in the order of the document. */
function byValue({ document }: Model, found: readonly Lifelike[]): readonly Group[] {
  const groups = new Map<string, [Lifelike, ...Lifelike[]]>()
  const inForce = found.filter(({ standing }) => standing === 'in-force')
  for (const each of inOrder(inForce, document.node)) {
    const group = groups.get(each.secret)
    if (group) group.push(each)
    else groups.set(each.secret, [each])
  }
  return [...groups.values()]
}

function fixFor({ node, secret, term }: Lifelike): Fix | undefined {
  const { path, string } = node
  if (string === undefined) return undefined
  if (node.key === 'default' && node.parent?.child('type')) {
    return { title: 'Remove the default', kind: 'suggested', edits: [{ node, edit: { op: 'remove', path } }] }
  }
  const edit = { op: 'set', path, value: string.replaceAll(secret, `<${term}>`) } as const
  return { title: 'Put a placeholder in its place', kind: 'suggested', edits: [{ node, edit }] }
}
