import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import rule from './no-plaintext-server.ts'

async function fixesOf(text: string, format: 'oas2' | 'oas3.1' = 'oas3.1') {
  const { findings } = await runRule(rule, { title: 'fix', text, format })
  return findings.map(({ fix }) => fix)
}

describe('the fix of no-plaintext-server', () => {
  it('changes the scheme, and is safe where no port is named', async () => {
    const [fix] = await fixesOf('servers:\n  - url: http://api.example.com # production\n')
    expect(fix?.kind).toBe('safe')
    expect(fix?.text).toContain('  - url: https://api.example.com # production\n')
  })

  it('wants a look where a port is named, since it seldom speaks both', async () => {
    const [fix] = await fixesOf('servers:\n  - url: http://api.example.com:8080\n')
    expect(fix?.kind).toBe('suggested')
  })

  it('takes the server away where its secure twin is offered already', async () => {
    const [fix] = await fixesOf(
      'servers:\n  - url: http://api.example.com\n  - url: https://api.example.com\n',
    )
    expect(fix?.text).toContain('servers:\n  - url: https://api.example.com\n')
    expect(fix?.text).not.toContain('http://')
  })

  it('takes the value away, and changes the default where it is the same', async () => {
    const [fix] = await fixesOf(
      "servers:\n  - url: '{scheme}://a.example.com'\n    variables:\n      scheme:\n        enum: [http, https]\n        default: http\n",
    )
    expect(fix?.text).toContain('        enum: [https]\n        default: https\n')
  })

  it('takes the scheme away from those of OpenAPI 2.0', async () => {
    const [fix] = await fixesOf('host: a.example.com\nschemes:\n  - http\n  - https\n', 'oas2')
    expect(fix?.text).toContain('schemes:\n  - https\n')
  })
})

describe('no-plaintext-server', () => {
  it('reports a line once, however many URLs it decides', async () => {
    const text =
      'servers:\n  - url: http://{name}.example.com\n    variables:\n      name: { default: a, enum: [a, b, c] }\n'
    const { findings, tally } = await runRule(rule, text)
    expect(findings).toHaveLength(1)
    expect(tally?.judged).toBe(1)
  })
})

it('names the operations that go to the server, not those that the API calls itself', async () => {
  const text = `servers: [{ url: http://api.example.com }]
paths: { /orders: { get: { responses: {} } } }
webhooks: { shipped: { post: { responses: {} } } }
`
  const { findings } = await runRule(rule, text)
  expect(findings.map(({ operations }) => operations)).toEqual([['GET /orders']])
})

it('is told of an upgrade to WebSockets on an unencrypted server', async () => {
  const text = `servers: [{ url: http://stream.example.com }]
paths: { /feed: { get: { responses: { '101': { description: Upgrade } } } } }
`
  expect((await runRule(rule, text)).findings).toHaveLength(1)
})
