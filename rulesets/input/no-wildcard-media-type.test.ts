import { runRule } from '@specward/core/testing'
import { expect, it } from 'vitest'
import wildcard from './no-wildcard-media-type.ts'

const put = (path: string, type: string) =>
  `  ${path}: { put: { requestBody: { content: { '${type}': { schema: { type: object } } } }, responses: { '204': { description: OK } } } }\n`

it('tells each wildcard once, with the operations that are no uploads', async () => {
  const paths = [put('/a', '*/*'), put('/b', 'text/*'), put('/c', '*/*; q=1'), put('/files', '*/*')].join('')
  const { findings } = await runRule(wildcard, `paths:\n${paths}`)
  expect(findings.map(({ message, operations, related }) => [message, operations, related.length])).toEqual([
    [
      '2 operations accept a body of any media type (`*/*`), so callers decide how the server reads it.',
      ['PUT /a', 'PUT /c'],
      1,
    ],
    [
      '`PUT /b` accepts a body of any media type (`text/*`), so callers decide how the server reads it.',
      ['PUT /b'],
      0,
    ],
  ])
})
