import { runRule } from '@specward/core/testing'
import { expect, it } from 'vitest'
import rule from './require-retry-after.ts'

it('is content with a header that is named in words alone', async () => {
  const text = (description: string) =>
    `paths: { /orders: { get: { responses: { '429': { description: ${description} } } } } }\n`
  expect((await runRule(rule, text('Respect the Retry-After header.'))).findings).toEqual([])
  expect((await runRule(rule, text('Slow down.'))).findings).toHaveLength(1)
})
