import {
  defineRule,
  type Operation,
  type Parameter,
  type ParameterField,
  type SecurityScheme,
  tokens,
} from '@specward/core'
import { counted, listed } from '../wording.ts'
import { credentialIn, isMeantForAnyone } from './anonymous.ts'
import { declareAsScheme } from './shadow-fix.ts'
import { queriesIn } from './shadow-queries.ts'

export default defineRule({
  id: 'no-shadow-authentication',
  title: 'A credential is declared as an ordinary parameter.',
  why: 'Gateways, client generators, scanners and reviewers go by `security`. To them, an operation whose credential is a mere header is open, or protected by less than it is, and OpenAPI 3 has tools ignore a header parameter that is called `Authorization`.',
  fix: 'Declare the header or cookie as a security scheme, require the scheme by `security`, and remove the parameter.',
  presets: { recommended: 'warn', strict: 'error' },
  formats: ['oas'],
  references: {
    owasp: ['API2:2023', 'API9:2023'],
    cwe: [1059],
    controls: ['AUTHN-1', 'APIKEY-2'],
    specifications: ['OpenAPI 3.1.1, Parameter Object'],
  },
  falsePositives:
    'Passwords, one-time codes and tokens of mailed links are no credentials of a caller and are left alone, and so are operations for signing in. Credentials in the URL are judged by `no-credential-in-url`; a query parameter that only its description calls a credential is left undecided. A header that passes on a credential for another service is reported; say so with a waiver.',
  select: 'document',
  check(document, { report, undecided, model, format }) {
    const { schemes } = document
    const shadows = new Map<string, Shadow>()
    const parameters = model.select('parameter')
    for (const parameter of parameters) collect(parameter, shadows)
    for (const { at, because } of queriesIn(parameters)) undecided({ at, because })
    for (const [key, { fields, operations, parameter, parameters: all, isMore }] of shadows) {
      const [first, ...others] = fields
      if (!first || operations.size === 0) continue
      const labels = [...operations].map(({ label }) => label)
      const scheme = schemes.find((each) => carries(each, parameter))
      report({
        at: first.node,
        covers: fields.map(({ node }) => node),
        message: messageFor(parameter, labels, isMore, scheme, format !== 'oas2'),
        discriminator: key,
        operations: labels,
        fix: declareAsScheme(document, all, [...operations], scheme),
        related: [
          ...(scheme
            ? [
                {
                  at: scheme.node,
                  message: 'This scheme describes it, but is not required by these operations.',
                },
              ]
            : []),
          ...others
            .slice(0, MOST_OTHERS)
            .map(({ node }) => ({ at: node, message: 'It is declared here as well.' })),
        ],
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A header that authenticates, once for all that take it, also through `$ref`',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: X-Api-Key
#               ^^^^^^^^^
          in: header
          schema: { type: string }
      responses:
        '200': { description: OK }
    post:
      parameters:
        - $ref: '#/components/parameters/Key'
      responses:
        '201': { description: Created }
components:
  parameters:
    Key: { name: x-api-key, in: header, schema: { type: string } }
`,
      },
      {
        title: '`Authorization`, which tools ignore, in an operation that does not require the scheme',
        text: `
paths:
  /orders:
    get:
      security: []
      parameters:
        - name: Authorization
#               ^^^^^^^^^^^^^
          in: header
          schema: { type: string }
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'A cookie that holds the session',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: SESSION, in: cookie, schema: { type: string } }
#                 ^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: beside another scheme',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
security:
  - key: []
paths:
  /orders:
    get:
      parameters:
        - { name: X-Auth-Token, in: header, type: string }
#                 ^^^^^^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'A query parameter that its description calls a token: not decided',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: acme_auth, in: query, description: Acme auth token, schema: { type: string } }
#                 ~~~~~~~~~
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'Modelled by a scheme that the operation requires',
        text: `
security:
  - token: []
    key: []
paths:
  /orders:
    get:
      parameters:
        - { name: authorization, in: header, schema: { type: string } }
        - { name: x-api-key, in: header, schema: { type: string } }
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    key: { type: apiKey, in: header, name: X-Api-Key }
`,
      },
      {
        title: 'Headers that authenticate nobody, and a login',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: X-CSRF-Token, in: header, schema: { type: string } }
        - { name: X-Page-Token, in: header, schema: { type: string } }
        - { name: X-One-Time-Password, in: header, schema: { type: string } }
        - { name: csrftoken, in: cookie, schema: { type: string } }
        - { name: theme, in: cookie, schema: { type: string } }
      responses:
        '200': { description: OK }
  /login:
    post:
      parameters:
        - { name: Authorization, in: header, schema: { type: string } }
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: a key in the URL, which another rule judges',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: api_key, in: query, type: string }
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

/** Further places that are shown. */
const MOST_OTHERS = 5

/** All parameters of one name, and the operations to which no scheme says what they are. */
interface Shadow {
  readonly parameter: Parameter
  readonly fields: ParameterField[]
  readonly parameters: Parameter[]
  readonly operations: Set<Operation>
  /** Those that are meant for anyone take it as well, and are not judged. */
  isMore: boolean
}

/** `Cookie` as a header holds whatever a site sets; a description that names another cookie than a session speaks of that. */
function isOtherCookie({ in: place, name, node }: Parameter): boolean {
  if (place !== 'header' || name.toLowerCase() !== 'cookie') return false
  const description = node.child('description')?.string
  return description !== undefined && !/session/i.test(description)
}

function collect(parameter: Parameter, shadows: Map<string, Shadow>): void {
  const field = carrierIn(parameter)
  if (!field || isOtherCookie(parameter)) return
  const operations = parameter.operations.filter((operation) => isShadowed(operation, parameter))
  const key = `${parameter.in} ${parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name}`
  const shadow = shadows.get(key) ?? {
    parameter,
    fields: [],
    parameters: [],
    operations: new Set<Operation>(),
    isMore: false,
  }
  shadows.set(key, shadow)
  shadow.isMore ||= parameter.operations.some((each) => each.kind === 'http' && isMeantForAnyone(each))
  if (operations.length === 0) return
  shadow.fields.push(field)
  shadow.parameters.push(parameter)
  for (const operation of operations) shadow.operations.add(operation)
}

/** Credentials by which nobody is authenticated from request to request. */
const NOT_OF_CALLERS: ReadonlySet<string> = new Set([
  ...['password', 'PIN', 'one-time password', 'card security code', 'recovery code', 'backup code'],
  ...[
    'reset token',
    'recovery token',
    'verification token',
    'verify token',
    'confirmation token',
    'mfa token',
  ],
  ...['activation token', 'invite token', 'invitation token', '2fa token', 'subject token', 'actor token'],
  ...['refresh token', 'code verifier', 'private key', 'webhook secret', 'signing secret', 'encryption key'],
])

/** The field of a header or cookie by which callers authenticate. */
function carrierIn(parameter: Parameter): ParameterField | undefined {
  if (parameter.in !== 'header' && parameter.in !== 'cookie') return undefined
  const name = parameter.name.toLowerCase()
  // part of the signature that Amazon's services want (Signature Version 4)
  if (name.startsWith('x-amz-')) return undefined
  if (parameter.in === 'header' && (name === 'authorization' || name === 'cookie')) return parameter.fields[0]
  const field = credentialIn(parameter)
  if (!field?.sensitivity || NOT_OF_CALLERS.has(field.sensitivity.term)) return undefined
  if (tokens(parameter.name).some((word) => /^(?:csrf|xsrf|antiforgery)/.test(word))) return undefined
  return parameter.in === 'cookie' || field.sensitivity.confidence === 'certain' ? field : undefined
}

function isShadowed(operation: Operation, parameter: Parameter): boolean {
  const { kind, alternatives } = operation.security
  if (operation.kind !== 'http' || kind === 'unreadable' || isMeantForAnyone(operation)) return false
  return !alternatives.some(({ requirements }) =>
    // what a name stands for that is declared nowhere, nobody knows
    requirements.some(({ scheme }) => scheme === undefined || carries(scheme, parameter)),
  )
}

/** Whether the scheme is what the parameter holds. */
function carries(scheme: SecurityScheme, parameter: Parameter): boolean {
  const name = parameter.name.toLowerCase()
  const { type, parameterName } = scheme
  if (type !== 'apiKey') {
    return parameter.in === 'header' && name === 'authorization' && type !== 'mutualTLS'
  }
  if (parameter.in === 'header' && name === 'cookie') return scheme.in === 'cookie'
  return scheme.in === parameter.in && parameterName?.toLowerCase() === name
}

function messageFor(
  parameter: Parameter,
  labels: readonly string[],
  isMore: boolean,
  scheme: SecurityScheme | undefined,
  isIgnored: boolean,
): string {
  const name = parameter.name.toLowerCase()
  const where =
    labels.length <= 3 ? listed(labels) : `${isMore ? 'At least ' : ''}${counted(labels.length, 'operation')}`
  const take = labels.length === 1 ? 'takes' : 'take'
  const what =
    name === 'cookie'
      ? `the session in a \`${parameter.name}\``
      : `the credential \`${parameter.name}\` as a plain`
  const mend = scheme
    ? `. Require the scheme \`${scheme.name}\` in ${labels.length === 1 ? 'its' : 'their'} \`security\` instead.`
    : ', but no security scheme declares it.'
  const ignored =
    isIgnored && name === 'authorization'
      ? ' OpenAPI 3 has tools ignore a header parameter of this name.'
      : ''
  return `${where} ${take} ${what} ${parameter.in} parameter${mend}${ignored}`
}
