import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import invalid from './no-invalid-oauth-url.ts'
import odd from './no-odd-discovery-url.ts'

const oidc = (url: string) =>
  `components: { securitySchemes: { a: { type: openIdConnect, openIdConnectUrl: '${url}' } } }\n`

async function fixOf(rule: Parameters<typeof runRule>[0], url: string): Promise<string | undefined> {
  const { findings } = await runRule(rule, oidc(url))
  expect(findings).toHaveLength(1)
  return findings[0]?.fix?.title
}

describe('the fix of no-odd-discovery-url', () => {
  const place = '/.well-known/openid-configuration'

  it.each([
    ['https://id.example.com', `Use \`https://id.example.com${place}\``],
    ['https://id.example.com/realms/main/', `Use \`https://id.example.com/realms/main${place}\``],
    ['https://id.example.com/.well-known', `Use \`https://id.example.com${place}\``],
    ['https://id.example.com/login?next=1', undefined],
    ['https://id.example.com/openid.json', undefined],
    ['https://id.example.com/.well-known/openid', undefined],
  ])('puts behind the issuer what is missing: %s', async (url, title) => {
    expect(await fixOf(odd, url)).toBe(title)
  })

  it('is not wanted where no client can use the URL at all', async () => {
    expect((await runRule(odd, oidc('to be defined'))).findings).toEqual([])
  })
})

describe('the fix of no-invalid-oauth-url', () => {
  it('puts the scheme in front of a host', async () => {
    expect(await fixOf(invalid, 'id.example.com/a')).toBe('Use `https://id.example.com/a`')
    expect(await fixOf(invalid, 'to be defined')).toBeUndefined()
  })
})
