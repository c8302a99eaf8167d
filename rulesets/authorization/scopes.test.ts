import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import overbroad from './no-overbroad-scope.ts'
import bypass from './no-scope-bypass.ts'
import missing from './no-scope-missing-in-flow.ts'
import undefinedScope from './no-undefined-scope.ts'
import unused from './no-unused-scope.ts'
import writeWithRead from './no-write-with-read-scope.ts'

const api = (security: string, flows: string, root = '[]') => `security: ${root}
paths: { /orders: { post: { security: ${security}, responses: {} } } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: k }, oauth: { type: oauth2, flows: { ${flows} } } } }
`

const flow = (kind: string, ...scopes: readonly string[]) =>
  `${kind}: { tokenUrl: 'https://id.example.com/t', authorizationUrl: 'https://id.example.com/a', scopes: { ${scopes.map((name) => `'${name}': x`).join(', ')} } }`

async function messagesOf(rule: Parameters<typeof runRule>[0], text: string): Promise<readonly string[]> {
  const { findings, problems } = await runRule(rule, text)
  expect(problems).toEqual([])
  return findings.map(({ message }) => message)
}

describe('no-undefined-scope', () => {
  it('looks at the list that is in force, and not at the one that it replaces', async () => {
    const text = api('[{ oauth: [a] }]', flow('clientCredentials', 'a'), '[{ key: [] }]')
    expect(await messagesOf(undefinedScope, text)).toEqual([])
  })

  it('leaves roles of other schemes alone', async () => {
    expect(
      await messagesOf(undefinedScope, api('[{ key: [admin] }]', flow('clientCredentials', 'a'))),
    ).toEqual([])
  })

  it('decides nothing where a flow does not list its scopes', async () => {
    const text = api(
      '[{ oauth: [a, b] }]',
      `${flow('authorizationCode', 'a')}, ${flow('implicit', 'b')}, clientCredentials: { tokenUrl: 'https://id.example.com/t' }`,
    )
    expect(await messagesOf(undefinedScope, text)).toEqual([])
  })
})

describe('no-scope-missing-in-flow', () => {
  it('does not put flows together: a token comes from one', async () => {
    const scattered = api(
      '[{ oauth: [a, b] }]',
      `${flow('authorizationCode', 'a')}, ${flow('clientCredentials', 'b')}`,
    )
    expect(await messagesOf(missing, scattered)).toEqual([
      '`a` and `b` are required together, but no flow of `oauth` offers them all: a token of one flow never has them.',
    ])
  })

  it('names the scope that clients of one flow cannot get', async () => {
    const text = api(
      '[{ oauth: [a] }, { oauth: [b] }]',
      `${flow('authorizationCode', 'a', 'b')}, ${flow('clientCredentials', 'b')}`,
    )
    expect(await messagesOf(missing, text)).toEqual([
      'The clientCredentials flow of `oauth` does not offer `a`, which 1 operation requires: clients of this flow can never call it.',
    ])
  })
})

describe('no-scope-bypass', () => {
  it('does not mind the order of scopes', async () => {
    const text = api('[{ oauth: [a, b] }, { oauth: [b, a] }]', flow('clientCredentials', 'a', 'b'))
    expect(await messagesOf(bypass, text)).toEqual([])
  })
})

describe('no-write-with-read-scope', () => {
  it.each([
    ['orders:read', 1],
    ['https://graph.example.com/Mail.Read', 1],
    ['orders:write', 0],
    ['https://graph.example.com/Mail.Send', 0],
    ['clerk', 0],
  ])('takes the words of a scope, wherever they stand: %s', async (scope, count) => {
    const text = api(`[{ oauth: ['${scope}'] }]`, flow('clientCredentials', scope))
    expect(await messagesOf(writeWithRead, text)).toHaveLength(count)
  })
})

describe('no-overbroad-scope', () => {
  const many = (count: number, write: string) => {
    const paths = Array.from(
      { length: count },
      (_, at) => `/a${at}: { get: { responses: {} }, ${write}: { responses: {} } }`,
    )
    return `security: [{ oauth: [api] }]
paths: { ${paths.join(', ')} }
components: { securitySchemes: { oauth: { type: oauth2, flows: { ${flow('clientCredentials', 'api')} } } } }
`
  }

  it('lets small APIs, and those that are only read, have one scope', async () => {
    expect(await messagesOf(overbroad, many(4, 'post'))).toEqual([])
    expect(await messagesOf(overbroad, many(6, 'head'))).toEqual([])
    expect(await messagesOf(overbroad, many(5, 'post'))).toHaveLength(1)
  })

  it('does not mind a base scope beside one of its own', async () => {
    const text = many(6, 'post').replace('[{ oauth: [api] }]', '[{ oauth: [api, orders] }]')
    expect(await messagesOf(overbroad, text)).toEqual([])
  })
})

describe('no-unused-scope', () => {
  const client =
    "clientCredentials: { tokenUrl: 'https://id.example.com/t', availableScopes: { a: A, b: B, c: C } }"
  const code =
    "authorizationCode: { tokenUrl: 'https://id.example.com/t', authorizationUrl: 'https://id.example.com/a', availableScopes: {} }"

  const operation = (name: string, scope: string, flows: string) => `
  ${name}:
    action: receive
    channel: { $ref: '#/channels/letters' }
    security: [{ type: oauth2, scopes: [${scope}], flows: ${flows} }]`

  const found = async (...operations: readonly string[]) => {
    const text = `channels: { letters: { address: letters } }\noperations:${operations.join('')}\n`
    const { findings } = await runRule(unused, { title: 'case', text, format: 'asyncapi3' })
    return findings.map(({ operations, message }) => `${operations} ${message}`)
  }

  it('is the same whichever of two operations on a channel comes first, and whichever flow', async () => {
    const one = operation('one', 'a', `{ ${client}, ${code} }`)
    const two = operation('two', 'b', `{ ${code}, ${client} }`)
    const told = await found(one, two)
    expect(told).toHaveLength(1)
    expect(told[0]).toContain('`c`')
    expect(await found(two, one)).toEqual(told)
  })
})
