import { describe, expect, it } from 'vitest'

import { good, judge, load } from './ruleset/ruleset.test-kit.ts'

async function findingsOf(ruleset: string, text: string) {
  const { loaded } = await load({ '.spectral.yaml': ruleset })
  const { findings, problems } = await judge(good(loaded), text)
  return { found: findings.map(({ ruleId, message }) => `${ruleId}: ${message}`), problems }
}

describe('A schema whose validator would give a promise', () => {
  const REFUSED = 'the keyword "$async" is not supported'

  it('is an error in a description, where an example would pass unseen', async () => {
    const response = (schema: string, example: string) =>
      `          content: { application/json: { schema: ${schema}, example: ${example} } }\n`
    const text = `openapi: 3.0.3
paths:
  /a:
    get:
      responses:
        '200':
${response('{ $async: true, type: string }', '5')}`
    const { found } = await findingsOf(
      'extends: [[spectral:oas, off]]\nrules: { oas3-valid-media-example: true }\n',
      text,
    )
    expect(found).toEqual([`oas3-valid-media-example: ${REFUSED}`])
  })

  it('is an error in a rule, also where it is known by its id', async () => {
    const schema = '{ $id: "https://example.com/a", $async: true, type: string }'
    const ruleset = `rules:
  a: { given: '$.*', then: { function: schema, functionOptions: { schema: ${schema} } } }
`
    const { found } = await findingsOf(ruleset, 'one: 1\ntwo: 2\n')
    expect(found.filter((each) => each.startsWith('a: '))).toEqual([`a: ${REFUSED}`, `a: ${REFUSED}`])
  })
})
