import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import cacheable from './no-cacheable-sensitive-data.ts'
import origin from './no-cors-any-origin-with-credentials.ts'
import jsonp from './no-jsonp.ts'
import cookies from './require-cookie-flags.ts'
import csrf from './require-csrf-protection.ts'
import responseHeader from './require-response-header.ts'

const header = (name: string, text: string) => `
paths:
  /login:
    post:
      responses:
        '204':
          description: OK
          headers:
            Access-Control-Allow-Credentials: { schema: { type: boolean, const: true } }
            ${name}: ${text}
`

const messages = async (...args: Parameters<typeof runRule>) =>
  (await runRule(...args)).findings.map(({ message }) => message)

describe('no-cors-any-origin-with-credentials', () => {
  it.each([
    'Echoes the value of the Origin header.',
    'The Origin of the request is sent back.',
    'Same as the Origin header',
  ])('takes it for any origin: %s', async (description) => {
    const text = header('Access-Control-Allow-Origin', `{ description: '${description}' }`)
    expect(await messages(origin, text)).toHaveLength(1)
  })

  it.each([
    'The origin that may call.',
    'The Origin header, when it is known.',
    'Echoes the registered Origin',
  ])('takes it for one that was looked up: %s', async (description) => {
    const text = header('Access-Control-Allow-Origin', `{ description: '${description}' }`)
    expect(await messages(origin, text)).toEqual([])
  })

  it('is told wherever it is sent, in the same words', async () => {
    const operation = (index: number) => `
  /orders-${index}:
    get:
      responses:
        '200':
          description: OK
          headers:
            Access-Control-Allow-Origin: { example: '*' }
            Access-Control-Allow-Credentials: { example: true }`
    const text = `paths:${Array.from({ length: 40 }, (_, index) => operation(index)).join('')}`
    const told = await messages(origin, text)
    expect(told).toHaveLength(40)
    expect(new Set(told).size).toBe(1)
  })

  it('does without what has another shape', async () => {
    const text = `
x-amazon-apigateway-cors: [1]
x-kong-plugin-cors: { config: { origins: '*', credentials: true } }
paths:
  /constructor:
    get:
      x-amazon-apigateway-integration: { responses: { default: { responseParameters: null } } }
      responses: {}
`
    expect(await messages(origin, text)).toEqual([])
  })
})

describe('require-cookie-flags', () => {
  it.each([
    ['sid=1; Secure; HttpOnly; SameSite=Lax', []],
    ['sid=1', ['The cookie `sid` is set without `Secure`, `HttpOnly` and `SameSite`.']],
    ['theme=dark', []],
    ['sid=; expires=Thu, 01 Jan 1970 00:00:00 GMT', []],
    [
      'sid=1; HttpOnly; SameSite=None',
      ['Browsers refuse the cookie `sid` as it is shown: `SameSite=None` asks for `Secure`.'],
    ],
    [
      '__Secure-sid=1; HttpOnly; SameSite=Lax',
      ['Browsers refuse the cookie `__Secure-sid` as it is shown: `__Secure-` asks for `Secure`.'],
    ],
    ['no cookie at all', []],
  ])('%s', async (value, expected) => {
    expect(await messages(cookies, header('Set-Cookie', `{ example: '${value}' }`))).toEqual(expected)
  })
})

describe('require-csrf-protection', () => {
  const write = (operation: string) => `
security: [{ session: [] }]
paths:
  /orders:
${operation}
components:
  securitySchemes:
    session: { type: apiKey, in: cookie, name: SESSION }
`
  it.each([
    ['a request that takes no body', '    post: { responses: {} }', 1],
    ['a search', '    post: { operationId: searchOrders, responses: {} }', 0],
    ['a method that no form has', '    patch: { responses: {} }', 0],
    ['any type', "    post: { requestBody: { content: { '*/*': {} } }, responses: {} }", 1],
    [
      'a header that no form sends',
      '    post: { parameters: [{ name: X-Requested-With, in: header }], responses: {} }',
      0,
    ],
    [
      'a header that can be left out',
      '    post: { parameters: [{ name: X-Trace, in: header }], responses: {} }',
      1,
    ],
  ])('judges %s', async (_, operation, count) => {
    expect(await messages(csrf, write(operation))).toHaveLength(count)
  })
})

describe('require-response-header', () => {
  const text = `
paths:
  /a:
    get:
      responses:
        '200': { description: OK }
        '404': { description: Unknown }
        default: { description: Error }
`
  it.each([
    [['2XX'], 1],
    [['404', 'default'], 2],
    [[], 3],
    [['500'], 0],
  ])('asks for what it is told in %j', async (statuses, count) => {
    const options = { headers: ['x-frame-options'], statuses, mediaTypes: [] }
    const { findings } = await runRule(responseHeader, { title: '', text, options })
    expect(findings.flatMap(({ message, related }) => [message, ...(related ?? [])])).toHaveLength(count)
    if (count > 0)
      expect(findings[0]?.message).toBe('The response of `GET /a` documents no `x-frame-options`.')
  })
})

describe('no-cacheable-sensitive-data', () => {
  it.each([
    [
      'iban: { type: string }, totpSecret: { type: string }',
      'returns credentials and financial data (`totpSecret` and `iban`)',
    ],
    ['dateOfBirth: { type: string }', 'returns personal data (`dateOfBirth`)'],
  ])('calls what is returned by its class: %s', async (properties, words) => {
    const text = `
security: [{ token: [] }]
components: { securitySchemes: { token: { type: http, scheme: bearer } } }
paths:
  /accounts:
    get:
      responses:
        '200':
          description: OK
          content: { application/json: { schema: { type: object, properties: { ${properties} } } } }
`
    expect(await messages(cacheable, text)).toEqual([expect.stringContaining(words)])
  })
})

describe('no-jsonp', () => {
  const SCHEMES = `components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    session: { type: apiKey, in: cookie, name: sid }
`
  const get = (name: string, security: string) =>
    `  /${name}: { get: { security: ${security}, parameters: [{ name: jsonp, in: query }], responses: {} } }\n`

  it.each([
    ['where nothing is asked for', '[]', 'which any website can read.'],
    ['where browsers send the credential', '[{ session: [] }]', 'which any website can read.'],
    ['where it is left open', '[{ token: [] }, {}]', 'which any website can read.'],
    ['where a token is asked for', '[{ token: [] }]', 'which runs as code in the page that loads it.'],
    [
      'where a token goes with the cookie',
      '[{ token: [], session: [] }]',
      'which runs as code in the page that loads it.',
    ],
  ])('tells what another website gets %s', async (_, security, words) => {
    const [message] = await messages(jsonp, `${SCHEMES}paths:\n${get('a', security)}`)
    expect(message).toContain(words)
  })

  it('begins with those that any website can read, and counts them', async () => {
    const text = `${SCHEMES}paths:\n${get('a', '[{ token: [] }]')}${get('b', '[]')}`
    expect(await messages(jsonp, text)).toEqual([
      '`GET /b` and 1 other operation can be loaded as a script: `jsonp` wraps the answer in a call (JSONP), which any website can read of 1 of these operations. Use CORS.',
    ])
  })
})
