import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import rule from './no-handmade-password-grant.ts'

const FORM = 'application/x-www-form-urlencoded'

const form = (content: string, schemes = '{}') => `paths:
  /oauth/token:
    post:
      requestBody: { content: { ${FORM}: { ${content} } } }
      responses: {}
components: { securitySchemes: ${schemes} }
`

async function textsOf(text: string): Promise<readonly string[]> {
  const { findings, problems } = await runRule(rule, text)
  expect(problems).toEqual([])
  return findings.map((finding) => finding.text)
}

describe('no-handmade-password-grant', () => {
  it.each([
    ['schema: { properties: { grant_type: { const: password } } }', 'password'],
    ['schema: { properties: { grantType: { examples: [password] } } }', 'password'],
    ['schema: { properties: { grant_type: { pattern: "^password$" } } }', '"^password$"'],
    [
      'schema: { properties: { grant_type: { anyOf: [{ pattern: "^password$" }, { type: "null" }] } } }',
      '"^password$"',
    ],
    ['schema: { properties: { grant_type: {} } }, example: { grant_type: password }', 'password'],
    [
      'schema: { properties: { grant_type: {} } }, example: "grant_type=password&username=a"',
      '"grant_type=password&username=a"',
    ],
  ])('finds the grant in %s', async (content, found) => {
    expect(await textsOf(form(content))).toEqual([found])
  })

  it.each([
    'schema: { properties: { grant_type: { enum: [client_credentials] }, password_hint: {} } }',
    'schema: { properties: { grant_types: { items: { enum: [password] } } } }',
    'schema: { properties: { grant_type: { pattern: "^[a-z]*password[a-z]*$" } } }',
    'schema: { type: string }',
    'schema: { $ref: "#/components/schemas/Missing" }',
  ])('does not take %s for it', async (content) => {
    const { findings } = await runRule(rule, form(content))
    expect(findings).toEqual([])
  })

  it('leaves the endpoint of a declared flow to the rule for flows', async () => {
    const content = 'schema: { properties: { grant_type: { const: password } } }'
    const declared = (url: string) =>
      form(content, `{ a: { type: oauth2, flows: { password: { tokenUrl: '${url}', scopes: {} } } } }`)
    expect(await textsOf(declared('https://id.example.com/v1/oauth/token'))).toEqual([])
    expect(await textsOf(declared('oauth/token'))).toEqual([])
    expect(await textsOf(declared('https://id.example.com/login'))).toEqual(['password'])
  })
})
