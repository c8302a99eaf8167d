import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import rule from './no-weak-token-example.ts'

/** JSON in base64url, which the tests may make with what the platform has. */
function part(value: unknown): string {
  return btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

const SIGNATURE = `u3Qm9Zs1xV7k${'P0aTfB2yWnLr8cHd5eGjX4oIq6MtRvS'}`
const START = 1_750_000_000

function jwt(
  claims: Readonly<Record<string, unknown>>,
  header: unknown = { alg: 'ES256', typ: 'JWT' },
): string {
  return `${part(header)}.${part({ iss: 'https://id.orders.shop', sub: '7d21-4f02', iat: START, ...claims })}.${SIGNATURE}`
}

async function messagesOf(text: string): Promise<readonly string[]> {
  const { findings, problems } = await runRule(rule, text)
  expect(problems).toEqual([])
  return findings.map(({ message }) => message)
}

describe('a token in a description', () => {
  it.each([
    [{ exp: START + 900 }, undefined],
    [{ exp: START + 86_400 }, undefined],
    [{ exp: START + 86_401 }, 'is good for 24 hours'],
    [{ exp: START + 40 * 86_400 }, 'is good for 40 days'],
    [{}, 'never ends: it has no `exp`'],
    [
      { exp: START + 900, userPassword: 'x', password: 'x' },
      'carries `password`, which everybody can read who sees it',
    ],
    [{ exp: START + 900, password: '' }, undefined],
    [{ name: 'John Doe' }, undefined],
    [{ exp: 'soon' }, undefined],
  ] as const)('that holds %o', async (claims, flaw) => {
    const expected = flaw === undefined ? [] : [`The token in \`x-token\` ${flaw}.`]
    expect(await messagesOf(`x-token: ${jwt(claims)}\n`)).toEqual(expected)
  })

  it.each(['none', 'None', 'NONE'])('that is signed by %s', async (alg) => {
    const token = jwt({ exp: START + 900, sub: '1234567890' }, { alg }).replace(SIGNATURE, '')
    expect(await messagesOf(`x-token: ${token}\n`)).toEqual([
      'The token in `x-token` is not signed (`alg` is `none`), so anybody can make one.',
    ])
  })

  it('may live long where it is none for access', async () => {
    expect(await messagesOf(`x-refreshToken: ${jwt({})}\n`)).toEqual([])
    expect(
      await messagesOf(
        `components: { schemas: { A: { properties: { refresh_token: { example: ${jwt({})} } } } } }\n`,
      ),
    ).toEqual([])
  })

  it('is found in the middle of a text, and told of once', async () => {
    const token = jwt({})
    expect(await messagesOf(`x-a: 'Send "Authorization: Bearer ${token}".'\nx-b: ${token}\n`)).toHaveLength(1)
  })

  it('is none of its messages', async () => {
    const token = jwt({ password: 'Tq7rW2mZ9xLp' })
    const messages = await messagesOf(`x-token: ${token}\n`)
    expect(messages).toHaveLength(1)
    expect(messages.join()).not.toMatch(/eyJ|Tq7r/)
  })

  it('is looked for in time that follows the text', async () => {
    expect(await messagesOf(`x-token: '${'eyJ'.repeat(2_000_000)}'\n`)).toEqual([])
  }, 10_000)

  it.each([
    'eyJhbGciOiJIUzI1NiJ9.eyJ',
    'eyJ////.eyJx.y',
    'eyJhbGciOiJub25lIn0.eyJub3QganNvbg.',
    `${'eyJ'.repeat(9_000)}.eyJ`,
  ])('that is none is left alone: %.30s', async (text) => {
    expect(await messagesOf(`x-token: '${text}'\n`)).toEqual([])
  })
})
