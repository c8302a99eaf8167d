import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import bearer from './no-bearer-token-in-query.ts'
import rule from './no-credential-in-url.ts'

const withQuery = (name: string) =>
  `paths:\n  /a:\n    get:\n      parameters:\n        - { name: '${name}', in: query, schema: { type: string } }\n      responses: {}\n`

const withPath = (path: string, name: string) =>
  `paths:\n  ${path}:\n    get:\n      parameters:\n        - { name: ${name}, in: path, required: true, schema: { type: string } }\n      responses: {}\n`

const outcome = async (text: string) => {
  const { findings, undecided } = await runRule(rule, text)
  return findings.length > 0 ? 'reported' : undecided.length > 0 ? 'undecided' : 'silent'
}

describe('no-credential-in-url', () => {
  it.each([
    'api_key',
    'apikey',
    'API-Key',
    'pwd',
    'passcode',
    'otp',
    'sessionToken',
    'private_key',
    'X-Auth-Token',
  ])('reports %s', async (name) => {
    expect(await outcome(withQuery(name))).toBe('reported')
  })

  it.each(['pin', 'session', 'auth', 'token'])('cannot decide about %s', async (name) => {
    expect(await outcome(withQuery(name))).toBe('undecided')
  })

  it.each([
    ...[
      'pageToken',
      'page_token',
      'continuationToken',
      'next_token',
      'nextPageToken',
      'cursor_token',
      'syncToken',
    ],
    ...[
      'tokenize',
      'tokenType',
      'token_count',
      'tokenId',
      'secretariat_id',
      'csrf_token',
      'hasPassword',
      'passwordPolicy',
    ],
    ...['api_key_name', 'monkey', 'author', 'keyboard', 'sort_key', 'partitionKey', 'compass', 'assignee'],
  ])('is silent about %s', async (name) => {
    expect(await outcome(withQuery(name))).toBe('silent')
  })

  it('does not call a resource a credential because it is named after tokens', async () => {
    expect(await outcome(withPath('/tokens/{token}', 'token'))).toBe('undecided')
    expect(await outcome(withPath('/shipping_rates/{shipping_rate_token}', 'shipping_rate_token'))).toBe(
      'undecided',
    )
    expect(await outcome(withPath('/pages/{page_token}', 'page_token'))).toBe('silent')
  })

  it.each(['access_token', 'AccessToken', 'id-token', 'refreshToken', 'CODE_VERIFIER', 'client_secret'])(
    'leaves %s in a query to the rule for OAuth, so that one place has one report',
    async (name) => {
      expect(await outcome(withQuery(name))).toBe('silent')
      expect((await runRule(bearer, withQuery(name))).findings).toHaveLength(1)
    },
  )

  it('judges the names of OAuth in a path, and longer names in a query', async () => {
    expect(await outcome(withPath('/me/{access_token}', 'access_token'))).toBe('reported')
    expect(await outcome(withQuery('facebook_access_token'))).toBe('reported')
    expect((await runRule(bearer, withQuery('facebook_access_token'))).findings).toEqual([])
  })
})
