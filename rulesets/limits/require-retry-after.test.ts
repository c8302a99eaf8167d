import { runRule } from '@specward/core/testing'
import { expect, it } from 'vitest'
import rule from './require-retry-after.ts'

it('is content with a header that is named in words alone', async () => {
  const text = (description: string) =>
    `paths: { /orders: { get: { responses: { '429': { description: ${description} } } } } }\n`
  expect((await runRule(rule, text('Respect the Retry-After header.'))).findings).toEqual([])
  expect((await runRule(rule, text('Slow down.'))).findings).toHaveLength(1)
})

it.each([
  'You may have to wait a while (typically a minute) before you can make another request.',
  'Try again in 30 seconds.',
  'The limit resets every hour.',
])('is content with words that say how long to wait: %s', async (description) => {
  const text = `paths: { /orders: { get: { responses: { '429': { description: '${description}' } } } } }\n`
  expect((await runRule(rule, text)).findings).toEqual([])
})

it('does not decide when a concurrent request ends', async () => {
  const text =
    "paths: { /orders: { get: { responses: { '429': { description: Too many concurrent requests } } } } }\n"
  const { findings, undecided } = await runRule(rule, text)
  expect([findings.length, undecided.length]).toEqual([0, 1])
})

it('says the same of every response, so that a report tells it once', async () => {
  const get = "get: { responses: { '429': { description: Slow down } } }"
  const { findings } = await runRule(rule, `paths: { /orders: { ${get} }, /items: { ${get} } }\n`)
  expect(new Set(findings.map(({ message }) => message)).size).toBe(1)
  expect(findings.map(({ operations }) => operations)).toEqual([['GET /orders'], ['GET /items']])
})
