import { defineRule, tokens } from '@specward/core'
import { counted, listed } from '../wording.ts'
import { inOrder, placeOf } from './candidates.ts'
import { type Lifelike, lifelikeIn } from './lifelike.ts'
import { passwordOf, shownOf, type Userinfo, userinfoIn } from './userinfo.ts'
import { placeOfValue } from './value-place.ts'

/** More than this, nobody looks through. */
const MOST_RELATED = 10

export default defineRule({
  id: 'no-lifelike-secret-example',
  title: 'An example of a credential looks like a real one.',
  why: 'Nobody can tell a key that was made up from one that was copied from a terminal, and most of those that leak through documentation were. Scanners will ask about them for ever.',
  fix: 'Write examples that nobody can mistake, such as `<token>` or `example-api-key`.',
  presets: { strict: 'info' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [540],
    controls: ['APIKEY-3'],
  },
  falsePositives:
    'Most such values were made up, which is why all of a description are told in one finding. Passwords in the URLs of examples and of prose are told in one finding as well. Secrets of a known format are judged by `no-secret-literal`, values in use by `no-possible-secret`.',
  select: 'document',
  check({ node: root }, { report, model, facts }) {
    const examples = inOrder(
      lifelikeIn(model, facts).filter(({ standing }) => standing === 'example'),
      root,
    )
    const [first, ...others] = examples
    if (first)
      report({
        at: placeOf(first.node, first.secret),
        covers: examples.map(({ node }) => node),
        message: messageFor(examples),
        related: others
          .filter(({ node }) => node !== first.node)
          .slice(0, MOST_RELATED)
          .map(({ node, secret }) => ({
            at: placeOf(node, secret),
            message: secret === first.secret ? 'The same value.' : 'So does this one.',
          })),
        secrets: [...new Set(examples.map(({ secret }) => secret))],
      })
    const urls = userinfoIn(model).filter(({ place, isReal }) => place === 'example' && isReal)
    const [url, ...more] = inOrder(urls, root)
    if (url)
      report({
        at: placeOf(url.node, url.userinfo),
        covers: urls.map(({ node }) => node),
        message: ofUrl(url, more.length),
        related: more
          .slice(0, MOST_RELATED)
          .map((each) => ({ at: placeOf(each.node, each.userinfo), message: 'So does this one.' })),
        discriminator: 'URL',
        secrets: [...new Set(urls.flatMap(({ userinfo }) => [userinfo, passwordOf(userinfo)]))],
      })
  },
  examples: {
    bad: [
      {
        title: 'In a response that is reached through `$ref`, told once with the one in the text',
        text: `
paths:
  /keys:
    post:
      responses:
        '201': { $ref: '#/components/responses/Key' }
components:
  responses:
    Key:
      description: 'Send it as \`X-Api-Key: q7Zt2LkW9xRb4VnC8sHd\`.'
#                                          ^^^^^^^^^^^^^^^^^^^^
      content:
        application/json:
          example: { apiKey: q7Zt2LkW9xRb4VnC8sHd }
`,
      },
      {
        title: 'A session in the example of a header',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: Cookie
          in: header
          schema: { type: string }
          examples:
            one: { value: session=q7Zt2LkW9xRb4VnC8sHd; theme=dark }
#                                 ^^^^^^^^^^^^^^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: only the schema tells that it is a credential',
        format: 'oas2',
        text: `
paths:
  /connections:
    get:
      responses:
        '200':
          description: OK
          schema: { $ref: '#/definitions/Connection' }
          examples:
            application/json: { handle: q7Zt2LkW9xRb4VnC8sHd }
#                                       ^^^^^^^^^^^^^^^^^^^^
definitions:
  Connection: { type: object, properties: { handle: { type: string, format: password } } }
`,
      },
      {
        title: 'AsyncAPI 2: in the example of a message',
        format: 'asyncapi2',
        text: `
components:
  messages:
    Login:
      payload: { type: object }
      examples:
        - payload: { refreshToken: q7Zt2LkW9xRb4VnC8sHd }
#                                  ^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 3: in the example of a property',
        format: 'asyncapi3',
        text: `
components:
  messages:
    Login:
      payload:
        type: object
        properties:
          accessToken: { type: string, examples: [q7Zt2LkW9xRb4VnC8sHd] }
#                                                 ^^^^^^^^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Examples that nobody can mistake',
        text: `
paths:
  /keys:
    post:
      responses:
        '201':
          description: "Send it as Authorization: Bearer <your-token-of-the-orders-service-1>"
          content:
            application/json:
              example:
                apiKey: example-api-key-0001
                accessToken: xxxxxxxxxxxxxxxxxxxxxxxx
                refreshToken: first-refresh-token-of-two
                clientSecret: 9f3c1c1e-6a1b-4f6e-9a51-0b7f3a8f2c11
                idToken: eyJhbGciOiJIUzI1NiJ9...
`,
      },
      {
        title: 'Random values that are no credentials',
        text: `
paths:
  /files:
    get:
      responses:
        '200':
          description: The digest is sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08.
          content:
            application/json:
              example:
                etag: 33a64df551425fcc55e4d42a148795d9f25f89d4
                nextPageToken: q7Zt2LkW9xRb4VnC8sHd
                passwordHash: 7fd1a60b01f91b314f59955a4e4d4e80d8edf11d
`,
      },
    ],
  },
})

function messageFor(examples: readonly Lifelike[]): string {
  const names = [...new Set(examples.map(({ name }) => name))].sort()
  const values = new Set(examples.map(({ secret }) => secret)).size
  const words = tokens(names[0] ?? '').filter((word) => word !== 'x')
  const placeholder = `\`YOUR_${words.join('_').toUpperCase() || 'KEY'}\``
  const places = examples.length > values ? `in ${counted(examples.length, 'place')}` : ''
  if (values === 1 && names.length === 1)
    return `The example of ${listed(names)}${places === '' ? '' : ` (${places})`} looks like a real credential: use a placeholder such as ${placeholder}.`
  const count = `${counted(values, 'value')} ${places}`.trim()
  return `The examples of ${listed(names)} look like real credentials (${count}): use placeholders such as ${placeholder}.`
}

function ofUrl(url: Userinfo, others: number): string {
  const place = placeOfValue(url.node)
  const what = place?.name ? `The example of \`${place.name}\`` : `The \`${url.node.key}\``
  const more = others === 0 ? '' : `, as ${others === 1 ? 'does' : 'do'} ${counted(others, 'other')}`
  return `${what} contains a user name and password (${shownOf(url)})${more}: replace the password with a placeholder.`
}
