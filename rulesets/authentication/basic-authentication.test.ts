import { runRule } from '@specward/core/testing'
import { expect, it } from 'vitest'
import rule from './no-basic-authentication.ts'

const SCHEMES =
  'components: { securitySchemes: { basic: { type: http, scheme: basic }, token: { type: http, scheme: bearer } } }\n'

async function messagesOf(...paths: readonly string[]): Promise<readonly string[]> {
  const text = `${SCHEMES}paths:\n${paths.map((path) => `  ${path}\n`).join('')}`
  return (await runRule(rule, { title: 'case', text })).findings.map(({ message }) => message)
}

const path = (name: string, security: string): string =>
  `/${name}: { get: { security: [${security}], responses: {} } }`

it('counts operations that anybody can call as well apart from those that accept nothing else', async () => {
  expect(
    await messagesOf(
      path('a', '{ basic: [] }'),
      path('b', '{ basic: [] }, { token: [] }'),
      path('c', '{ basic: [] }, {}'),
    ),
  ).toEqual([
    '`basic` is HTTP Basic: clients send a password or a long-lived secret with every request. 1 operation accepts nothing else, 1 also accepts another scheme, 1 also accepts calls without authentication.',
  ])
})

it('says which operations it has left out', async () => {
  const login = '/login: { post: { security: [{ basic: [] }], responses: {} } }'
  expect(await messagesOf(path('a', '{ basic: [] }'), login)).toEqual([
    '`basic` is HTTP Basic: clients send a password or a long-lived secret with every request to `GET /a`. Not counted: 1 operation that exchanges the secret for a token.',
  ])
})
