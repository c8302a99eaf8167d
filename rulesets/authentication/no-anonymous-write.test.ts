import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import rule from './no-anonymous-write.ts'

const OPEN = 'security: []\npaths:\n  /orders:\n    post: { responses: {} }\n'

describe('no-anonymous-write', () => {
  it('is silent about an operation that the organisation declares public', async () => {
    const facts = { publicOperations: [{ operation: 'POST /orders', reason: 'a public order form' }] }
    const { findings, tally } = await runRule(rule, { title: 'public', text: OPEN, facts })
    expect(findings).toEqual([])
    expect(tally).toMatchObject({ judged: 1, undecided: 0 })
  })

  it('names the line of the document as the cause of all that inherit it', async () => {
    const { findings } = await runRule(rule, `${OPEN}    put: { responses: {} }\n`)
    expect(findings.map(({ cause }) => cause)).toEqual(['/security', '/security'])
  })

  it('does not judge what it cannot read', async () => {
    const text = 'paths:\n  /orders:\n    post: { security: { key: [] }, responses: {} }\n'
    const { findings, undecided, tally } = await runRule(rule, text)
    expect(findings).toEqual([])
    expect(undecided.map(({ because }) => because)).toEqual(['its `security` could not be read'])
    expect(tally).toMatchObject({ judged: 0, undecided: 1 })
  })

  it('does not apply to reads and webhooks', async () => {
    const text = `${OPEN.replace('post', 'get')}webhooks:\n  shipped:\n    post: { responses: {} }\n`
    const { tally } = await runRule(rule, text)
    expect(tally).toMatchObject({ judged: 0, notApplicable: 2 })
  })
})
