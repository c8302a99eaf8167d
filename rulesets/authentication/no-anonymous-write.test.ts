import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import readRule from './no-anonymous-read.ts'
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

  it('leaves a search by POST to the rule for reads', async () => {
    const text = 'security: []\npaths:\n  /orders/search:\n    post: { responses: {} }\n'
    expect((await runRule(rule, text)).tally).toMatchObject({ judged: 0, notApplicable: 1 })
    expect((await runRule(readRule, text)).findings.map(({ operations }) => operations)).toEqual([
      ['POST /orders/search'],
    ])
  })

  it('does not judge what is called by a URL that was signed beforehand', async () => {
    const text = `paths:
  /upload:
    put: { security: [], description: Use the presigned URL., responses: {} }
`
    const { findings, undecided } = await runRule(rule, text)
    expect(findings).toEqual([])
    expect(undecided).toHaveLength(1)
  })

  it('is not alarmed about the rest of a description by one operation that is open on purpose', async () => {
    const text = `paths:
  /banners: { get: { security: [], responses: {} } }
  /orders: { post: { responses: {} } }
`
    const { findings, tally } = await runRule(rule, text)
    expect(findings).toEqual([])
    expect(tally).toMatchObject({ judged: 0, notApplicable: 2 })
  })

  it('leaves a read-only description without authentication to the rule for reads', async () => {
    const text = 'paths:\n  /patients/{id}:\n    get: { responses: {} }\n'
    expect((await runRule(readRule, text)).findings).toHaveLength(1)
    const proved =
      'paths:\n  /orders:\n    get: { parameters: [{ name: X-Client-Signature, in: header }], responses: {} }\n'
    expect((await runRule(readRule, proved)).undecided).toHaveLength(1)
  })
})

describe('what the description says of itself', () => {
  const text = (more: string) => `security: []
paths:
  /files:
    put:
      ${more}
      responses: { '200': { description: OK } }
`

  it.each([
    'Send the bytes to the presigned URL.',
    'Use this to submit a token and log the user in.',
    'Signs a user in with a code.',
  ])('leaves it undecided: %s', async (description) => {
    const { findings, undecided } = await runRule(rule, text(`description: ${description}`))
    expect(findings).toEqual([])
    expect(undecided).toHaveLength(1)
  })

  it('is read from an operation behind `$ref` too', async () => {
    const files = { 'put.yaml': "description: A presigned URL.\nresponses: { '200': { description: OK } }\n" }
    const { undecided } = await runRule(rule, {
      title: 'reference',
      text: 'security: []\npaths: { /files: { put: { $ref: put.yaml } } }\n',
      files,
    })
    expect(undecided).toHaveLength(1)
  })

  it('is told where it contradicts itself by a 401 response', async () => {
    const with401 = text('summary: Put').replace('OK }', "OK }, '401': { description: Who are you? }")
    const { findings } = await runRule(rule, with401)
    expect(findings.map(({ message }) => message)).toEqual([
      "`PUT /files` asks for no authentication, although it documents a 401 response: the document's `security` is `[]`.",
    ])
  })
})
