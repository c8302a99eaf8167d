import type { Rule } from '@specward/core'
import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import noUndefinedScope from '../authorization/no-undefined-scope.ts'
import noAnonymousRead from './no-anonymous-read.ts'
import noAnonymousWrite from './no-anonymous-write.ts'
import noOptionalAuthentication from './no-optional-authentication.ts'
import noUndefinedScheme from './no-undefined-security-scheme.ts'
import requireAuthentication from './require-authentication.ts'

const EXPOSURE: readonly Rule[] = [
  noAnonymousRead,
  noAnonymousWrite,
  noOptionalAuthentication,
  requireAuthentication,
]

const KEY = 'components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Api-Key } } }\n'

/** What the rules about exposure say: `rule: operations <- cause`, sorted. */
async function exposed(text: string): Promise<readonly string[]> {
  const said: string[] = []
  for (const rule of EXPOSURE) {
    const { findings, problems } = await runRule(rule, text)
    expect(problems).toEqual([])
    for (const { operations, cause } of findings) {
      said.push(`${rule.id}: ${operations.join(', ')}${cause === undefined ? '' : ` <- ${cause}`}`)
    }
  }
  return said.sort()
}

describe('effective security', () => {
  it('is optional where `{}` stands beside a scheme, and public where nothing else stands there', async () => {
    const text = `paths:
  /orders: { post: { security: [{}, { key: [] }], responses: {} }, put: { security: [{}], responses: {} } }
${KEY}`
    expect(await exposed(text)).toEqual([
      'no-anonymous-write: PUT /orders',
      'no-optional-authentication: POST /orders',
    ])
  })

  it('names the root as the cause of all that inherit `[]` from it', async () => {
    const text = `security: []\npaths: { /orders: { get: { responses: {} }, post: { responses: {} } } }\n${KEY}`
    expect(await exposed(text)).toEqual([
      'no-anonymous-read: GET /orders <- /security',
      'no-anonymous-write: POST /orders <- /security',
    ])
  })

  it('names the `{}` at the root as the cause of all that inherit it', async () => {
    const text = `security: [{ key: [] }, {}]
paths:
  /orders: { post: { responses: {} }, put: { responses: {} }, delete: { security: [{ key: [] }], responses: {} } }
${KEY}`
    expect(await exposed(text)).toEqual([
      'no-optional-authentication: POST /orders <- /security/1',
      'no-optional-authentication: PUT /orders <- /security/1',
    ])
  })

  it('does not come from the path, and the list that stands there is the cause', async () => {
    const text = `paths:
  /orders: { security: [{ key: [] }], post: { responses: {} }, put: { security: [{ key: [] }], responses: {} } }
${KEY}`
    expect(await exposed(text)).toEqual(['no-anonymous-write: POST /orders <- /paths/~1orders/security'])
  })

  it('is not asked of webhooks and callbacks, which the API itself calls', async () => {
    const text = `security: [{ key: [] }]
paths:
  /orders:
    post:
      responses: {}
      callbacks: { shipped: { '{$request.body#/url}': { post: { security: [], responses: {} } } } }
webhooks: { paid: { post: { security: [], responses: {} } } }
${KEY}`
    expect(await exposed(text)).toEqual([])
  })
})

describe('requirements', () => {
  const OAUTH = `components:
  securitySchemes:
    oauth: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://id.example.com', scopes: { a: A } } } }
    token: { type: http, scheme: bearer }
    certificate: { type: mutualTLS }
`

  it('of the root are judged where they stand, not again at operations that override them', async () => {
    const text = `security: [{ oauth: [b] }]
paths: { /orders: { get: { security: [{ oauth: [a] }], responses: {} }, put: { security: [], responses: {} } } }
${OAUTH}`
    const { findings } = await runRule(noUndefinedScope, text)
    expect(findings.map(({ text: span, operations }) => [span, operations])).toEqual([['b', []]])
  })

  it('may carry role names for schemes without scopes, and name mutual TLS', async () => {
    const text = `security: [{ token: [clerk] }, { certificate: [] }]\npaths: { /orders: { get: { responses: {} } } }\n${OAUTH}`
    for (const rule of [noUndefinedScope, noUndefinedScheme]) {
      const { findings, undecided, problems } = await runRule(rule, text)
      expect([...findings, ...undecided, ...problems]).toEqual([])
    }
  })
})

describe('an operation that declares itself public', () => {
  const text = (value: string) =>
    `paths: { /prices: { post: { security: [], x-specward-public: ${value}, responses: {} } } }`

  it('is left alone when it says why', async () => {
    const { findings, tally, problems } = await runRule(noAnonymousWrite, text('A calculator for anybody.'))
    expect([...findings, ...problems]).toEqual([])
    expect(tally).toMatchObject({ judged: 1 })
  })

  it('is reported when it does not, and told that it has to', async () => {
    const { findings, problems } = await runRule(noAnonymousWrite, text('true'))
    expect(findings).toHaveLength(1)
    expect(problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'unexpected-shape: `x-specward-public` of `POST /prices` has to be a text of at least two words that says why anybody may call the operation. It was ignored.',
    ])
  })

  it('is reported where the policy does not accept that, and told so', async () => {
    const facts = { publicInDescription: false }
    const { findings } = await runRule(noAnonymousWrite, {
      title: 'case',
      text: text('A calculator.'),
      facts,
    })
    expect(findings.map(({ message }) => message)).toEqual([
      '`POST /prices` can be called by anyone: its `security` is `[]`. `x-specward-public` does not count here: `policy.publicInDescription` is false.',
    ])
  })
})
