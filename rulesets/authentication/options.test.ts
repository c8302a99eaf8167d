import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import noLegacyAuthentication from './no-legacy-authentication.ts'
import noWeakAlternative from './no-weak-alternative.ts'

describe('no-legacy-authentication', () => {
  it('says nothing about schemes that are allowed, in any case', async () => {
    const text = `security: [{ kerberos: [] }, { digest: [] }]
paths: { /orders: { get: { responses: {} } } }
components: { securitySchemes: { kerberos: { type: http, scheme: NEGOTIATE }, digest: { type: http, scheme: digest } } }
`
    const options = { allow: ['Negotiate'] }
    const { findings } = await runRule(noLegacyAuthentication, { title: 'allowed', text, options })
    expect(findings.map(({ text: span }) => span)).toEqual(['digest'])
  })
})

describe('no-weak-alternative', () => {
  const text = (key: string) => `security: [{ login: [] }, { key: [] }]
paths: { /orders: { get: { responses: {} } } }
components: { securitySchemes: { login: { type: openIdConnect, openIdConnectUrl: 'https://id.example.com' }, key: { type: apiKey, ${key} } } }
`

  it('reports keys in headers where an organisation asks for it', async () => {
    const options = { apiKeys: true }
    const run = (key: string) => runRule(noWeakAlternative, { title: 'keys', text: text(key), options })
    expect((await run('in: header, name: X-Api-Key')).findings).toHaveLength(1)
    expect((await run('in: header, name: Authorization')).findings).toEqual([])
    expect((await run('in: cookie, name: session')).findings).toEqual([])
  })

  it('tells of all lists that offer the same choice in one finding, at the first of them', async () => {
    const paths = `paths:
  /a: { get: { security: [{ login: [] }, { key: [] }], responses: {} } }
  /b: { get: { security: [{ key: [] }, { login: [] }], responses: {} } }
  /c: { get: { responses: {} } }
`
    const { findings } = await runRule(
      noWeakAlternative,
      text('in: query, name: key').replace(/^paths:.*\n/m, paths),
    )
    expect(findings.map(({ operations, message }) => [operations, message])).toEqual([
      [
        ['GET /c', 'GET /a', 'GET /b'],
        '3 operations accept `key` (an API key in the URL) alone, although they also offer `login`: an attacker picks the weaker one.',
      ],
    ])
  })
})
