import { defineRule, type Fix, type Model, type Node, splitUrl } from '@specward/core'
import { counted } from '../wording.ts'
import { candidatesIn, nameOf, placeOf } from './candidates.ts'
import { isPlaceholderPassword } from './placeholders.ts'

/** User information of every URL in a text (RFC 3986, section 3.2.1). */
const USERINFO = /\/\/([^\s/@?#"'`<>\\]{1,200})@(?=[^\s/@"'`<>])/g

/** Keys whose URLs are called or followed by whoever works with the description. */
const FOLLOWED =
  /^(?:\$ref|url|host|termsOfService|externalValue|operationRef|(?:token|authorization|refresh|openIdConnect|deviceAuthorization|oauth2Metadata)Url)$/

/** Keys below which stands data, which nobody calls. */
const DATA = /^(?:examples?|default|enum|const|value|x-.*)$/

/** More than this, nobody looks through. */
const MOST_RELATED = 10

/** Where a URL stands decides how much of it is an example. */
type Place = 'server' | 'followed' | 'data'

interface Found {
  readonly node: Node
  readonly value: string
  readonly userinfo: string
  readonly place: Place
}

export default defineRule({
  id: 'no-url-userinfo',
  title: 'A URL holds a user name and password.',
  why: 'What stands in front of the `@` of a URL ends up in logs, histories and error messages, and everybody who sees the description can read it. Clients may drop it or refuse the URL.',
  fix: 'Take the credentials out of the URL, change them if they are real, and declare a security scheme instead.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API2:2023'],
    cwe: [522, 798],
    controls: ['APIKEY-3'],
    specifications: ['RFC 3986, section 3.2.1', 'RFC 9110, section 4.2.4'],
  },
  falsePositives:
    'In examples and in prose, credentials that are plainly made up (`user:password@`, `{user}:{password}@`, `xxxx:xxxx@`) are left alone. In the URL of a server they are reported even so, because callers are told to put theirs there.',
  select: 'document',
  check(_, { report, model }) {
    const told = new Set<string>()
    const found = userinfoIn(model)
    for (const { node, value, userinfo, place } of found) {
      const isReal = !isPlaceholderPassword(passwordOf(userinfo))
      if (place === 'data' && (!isReal || told.has(userinfo))) continue
      const others = place === 'data' ? sameAs(found, userinfo, node) : []
      told.add(userinfo)
      report({
        at: placeOf(node, userinfo),
        message: messageFor(node, userinfo, place, isReal, others.length),
        related: others
          .slice(0, MOST_RELATED)
          .map((other) => ({ at: placeOf(other.node, userinfo), message: 'The same credentials.' })),
        discriminator: node.path.filter((key) => !/^\d+$/.test(key)).join(' '),
        // the password may stand elsewhere as well: in a comment, in the message of another rule
        secrets: isReal ? [userinfo, passwordOf(userinfo)] : [],
        fix: withoutUserinfo(node, value, userinfo, place),
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
        title: 'Examples that are plainly made up',
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
                target: { type: string, example: 'https://username:{password}@example.com' }
      responses:
        '201': { description: Created }
`,
      },
    ],
  },
})

function userinfoIn(model: Model): readonly Found[] {
  const found: Found[] = []
  const servers = new Set<Node>()
  for (const { server } of model.select('server')) {
    const node = urlOf(server.node) ?? urlOf(model.document.node)
    const value = node?.string
    if (!node || value === undefined || servers.has(node)) continue
    servers.add(node)
    const { userinfo } = splitUrl(value, true)
    if (userinfo !== '') found.push({ node, value, userinfo, place: 'server' })
  }
  for (const { node, value } of candidatesIn(model)) {
    if (servers.has(node)) continue
    for (const [, userinfo = ''] of value.matchAll(USERINFO)) {
      if (userinfo.includes(':')) found.push({ node, value, userinfo, place: placeFor(node) })
    }
  }
  return found
}

function urlOf(server: Node): Node | undefined {
  return server.child('url') ?? server.child('host')
}

function placeFor(node: Node): Place {
  if (!FOLLOWED.test(node.key)) return 'data'
  for (let up = node.parent; up; up = up.parent) {
    if (DATA.test(up.key)) return 'data'
    // a property that has the name of a keyword
    if (up.key === 'properties') return 'data'
  }
  return 'followed'
}

function passwordOf(userinfo: string): string {
  const colon = userinfo.indexOf(':')
  return colon < 0 ? '' : userinfo.slice(colon + 1)
}

/** Other examples with the same credentials: one finding tells of them all. */
function sameAs(found: readonly Found[], userinfo: string, node: Node): readonly Found[] {
  return found.filter((each) => each.place === 'data' && each.userinfo === userinfo && each.node !== node)
}

function messageFor(node: Node, userinfo: string, place: Place, isReal: boolean, others: number): string {
  const what = isReal ? 'a user name with its password' : 'credentials'
  const user = userinfo.split(':', 1)[0]
  if (place === 'server' && !isReal) return 'The URL of this server has callers write credentials into it.'
  if (place === 'server') return `The URL of this server holds ${what} (\`${user}:…@\`).`
  const more =
    others === 0 ? '' : `, and so ${others === 1 ? 'does' : 'do'} ${counted(others, 'other place')}`
  return `\`${nameOf(node)}\` holds ${what} in a URL (\`${user}:…@\`)${more}.`
}

function withoutUserinfo(node: Node, value: string, userinfo: string, place: Place): Fix {
  const edit = { op: 'set', path: node.path, value: value.replaceAll(`${userinfo}@`, '') } as const
  const kind = place === 'data' ? 'suggested' : 'safe'
  return { title: 'Take the credentials out of the URL', kind, edits: [{ node, edit }] }
}
