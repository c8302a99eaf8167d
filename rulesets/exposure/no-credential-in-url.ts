import {
  defineRule,
  type OperationClass,
  type Parameter,
  type ParameterField,
  type Sensitivity,
  tokens,
} from '@specward/core'
import { withArticle } from '../wording.ts'
import {
  discriminatorOf,
  fieldsInUrl,
  isApiKey,
  isBearerToken,
  isUsedOnlyBy,
  kindOf,
  placeOf,
} from './url-fields.ts'

/** Tokens of links that are mailed to people and work once. */
const ONE_TIME: ReadonlySet<string> = new Set([
  'reset token',
  'recovery token',
  'verification token',
  'verify token',
  'confirmation token',
  'activation token',
  'invite token',
  'invitation token',
])

/** Operations behind such links. */
const ONE_TIME_CLASSES: readonly OperationClass[] = ['reset', 'verify', 'register', 'login']

export default defineRule({
  id: 'no-credential-in-url',
  title: 'A credential is sent in the URL.',
  why: 'URLs end up in access logs, browser histories, monitoring and the `Referer` of the next request. Whoever reads one of those has the credential.',
  fix: 'Send the credential in a header or in the body, and declare what authenticates callers as a security scheme.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas'],
  references: {
    owasp: ['API2:2023'],
    cwe: [598],
    controls: ['APIKEY-2'],
    specifications: ['RFC 9110, section 17.9', 'RFC 6750, section 2.3'],
  },
  falsePositives:
    'Names that may mean something else, such as `token` or `pin`, and the signatures of signed links are left undecided, and so is an API key that stands in the path for an account (`/accounts/{apiKey}/secrets`) where callers authenticate in another way. Tokens of links that work once (password reset, invitation) belong in the URL and are not reported. An API key that is declared as a security scheme is judged by `no-api-key-in-query`, tokens of OAuth in the query string by `no-bearer-token-in-query`.',
  select: 'parameter',
  check(parameter, { report, undecided, notApplicable, model }) {
    const fields = fieldsInUrl(parameter)
    if (fields.length === 0) return notApplicable()
    if (isApiKey(parameter, model.document)) return
    for (const field of fields) {
      if (!isConcerned(parameter, field)) continue
      const at = placeOf(field)
      const because = whyUndecided(parameter, field)
      if (because !== undefined) undecided({ at, because })
      else report({ at, message: messageFor(parameter, field), ...discriminatorOf(parameter, field) })
    }
  },
  examples: {
    bad: [
      {
        title: 'A password in the query string',
        text: `
paths:
  /session:
    get:
      parameters:
        - name: user
          in: query
          schema: { type: string }
        - name: pwd
#               ^^^
          in: query
          schema: { type: string }
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'A key in the path, in a parameter that is reached through `$ref`',
        text: `
paths:
  /devices/{apiKey}:
    parameters:
      - $ref: '#/components/parameters/Key'
    get:
      responses:
        '200': { description: OK }
components:
  parameters:
    Key: { name: apiKey, in: path, required: true, schema: { type: string } }
#                ^^^^^^
`,
      },
      {
        title: 'A field of an object in the query string, inherited through `allOf`',
        text: `
paths:
  /connections:
    get:
      parameters:
        - name: target
          in: query
          style: deepObject
          schema:
            allOf:
              - $ref: '#/components/schemas/Login'
      responses:
        '200': { description: OK }
components:
  schemas:
    Login:
      type: object
      properties:
        user: { type: string }
        api_secret: { type: string }
#       ^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: the format says that it is a password',
        format: 'oas2',
        text: `
paths:
  /session:
    get:
      parameters:
        - { name: phrase, in: query, type: string, format: password }
#                 ^^^^^^
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'A credential in a header, and tokens that are none',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: X-Access-Token, in: header, schema: { type: string } }
        - { name: pageToken, in: query, schema: { type: string } }
        - { name: hasPassword, in: query, schema: { type: boolean } }
        - { name: api_key_id, in: query, schema: { type: string } }
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'Links that work once',
        text: `
paths:
  /invitations/{invitationToken}:
    get:
      parameters:
        - { name: invitationToken, in: path, required: true, schema: { type: string } }
      responses:
        '200': { description: OK }
  /password/reset/{token}:
    post:
      parameters:
        - { name: token, in: path, required: true, schema: { type: string } }
      responses:
        '204': { description: Done }
`,
      },
      {
        title: 'A name that may mean something else: not decided',
        text: `
paths:
  /tokens/{token}:
    get:
      parameters:
        - name: token
#               ~~~~~
          in: path
          required: true
          schema: { type: string }
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: the key of a security scheme, which another rule judges',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: query, name: api_key }
security:
  - key: []
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

/** Names of the proof that a signed link carries: it opens the link for whoever has it. */
const SIGNATURES: ReadonlySet<string> = new Set(['sig', 'signature'])

function isSignature(parameter: Parameter, { name, sensitivity }: ParameterField): boolean {
  return parameter.in !== 'path' && sensitivity === undefined && SIGNATURES.has(tokens(name).join(' '))
}

function isConcerned(parameter: Parameter, field: ParameterField): boolean {
  if (isSignature(parameter, field)) return true
  const { sensitivity } = field
  if (sensitivity?.dataClass !== 'credential' || isBearerToken(parameter, field)) return false
  return !isOneTime(parameter, sensitivity)
}

function isOneTime(parameter: Parameter, { term, confidence }: Sensitivity): boolean {
  if (ONE_TIME.has(term)) return true
  if (confidence === 'certain') return false
  return isUsedOnlyBy(parameter, ({ classes }) => ONE_TIME_CLASSES.some((name) => classes.has(name)))
}

function whyUndecided(parameter: Parameter, field: ParameterField): string | undefined {
  if (isSignature(parameter, field))
    return `\`${field.label}\` in the URL opens a signed link for whoever has it, and for how long the description does not say`
  if (namesAccount(parameter, field))
    return `\`${field.label}\` in the path names whose collection it is, and whether it opens anything without what else authenticates the caller, the description does not say`
  if (field.sensitivity?.confidence !== 'likely') return undefined
  return `\`${field.label}\` stands in the URL, and its name does not tell whether it is a credential`
}

/** `/accounts/{api_key}/secrets`, where callers prove who they are in another way: one half of a pair. */
function namesAccount(parameter: Parameter, { sensitivity }: ParameterField): boolean {
  if (parameter.in !== 'path' || sensitivity?.term.toLowerCase() !== 'api key') return false
  return isUsedOnlyBy(
    parameter,
    ({ path, security }) => security.kind === 'required' && path.includes(`/{${parameter.name}}/`),
  )
}

function messageFor(parameter: Parameter, field: ParameterField): string {
  const { term = '', by } = field.sensitivity ?? {}
  const what =
    by === 'policy'
      ? 'a credential by the policy'
      : term.endsWith('authorization')
        ? 'a credential'
        : withArticle(term)
  return `${kindOf(parameter)} \`${field.label}\` carries ${what} in the URL.`
}
