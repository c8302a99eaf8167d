import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import rule from './no-weakening-overlay.ts'

async function told(actions: string): Promise<readonly string[]> {
  const { findings, problems } = await runRule(rule, {
    title: '',
    format: 'overlay1',
    text: `actions:\n${actions}`,
  })
  expect(problems).toEqual([])
  return findings.map(({ message }) => message.replace(/^The action on `[^`]*` /, ''))
}

const removal = (target: string) => told(`  - target: ${JSON.stringify(target)}\n    remove: true\n`)
const update = (target: string, value: string) =>
  told(`  - target: ${JSON.stringify(target)}\n    update: ${value}\n`)

describe('an overlay', () => {
  it.each([
    ['$.security', 'takes away what every caller has to show.'],
    ['$..security', 'takes away what every caller has to show.'],
    ['$..maxLength', 'takes away the limit `maxLength`.'],
    ['$..properties.*.pattern', 'takes away the limit `pattern`.'],
    ['$..securitySchemes', 'takes away the security schemes'],
    ['$..securitySchemes.oauth', 'takes away a security scheme'],
    ['$..Order.required', 'takes away the list `required`.'],
    ['$..readOnly', 'lets callers set what was `readOnly`.'],
    ['$.components', 'takes away all components'],
    ['$.components.*', 'takes away the security schemes'],
    ['$.components.securitySchemes.*', 'takes away a security scheme'],
    ['$.securityDefinitions', 'takes away the security schemes'],
    ['$.paths.*.*.security[0].oauth', 'takes away something that callers have to show'],
    ["$.components.schemas.User.required[?(@ == 'id')]", 'takes a name out of `required`.'],
    ['$.components.schemas.User.properties.name.maxLength', 'takes away the limit `maxLength`.'],
    ['$.paths.*.*.parameters.*.schema.pattern', 'takes away the limit `pattern`.'],
    ['$.paths.*.*.parameters.*.maxLength', 'takes away the limit `maxLength`.'],
    ['$.channels.*.messages.*.payload.required', 'takes away the list `required`.'],
  ])('removes %s', async (target, what) => {
    const [message, ...others] = await removal(target)
    expect(message).toContain(what.replace(/\.$/, ''))
    expect(others).toEqual([])
  })

  it.each([
    '$.paths["/admin"]',
    '$.paths.*.*[?@.deprecated]',
    '$.components.schemas.User.properties.security',
    '$.components.schemas.User.example.security',
    '$.components.schemas.User.properties.pattern',
    "$.components.schemas.Role.enum[?(@ == 'root')]",
    '$.components.responses.*.content.*.schema.maxLength',
    '$.info["x-required"]',
    '$..[?(@["x-audience"] == "staff")]',
    '$.servers[?(@.url =~ /staging/)]',
    '$.paths.*.*.description',
    '$..description',
    '$..example',
    '$..examples',
    '$..x-internal',
    '$..["x-internal","summary"]',
    '$..tags',
    '$..deprecated',
    '$..schema.description',
    '$..*',
    '$..[*]',
    '$.components..*',
    '$..oauth',
    '$..format',
    '$..servers',
    '$.tags',
    '$.components.schemas.User.properties.name.format',
    '$.paths.*.*.security[?(!@.key)]',
    "$.components.securitySchemes[?(@.type == 'http')]",
    "$.paths.*['get','post'].security",
    '$',
  ])('may remove %s', async (target) => {
    expect(await removal(target)).toEqual([])
  })

  it.each([
    ['$', '{ security: [{}] }', 'adds `{}` to `security`'],
    ['$.security', '{}', 'adds `{}` to `security`'],
    ['$.security', '[{}]', 'adds `{}` to `security`'],
    ['$', '{ paths: { /a: { get: { security: [] } } } }', 'sets `security` to `[]`'],
    ['$..[?@.operationId]', '{ security: [] }', 'sets `security` to `[]`'],
    ['$', '{ schemes: [http] }', 'offers the API without TLS'],
    ['$.servers[0]', '{ url: "http://api.acme.com" }', 'adds the server `http://api.acme.com`'],
    ['$', '{ servers: [{ url: "http://api.acme.com" }] }', 'adds the server `http://api.acme.com`'],
    [
      '$.components.securitySchemes.oauth.flows.authorizationCode',
      '{ tokenUrl: "http://login.acme.com" }',
      'sets `tokenUrl` to an address without TLS',
    ],
    ['$.components.securitySchemes.key', '{ in: query }', 'moves a credential into the query string'],
    ['$.components.schemas.Order', '{ additionalProperties: {} }', 'opens the schema'],
    ['$.components.schemas.Order.properties.id', '{ readOnly: false }', 'lets callers set'],
    [
      '$.components.schemas.Order.properties.id',
      '{ pattern: "^.*$" }',
      'sets a `pattern` that lets everything',
    ],
    ['$.paths.*.*', '{ x-auth-type: None }', 'switches authentication off'],
  ])('puts into %s: %s', async (target, value, what) => {
    const [message, ...others] = await update(target, value)
    expect(message).toContain(what)
    expect(others).toEqual([])
  })

  it.each([
    ['$', '{ security: [{ oauth: [] }] }'],
    ['$.security', '{ oauth: [] }'],
    ["$.paths['/v1/healthz'].get", '{ security: [] }'],
    ['$.servers', '{ url: "http://127.0.0.1:8080" }'],
    ['$', '{ servers: [{ url: "http://api-tunnel.local" }] }'],
    ['$.components.schemas', '{ Free: { type: object, additionalProperties: true } }'],
    ['$.components.schemas.Order', '{ example: { security: [] }, x-example: { security: [] } }'],
    ['$.paths', '{ /status: { get: { security: [], responses: {} } } }'],
    ['$.components.securitySchemes', '{ basic: { type: http, scheme: basic } }'],
    ['$.paths.*.*.responses.*.content.*.schema', '{ additionalProperties: true }'],
    ['$.info', '{ security: [], servers: [{ url: "http://a.com" }] }'],
  ])('may put into %s: %s', async (target, value) => {
    expect(await update(target, value)).toEqual([])
  })

  it.each(['$..*', '$.components..*', '$..oauth'])('leaves open what %s removes', async (target) => {
    const { undecided } = await runRule(rule, {
      title: '',
      format: 'overlay1',
      text: `actions:\n  - target: ${JSON.stringify(target)}\n    remove: true\n`,
    })
    expect(undecided).toHaveLength(1)
  })

  it('reads values that would throw where they are taken for texts', async () => {
    const target = "$.paths['/foo'].get.parameters[?(@.name=='q')].schema"
    expect(await update(target, '{ pattern: { toString: x } }')).toEqual([])
  })

  it('counts one action once, whatever it changes', async () => {
    const messages = await update('$', '{ security: [], servers: [{ url: "http://api.acme.com" }] }')
    expect(messages).toHaveLength(1)
    expect(messages[0]).toContain('and 1 more change like it')
  })

  it('comes to an end with many actions and long paths', async () => {
    const deep = `$${'..a'.repeat(4)}${'.a'.repeat(50)}`
    const actions = Array.from({ length: 300 }, () => `  - { target: "${deep}", remove: true }\n`)
    const many = Array.from({ length: 1_500 }, () => '  - { target: $.security, remove: true }\n')
    expect(await told([...actions, ...many].join(''))).toBeDefined()
  })
})
