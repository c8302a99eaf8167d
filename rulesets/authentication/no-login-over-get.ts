import { defineRule, type Node, type Operation } from '@specward/core'
import { fieldsInUrl } from '../exposure/url-fields.ts'

export default defineRule({
  id: 'no-login-over-get',
  title: 'Signing in is a GET request.',
  why: 'GET is sent again by browsers, prefetched, answered from caches and kept in histories. A token that comes back from a GET can be handed to the next one who asks, and a foreign web site can sign its visitors in as somebody else.',
  fix: 'Use POST, with the credentials in the body, and answer with `Cache-Control: no-store`.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API2:2023'],
    cwe: [598, 525],
    controls: ['AUTHN-7', 'APIKEY-2'],
    specifications: ['RFC 6749, section 3.2', 'RFC 9110, section 9.2.1'],
  },
  falsePositives:
    'Only operations that hand out a token or a session are reported; pages with a form and redirects to an identity provider are GET by nature. Where a password or a token stands in the URL, `no-credential-in-url` and `no-bearer-token-in-query` report it there, whatever the method; what hands out a token is told as well, as the token comes back by GET.',
  select: 'operation',
  check(operation, { report, notApplicable }) {
    const { kind, method, classes, node, label } = operation
    const isSignIn = classes.has('login') || classes.has('token')
    if (kind !== 'http' || (method !== 'get' && method !== 'head') || !isSignIn) return notApplicable()
    if (
      (!classes.has('token') && hasCredentialInUrl(operation)) ||
      operation.responses.some(({ status }) => status.startsWith('3'))
    )
      return
    const issued = issuedBy(operation)
    if (!issued) return
    report({
      at: { node, part: 'key' },
      message: `\`${label}\` hands out \`${issued.name}\` to a GET request, which browsers repeat and caches keep.`,
      related: [{ at: { node: issued.node, part: 'key' }, message: 'What is handed out.' }],
    })
  },
  examples: {
    bad: [
      {
        title: 'A token for a password that is sent by HTTP Basic',
        text: `
paths:
  /auth/token:
    get:
#   ^^^
      operationId: getToken
      security: [{ password: [] }]
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Tokens' }
components:
  securitySchemes:
    password: { type: http, scheme: basic }
  schemas:
    Tokens:
      allOf:
        - type: object
          properties:
            access_token: { type: string }
`,
      },
      {
        title: 'OpenAPI 2.0: a token that only the example of the response shows',
        format: 'oas2',
        text: `
produces: [application/json]
paths:
  /oauth.token:
    get:
#   ^^^
      parameters:
        - { name: client_secret, in: query, type: string }
      responses:
        '200':
          description: OK
          schema: { type: object }
          examples:
            application/json: { access_token: xxxxxxxx, ok: true }
`,
      },
      {
        title: 'OpenAPI 2.0: a session cookie, for a password in a header',
        format: 'oas2',
        text: `
paths:
  /login:
    get:
#   ^^^
      parameters:
        - { name: X-Password, in: header, type: string }
      responses:
        '200':
          description: OK
          headers:
            Set-Cookie: { type: string }
`,
      },
    ],
    good: [
      {
        title: 'A form, a redirect, and what tells about a token',
        text: `
paths:
  /login:
    get:
      responses:
        '200': { description: The form, content: { text/html: {} } }
  /oauth/authorize:
    get:
      responses:
        '302': { description: Back to the client }
  /auth/token:
    post:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: object, properties: { access_token: { type: string } } }
`,
      },
      {
        title: 'OpenAPI 2.0: the password stands in the URL, which another rule reports',
        format: 'oas2',
        text: `
paths:
  /login:
    get:
      parameters:
        - { name: password, in: query, type: string }
      responses:
        '200':
          description: OK
          headers:
            Set-Cookie: { type: string }
`,
      },
    ],
  },
})

function hasCredentialInUrl({ parameters }: Operation): boolean {
  return parameters.some((parameter) =>
    fieldsInUrl(parameter).some(
      ({ sensitivity }) => sensitivity?.dataClass === 'credential' && sensitivity.confidence === 'certain',
    ),
  )
}

const TOKEN = /(?:^|[_-])(?:access|id|auth|refresh|session|bearer)?[_-]?(?:token|jwt)$|(?:Token|Jwt|JWT)$/

/** An example is the body, or an object that holds it as `value`. */
function bodyOf(example: Node): Node {
  const value = example.child('value')
  return value?.isObject ? value : example
}

/** What success gives to the caller that proves who they are. */
function issuedBy({ responses }: Operation): { readonly name: string; readonly node: Node } | undefined {
  for (const { status, response } of responses) {
    if (!response || !status.startsWith('2')) continue
    const cookie = response.headers.find(({ name }) => name.toLowerCase() === 'set-cookie')
    if (cookie) return { name: cookie.name, node: cookie.node }
    for (const { schema, examples } of response.content) {
      const token = schema?.properties.find(
        ({ name, sensitivity }) => sensitivity?.dataClass === 'credential' && TOKEN.test(name),
      )
      if (token) return { name: token.name, node: token.node }
      const shown = examples.flatMap((example) => [...bodyOf(example).children()])
      const given = shown.find(
        ({ key, string }) => string !== undefined && /^(?:access|id|session)_?token$/i.test(key),
      )
      if (given) return { name: given.key, node: given }
    }
  }
  return undefined
}
