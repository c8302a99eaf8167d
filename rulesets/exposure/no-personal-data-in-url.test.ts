import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import rule from './no-personal-data-in-url.ts'

const SEARCH =
  'paths:\n  /users:\n    get:\n      parameters:\n' +
  '        - { name: email, in: query, schema: { type: string } }\n' +
  '        - { name: badge, in: query, schema: { type: string } }\n' +
  '      responses: {}\n'

const messages = async (more: object) =>
  (await runRule(rule, { title: 'search', text: SEARCH, ...more })).findings.map(({ message }) => message)

describe('no-personal-data-in-url', () => {
  it('leaves a search by e-mail address alone, unless the option asks for it', async () => {
    expect(await messages({})).toEqual([])
    expect(await messages({ options: { contactFilters: true } })).toEqual([
      'Query parameter `email` carries an email address in the URL.',
    ])
  })

  it('takes a small number for that of a playing card', async () => {
    const text = (schema: string) =>
      `paths: { '/cards/{cardNumber}': { get: { parameters: [{ name: cardNumber, in: path, required: true, schema: ${schema} }], responses: {} } } }\n`
    expect(await messages({ text: text('{ type: integer, maximum: 52 }') })).toEqual([])
    expect(await messages({ text: text('{ type: string, maxLength: 4 }') })).toEqual([])
    expect(await messages({ text: text('{ type: string, maxLength: 19 }') })).toHaveLength(1)
  })

  it('knows the names that the organisation adds', async () => {
    const facts = { sensitiveNames: { credential: [], personal: ['badge'], financial: [] } }
    expect(await messages({ facts })).toEqual([
      'Query parameter `badge` carries sensitive data by the policy in the URL.',
    ])
  })

  it.each([
    [
      'oas3.1',
      "{ name: filter, in: query, style: deepObject, schema: { $ref: '#/components/schemas/Filter' } }",
      'filter[person][ssn]',
    ],
    [
      'oas3.2',
      "{ name: q, in: querystring, content: { application/x-www-form-urlencoded: { schema: { $ref: '#/components/schemas/Filter' } } } }",
      'person[ssn]',
    ],
  ] as const)(
    'looks into an object that is spread over the query string (%s)',
    async (format, parameter, label) => {
      const text = `paths: { /a: { get: { parameters: [${parameter}], responses: {} } } }
components:
  schemas:
    Filter: { allOf: [{ type: object, properties: { person: { type: object, properties: { ssn: { type: string } } } } }] }
`
      expect(await messages({ text, format })).toEqual([
        `Query parameter \`${label}\` carries a social security number in the URL.`,
      ])
    },
  )
})
