import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import anonymousRead from '../authentication/no-anonymous-read.ts'
import rule from './no-sensitive-data-public.ts'

const returning = (properties: string, more = '') => `${more}paths:
  /people:
    get:
      security: []
      responses:
        '200':
          description: OK
          content: { application/json: { schema: { type: object, properties: ${properties} } } }
`

const found = async (text: string, which = rule) =>
  (await runRule(which, text)).findings.map(({ message }) => message)

describe('no-sensitive-data-public', () => {
  it('names the data and where it stands', async () => {
    const text = returning('{ owner: { type: object, properties: { ssn: { type: string } } } }')
    expect(await found(text)).toEqual([
      '`GET /people` returns `ssn` in `owner` to anyone: its `security` is `[]`.',
    ])
  })

  it('names what stands together, and how much more there is', async () => {
    const names = ['ssn', 'iban', 'passportNumber', 'dateOfBirth', 'ethnicity']
    const text = returning(`{ ${names.map((name) => `${name}: { type: string }`).join(', ')} }`)
    expect(await found(text)).toEqual([
      '`GET /people` returns `ssn`, `iban`, `passportNumber` and 2 more to anyone: its `security` is `[]`.',
    ])
  })

  it.each([
    '{ hivStatus: { type: string } }',
    '{ diagnosis: { type: string }, medication: { type: string } }',
  ])('knows data about health: %s', async (properties) => {
    expect(await found(returning(properties))).toHaveLength(1)
  })

  it('takes what is returned under the path of shops for theirs, but not what belongs to people there', async () => {
    const contact = '{ phone: { type: string }, email: { type: string } }'
    const of = (path: string, properties: string) => found(returning(properties).replace('/people', path))
    expect(await of('/stores', contact)).toEqual([])
    expect(await of('/branches/{id}', contact)).toEqual([])
    expect(await of('/stores', '{ iban: { type: string } }')).toHaveLength(1)
    expect(await of('/stores', `{ owner: { type: object, properties: ${contact} } }`)).toHaveLength(1)
    expect(await of('/stores/{id}/customers', contact)).toHaveLength(1)
  })

  it.each([
    '{ diagnosis: { type: string } }',
    '{ email: { type: string } }',
    '{ email: { type: string }, name: { type: string } }',
    '{ companyEmail: { type: string }, companyPhone: { type: string } }',
    '{ supportContact: { type: object, properties: { email: { type: string }, phone: { type: string } } } }',
    '{ firstName: { type: string }, lastName: { type: string } }',
    '{ hasIban: { type: boolean }, cardNumberLength: { type: integer } }',
    "{ cardNumber: { type: string, description: 'Masked, the last four digits' } }",
    '{ iban: { type: string, writeOnly: true } }',
  ])('does not take this for proof: %s', async (properties) => {
    expect(await found(returning(properties))).toEqual([])
  })

  it.each([
    '{ email: { type: string }, firstName: { type: string }, lastName: { type: string } }',
    '{ email: { type: string }, phoneNumber: { type: string } }',
    '{ dateOfBirth: { type: string } }',
    "{ notes: { type: string, 'x-pii': true } }",
    '{ salary: { type: number } }',
  ])('takes this for proof: %s', async (properties) => {
    expect(await found(returning(properties))).toHaveLength(1)
  })

  it('speaks in place of the weaker rule, never beside it', async () => {
    const grave = returning('{ iban: { type: string } }')
    const harmless = returning('{ title: { type: string } }')
    expect([await found(grave), await found(grave, anonymousRead)].map((each) => each.length)).toEqual([1, 0])
    expect([await found(harmless), await found(harmless, anonymousRead)].map((each) => each.length)).toEqual([
      0, 1,
    ])
  })

  it('follows schemas that refer to themselves', async () => {
    const text = `security: []
paths:
  /tree:
    get:
      responses:
        '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Node' } } } }
components:
  schemas:
    Node: { type: object, properties: { next: { $ref: '#/components/schemas/Node' }, iban: { type: string } } }
`
    expect(await found(text)).toHaveLength(1)
  })
})
