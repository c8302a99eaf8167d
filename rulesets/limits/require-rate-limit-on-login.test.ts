import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import rule from './require-rate-limit-on-login.ts'

const login = (more: string) => `paths:\n  /login:\n    post: { ${more} }\n`

describe('require-rate-limit-on-login', () => {
  it.each([
    ['a response that says so in words', "responses: { '400': { description: TooManyRequestsException } }"],
    ['an extension for rate limits', 'x-acme-ratelimit-bucket: login, responses: {}'],
  ])('takes for a limit: %s', async (_, more) => {
    const { findings, tally } = await runRule(rule, login(more))
    expect(findings).toEqual([])
    expect(tally).toMatchObject({ judged: 1 })
  })

  it('does not ask it of an API on the machine itself', async () => {
    const text = `servers: [{ url: http://localhost:8080 }]\n${login('responses: {}')}`
    expect((await runRule(rule, text)).tally).toMatchObject({ judged: 0, notApplicable: 1 })
  })

  it('does not take giving up a token for trying one', async () => {
    const text = 'paths:\n  /oauth2/revoke:\n    post: { responses: {} }\n'
    expect((await runRule(rule, text)).findings).toEqual([])
  })
})
