import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import noAnonymousWrite from './no-anonymous-write.ts'
import rule from './no-shadow-authentication.ts'

const OAUTH =
  '{ type: oauth2, flows: { clientCredentials: { tokenUrl: https://id.example.com/token, scopes: { a: A, b: B } } } }'

const header = (name: string) => `{ name: ${name}, in: header, schema: { type: string } }`

describe('no-shadow-authentication', () => {
  it('speaks where `no-anonymous-write` cannot decide', async () => {
    const text = `paths: { /orders: { post: { security: [], parameters: [${header('X-Api-Key')}], responses: {} } } }`
    const { findings } = await runRule(rule, text)
    expect(findings.map(({ message }) => message)).toEqual([
      '`POST /orders` takes the credential `X-Api-Key` as a plain header parameter, but no security scheme declares it.',
    ])
    expect((await runRule(noAnonymousWrite, text)).undecided).toHaveLength(1)
  })

  it('says that there are more where operations take the credential that anyone may call', async () => {
    const path = (name: string) =>
      `  /${name}: { get: { parameters: [${header('X-Session-Token')}], responses: {} } }\n`
    const messageOf = async (...names: readonly string[]) =>
      (await runRule(rule, `paths:\n${names.map(path).join('')}`)).findings[0]?.message
    expect(await messageOf('a', 'b', 'c', 'd')).toMatch(/^4 operations take/)
    expect(await messageOf('a', 'b', 'c', 'd', 'logout')).toMatch(/^At least 4 operations take/)
  })

  it('is silent about headers that are part of a signature, and of names that may mean something else', async () => {
    const names = ['X-Amz-Security-Token', 'X-Token', 'X-Signature', 'Idempotency-Key', 'X-Registry-Auth']
    const text = `paths: { /orders: { post: { parameters: [${names.map(header).join(', ')}], responses: {} } } }`
    expect((await runRule(rule, text)).findings).toEqual([])
  })

  it('does not take one header for another', async () => {
    const text = `security: [{ key: [] }]
paths: { /orders: { post: { parameters: [${header('Authorization')}], responses: {} } } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Api-Key } } }
`
    const { findings } = await runRule(rule, text)
    expect(findings.map(({ message }) => message)).toEqual([
      '`POST /orders` takes the credential `Authorization` as a plain header parameter, but no security scheme declares it. OpenAPI 3 has tools ignore a header parameter of this name.',
    ])
  })

  it('says nothing where a requirement names what is declared nowhere', async () => {
    const text = `security: [{ lost: [] }]\npaths: { /orders: { post: { parameters: [${header('Authorization')}], responses: {} } } }`
    expect((await runRule(rule, text)).findings).toEqual([])
  })
})

it('takes `Cookie` for a session unless its description names another cookie', async () => {
  const text = (description: string) =>
    `paths: { /orders: { get: { parameters: [{ name: Cookie, in: header, ${description} schema: { type: string } }], responses: {} } } }`
  expect((await runRule(rule, text(''))).findings).toHaveLength(1)
  expect((await runRule(rule, text('description: Holds the session.,'))).findings).toHaveLength(1)
  expect((await runRule(rule, text('description: The cookie of the test flow.,'))).findings).toEqual([])
})

describe('the fix for a credential that is an ordinary parameter', () => {
  const fixOf = async (text: string, format: 'oas2' | 'oas3.1' = 'oas3.1') => {
    const { findings } = await runRule(rule, { title: 'a', format, text })
    return findings[0]?.fix
  }
  const isSilentAfter = async (text: string, format: 'oas2' | 'oas3.1' = 'oas3.1') => {
    const fixed = await runRule(rule, { title: 'b', format, text: (await fixOf(text, format))?.text ?? text })
    return fixed.findings.length === 0 && fixed.problems.length === 0
  }
  const operation = (more: string) => `paths:
  /orders:
    get:
      ${more}
      parameters:
        - { name: page, in: query, schema: { type: integer } }
        - { name: X-Api-Key, in: header, schema: { type: string } }
      responses: {}
`

  it('declares the scheme, requires it and removes the parameter', async () => {
    const text = operation('operationId: a')
    const fix = await fixOf(text)
    expect(fix?.kind).toBe('suggested')
    expect(fix?.title).toBe('Require it by `security` as `apiKey`')
    expect(fix?.text).toContain('name: page')
    expect(fix?.text.match(/X-Api-Key/g)).toHaveLength(1)
    expect(await isSilentAfter(text)).toBe(true)
  })

  it.each([
    ['components that are there', `${operation('security: []')}components: { schemas: { A: {} } }\n`],
    [
      'schemes that are there, of which one has the name',
      `${operation('security: [{ apiKey: [] }]')}components: { securitySchemes: { apiKey: { type: http, scheme: basic } } }\n`,
    ],
    [
      'the scheme itself, which nothing requires',
      `${operation('operationId: a')}components: { securitySchemes: { key: { type: apiKey, in: header, name: x-api-key } } }\n`,
    ],
    [
      'a requirement that is inherited, with scopes and a choice',
      `security: [{ oauth: [a, b] }, { basic: [] }]\n${operation('operationId: a')}components: { securitySchemes: { oauth: ${OAUTH}, basic: { type: http, scheme: basic } } }\n`,
    ],
  ])('works with %s', async (_, text) => {
    expect(await isSilentAfter(text)).toBe(true)
  })

  it('keeps what an operation requires already', async () => {
    const text = `security: [{ oauth: [a] }]\n${operation('operationId: a')}components: { securitySchemes: { oauth: ${OAUTH} } }\n`
    const after = (await fixOf(text))?.text.replaceAll(/\s+/g, ' ')
    expect(after).toMatch(/security: - oauth: \[? ?-? ?a ?\]? apiKey: \[\]/)
  })

  it('knows the scheme of `Authorization` in OpenAPI 3 only where the parameter tells, and in OpenAPI 2 always', async () => {
    const text = (description: string) =>
      `paths: { /orders: { get: { parameters: [{ name: Authorization, in: header, ${description} schema: { type: string } }], responses: {} } } }\n`
    expect(await fixOf(text(''))).toBeUndefined()
    expect(await isSilentAfter(text('description: A bearer token.,'))).toBe(true)
    const second =
      'paths: { /orders: { get: { parameters: [{ name: Authorization, in: header, type: string }], responses: {} } } }\n'
    expect(await isSilentAfter(second, 'oas2')).toBe(true)
  })

  it('is not offered where callers may come without any credential', async () => {
    const text = `${operation('security: [{}, { basic: [] }]')}components: { securitySchemes: { basic: { type: http, scheme: basic } } }\n`
    expect(await fixOf(text)).toBeUndefined()
  })
})
