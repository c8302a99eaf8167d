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

  it('does not know it of an API on the machine itself', async () => {
    const text = `servers: [{ url: http://localhost:8080 }]\n${login('responses: {}')}`
    expect((await runRule(rule, text)).tally).toMatchObject({ judged: 0, undecided: 1 })
  })

  it('does not take giving up a token for trying one', async () => {
    const text = 'paths:\n  /oauth2/revoke:\n    post: { responses: {} }\n'
    expect((await runRule(rule, text)).findings).toEqual([])
  })
})

describe('where there is nothing to guess', () => {
  const secured = (path: string, more: string) =>
    `security: [{ key: [] }]\npaths:\n  ${path}:\n    post: { ${more} responses: {} }\ncomponents: { securitySchemes: { key: { type: apiKey, in: header, name: X-Api-Key } } }\n`

  it('a program that has authenticated itself may reset and register', async () => {
    expect((await runRule(rule, secured('/password/reset', ''))).findings).toEqual([])
    const open = await runRule(rule, secured('/password/reset', 'security: [],'))
    expect(open.findings).toHaveLength(1)
  })

  it('a session without anything in its request opens a connection', async () => {
    const session = (more: string) =>
      `paths:\n  /sessions:\n    post: { ${more} summary: Log in, responses: {} }\n`
    expect((await runRule(rule, session(''))).findings).toEqual([])
    const body = 'requestBody: { content: { application/json: { schema: { type: object } } } },'
    expect((await runRule(rule, session(body))).findings).toHaveLength(1)
  })

  it('registering is slowed down for another reason', async () => {
    const { findings } = await runRule(rule, 'paths:\n  /register:\n    post: { responses: {} }\n')
    expect(findings.map(({ message }) => message)).toEqual([
      '`POST /register` documents no 429 response: clients are not told what happens after too many registrations.',
    ])
  })
})

describe('what is limited', () => {
  const sends = (path: string, more = '') =>
    `paths:\n  ${path}:\n    post: { ${more} responses: { '200': { description: OK } } }\n`

  it.each([
    ['/accounts/mfaSignIn:start', 'summary: Sends the MFA challenge,', 'requests to send a code or link'],
    ['/accounts/mfaSignIn:finalize', 'summary: Verifies the MFA challenge,', 'attempts'],
    ['/login', '', 'attempts'],
  ])('at %s', async (path, more, what) => {
    const { findings } = await runRule(rule, sends(path, more))
    expect(findings.map(({ message }) => message)).toEqual([
      `\`POST ${path}\` documents no 429 response: clients are not told what happens after too many ${what}.`,
    ])
  })
})
