import { defineRule } from '@specward/core'
import { withArticle } from '../wording.ts'
import {
  discriminatorOf,
  fieldsInUrl,
  isApiKey,
  isBearerToken,
  isForbiddenByOAuth,
  placeOf,
} from './url-fields.ts'

export default defineRule({
  id: 'no-bearer-token-in-query',
  title: 'A token or secret of OAuth is sent in the query string.',
  why: 'Whoever holds a bearer token can use it. In the query string it is kept by access logs, browser histories and monitoring, and handed on by the `Referer` header. OAuth forbids it for access tokens and client secrets.',
  fix: 'Send access tokens in the `Authorization` header, and all else in the body of a POST request.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas'],
  references: {
    owasp: ['API2:2023'],
    cwe: [598],
    controls: ['APIKEY-2'],
    specifications: ['RFC 6750, section 2.3', 'RFC 9700, section 4.3.2', 'RFC 6749, section 2.3.1'],
  },
  falsePositives:
    'Only parameters that have exactly the names of OAuth are looked at, in any case style. One that is declared as a security scheme is judged by `no-api-key-in-query`, any other credential by `no-credential-in-url`.',
  select: 'parameter',
  check(parameter, { report, notApplicable, model }) {
    if (parameter.in !== 'query' && parameter.in !== 'querystring') return notApplicable()
    if (isApiKey(parameter, model.document)) return
    for (const field of fieldsInUrl(parameter)) {
      if (!isBearerToken(parameter, field)) continue
      report({
        at: placeOf(field),
        message: `Query parameter \`${field.label}\` carries ${withArticle(field.sensitivity?.term ?? 'token')} in the URL, ${isForbiddenByOAuth(field) ? 'which OAuth forbids' : 'where logs and browser histories keep it'}.`,
        ...discriminatorOf(parameter, field),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'An access token',
        text: `
paths:
  /me:
    get:
      parameters:
        - { name: access_token, in: query, schema: { type: string } }
#                 ^^^^^^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'In another case style, reached through `$ref`',
        text: `
paths:
  /token-info:
    get:
      parameters:
        - $ref: '#/components/parameters/IdToken'
        - $ref: '#/components/parameters/Secret'
      responses:
        '200': { description: OK }
components:
  parameters:
    IdToken: { name: idToken, in: query, schema: { type: string } }
#                    ^^^^^^^
    Secret: { name: CLIENT-SECRET, in: query, schema: { type: string } }
#                   ^^^^^^^^^^^^^
`,
      },
      {
        title: 'Wherever it is declared',
        text: `
paths:
  /me:
    get:
      parameters:
        - { name: access_token, in: query, schema: { type: string } }
#                 ^^^^^^^^^^^^
      responses:
        '200': { description: OK }
  /orders:
    get:
      parameters:
        - { name: access_token, in: query, schema: { type: string } }
#                 ^^^^^^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'A field of the whole query string (OpenAPI 3.2)',
        format: 'oas3.2',
        text: `
paths:
  /token:
    get:
      parameters:
        - name: question
          in: querystring
          content:
            application/x-www-form-urlencoded:
              schema:
                type: object
                properties:
                  code: { type: string }
                  code_verifier: { type: string }
#                 ^^^^^^^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /session:
    get:
      parameters:
        - { name: refresh_token, in: query, type: string }
#                 ^^^^^^^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'In the header and in the body',
        text: `
paths:
  /me:
    get:
      parameters:
        - { name: access_token, in: header, schema: { type: string } }
        - { name: access_token_type, in: query, schema: { type: string } }
        - { name: accessTokenId, in: query, schema: { type: string } }
      responses:
        '200': { description: OK }
  /token:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: { type: object, properties: { refresh_token: { type: string } } }
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'Another credential, which `no-credential-in-url` reports',
        text: `
paths:
  /users/{access_token}:
    get:
      parameters:
        - { name: access_token, in: path, required: true, schema: { type: string } }
        - { name: reset_access_token, in: query, schema: { type: string } }
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: the key of a security scheme, which another rule judges',
        format: 'oas2',
        text: `
securityDefinitions:
  token: { type: apiKey, in: query, name: access_token }
security:
  - token: []
paths:
  /orders:
    get:
      parameters:
        - { name: access_token, in: query, type: string }
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})
