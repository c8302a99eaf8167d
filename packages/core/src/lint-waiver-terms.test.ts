import { describe, expect, it } from 'vitest'
import {
  API,
  type Asked,
  accepted,
  BOTH,
  messages,
  notices,
  run,
  waivers,
} from './lint-accepting.test-kit.ts'
import { exitCode } from './report/exit-code.ts'

describe('the end of a waiver', () => {
  const entry = { rule: 'no-delete', operation: 'DELETE /users' }
  const at = (expires: string, more: Asked = {}) =>
    run({ 'openapi.yaml': API, 'specward.waivers.yaml': waivers({ ...entry, expires }) }, more)

  it('is the last day on which it holds', async () => {
    expect(accepted(await at('2026-06-01'))).toEqual([BOTH[0]])
    expect(notices(await at('2026-06-01'))).toEqual(['warn waiver-ends-soon specward.waivers.yaml:2'])
  })

  it('has the finding count again from the day after', async () => {
    const result = await at('2026-05-31')
    expect([accepted(result), notices(result)]).toEqual([
      [],
      ['error waiver-expired specward.waivers.yaml:2'],
    ])
    expect(messages(result)).toMatch(
      /`no-delete` ended on 2026-05-31, so 1 finding counts again.*Owner: jane/s,
    )
    expect(exitCode(result.report)).toBe(4)
  })

  it('is told a fortnight before, or as the policy asks', async () => {
    expect(notices(await at('2026-06-15'))).toEqual(['warn waiver-ends-soon specward.waivers.yaml:2'])
    expect(messages(await at('2026-06-15'))).toContain('ends in 14 days, on 2026-06-15')
    expect(notices(await at('2026-06-16'))).toEqual([])
    const files = {
      'openapi.yaml': API,
      'specward.yaml': 'waivers: { endsSoon: 30 }\n',
      'specward.waivers.yaml': waivers({ ...entry, expires: '2026-07-01' }),
    }
    expect(notices(await run(files))).toEqual(['warn waiver-ends-soon specward.waivers.yaml:2'])
  })

  it('is not checked where nobody knows the date, and that is told', async () => {
    const result = await at('2020-01-01', { today: undefined })
    expect([accepted(result), notices(result)]).toEqual([
      [BOTH[0]],
      ['warn waiver-unchecked specward.waivers.yaml:2'],
    ])
  })

  it('of what is for a document that is not judged is the business of others', async () => {
    const files = {
      'openapi.yaml': API,
      'a.yaml': API,
      'specward.waivers.yaml': waivers({ ...entry, file: 'a.yaml', expires: '2020-01-01' }),
    }
    expect(notices(await run(files, { only: ['openapi.yaml'] }))).toEqual([])
    expect(notices(await run(files))).toEqual(['error waiver-expired specward.waivers.yaml:2'])
  })
})

describe('the policy for waivers', () => {
  const entry = { rule: 'no-delete', operation: 'DELETE /users' }
  const under = (settings: string, more: Readonly<Record<string, string>> = {}) =>
    run({
      'openapi.yaml': API,
      'specward.yaml': `waivers: ${settings}\n`,
      'specward.waivers.yaml': waivers({ ...entry, ...more }),
    })

  it('sets the longest term, from the day on which one was written', async () => {
    const result = await under('{ longest: { error: 90 } }', { expires: '2026-07-01', created: '2026-04-01' })
    expect([accepted(result), notices(result)]).toEqual([
      [],
      ['error waiver-too-long specward.waivers.yaml:2'],
    ])
    expect(messages(result)).toMatch(
      /holds for 91 days, until 2026-07-01.*severity `error` the policy allows 90/,
    )
    expect(exitCode(result.report)).toBe(4)
    const shorter = await under('{ longest: { error: 91 } }', {
      expires: '2026-07-01',
      created: '2026-04-01',
    })
    expect([accepted(shorter), notices(shorter)]).toEqual([[BOTH[0]], []])
  })

  it('counts the term from today where nobody says when one was written', async () => {
    expect(notices(await under('{ longest: 30 }', { expires: '2026-07-02' }))).toEqual([
      'error waiver-too-long specward.waivers.yaml:2',
    ])
    expect(notices(await under('{ longest: 30 }', { expires: '2026-07-01' }))).toEqual([])
  })

  it('has a term for each severity', async () => {
    const put = { rule: 'no-put', operation: 'PUT /users', expires: '2026-08-01' }
    expect(notices(await under('{ longest: { error: 30 } }', put))).toEqual([])
    expect(notices(await under('{ longest: { warn: 30 } }', put))).toEqual([
      'error waiver-too-long specward.waivers.yaml:2',
    ])
  })

  it.each([
    ['required', {}, 'nobody has approved it'],
    ['other-than-owner', { approver: ' Jane' }, 'its owner has approved it alone'],
    ['other-than-owner', { approver: '"jane\\u200b"' }, 'its owner has approved it alone'],
    ['other-than-owner', { approver: '"ｊａｎｅ"' }, 'its owner has approved it alone'],
  ])('may ask for approval: %s', async (approval, more, words) => {
    const result = await under(`{ approval: ${approval} }`, more)
    expect([accepted(result), notices(result)]).toEqual([
      [],
      ['error waiver-not-approved specward.waivers.yaml:2'],
    ])
    expect(messages(result)).toContain(words)
    expect(accepted(await under(`{ approval: ${approval} }`, { approver: 'joe' }))).toEqual([BOTH[0]])
  })

  it.each(['no-delete', '"*"'])('may forbid to accept findings of %s', async (rule) => {
    const result = await under(`{ forbid: [${rule}] }`)
    expect([accepted(result), notices(result)]).toEqual([
      [],
      ['error waiver-forbidden specward.waivers.yaml:2'],
    ])
    expect(accepted(await under('{ forbid: [no-put] }'))).toEqual([BOTH[0]])
  })
})
