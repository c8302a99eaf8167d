import { attestationsSchema } from '@specward/core'
import { loadCatalogue } from '@specward/rulesets'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'

const ENTRY = {
  control: 'AUTHZ-3',
  document: 'openapi.yaml',
  answer: 'yes',
  by: 'Dana Fields',
  date: '2027-01-31',
  validUntil: '2027-07-30',
  evidence: 'https://wiki.example.com/7',
  digest: `1:${'0'.repeat(32)}`,
}

describe('the schema of attestations', async () => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true })
  const validate = ajv.compile(attestationsSchema(await loadCatalogue()))

  it.each([
    ['nothing', null],
    ['a list that is empty', { attestations: null }],
    ['an entry', { attestations: [ENTRY] }],
    ['true for yes', { attestations: [{ ...ENTRY, answer: true }] }],
    ['a no without evidence', { attestations: [{ ...ENTRY, answer: 'no', evidence: undefined }] }],
    ['a no with evidence that is left open', { attestations: [{ ...ENTRY, answer: 'no', evidence: null }] }],
    [
      'what does not apply, with a comment',
      { attestations: [{ ...ENTRY, answer: 'not-applicable', evidence: undefined, comment: 'No hosts.' }] },
    ],
    [
      'operations and parts',
      { attestations: [{ ...ENTRY, operations: ['* /users/*'], parts: { 'GET /a': '00000000' } }] },
    ],
  ])('takes %s', (_, value) => {
    expect(validate(JSON.parse(JSON.stringify(value))), JSON.stringify(validate.errors)).toBe(true)
  })

  it.each([
    ['a control that is not there', { control: 'AUTZ-3' }],
    ['several documents', { document: '*.yaml' }],
    ['an answer that is none', { answer: 'maybe' }],
    ['a day that is none', { date: '2027-02-30' }],
    ['a yes without evidence', { evidence: undefined }],
    ['a true without evidence', { answer: true, evidence: undefined }],
    ['a yes with a comment alone', { evidence: undefined, comment: 'Trust me.' }],
    ['what does not apply without a word why', { answer: 'not-applicable', evidence: undefined }],
    ['a yes with evidence that is left open', { evidence: null }],
    ['a yes with blank evidence', { evidence: ' ' }],
    ['a digest that is none', { digest: 'abc' }],
    ['no name', { by: ' ' }],
    ['a name that nobody sees', { by: '\u200b' }],
    ['operations that are none', { operations: ['users'] }],
    ['an empty list of operations', { operations: [] }],
    ['a key that is not known', { approvedBy: 'me' }],
  ])('refuses %s', (_, change) => {
    const value = { attestations: [JSON.parse(JSON.stringify({ ...ENTRY, ...change }))] }
    expect(validate(value)).toBe(false)
  })
})
