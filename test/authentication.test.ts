import { registry } from '@specward/rulesets'
import { describe, expect, it } from 'vitest'
import { review } from './review.ts'

/** What these cases are about; profiles for tokens say something of every API. */
const OWN = new Set(
  registry.rules
    .filter(({ category }) => ['authentication', 'authorization', 'document', 'requests'].includes(category))
    .map(({ rule }) => rule.id)
    .filter(
      (id) => !['require-pkce', 'require-sender-constrained-token', 'require-closed-request'].includes(id),
    ),
)

/** What all rules together say of a description: `rule: where it points`. */
async function told(text: string, only?: RegExp): Promise<readonly string[]> {
  const report = await review({ 'api.yaml': text }, { conformance: true })
  expect(report.problems).toEqual([])
  return report.findings
    .filter(({ ruleId }) => OWN.has(ruleId) && (only === undefined || only.test(ruleId)))
    .map(({ ruleId, pointer }) => `${ruleId}: ${pointer}`)
    .sort()
}

const info = 'info: { title: Orders, version: 1.0.0 }\nservers: [{ url: https://api.example.com }]'
const ok = "responses: { '204': { description: OK } }"

/** A description with one protected operation, and its schemes. */
const withSchemes = (schemes: string, security: string, version = '3.1.1') =>
  `openapi: ${version}
${info}
security: ${security}
paths: { /orders: { get: { ${ok} }, post: { ${ok} } } }
components:
  securitySchemes:
${schemes}`

describe('of authentication', () => {
  it.each([
    ['an API key in a header', 'key: { type: apiKey, in: header, name: X-Api-Key }'],
    ['a bearer token without a hint at its format', 'key: { type: http, scheme: bearer }'],
    ['a bearer token with one', 'key: { type: http, scheme: Bearer, bearerFormat: JWT }'],
    [
      'an opaque token of OAuth, whatever its description says',
      'key: { type: http, scheme: bearer, description: We ignore RFC8725. }',
    ],
    ['mutual TLS', 'key: { type: mutualTLS }'],
    ['a scheme that is called `basic`', 'key: { type: http, scheme: bearer, description: basic }'],
    [
      'an OAuth flow with relative URLs',
      'key: { type: oauth2, flows: { clientCredentials: { tokenUrl: /token, scopes: {} } } }',
    ],
  ])('%s is no fault over TLS', async (_, scheme) => {
    expect(await told(withSchemes(`    ${scheme}`, '[{ key: [] }]'))).toEqual([])
  })

  it('a bearer token conforms in any case, also to AsyncAPI and to OpenAPI 3.0', async () => {
    const scheme = '{ type: http, scheme: Bearer, bearerFormat: JWT }'
    expect(await told(withSchemes(`    key: ${scheme}`, '[{ key: [] }]', '3.0.4'))).toEqual([])
    for (const version of ['2.6.0', '3.0.0']) {
      const text = `asyncapi: ${version}
info: { title: Orders, version: 1.0.0 }
channels: {}
components: { securitySchemes: { key: ${scheme} } }`
      expect(await told(text, /spec-conformance/)).toEqual([])
    }
  })

  it.each([
    ['3.0.4', '{ type: mutualTLS }', '/type'],
    ['3.1.1', '{ type: oauth2, flows: { clientCredentials: { scopes: {} } } }', '/flows/clientCredentials'],
    [
      '3.1.1',
      '{ type: oauth2, flows: { authorizationCode: { tokenUrl: /t, scopes: {} } } }',
      '/flows/authorizationCode',
    ],
    [
      '3.1.1',
      '{ type: oauth2, flows: { clientCredentials: { tokenUrl: https://a.example/t } } }',
      '/flows/clientCredentials',
    ],
    [
      '3.1.1',
      '{ type: oauth2, flows: { deviceAuthorization: { tokenUrl: /t, scopes: {} }, clientCredentials: { tokenUrl: /t, scopes: {} } } }',
      '/flows/deviceAuthorization',
    ],
    ['3.1.1', '{ type: apiKey, in: body, name: k }', '/in'],
    ['3.1.1', '{ type: http, scheme: bearer, name: k, in: header }', ''],
  ])('OpenAPI %s: %s does not conform', async (version, scheme, place) => {
    const found = await told(withSchemes(`    key: ${scheme}`, '[{ key: [] }]', version), /spec-conformance/)
    expect(found.join('\n')).toContain(`/components/securitySchemes/key${place}`)
  })

  it.each([
    ['Basic', 'no-basic-authentication'],
    ['BASIC', 'no-basic-authentication'],
    ['notbasic', 'no-unknown-http-scheme'],
    ['Negotiate', 'no-legacy-authentication'],
    ['NTLM', 'no-legacy-authentication'],
    ['Digest', 'no-legacy-authentication'],
    ['OAuth', 'no-legacy-authentication'],
  ])('HTTP %s is judged by %s alone', async (scheme, rule) => {
    const text = withSchemes(`    key: { type: http, scheme: ${scheme} }`, '[{ key: [] }]')
    expect(await told(text)).toEqual([`${rule}: /components/securitySchemes/key/scheme`])
  })

  it('webhooks and callbacks use schemes, and are not open when they do not', async () => {
    const text = `openapi: 3.1.1
${info}
security: [{ token: [] }]
paths:
  /orders:
    post:
      ${ok}
      callbacks: { done: { '{$request.query.url}': { post: { security: [{ signature: [] }], ${ok} } } } }
webhooks: { paid: { post: { security: [{ certificate: [] }], ${ok} } }, sent: { post: { ${ok} } } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    signature: { type: apiKey, in: header, name: X-Signature }
    certificate: { type: mutualTLS }`
    expect(await told(text, /anonymous|unused|consistent|require-authentication/)).toEqual([])
  })
})

describe('odd documents', () => {
  it.each([
    ['no operation at all', 'paths: {}'],
    ['security that is no list', 'security: 1\npaths: { /orders: { get: {} } }'],
    [
      'names from the prototype',
      'security: [{ constructor: [] }, { __proto__: [] }]\npaths: { /constructor: { get: { operationId: constructor, tags: [constructor, __proto__], responses: {} } } }\ncomponents: { securitySchemes: { constructor: { type: http, scheme: constructor }, toString: { type: http, scheme: __proto__ } } }',
    ],
    [
      'schemes in a circle',
      "security: [{ a: [] }]\npaths: { /a: { get: { responses: {} } } }\ncomponents: { securitySchemes: { a: { $ref: '#/components/securitySchemes/b' }, b: { $ref: '#/components/securitySchemes/a' } } }",
    ],
    [
      'scopes that are no texts',
      'security: [{ a: [1, {}, null] }]\npaths: { /users/{id}: { get: { responses: {} } } }\ncomponents: { securitySchemes: { a: { type: apiKey, in: header, name: k } } }',
    ],
    [
      'paths without a slash',
      'paths: { users: { get: { operationId: 1, responses: {} } }, "": { trace: { responses: {} } }, "//": { get: { responses: {} } } }',
    ],
  ])('%s end no rule', async (_, body) => {
    for (const version of ['3.0.4', '3.1.1', '3.2.0']) {
      const text = `openapi: ${version}\ninfo: { title: t, version: '1' }\n${body}`
      const { problems } = await review({ 'api.yaml': text })
      expect(problems.filter(({ code }) => /rule|internal/.test(code))).toEqual([])
    }
  })
})
