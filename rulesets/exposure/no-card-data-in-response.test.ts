import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import rule from './no-card-data-in-response.ts'

const returning = (path: string, properties: string) => `paths:
  ${path}:
    get:
      responses:
        '200':
          description: OK
          content: { application/json: { schema: { type: object, properties: ${properties} } } }
`

const found = async (path: string, properties: string) =>
  (await runRule(rule, returning(path, properties))).findings.map(({ message }) => message)

describe('no-card-data-in-response', () => {
  it('names the way', async () => {
    const text =
      '{ payments: { type: object, additionalProperties: { type: object, properties: { pan: { type: string }, cardPan: { type: string, minLength: 13 } } } } }'
    expect(await found('/orders', text)).toEqual([
      '`cardPan`, a whole card number, is returned by `GET /orders` (`200: payments.*.cardPan`).',
    ])
  })

  it.each([
    ["{ cardNumber: { type: string, pattern: '", '[*'.repeat(4_000)],
    ["{ cardNumber: { type: string, pattern: '", `[${'*'.repeat(40_000)}`],
    ["{ cardNumber: { type: string, example: '", '*'.repeat(90_000)],
  ])(
    'reads what a hostile author writes once: %s',
    async (before, text) => {
      await found('/orders', `${before}${text}' } }`)
    },
    1_500,
  )

  it.each([
    '{ cardNumber: { type: string } }',
    '{ cardNumber: { type: integer } }',
    '{ cardNumber: { type: string, maxLength: 30 } }',
  ])('cannot decide of %s', async (properties) => {
    const { findings, undecided } = await runRule(rule, returning('/orders', properties))
    expect([findings.length, undecided.length]).toEqual([0, 1])
  })

  it.each([
    '{ cvv: { type: string, maxLength: 4 } }',
    '{ cardSecurityCode: { type: string } }',
    '{ cardPin: { type: integer } }',
    '{ track2Data: { type: string } }',
    "{ cardNumber: { type: string, pattern: '^[0-9]{13,19}$', maxLength: 19 } }",
    "{ cardNumber: { type: string, example: '4111111111111111' } }",
  ])('reports %s', async (properties) => {
    expect(await found('/orders', properties)).toHaveLength(1)
  })

  it.each([
    "{ cardNumber: { type: string, pattern: '^\\d{6}X+\\d{4}$' } }",
    "{ cardNumber: { type: string, pattern: '^[0-9]{4}$' } }",
    "{ cardNumber: { type: string, example: '411111xxxxxx1111' } }",
    "{ cardNumber: { type: string, examples: ['1111'] } }",
    '{ cardNumber: { type: string, description: The last four digits of the card. } }',
    '{ giftCardNumber: { type: string } }',
    '{ cardNumber: { type: object, properties: { last4: { type: string } } } }',
    '{ securityCode: { type: string } }',
    '{ cvvCheck: { type: string } }',
    '{ cardNumberHash: { type: string } }',
  ])('is silent about %s', async (properties) => {
    expect(await found('/orders', properties)).toEqual([])
  })

  it.each(['/cards/{id}/pan', '/cards/{id}/cvv', '/issuing/cards'])(
    'leaves %s to the issuer',
    async (path) => {
      expect(await found(path, '{ cvv: { type: string } }')).toEqual([])
    },
  )
})
