import { defineRule, type Fix } from '@specward/core'
import { joined } from '../edits.ts'
import { counted } from '../wording.ts'
import { inOrder, placeOf } from './candidates.ts'
import { passwordOf, shownOf, type Userinfo, userinfoIn } from './userinfo.ts'
import { placeOfValue } from './value-place.ts'

/** More than this, nobody looks through. */
const MOST_RELATED = 10

export default defineRule({
  id: 'no-url-userinfo',
  title: 'A URL holds a user name and password.',
  why: 'What stands in front of the `@` of a URL ends up in logs, histories and error messages, and everybody who sees the description can read it. Clients may drop it or refuse the URL.',
  fix: 'Take the credentials out of the URL, change them if they are real, and declare a security scheme instead.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi', 'overlay', 'arazzo'],
  references: {
    owasp: ['API2:2023'],
    cwe: [522, 798],
    controls: ['APIKEY-3'],
    specifications: ['RFC 3986, section 3.2.1', 'RFC 9110, section 4.2.4'],
  },
  falsePositives:
    'Only URLs that are in force are judged: of servers, OAuth, references and links, and defaults, constants and extensions. There, credentials that are plainly made up (`user:password@`, `{user}:{password}@`, `xxxx:xxxx@`) are left alone, but not in the URL of a server, where callers are told to put theirs. Of examples and prose, `no-lifelike-secret-example` speaks.',
  select: 'document',
  check({ node: root }, { report, model }) {
    const told = new Set<string>()
    const inForce = userinfoIn(model).filter(({ place }) => place !== 'example')
    const found = inOrder(inForce, root)
    for (const each of found) {
      const { node, userinfo, place, isReal } = each
      if (place === 'in-force' && (!isReal || told.has(userinfo))) continue
      const others = place === 'in-force' ? sameAs(found, each) : []
      told.add(userinfo)
      report({
        at: placeOf(node, userinfo),
        covers: [each, ...others].map((one) => one.node),
        message: messageFor(each, others.length),
        related: others
          .slice(0, MOST_RELATED)
          .map((other) => ({ at: placeOf(other.node, userinfo), message: 'The same credentials.' })),
        // the password may stand elsewhere as well: in a comment, in the message of another rule
        secrets: isReal ? [userinfo, passwordOf(userinfo)] : [],
        fix: joined([each, ...others].map(withoutUserinfo)),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A password in the URL of a server',
        text: `
servers:
  - url: https://orders:Tq7rW2mZ9xLp@api.example.com/v1
#                ^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'Callers are told to write theirs there',
        text: `
servers:
  - url: https://{user}:{password}@api.example.com
#                ^^^^^^^^^^^^^^^^^
    variables:
      user: { default: me }
      password: { default: '' }
`,
      },
      {
        title: 'In a default that is reached through `$ref`',
        text: `
paths:
  /sync:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Sync' }
      responses:
        '202': { description: Accepted }
components:
  schemas:
    Sync:
      type: object
      properties:
        database:
          type: string
          default: postgres://sync:Tq7rW2mZ9xLp@db.example.com/orders
#                             ^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: in the URL of an OAuth flow',
        format: 'oas2',
        text: `
securityDefinitions:
  oauth:
    type: oauth2
    flow: application
    tokenUrl: https://client:Tq7rW2mZ9xLp@login.example.com/token
#                     ^^^^^^^^^^^^^^^^^^^
    scopes: { orders: Orders }
`,
      },
      {
        title: 'AsyncAPI 2: in the URL of a broker, without a scheme',
        format: 'asyncapi2',
        text: `
servers:
  main:
    url: orders:Tq7rW2mZ9xLp@broker.example.com:1883
#        ^^^^^^^^^^^^^^^^^^^
    protocol: secure-mqtt
`,
      },
      {
        title: 'AsyncAPI 3: in the host of a broker',
        format: 'asyncapi3',
        text: `
servers:
  main:
    host: orders:Tq7rW2mZ9xLp@broker.example.com:5671
#         ^^^^^^^^^^^^^^^^^^^
    protocol: amqps
`,
      },
      {
        title: 'Overlay: where the description lies',
        format: 'overlay1',
        text: `
extends: https://orders:Tq7rW2mZ9xLp@git.acme.com/orders.yaml
#                ^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'Arazzo: the description of the API that is called',
        format: 'arazzo1',
        text: `
sourceDescriptions:
  - name: orders
    url: https://orders:Tq7rW2mZ9xLp@git.acme.com/orders.yaml
#                ^^^^^^^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'No credentials; paths and query strings may hold an `@`',
        text: `
servers:
  - url: https://api.example.com/@orders
externalDocs:
  url: https://example.com/users/@me?contact=a:b@example.org
`,
      },
      {
        title: 'An example, of which another rule speaks',
        text: `
components:
  schemas:
    Database:
      type: object
      properties:
        uri: { type: string, example: 'postgres://sync:Tq7rW2mZ9xLp@db.example.com/orders' }
`,
      },
      {
        title: 'What is plainly made up',
        text: `
paths:
  /proxies:
    post:
      description: Write the proxy as https://user:password@proxy.example.com.
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                proxy: { type: string, example: 'http://xxxxx:xxxxx@proxy.example.com:8080' }
                target: { type: string, default: 'https://username:{password}@example.com' }
      responses:
        '201': { description: Created }
`,
      },
    ],
  },
})

/** Other values with the same credentials: one finding tells of them all. */
function sameAs(found: readonly Userinfo[], { node, userinfo }: Userinfo): readonly Userinfo[] {
  return found.filter((each) => each.place === 'in-force' && each.userinfo === userinfo && each.node !== node)
}

function messageFor(each: Userinfo, others: number): string {
  const { node, place, isReal } = each
  if (place === 'server' && !isReal) return 'The URL of this server holds a user name and password.'
  const what = `${isReal ? 'a user name and password' : 'credentials'} (${shownOf(each)})`
  if (place === 'server') return `The URL of this server contains ${what}.`
  const name = placeOfValue(node)?.name || node.key
  const more =
    others === 0 ? '' : `, and so ${others === 1 ? 'does' : 'do'} ${counted(others, 'other place')}`
  return `The URL in \`${name}\` contains ${what}${more}.`
}

function withoutUserinfo({ node, value, userinfo, place }: Userinfo): Fix {
  const edit = { op: 'set', path: node.path, value: value.replaceAll(`${userinfo}@`, '') } as const
  const kind = place === 'in-force' ? 'suggested' : 'safe'
  return { title: 'Take the credentials out of the URL', kind, edits: [{ node, edit }] }
}
