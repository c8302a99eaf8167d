import type { Format } from '@specward/core'
import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import rule from './no-plaintext-server.ts'

async function outcome(text: string, format: Format = 'oas3.1') {
  const { findings, undecided } = await runRule(rule, { title: 'mistake', text, format })
  return { found: findings.length, undecided: undecided.length }
}

const server = (url: string, rest = '') => `servers: [{ url: '${url}'${rest} }]\n`

describe('what a comparison of prefixes gets wrong', () => {
  it.each([
    ['upper case', server('HTTP://api.acme.com')],
    ['WebSockets', server('ws://api.acme.com')],
    ['a scheme in a variable', server('{s}://api.acme.com', ', variables: { s: { default: http } }')],
    [
      'a letter in a variable',
      server('http{s}://api.acme.com', ", variables: { s: { default: s, enum: [s, ''] } }"),
    ],
    [
      'a server of a path',
      'paths: { /a: { servers: [{ url: http://a.acme.com }], get: { responses: {} } } }\n',
    ],
    [
      'a server of an operation',
      'paths: { /a: { get: { servers: [{ url: http://a.acme.com }], responses: {} } } }\n',
    ],
    [
      'the second of two servers',
      'servers: [{ url: https://a.acme.com }, { url: http://b.acme.com }]\npaths: { /a: { get: { responses: {} } } }\n',
    ],
  ])('%s is found', async (_, text) => {
    expect(await outcome(text)).toEqual({ found: 1, undecided: 0 })
  })

  it('`schemes` of an operation are found in OpenAPI 2.0, and in the way in which they override the others', async () => {
    const text = `host: api.acme.com
schemes: [https]
paths: { /a: { get: { schemes: [http], responses: {} } }, /b: { get: { schemes: [https], responses: {} } } }
`
    expect(await outcome(text, 'oas2')).toEqual({ found: 1, undecided: 0 })
  })

  it.each([
    ['secure WebSockets', server('wss://stream.acme.com')],
    [
      'a scheme in a variable that can be nothing else',
      server('{s}://api.acme.com', ', variables: { s: { default: https } }'),
    ],
    ['the machine itself', server('http://localhost:3000')],
    [
      'what an extension holds',
      `x-proxies: { servers: [{ url: http://a.acme.com }] }\n${server('https://api.acme.com')}`,
    ],
    [
      'a server that an inner one overrides',
      `${server('https://api.acme.com')}paths: { /a: { servers: [{ url: https://a.acme.com }], get: { responses: {} } } }\n`,
    ],
  ])('%s is right', async (_, text) => {
    expect(await outcome(text)).toEqual({ found: 0, undecided: 0 })
  })

  it.each([
    ['a relative URL', server('/v1')],
    ['a protocol that only begins like a secure one', server('httpsx://api.acme.com')],
    ['a name of a compose file', server('http://backend:8080')],
    ['a variable for the whole URL', server('{base}/v1', ', variables: { base: { default: /api } }')],
  ])('%s is not decided', async (_, text) => {
    expect(await outcome(text)).toEqual({ found: 0, undecided: 1 })
  })

  it('an upgrade to WebSockets on an unencrypted server is found at the server', async () => {
    const text = `${server('http://stream.acme.com')}paths: { /feed: { get: { responses: { '101': { description: Upgrade } } } } }\n`
    expect(await outcome(text)).toEqual({ found: 1, undecided: 0 })
  })
})
