import type { Rule } from '@specward/core'
import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import credentials from './no-cleartext-credentials.ts'
import oauthUrl from './no-plaintext-oauth-url.ts'
import server from './no-plaintext-server.ts'

const run = (rule: Rule, text: string, format: 'oas2' | 'oas3.1' = 'oas3.1') =>
  runRule(rule, { title: 'case', text, format })

const SCHEMES = `securityDefinitions:
  basic: { type: basic }
  key: { type: apiKey, in: header, name: X-Api-Key }
security: [{ basic: [] }, { key: [] }]
`

describe('credentials in the clear', () => {
  it('are told of with the list that allows it where no host is named', async () => {
    const text = `schemes: [https, http]\n${SCHEMES}paths: { /orders: { get: { responses: {} } } }\n`
    const { findings } = await run(credentials, text, 'oas2')
    expect(findings.map(({ message }) => message)).toEqual([
      '`GET /orders` accepts the credentials of `basic` or `key` unencrypted, over `http`, which `schemes` allows.',
    ])
  })

  it.each([
    ['the URL', 'servers: [{ url: http://api.example.com }]', '/servers/0/url'],
    [
      'the value of a variable',
      "servers: [{ url: '{p}://a.example.com', variables: { p: { default: https, enum: [https, http] } } }]",
      '/servers/0/variables/p/enum/1',
    ],
  ])('have %s as their cause, as the server has', async (_, servers, pointer) => {
    const text = `${servers}
security: [{ key: [] }]
paths: { /orders: { get: { responses: {} } } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Api-Key } } }
`
    for (const rule of [credentials, server]) {
      const { findings } = await run(rule, text)
      expect(findings.map(({ cause }) => cause)).toEqual([pointer])
    }
  })
})

describe('operations of OpenAPI 2.0 that allow HTTP each for itself', () => {
  it('are told of in one breath', async () => {
    const get = 'get: { schemes: [http, https], responses: {} }'
    const text = `host: api.example.com\nschemes: [https]\npaths: { /a: { ${get} }, /b: { ${get} } }\n`
    const { findings } = await run(server, text, 'oas2')
    expect(new Set(findings.map(({ message }) => message))).toEqual(
      new Set(['`schemes` of the operation offers `http`, so it can be reached without encryption.']),
    )
    expect(findings.map(({ operations }) => operations)).toEqual([['GET /a'], ['GET /b']])
    expect(findings.every(({ cause }) => cause === undefined)).toBe(true)
  })
})

describe('a URL of OAuth', () => {
  it('that stands in several flows is told of once, and mended everywhere', async () => {
    const flow =
      '{ authorizationUrl: http://id.example.com/auth, tokenUrl: https://id.example.com/token, scopes: {} }'
    const text = `components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        implicit: ${flow}
        authorizationCode: ${flow}
`
    const { findings } = await run(oauthUrl, text)
    expect(findings).toHaveLength(1)
    expect(findings[0]?.message).toContain('which uses unencrypted `http`.')
    expect(findings[0]?.fix?.text).not.toContain('http://')
  })
})
