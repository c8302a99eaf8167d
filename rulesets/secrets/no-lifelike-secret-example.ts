import { defineRule } from '@specward/core'
import { counted, listed } from '../wording.ts'
import { placeOf } from './candidates.ts'
import { type Lifelike, lifelikeIn } from './lifelike.ts'

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
    'Most such values were made up, which is why all of a description are told in one finding. Secrets of a known format are judged by `no-secret-literal`, values in use by `no-possible-secret`.',
  select: 'document',
  check({ node: root }, { report, model, facts }) {
    const examples = lifelikeIn(model, facts).filter(({ standing }) => standing === 'example')
    const place = ({ node }: Lifelike) => node.span?.value.start ?? 0
    const isElsewhere = ({ node }: Lifelike) => Number(node.file !== root.file)
    const [first, ...others] = [...examples].sort(
      (a, b) => isElsewhere(a) - isElsewhere(b) || place(a) - place(b),
    )
    if (!first) return
    const names = [...new Set(examples.map(({ name }) => name))].sort()
    const what =
      others.length === 0
        ? `The example of ${listed(names)} looks`
        : `${counted(examples.length, 'example')} of credentials (${listed(names)}) look`
    report({
      at: placeOf(first.node, first.secret),
      message: `${what} as if a generator had made ${others.length === 0 ? 'it' : 'them'}: nobody can tell whether ${others.length === 0 ? 'it is' : 'they are'} real.`,
      related: others
        .slice(0, MOST_RELATED)
        .map(({ node, secret }) => ({ at: placeOf(node, secret), message: 'So does this one.' })),
      secrets: [...new Set(examples.map(({ secret }) => secret))],
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
