import { createConformanceChecker } from '@specward/conformance'
import { type RuleCase, runRule } from '@specward/core/testing'
import { registry } from '@specward/rulesets'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

async function fixesOf(id: string, example: RuleCase | string) {
  const found = registry.rules.find(({ rule }) => rule.id === id)
  if (!found) throw new Error(`There is no rule ${id}.`)
  return (await runRule(found.rule, example)).findings.map(({ fix }) => fix)
}

const kindsOf = async (id: string, example: RuleCase | string) =>
  (await fixesOf(id, example)).map((fix) => fix?.kind)

/** What the first fix makes of an example. */
async function mended(id: string, example: RuleCase | string) {
  const [fix] = await fixesOf(id, example)
  return fix && parse(fix.text)
}

/** An operation that takes a value of a schema in its body. */
const body = (schema: string, more = '') =>
  `paths: { /a: { post: { requestBody: { content: { application/json: { schema: ${schema} } } }, responses: { '200': { description: OK } } } } }\n${more}`

describe('a response that takes its body away', () => {
  const api = (responses: string) => `paths: { /a: { post: { responses: { ${responses} } } } }`
  const content = 'content: { application/json: { schema: { type: object } } }'

  it('is safe where another one returns something, or where the status stands for no result', async () => {
    const id = 'no-body-on-bodyless-response'
    expect(await kindsOf(id, api(`'204': { description: Gone, ${content} }`))).toEqual(['suggested'])
    expect(
      await kindsOf(
        id,
        api(`'200': { description: OK, ${content} }, '204': { description: No, ${content} }`),
      ),
    ).toEqual(['safe'])
    expect(await kindsOf(id, api(`'304': { description: Same, ${content} }`))).toEqual(['safe'])
  })

  it('is suggested where the response stands in a file of its own', async () => {
    const text = api(`'304': { $ref: 'parts.yaml#/Same' }`)
    const files = { 'parts.yaml': `Same: { description: Same, ${content} }` }
    expect(await kindsOf('no-body-on-bodyless-response', { title: '', text, files })).toEqual(['suggested'])
  })
})

describe('a pattern', () => {
  const api = (schema: string) => body(`{ type: object, properties: { a: { type: string, ${schema} } } }`)

  it('is grouped safely where the values beside it still fit', async () => {
    const id = 'no-unanchored-alternative'
    expect(await kindsOf(id, api("pattern: '^ab|cd$', example: ab"))).toEqual(['safe'])
    expect(await kindsOf(id, api("pattern: '^ab|cd$', example: abc"))).toEqual(['suggested'])
    expect(await kindsOf(id, api("pattern: '^ab|cd$', enum: [ab, xcd]"))).toEqual(['suggested'])
  })

  it('is written so that each text can be read in one way, where that is the same', async () => {
    const written = async (pattern: string) =>
      (await mended('no-catastrophic-pattern', api(`pattern: '${pattern}'`)))?.paths['/a'].post.requestBody
        .content['application/json'].schema.properties.a.pattern
    expect(await written('^(a+)+$')).toBe('^a+$')
    expect(await written('^((?:a*)+)*$')).toBe('^a*$')
    expect(await written('^\\w*\\w*\\w*\\w*\\w*$')).toBe('^\\w*$')
    expect(await written('^(a|aa)+$')).toBeUndefined()
    expect(await written('^(a+)+\\1$')).toBeUndefined()
  })
})

describe('content that runs in a page', () => {
  const api = (text: string, key = 'description') =>
    `info: { title: A, version: '1' }\ntags: [{ name: a, description: x }]\npaths: { /a: { get: { ${key}: ${JSON.stringify(text)}, responses: { '200': { description: OK } } } } }`
  const written = async (text: string) =>
    (await mended('no-active-content', api(text)))?.paths['/a'].get.description

  it('is shown as it is written', async () => {
    expect(await written('A <img src=x onerror=alert(1)> <b>b</b>')).toBe(
      'A &lt;img src=x onerror=alert(1)> <b>b</b>',
    )
    expect(await written('See [it](javascript:alert(1)).')).toBe('See [it]\\(javascript:alert(1)).')
    expect(await written('See [it].\n\n[it]: javascript:alert(1)')).toBe(
      'See [it].\n\n[it]\\: javascript:alert(1)',
    )
  })

  it('is left where the same stands there as code', async () => {
    expect(await written('`<script src=x>` and <script src=x>')).toBeUndefined()
  })

  it('is changed in plain texts only after a look', async () => {
    expect(await kindsOf('no-active-content', api('A <img src=x onerror=alert(1)>'))).toEqual(['safe'])
    expect(await kindsOf('no-active-content', api('A <img src=x onerror=alert(1)>', 'summary'))).toEqual([
      'suggested',
    ])
  })
})

describe('parameters of a path', () => {
  const op = "get: { responses: { '200': { description: OK } } }"

  it('are declared in the path item where all operations lack them, else at the operation', async () => {
    const both = `${op}, put: { responses: { '200': { description: OK } } }`
    const item = (await mended('no-undeclared-path-parameter', `paths: { '/a/{id}': { ${both} } }`))?.paths[
      '/a/{id}'
    ]
    expect(item.parameters).toEqual([{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }])
    expect(await kindsOf('no-undeclared-path-parameter', `paths: { '/a/{id}': { ${both} } }`)).toEqual([
      'safe',
    ])
  })

  it('take the name that the path has where one is left over, in both findings', async () => {
    const text = `paths: { '/a/{id}': { parameters: [{ name: ID, in: path, required: true, schema: { type: string } }], ${op} } }`
    const fixes = await fixesOf('no-undeclared-path-parameter', text)
    expect(fixes.map((fix) => fix?.kind)).toEqual(['suggested', 'suggested'])
    expect(new Set(fixes.map((fix) => fix?.text)).size).toBe(1)
    expect(parse(fixes[0]?.text ?? '').paths['/a/{id}'].parameters[0].name).toBe('id')
  })

  it('are left where the path item stands under another path as well', async () => {
    const text = `paths: { '/a/{id}': { $ref: '#/components/pathItems/A' }, '/b/{key}': { $ref: '#/components/pathItems/A' } }\ncomponents: { pathItems: { A: { ${op} } } }`
    expect((await fixesOf('no-undeclared-path-parameter', text)).every((fix) => fix === undefined)).toBe(true)
  })
})

describe('parameters of a channel', () => {
  const id = 'no-undeclared-channel-parameter'
  const api = (channel: string, servers = '{}') => ({
    title: '',
    format: 'asyncapi3' as const,
    text: `servers: ${servers}\nchannels: { a: { ${channel} } }`,
  })

  it('are all declared by the fix of each finding', async () => {
    const fixes = await fixesOf(id, api("address: 'a/{b}/{c}'"))
    expect(fixes.map((fix) => fix && parse(fix.text).channels.a.parameters)).toEqual([
      { b: {}, c: {} },
      { b: {}, c: {} },
    ])
  })

  it('are renamed where one is left over, and left to people where more are', async () => {
    expect((await mended(id, api("address: 'a/{b}', parameters: { x: {} }"))).channels.a.parameters).toEqual({
      b: {},
    })
    expect(await kindsOf(id, api("address: 'a/{b}/{c}', parameters: { x: {} }"))).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('of a WebSocket stay, because they may be those of the query', async () => {
    const servers = '{ s: { host: a.example.com, protocol: wss } }'
    expect(await kindsOf(id, api('address: a, parameters: { x: {} }', servers))).toEqual([undefined])
  })
})

describe('security by default', () => {
  it('is what most operations require, and leaves every operation as it is', async () => {
    const op = (security: string) => `{ ${security}responses: { '200': { description: OK } } }`
    const api = (root: string) =>
      `${root}paths: { /a: { get: ${op('security: [{ t: [] }], ')}, put: ${op('security: [{ t: [] }], ')}, post: ${op('security: [{ k: [] }], ')} }, /b: { get: ${op('x-specward-public: For everybody., ')} } }\ncomponents: { securitySchemes: { t: { type: http, scheme: bearer }, k: { type: apiKey, in: header, name: K } } }`
    const result = await mended('require-default-security', api(''))
    expect(result.security).toEqual([{ t: [] }])
    expect(result.paths['/b'].get.security).toEqual([])
    expect(result.paths['/a'].post.security).toEqual([{ k: [] }])
  })
})

describe('an unencrypted connection', () => {
  const secured =
    "security: [{ k: [] }]\ncomponents: { securitySchemes: { k: { type: apiKey, in: header, name: K } } }\npaths: { /a: { get: { responses: { '200': { description: OK } } } } }\n"

  it('is changed safely where no port is written, by the same edit for both rules', async () => {
    const text = `${secured}servers: [{ url: 'http://api.example.com' }]`
    const [one] = await fixesOf('no-cleartext-credentials', text)
    const [other] = await fixesOf('no-plaintext-server', text)
    expect(one).toEqual(other)
    expect(one?.kind).toBe('safe')
    expect(await kindsOf('no-cleartext-credentials', text.replace('.com', '.com:8080'))).toEqual([
      'suggested',
    ])
  })
})

describe('an object that takes anything', () => {
  it('is closed by the keyword that sees all of its parts, where the format has one', async () => {
    const schema =
      '{ allOf: [{ type: object, properties: { a: { type: string } } }], properties: { b: { type: string } } }'
    const closed = (await mended('require-closed-object', body(schema)))?.paths['/a'].post.requestBody
      .content['application/json'].schema
    expect(closed.unevaluatedProperties).toBe(false)
    expect(
      await mended('require-closed-object', { title: '', format: 'oas3.0', text: body(schema) }),
    ).toBeUndefined()
  })

  it('is closed around `allOf` also where all its properties stand in one part', async () => {
    const schema = '{ allOf: [{ type: object, properties: { a: { type: string } } }] }'
    const closed = (await mended('require-closed-object', body(schema)))?.paths['/a'].post.requestBody
      .content['application/json'].schema
    expect(closed).toMatchObject({ unevaluatedProperties: false })
    expect(closed).not.toHaveProperty('additionalProperties')
    expect(
      await mended('require-closed-object', { title: '', format: 'oas3.0', text: body(schema) }),
    ).toBeUndefined()
  })
})

describe('a server whose host is open', () => {
  const api = (variables: string, url: string) =>
    `servers: [{ url: '${url}', variables: { ${variables} } }]
security: [{ k: [] }]
components: { securitySchemes: { k: { type: http, scheme: bearer } } }
paths: { /a: { get: { responses: { '200': { description: OK } } } } }`
  const lists = async (variables: string, url: string) => {
    const { servers } = (await mended('no-open-server-variable', api(variables, url))) ?? {}
    return servers && Object.values(servers[0].variables).map((each) => (each as { enum?: unknown }).enum)
  }

  it('is closed by all of its variables at once', async () => {
    const variables = 'name: { default: shop }, zone: { default: example }'
    expect(await lists(variables, 'https://{name}.{zone}')).toEqual([['shop'], ['example']])
  })

  it('is closed at all operations that have it', async () => {
    const server = "[{ url: 'https://{host}/v1', variables: { host: { default: up.example.com } } }]"
    const operation = `{ servers: ${server}, responses: { '200': { description: OK } } }`
    const text = `security: [{ k: [] }]
components: { securitySchemes: { k: { type: http, scheme: bearer } } }
paths: { /a: { get: ${operation} }, /b: { get: ${operation} } }`
    const { paths } = (await mended('no-open-server-variable', text)) ?? {}
    for (const path of ['/a', '/b'])
      expect(paths[path].get.servers[0].variables.host.enum).toEqual(['up.example.com'])
  })

  it('leaves open what leads nowhere else', async () => {
    const variables = 'scheme: { default: https }, shop: { default: a }, version: { default: v1 }'
    expect(await lists(variables, '{scheme}://{shop}.example.com/{version}')).toEqual([
      ['https'],
      undefined,
      undefined,
    ])
  })
})

describe('a default of what is required', () => {
  const id = 'no-default-for-required'

  it('goes safely where nothing else can take it', async () => {
    const own = '{ type: object, required: [a], properties: { a: { type: string, default: x } } }'
    expect(await kindsOf(id, body(own))).toEqual(['safe'])
    const shared = "{ type: object, required: [a], properties: { a: { $ref: '#/components/schemas/A' } } }"
    const more = 'components: { schemas: { A: { type: string, default: x } } }'
    expect(await kindsOf(id, body(shared, more))).toEqual(['suggested'])
  })
})

describe('a sign that is not seen', () => {
  it('goes safely from texts in which signs of direction have no use', async () => {
    const api = (text: string) =>
      `info: { title: A, version: '1', description: ${JSON.stringify(text)} }\npaths: {}`
    expect(await kindsOf('no-invisible-character', api('a \u202eb'))).toEqual(['safe'])
    expect(await kindsOf('no-invisible-character', api('\u05d0\u05d1 \u202eb'))).toEqual(['suggested'])
  })
})

describe('a host of OpenAPI 2.0', () => {
  const api = (text: string) => ({ title: '', format: 'oas2' as const, text: `${text}\npaths: {}` })
  const conformance = createConformanceChecker()
  const { rule } = registry.rules.find(({ rule: { id } }) => id === 'spec-conformance') ?? {}
  const fixOf = async (text: string) => {
    if (!rule) throw new Error('There is no rule spec-conformance.')
    const { findings } = await runRule(rule, api(text), { conformance })
    return findings.map(({ fix }) => fix && { kind: fix.kind, ...parse(fix.text) })[0]
  }

  it('gives its protocol and its path to the fields for them', async () => {
    expect(await fixOf('host: https://api.acme.com/v1/')).toMatchObject({
      kind: 'safe',
      host: 'api.acme.com',
      basePath: '/v1',
      schemes: ['https'],
    })
    expect(await fixOf('host: http://api.acme.com')).toMatchObject({ kind: 'suggested', schemes: ['https'] })
    expect(await fixOf('host: http://api.acme.com\nschemes: [https]')).toMatchObject({
      kind: 'suggested',
      schemes: ['https'],
    })
  })

  it('is left to people where another path is said', async () => {
    expect(await fixOf('host: api.acme.com/v1\nbasePath: /v2')).toBeUndefined()
  })
})
