import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import rule from './require-429-response.ts'

function operations(count: number, limited: number): string {
  const paths = Array.from({ length: count }, (_, index) => {
    const responses =
      index < limited ? "{ '429': { description: Slow down } }" : "{ '200': { description: OK } }"
    return `  /orders-${index}:\n    get:\n      responses: ${responses}\n`
  })
  return `paths:\n${paths.join('')}`
}

const resultOf = async (text: string) => (await runRule(rule, text)).findings[0]

describe('require-429-response', () => {
  it('counts', async () => {
    expect((await resultOf(operations(3, 1)))?.message).toBe(
      '2 of 3 operations document neither a 429 response nor one that covers it.',
    )
    expect((await resultOf(operations(3, 0)))?.message).toBe(
      'None of the 3 operations documents a 429 response.',
    )
    expect((await resultOf(operations(3, 2)))?.message).toBe('`GET /orders-2` documents no 429 response.')
  })

  it('says that operations which another rule judges are not counted', async () => {
    const text = `${operations(2, 0)}  /login:\n    post:\n      responses: { '200': { description: OK } }\n`
    expect((await resultOf(text))?.message).toBe(
      'None of the 2 operations (signing in, health checks and costly ones are not counted) documents a 429 response.',
    )
  })

  it('offers a fix only as long as somebody can look through it', async () => {
    expect((await resultOf(operations(50, 0)))?.fix?.title).toBe('Add a 429 response to 50 operations')
    expect((await resultOf(operations(51, 0)))?.fix).toBeUndefined()
  })
})
