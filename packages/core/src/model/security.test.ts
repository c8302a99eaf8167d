import { describe, expect, it } from 'vitest'
import { inWords, modelOf, operation } from './model.test-kit.ts'

const SCHEMES = `
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
    oauth: { type: oauth2, flows: { clientCredentials: { tokenUrl: https://a.example/token, scopes: { read: r } } } }
`

async function securityOf(root: string, own: string, extra = SCHEMES): Promise<string> {
  const model = await modelOf(
    `openapi: 3.1.0\n${root}\npaths:\n  /a:\n    get:\n      responses: {}\n${own ? `      ${own}\n` : ''}${extra}`,
  )
  return inWords(operation(model, 'GET /a').security)
}

describe('effective security of an operation', () => {
  it.each([
    ['nothing is said', '', '', 'undeclared'],
    ['the document asks', 'security: [{ key: [] }]', '', 'required key (inherited) at /security'],
    ['the operation asks', '', 'security: [{ key: [] }]', 'required key at /paths/~1a/get/security'],
    [
      'the operation overrides the document',
      'security: [{ key: [] }]',
      'security: [{ oauth: [read] }]',
      'required oauth at /paths/~1a/get/security',
    ],
    [
      'an empty list opens the operation',
      'security: [{ key: [] }]',
      'security: []',
      'public at /paths/~1a/get/security',
    ],
    ['an empty list opens the document', 'security: []', '', 'public (inherited) at /security'],
    ['only the empty requirement', 'security: [{}]', '', 'public {} (inherited) at /security/0'],
    [
      'the empty requirement beside another',
      '',
      'security: [{ key: [] }, {}]',
      'optional key | {} at /paths/~1a/get/security/1',
    ],
    [
      'alternatives of several requirements',
      '',
      'security: [{ key: [], oauth: [] }, { key: [] }]',
      'required key+oauth | key at /paths/~1a/get/security',
    ],
    [
      'a requirement without a list of scopes',
      '',
      'security: [{ key: }]',
      'required key at /paths/~1a/get/security',
    ],
  ])('%s', async (_, root, own, words) => {
    expect(await securityOf(root, own)).toBe(words)
  })

  it('does not come from the document for webhooks and callbacks, which the API calls itself', async () => {
    const model = await modelOf(`openapi: 3.1.0
security: [{ key: [] }]
paths:
  /a:
    post:
      callbacks: { done: { '{$request.body#/url}': { post: {} } } }
webhooks: { changed: { post: {} } }
${SCHEMES}`)
    expect(model.select('operation').map(({ label, security }) => [label, security.kind])).toEqual([
      ['POST /a', 'required'],
      ['webhook changed POST', 'undeclared'],
      ['callback {$request.body#/url} POST', 'undeclared'],
    ])
  })
})

describe('a security requirement', () => {
  it('is one thing for all operations that inherit it', async () => {
    const model = await modelOf(`openapi: 3.1.0
security: [{ key: [] }]
paths: { /a: { get: {}, put: {} }, /b: { get: { security: [{ oauth: [read] }] } } }
${SCHEMES}`)
    expect(
      model
        .select('securityRequirement')
        .map(({ name, scopes, operations }) => [
          name,
          scopes.map((scope) => scope.name),
          operations.map(({ label }) => label),
        ]),
    ).toEqual([
      ['key', [], ['GET /a', 'PUT /a']],
      ['oauth', ['read'], ['GET /b']],
    ])
  })

  it('that names no scheme is undefined', async () => {
    const model = await modelOf(`openapi: 3.1.0\nsecurity: [{ kee: [] }]\npaths: {}\n${SCHEMES}`)
    expect(model.select('securityRequirement').map(({ status }) => status)).toEqual(['undefined'])
  })

  it('in an external path item names a scheme of the entry document', async () => {
    const model = await modelOf(`openapi: 3.1.0\npaths: { /a: { $ref: a.yaml } }\n${SCHEMES}`, {
      files: { 'a.yaml': 'get: { security: [{ key: [] }] }' },
    })
    expect(operation(model, 'GET /a').security.alternatives[0]?.requirements[0]?.scheme?.name).toBe('key')
  })

  it('may be the URI of a scheme from OpenAPI 3.2 on, unless a component has that name', async () => {
    const model = await modelOf(
      `openapi: 3.2.0
paths:
  /a: { get: { security: [{ 'schemes.yaml#/elsewhere': [] }] } }
  /b: { get: { security: [{ './key': [] }] } }
components: { securitySchemes: { ./key: { type: http, scheme: bearer } } }`,
      { files: { 'schemes.yaml': 'elsewhere: { type: mutualTLS }' } },
    )
    const schemes = model.select('securityRequirement').map(({ scheme }) => scheme?.type)
    expect(schemes).toEqual(['mutualTLS', 'http'])
  })

  it.each([
    ['a fragment', '#/components/securitySchemes/main', 'mutualTLS'],
    [
      'absolute, of the document',
      'https://api.example.com/d/api.yaml#/components/securitySchemes/main',
      'mutualTLS',
    ],
    ['relative to $self', './api.yaml#/components/securitySchemes/main', 'mutualTLS'],
    ['another file', './schemes.yaml#/elsewhere', 'http'],
    ['a file that is a scheme', 'key.yaml', 'apiKey'],
    ['a dot, to tell it from a component', './main', 'apiKey'],
    ['a component that is a reference', '#/components/securitySchemes/alias', 'mutualTLS'],
  ])('may be a URI of OpenAPI 3.2: %s', async (_, uri, type) => {
    const key = 'type: apiKey\nin: header\nname: X-Key'
    const model = await modelOf(
      `openapi: 3.2.0
$self: https://api.example.com/d/api.yaml
paths: { /a: { get: { security: [{ '${uri}': [] }] } } }
components: { securitySchemes: { main: { type: mutualTLS }, alias: { $ref: '#/components/securitySchemes/main' } } }`,
      {
        files: {
          'schemes.yaml': 'elsewhere: { type: http, scheme: bearer }',
          'key.yaml': key,
          main: key,
        },
      },
    )
    expect(model.select('securityRequirement').map(({ scheme }) => scheme?.type)).toEqual([type])
  })

  it('of an earlier version is a name, whatever it looks like', async () => {
    const model = await modelOf(
      `openapi: 3.1.0\npaths: {}\nsecurity: [{ '#/components/securitySchemes/key': [] }]\n${SCHEMES}`,
    )
    expect(model.select('securityRequirement').map(({ status }) => status)).toEqual(['undefined'])
  })

  it('is in force in OpenAPI 2.0 by the same rules', async () => {
    const model = await modelOf(`swagger: '2.0'
security: [{ key: [] }]
paths: { /a: { get: {}, post: { security: [] } } }
securityDefinitions: { key: { type: apiKey, in: header, name: k }, x-note: text }`)
    expect(model.select('operation').map(({ security }) => security.kind)).toEqual(['required', 'public'])
  })
})

describe('a security scheme', () => {
  it.each([
    ['{ type: http, scheme: BASIC }', 'http', 'basic', true],
    ['{ type: http, scheme: Bearer, bearerFormat: JWT }', 'http', 'bearer', true],
    ['{ type: http, scheme: digest }', 'http', 'digest', false],
    ['{ type: mutualTLS }', 'mutualTLS', undefined, false],
    ['{ type: apiKey, in: query, name: k }', 'apiKey', undefined, true],
    ['{ type: openIdConnect, openIdConnectUrl: https://a.example }', 'openIdConnect', undefined, true],
  ])('%s', async (text, type, httpScheme, sendsSecret) => {
    const model = await modelOf(`openapi: 3.1.0\npaths: {}\ncomponents: { securitySchemes: { s: ${text} } }`)
    expect(model.select('securityScheme')).toMatchObject([{ name: 's', type, httpScheme, sendsSecret }])
  })

  it('of OpenAPI 2.0 speaks the words of OpenAPI 3', async () => {
    const model = await modelOf(`swagger: '2.0'
paths: {}
securityDefinitions:
  a: { type: basic }
  b: { type: oauth2, flow: accessCode, authorizationUrl: https://a.example, tokenUrl: https://b.example, scopes: { read: r } }`)
    const [basic, oauth] = model.select('securityScheme')
    expect(basic).toMatchObject({ type: 'http', httpScheme: 'basic' })
    expect(oauth?.flows.map(({ kind, scopes }) => [kind, scopes.map(({ name }) => name)])).toEqual([
      ['authorizationCode', ['read']],
    ])
    expect(oauth?.urls.map(({ field, url }) => [field, url])).toEqual([
      ['authorizationUrl', 'https://a.example'],
      ['tokenUrl', 'https://b.example'],
    ])
  })

  it('may be a reference into another file, and lists its users', async () => {
    const model = await modelOf(
      `openapi: 3.0.0
paths: { /a: { get: { security: [{ oidc: [] }] } }, /b: { get: {} } }
components: { securitySchemes: { oidc: { $ref: 'common.yaml#/schemes/main' } } }`,
      {
        files: {
          'common.yaml': 'schemes: { main: { type: openIdConnect, openIdConnectUrl: https://a.example } }',
        },
      },
    )
    const [scheme] = model.select('securityScheme')
    expect(scheme).toMatchObject({ name: 'oidc', type: 'openIdConnect' })
    expect(scheme?.node.file.uri).toMatch(/common\.yaml$/)
    expect(scheme?.operations.map(({ label }) => label)).toEqual(['GET /a'])
  })

  it('lists the URLs of all its flows', async () => {
    const model = await modelOf(`openapi: 3.2.0
paths: {}
components:
  securitySchemes:
    o:
      type: oauth2
      oauth2MetadataUrl: https://m.example
      flows:
        deviceAuthorization: { deviceAuthorizationUrl: http://d.example, tokenUrl: https://t.example, scopes: {} }
        x-note: { tokenUrl: http://not.example }`)
    expect(model.select('securityScheme')[0]?.urls.map(({ url, node }) => [url, node.pointer])).toEqual([
      ['https://m.example', '/components/securitySchemes/o/oauth2MetadataUrl'],
      ['https://t.example', '/components/securitySchemes/o/flows/deviceAuthorization/tokenUrl'],
      ['http://d.example', '/components/securitySchemes/o/flows/deviceAuthorization/deviceAuthorizationUrl'],
    ])
  })

  it.each([
    ['{ type: none }', 'has the unknown type `none`'],
    ['{}', 'has no `type`'],
    ['{ type: http }', 'has no `scheme`'],
    ['{ type: oauth2 }', 'has no OAuth flow'],
    ['{ type: apiKey, name: k }', 'does not say where the key is sent'],
  ])('that protects nothing is a problem: %s', async (text, flaw) => {
    const model = await modelOf(
      `openapi: 3.1.0\nsecurity: [{ s: [] }]\npaths: { /a: { get: {} } }\ncomponents: { securitySchemes: { s: ${text} } }`,
    )
    expect(model.problems.map(({ message }) => message)).toEqual([expect.stringContaining(flaw)])
    expect(model.select('securityRequirement').map(({ status }) => status)).toEqual(['unreadable'])
  })

  it.each([
    ['scopes: { a: A, x-note: n }', ['a'], true],
    ['scopes: {}', [], true],
    ['scopes: [a]', [], false],
    ['tokenUrl: https://t.example', [], false],
  ])('knows whether a flow lists its scopes: %s', async (text, names, listsScopes) => {
    const model = await modelOf(
      `openapi: 3.1.0\npaths: {}\ncomponents: { securitySchemes: { o: { type: oauth2, flows: { clientCredentials: { ${text} } } } } }`,
    )
    const [flow] = model.select('securityScheme')[0]?.flows ?? []
    expect(flow?.scopes.map(({ name }) => name)).toEqual(names)
    expect(flow?.listsScopes).toBe(listsScopes)
  })
})
