import { defineRule, type Operation, type SecurityScheme, tokens } from '@specward/core'
import { changesSomething, isMeantForAnyone } from '../authentication/anonymous.ts'
import { sentHeaders } from '../headers.ts'
import { listed } from '../wording.ts'
import { acceptsCookieAlone, isCookie } from './cookies.ts'

export default defineRule({
  id: 'require-csrf-protection',
  title: 'A write goes by a cookie alone, and nothing shows that the request comes from the own site.',
  why: 'Browsers send the cookie along with every request, also with a form that another website submits. A visitor who is signed in orders, pays or changes an address without knowing it.',
  fix: 'Set the cookie with `SameSite=Lax` or `Strict` and say so at the scheme, or require a header that no form can send, such as `X-CSRF-Token`.',
  presets: { recommended: 'warn', strict: 'warn', 'internal-api': 'off' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [352],
    controls: ['SESSION-1'],
    specifications: ['RFC 6265bis, section 8.8', 'Fetch Standard, CORS-preflight fetch'],
  },
  falsePositives:
    'Only what a form can send is reported: `POST` without a body, or with a form, plain text or any type as its body. Other methods are not sent to other websites without being asked for by a preflight, and bodies of JSON alone are not decided, because many servers do not look at the type. Any word about CSRF or `SameSite` counts as protection.',
  select: 'securityScheme',
  check(scheme, { report, undecided, notApplicable, model }) {
    if (!isCookie(scheme)) return notApplicable()
    const writes = scheme.operations.filter((operation) => isForgeable(operation, scheme))
    if (writes.length === 0) return notApplicable()
    const places = [model.document.node.child('info'), model.resolve(scheme.node) ?? scheme.node]
    if (places.some((place) => speaksOfIt(place?.child('description')?.string ?? ''))) return
    if (
      isSetForSameSite(
        sentHeaders(model, 'set-cookie').flatMap(({ header }) => header.values),
        scheme,
      )
    )
      return
    const open = writes.filter((operation) => !isProtected(operation))
    const simple = open.filter(canBeForm)
    for (const operation of simple) {
      report({
        at: { node: operation.node, part: 'key' },
        message: `\`${operation.label}\` accepts the cookie of \`${scheme.name}\` alone, and neither \`SameSite\` nor a CSRF token is documented: a form on any website may send this request as the visitor.`,
        cause: scheme.node,
        discriminator: operation.identity,
        operations: [operation.label],
        related: [{ at: scheme.node, message: 'The cookie.' }],
      })
    }
    if (simple.length === 0 && open.length > 0) {
      undecided({
        at: scheme.node,
        because: `whether the server insists on the content type, which keeps forms of other websites away from ${listed(open.map(({ label }) => label))}, is not known, and nothing else is documented against forged requests`,
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'Inherited by a form, and by a request without a body',
        text: `
security:
  - session: []
paths:
  /transfers:
    post:
#   ^^^^
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: { type: object, properties: { amount: { type: integer } } }
      responses:
        '303': { description: Done }
  /account/close:
    post:
#   ^^^^
      responses:
        '204': { description: Closed }
components:
  securitySchemes:
    session: { type: apiKey, in: cookie, name: SESSION }
`,
      },
      {
        title: 'OpenAPI 2.0, where a cookie is a header, beside a token',
        format: 'oas2',
        text: `
consumes: [multipart/form-data]
securityDefinitions:
  session: { type: apiKey, in: header, name: Cookie }
  token: { type: apiKey, in: header, name: Authorization }
security:
  - session: []
  - token: []
paths:
  /photos:
    post:
#   ^^^^
      parameters:
        - { name: photo, in: formData, type: file }
      responses:
        '201': { description: Created }
`,
      },
    ],
    good: [
      {
        title: 'A token in a header, or together with the cookie; methods that no form has',
        text: `
security:
  - session: []
paths:
  /transfers:
    post:
      parameters:
        - { name: X-CSRF-Token, in: header, required: true, schema: { type: string } }
      responses:
        '204': { description: Done }
  /orders:
    post:
      security:
        - session: []
          antiForgery: []
      responses:
        '204': { description: Done }
    delete:
      responses:
        '204': { description: Deleted }
components:
  securitySchemes:
    session: { type: apiKey, in: cookie, name: SESSION }
    antiForgery: { type: apiKey, in: header, name: X-Anti-Forgery }
`,
      },
      {
        title: 'The cookie is set with `SameSite`',
        text: `
security:
  - session: []
paths:
  /login:
    post:
      security: []
      responses:
        '204':
          description: Signed in
          headers:
            Set-Cookie: { example: SESSION=abc; Secure; HttpOnly; SameSite=Lax, schema: { type: string } }
  /transfers:
    post:
      responses:
        '204': { description: Done }
components:
  securitySchemes:
    session: { type: apiKey, in: cookie, name: SESSION }
`,
      },
      {
        title: 'Where bodies are JSON alone, it is not decided',
        text: `
security:
  - session: []
paths:
  /transfers:
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema: { type: object }
      responses:
        '204': { description: Done }
components:
  securitySchemes:
    session: { type: apiKey, in: cookie, name: SESSION }
#   ~~~~~~~
`,
      },
      {
        title: 'OpenAPI 2.0: it says what is done',
        format: 'oas2',
        text: `
securityDefinitions:
  session: { type: apiKey, in: header, name: Cookie, description: Set with SameSite=Strict. }
security:
  - session: []
paths:
  /account/close:
    post:
      responses:
        '204': { description: Closed }
`,
      },
    ],
  },
})

/** What another website could have sent: a `POST` that changes something, for which the cookie is enough. */
function isForgeable(operation: Operation, scheme: SecurityScheme): boolean {
  return (
    operation.kind === 'http' &&
    operation.method === 'post' &&
    changesSomething(operation) &&
    !isMeantForAnyone(operation) &&
    acceptsCookieAlone(operation, scheme)
  )
}

function speaksOfIt(text: string): boolean {
  return /\b(?:csrf|xsrf)|\bsame-?site\b(?!=none)|\bsame[- ]origin\b|cross[- ]site request|anti-?forgery/i.test(
    text,
  )
}

function isSetForSameSite(
  values: readonly { readonly string: string | undefined }[],
  scheme: SecurityScheme,
): boolean {
  const name = scheme.in === 'cookie' ? `${scheme.parameterName}=` : ''
  return values.some(
    ({ string = '' }) => string.trimStart().startsWith(name) && /;\s*samesite=(?:lax|strict)\b/i.test(string),
  )
}

/** Header fields that a form, or a request without a preflight, can carry. */
const SIMPLE: ReadonlySet<string> = new Set([
  'accept',
  'accept-language',
  'content-language',
  'content-type',
  'cookie',
])

function isProtected({ parameters, requestBody, description = '' }: Operation): boolean {
  if (speaksOfIt(description)) return true
  const names = (requestBody?.content ?? []).flatMap(({ schema }) =>
    (schema?.properties ?? []).map(({ name }) => name),
  )
  if ([...names, ...parameters.map(({ name }) => name)].some(isToken)) return true
  return parameters.some(
    ({ in: place, required, name }) => place === 'header' && required && !SIMPLE.has(name.toLowerCase()),
  )
}

function isToken(name: string): boolean {
  const words = tokens(name)
  if (words.some((word) => /^(?:csrf|xsrf|antiforgery)/.test(word))) return true
  return (
    /requestverificationtoken|authenticitytoken|antiforgery/.test(words.join('')) ||
    /^x-requested-with$/i.test(name)
  )
}

/** True where there is no body, or one of those that forms send. One that could not be read is neither. */
function canBeForm({ requestBody, node }: Operation): boolean {
  return requestBody ? requestBody.content.some(isSimple) : node.child('requestBody') === undefined
}

function isSimple({ type }: { readonly type: string }): boolean {
  return /^(?:application\/x-www-form-urlencoded|multipart\/(?:form-data|\*)|text\/(?:plain|\*)|\*\/\*)?$/.test(
    type,
  )
}
