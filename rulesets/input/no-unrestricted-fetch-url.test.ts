import { runRule } from '@specward/core/testing'
import { expect, it } from 'vitest'
import fetchUrl from './no-unrestricted-fetch-url.ts'

const said = async (schema: string) => {
  const text = `paths: { /webhooks: { post: { requestBody: { content: { application/json: { schema: { type: object, properties: { url: ${schema} } } } } }, responses: { '201': { description: OK } } } } }\n`
  return (await runRule(fetchUrl, text)).findings.map(({ message }) => message.replace(/^.*, but /, ''))
}

it.each([
  ['{ type: string }', 'nothing demands `https` or rules out internal hosts.'],
  ['{ type: string, description: Public URL of the receiver. }', 'nothing demands `https`.'],
  ["{ type: string, pattern: '^https://' }", 'any host fits, internal ones included.'],
  [
    "{ type: string, pattern: '^https://', description: It has to be publicly reachable. }",
    'nothing says that internal addresses are refused.',
  ],
])('says of %s no more than is missing', async (schema, missing) => {
  expect(await said(schema)).toEqual([missing])
})
