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
      '`schemes` allows `http`, which carries the credentials of `basic` or `key` unencrypted, in calls of `GET /orders`.',
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
    expect(findings.map(({ message }) => message)).toEqual([
      '`schemes` of 2 operations offers `http`, so they can be reached without encryption.',
    ])
    expect(findings[0]?.operations).toEqual(['GET /a', 'GET /b'])
    expect(findings[0]?.cause).toBeUndefined()
    expect(findings[0]?.related).toHaveLength(1)
    expect(findings[0]?.fix?.text).not.toContain('http,')
  })

  it('have the credentials that they take told of in one breath, with the line that allows it', async () => {
    const get = 'get: { schemes: [http, https], responses: {} }'
    const text = `host: api.example.com\nschemes: [https]\n${SCHEMES}paths: { /a: { ${get} }, /b: { ${get} } }\n`
    const { findings } = await run(credentials, text, 'oas2')
    expect(findings.map(({ message }) => message)).toEqual([
      '`http://api.example.com` takes the credentials of `basic` or `key` unencrypted, in calls of `GET /a` and `GET /b`.',
    ])
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
