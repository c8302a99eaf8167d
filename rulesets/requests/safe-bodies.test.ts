import type { Rule } from '@specward/core'
import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import onDelete from './no-delete-body.ts'
import onGet from './no-get-body.ts'

const operation = (method: string, path: string, schema: string) =>
  `  '${path}': { ${method}: { requestBody: { content: { application/json: { schema: ${schema} } } }, responses: { '200': { description: OK } } } }\n`

const said = async (rule: Rule, ...operations: readonly string[]) =>
  (await runRule(rule, `paths:\n${operations.join('')}`)).findings.map(({ message }) => message)

const object = (properties: string) => `{ type: object, properties: { ${properties} } }`

const FLAT = object('state: { type: string }, days: { type: array, items: { type: integer } }')
const NESTED = object('range: { type: object, properties: { from: { type: string } } }')
const SECRET = object('login: { type: object, properties: { clientSecret: { type: string } } }')
const IDS = object('ids: { type: array, items: { type: string } }')

describe('no-get-body', () => {
  it.each([
    [FLAT, 'Take it by POST, or in the query string.'],
    [NESTED, 'Take it by POST.'],
    ['{ type: object }', 'Take it by POST.'],
    [SECRET, 'Use POST: it holds a credential, which has no place in a URL.'],
  ])('of %s', async (schema, remedy) => {
    expect(await said(onGet, operation('get', '/a', schema))).toEqual([
      `\`GET /a\` has a body, which proxies and caches drop, refuse or misread. ${remedy}`,
    ])
  })
})

describe('no-delete-body', () => {
  it.each([
    ['/a', IDS, ': more may be deleted than was meant. Use POST, or name what is deleted in the URL.'],
    ['/a', object('force: { type: boolean }'), '. Use POST, or take it in the query string.'],
    ['/a', NESTED, '. Use POST.'],
    ['/a', object('sessionToken: { type: string }'), '. Use POST.'],
    [
      '/a/{id}',
      object('dryRun: { type: array, items: { type: string } }'),
      '. Use POST, or take it in the query string.',
    ],
  ])('of %s with %s', async (path, schema, rest) => {
    const [message] = await said(onDelete, operation('delete', path, schema))
    expect(message).toBe(`\`DELETE ${path}\` has a body, which some clients and proxies drop${rest}`)
  })

  it('names no credential in a URL where others can be named', async () => {
    const token = operation('delete', '/b', object('accessToken: { type: string }'))
    const [message] = await said(onDelete, operation('delete', '/a', IDS), token)
    expect(message).toBe(
      '`DELETE /a` and 1 other operation have a body, which some clients and proxies drop. Where it names what is meant, more may be deleted. Use POST, or name what is deleted in the URL, where it is no credential.',
    )
  })
})
