import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import noAnonymousWrite from './no-anonymous-write.ts'
import rule from './no-shadow-authentication.ts'

const header = (name: string) => `{ name: ${name}, in: header, schema: { type: string } }`

describe('no-shadow-authentication', () => {
  it('speaks where `no-anonymous-write` cannot decide', async () => {
    const text = `paths: { /orders: { post: { security: [], parameters: [${header('X-Api-Key')}], responses: {} } } }`
    const { findings } = await runRule(rule, text)
    expect(findings.map(({ message }) => message)).toEqual([
      'Header `X-Api-Key` of `POST /orders` is a credential, but no security scheme says so.',
    ])
    expect((await runRule(noAnonymousWrite, text)).undecided).toHaveLength(1)
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
      'Header `Authorization` of `POST /orders` is a credential, but no security scheme says so. OpenAPI 3 has tools ignore a header parameter of this name.',
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
