import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import noAnonymousRead from './no-anonymous-read.ts'
import requireConsistentAuthentication from './require-consistent-authentication.ts'

const SCHEMES = `components:
  securitySchemes:
    key: { type: apiKey, in: query, name: key }
    token: { type: http, scheme: bearer }
`

const many = (count: number, tag: string) =>
  Array.from(
    { length: count },
    (_, at) => `  /${tag}${at}: { get: { tags: [${tag}], responses: {} } }\n`,
  ).join('')

async function says(text: string, facts: { facts?: object } = {}) {
  const example = { title: 'case', text: `security: [{ token: [] }]\n${text}${SCHEMES}`, ...facts }
  const [own, other] = await Promise.all([
    runRule(requireConsistentAuthentication, example),
    runRule(noAnonymousRead, example),
  ])
  expect([...own.problems, ...other.problems]).toEqual([])
  return {
    consistent: own.findings.map(({ message }) => message),
    anonymous: other.findings.map(({ message }) => message),
    undecided: other.undecided.length,
  }
}

describe('an open read', () => {
  const open = '  /prices: { get: { tags: [shop], security: [], responses: {} } }\n'

  it('is reported with the evidence, once, where it alone of a tag is open', async () => {
    const { consistent, anonymous } = await says(`paths:\n${many(9, 'shop')}${open}`)
    expect(consistent).toEqual([
      '`GET /prices` is the only one of 10 operations tagged `shop` that can be called by anyone: its `security` is `[]`.',
    ])
    expect(anonymous).toEqual([])
  })

  it('is a decision that nobody can judge where there are too few, or two', async () => {
    const two = '  /offers: { get: { tags: [shop], security: [], responses: {} } }\n'
    for (const text of [`${many(8, 'shop')}${open}`, `${many(30, 'shop')}${open}${two}`]) {
      const { consistent, anonymous, undecided } = await says(`paths:\n${text}`)
      expect([...consistent, ...anonymous]).toEqual([])
      expect(undecided).toBeGreaterThan(0)
    }
  })

  it('stays undecided where a gateway authenticates', async () => {
    const facts = { facts: { gateway: { authentication: 'the gateway' } } }
    const { consistent, anonymous, undecided } = await says(`paths:\n${many(9, 'shop')}${open}`, facts)
    expect([...consistent, ...anonymous]).toEqual([])
    expect(undecided).toBe(1)
  })

  it('is left alone when it is for signing in, for monitoring, or public with a reason', async () => {
    const text = `paths:\n${many(12, 'shop')}  /health: { get: { tags: [shop], security: [], responses: {} } }
  /prices: { get: { tags: [shop], security: [], x-specward-public: A price list., responses: {} } }\n`
    expect(await says(text)).toEqual({ consistent: [], anonymous: [], undecided: 0 })
  })
})

describe('another version', () => {
  it('that takes less is reported for each operation, and not when it is deprecated', async () => {
    const text = (extra: string) => `paths:
  /v1/orders: { get: { security: [{ key: [] }], ${extra} responses: {} }, post: { security: [{ key: [] }], ${extra} responses: {} } }
  /v2/orders: { get: { responses: {} }, post: { responses: {} } }\n`
    expect((await says(text(''))).consistent).toEqual([
      '`GET /v1/orders` does the same as `GET /v2/orders` in another version, but `key` is enough for it: the other takes `token`.',
      '`POST /v1/orders` does the same as `POST /v2/orders` in another version, but `key` is enough for it: the other takes `token`.',
    ])
    expect((await says(text('deprecated: true,'))).consistent).toEqual([])
  })

  it('of another resource, or one with the same requirement, is nothing', async () => {
    const text = `paths:
  /v1/orders: { get: { responses: {} } }
  /v2/orders: { get: { responses: {} } }
  /v2/orders/{id}: { get: { responses: {} } }
  /video/orders: { get: { security: [{ key: [] }], responses: {} } }\n`
    expect((await says(text)).consistent).toEqual([])
  })
})
