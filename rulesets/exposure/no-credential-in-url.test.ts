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

  it.each(['pin', 'session', 'auth', 'token', 'sig', 'Signature'])('cannot decide about %s', async (name) => {
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
    ...['secretariat_id', 'signatureVersion', 'sigma', 'design', 'passwordless', 'pinned'],
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

  it('is silent about the token of a link that works once, but not about a password in one', async () => {
    for (const path of ['/password/reset/{token}', '/verify-email/{token}', '/register/confirm/{token}']) {
      expect(await outcome(withPath(path, 'token'))).toBe('silent')
    }
    expect(await outcome(withPath('/invitations/{invite_token}', 'invite_token'))).toBe('silent')
    expect(await outcome(withPath('/password/reset/{password}', 'password'))).toBe('reported')
  })

  it('reads the fields of a deep object, of JSON in a parameter, and of the whole query string', async () => {
    const schema =
      '{ type: object, properties: { page: { type: integer }, login: { type: object, properties: { pwd: { type: string } } } } }'
    const operation = (parameter: string) =>
      `paths:\n  /a:\n    get:\n      parameters: [${parameter}]\n      responses: {}\n`
    const texts = {
      deep: operation(`{ name: filter, in: query, style: deepObject, schema: ${schema} }`),
      json: operation(`{ name: filter, in: query, content: { application/json: { schema: ${schema} } } }`),
      whole: operation(
        `{ name: q, in: querystring, content: { application/x-www-form-urlencoded: { schema: ${schema} } } }`,
      ),
    }
    const messages = []
    for (const [title, text] of Object.entries(texts)) {
      const format = title === 'whole' ? 'oas3.2' : 'oas3.1'
      const { findings } = await runRule(rule, { title, format, text })
      messages.push(...findings.map(({ message }) => message))
    }
    expect(messages).toEqual([
      'Query parameter `filter[login][pwd]` carries a password in the URL.',
      'Query parameter `filter[login][pwd]` carries a password in the URL.',
      'Query parameter `login[pwd]` carries a password in the URL.',
    ])
  })
})
