import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import rule from './require-admin-privilege.ts'

/** An ordinary operation that asks for two scopes, and another, which inherits or asks for what is given. */
function withOperation(path: string, security: string, more = ''): string {
  return `security: [{ oauth: [a, b] }]
paths:
  /orders: { get: { responses: {} } }
  ${path}: { get: { ${security}${more}responses: {} } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
    oauth:
      type: oauth2
      flows: { clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { a: A, b: B, c: C } } }
`
}

async function countOf(text: string): Promise<number> {
  const { findings, problems } = await runRule(rule, text)
  expect(problems).toEqual([])
  return findings.length
}

describe('require-admin-privilege', () => {
  it.each(['/admin', '/v1/Admin', '/ADMIN/users', '/v1/admin/users/{id}'])('knows %s', async (path) => {
    expect(await countOf(withOperation(path, ''))).toBe(1)
  })

  it.each(['/management/users', '/v1/Internal/jobs'])('knows %s', async (path) => {
    expect(await countOf(withOperation(path, ''))).toBe(1)
  })

  it('knows what is kept out of the documentation', async () => {
    expect(await countOf(withOperation('/users', '', 'x-internal: true, '))).toBe(1)
    expect(await countOf(withOperation('/users', '', 'x-internal: false, '))).toBe(0)
  })

  it.each([
    '/v1/administration-fees',
    '/badminton',
    '/administered-drugs',
    '/internal-notes',
    '/risk-management',
  ])('does not take %s for it', async (path) => {
    expect(await countOf(withOperation(path, ''))).toBe(0)
  })

  it('goes by tags and by the operationId as well', async () => {
    expect(await countOf(withOperation('/users', '', 'tags: [Admin], '))).toBe(1)
    expect(await countOf(withOperation('/users', '', 'operationId: adminListUsers, '))).toBe(1)
  })

  it('compares what is required, whatever its order', async () => {
    expect(await countOf(withOperation('/admin', 'security: [{ oauth: [b, a] }], '))).toBe(1)
    expect(await countOf(withOperation('/admin', 'security: [{ oauth: [c] }], '))).toBe(0)
    expect(await countOf(withOperation('/admin', 'security: [{ oauth: [a, b], key: [] }], '))).toBe(0)
  })

  it('finds any token enough where ordinary operations ask for scopes', async () => {
    expect(await countOf(withOperation('/admin', 'security: [{ oauth: [] }], '))).toBe(1)
  })
})
