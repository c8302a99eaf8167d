import { type ApiDocument, type At, defineRule, type Operation, splitUrl } from '@specward/core'
import { type Field, fieldsOf } from './request-fields.ts'

export default defineRule({
  id: 'no-handmade-password-grant',
  title: 'A token endpoint of its own takes the password of the user from the client.',
  why: 'This is the password grant of OAuth, described as an ordinary operation: the client sees the password, people learn to type theirs anywhere, and a second factor or a passkey cannot be asked for. Tools that look for the flow in the security schemes do not find it.',
  fix: 'Use the authorization code flow with PKCE and declare it under the security schemes. Switch the password grant off at the authorization server.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API2:2023'],
    cwe: [522],
    controls: ['TOKEN-1'],
    specifications: ['RFC 9700, section 2.4', 'RFC 6749, section 4.3'],
  },
  falsePositives:
    'A login form without `grant_type` and without an id of the client is a login, and not judged here. Where a scheme declares the password flow with this operation as its token endpoint, `no-password-flow` speaks.',
  select: 'operation',
  check(operation, { report, notApplicable, model }) {
    if (operation.kind !== 'http' || operation.isSafe || !mayIssueTokens(operation)) return notApplicable()
    const fields = fieldsOf(operation)
    // not `grantTypes`, by which a client is registered
    const grant = fields.find(({ name }) => /^grant[-_]?type$/i.test(name))
    if (!grant && !fields.some(({ words }) => words === 'client id')) return notApplicable()
    const trio = isSignIn(operation) ? trioIn(fields) : undefined
    const found = (grant && passwordIn(grant)) ?? exampleOf(operation) ?? trio
    if (!found || isDeclared(operation, model.document)) return
    report({
      at: found.at,
      message: `\`${operation.label}\` ${found.how}: this is the password grant of OAuth, in which the client gets to see the password.`,
    })
  },
  examples: {
    bad: [
      {
        title: 'One of the grants',
        text: `
paths:
  /oauth/token:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              properties:
                grant_type:
                  type: string
                  enum:
                    - authorization_code
                    - password
#                     ^^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'User, password and client, in a schema that is reached through `$ref` and `allOf`',
        text: `
paths:
  /auth/login:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Login' }
      responses:
        '200': { description: OK }
components:
  schemas:
    Client: { type: object, properties: { clientId: { type: string } } }
    Login:
      allOf:
        - $ref: '#/components/schemas/Client'
        - type: object
          properties:
            username: { type: string }
            password: { type: string }
#           ^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: in a form',
        format: 'oas2',
        text: `
paths:
  /token:
    post:
      consumes: [application/x-www-form-urlencoded]
      parameters:
        - { name: username, in: formData, type: string }
        - { name: password, in: formData, type: string }
        - name: grant_type
          in: formData
          type: string
          default: password
#                  ^^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'Other grants, and a login without OAuth',
        text: `
paths:
  /oauth/token:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              properties:
                grant_type: { type: string, enum: [authorization_code, refresh_token] }
                client_id: { type: string }
      responses:
        '200': { description: OK }
  /login:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties: { username: { type: string }, password: { type: string } }
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'The token endpoint of a password flow that is declared, which another rule judges',
        text: `
paths:
  /token:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              properties: { grant_type: { type: string, pattern: '^password$' }, password: { type: string } }
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    login: { type: oauth2, flows: { password: { tokenUrl: token, scopes: {} } } }
`,
      },
      {
        title: 'OpenAPI 2.0: an id of the client, and a password of the database',
        format: 'oas2',
        text: `
paths:
  /databases:
    post:
      parameters:
        - in: body
          name: database
          schema:
            type: object
            properties: { client_id: { type: string }, user_name: { type: string }, password: { type: string } }
      responses:
        '201': { description: Created }
`,
      },
    ],
  },
})

/** Told before any schema is read: by the path, the id, or a body that is a form. */
function mayIssueTokens({ path, operationId, node }: Operation): boolean {
  if (/token|o?auth(?!oriz)|log-?in|sign-?in|session/i.test(`${path} ${operationId ?? ''}`)) return true
  const content = node.at('requestBody', 'content') ?? node.child('consumes')
  return [...(content?.children() ?? [])].some(({ key, value }) => key === FORM || value === FORM)
}

const FORM = 'application/x-www-form-urlencoded'

interface Found {
  readonly at: At
  /** What the operation does; a clause without subject. */
  readonly how: string
}

/** Whether a field for the grant says that it can be `password`. */
function passwordIn({ values }: Field): Found | undefined {
  const how = 'takes `password` as a grant'
  for (const keyword of ['enum', 'const', 'default', 'example', 'examples']) {
    for (const node of values(keyword)) {
      const at = [node, ...node.children()].find(({ string }) => string === 'password')
      if (at) return { at, how }
    }
  }
  const pattern = values('pattern').find(({ string }) => /^\^?\(?password\)?\$?$/.test(string ?? ''))
  return pattern ? { at: pattern, how } : undefined
}

/** Whether an example body shows the grant. */
function exampleOf({ requestBody }: Operation): Found | undefined {
  const how = 'takes `password` as a grant'
  for (const example of (requestBody?.content ?? []).flatMap(({ examples }) => examples)) {
    const field = example.child('grant_type')
    if (field?.string === 'password') return { at: field, how }
    if (/(?:^|&)grant_type=password(?:&|$)/.test(example.string ?? '')) return { at: example, how }
  }
  return undefined
}

/** People give their password when they register and reset it as well, and that is no grant. */
function isSignIn({ classes }: Operation): boolean {
  const isOther = classes.has('register') || classes.has('reset') || classes.has('verify')
  return !isOther && (classes.has('token') || classes.has('login'))
}

/** Name and password of a person beside the id of the client. */
function trioIn(fields: readonly Field[]): Found | undefined {
  const has = (...names: readonly string[]) => fields.find(({ words }) => names.includes(words))
  const password = has('password')
  if (!password || !has('client id') || !has('username', 'user name', 'email', 'login')) return undefined
  return { at: password.at, how: 'takes the password of a user together with `client_id`' }
}

/** Whether a declared password flow gets its tokens here. */
function isDeclared({ path }: Operation, { schemes }: ApiDocument): boolean {
  return schemes.some(({ flows, urls }) => {
    if (!flows.some(({ kind }) => kind === 'password')) return false
    return urls.some(({ field, url }) => {
      const end = `/${splitUrl(url.trim())
        .path.replace(/[?#].*$/s, '')
        .replace(/^[./]+/, '')}`
      return field === 'tokenUrl' && (end.endsWith(path) || path.endsWith(end))
    })
  })
}
