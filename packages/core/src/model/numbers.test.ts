import { describe, expect, it } from 'vitest'
import { isCardNumber, isIban } from './numbers.ts'

describe('a card number', () => {
  it.each([
    '4111111111111111',
    '4111 1111 1111 1111',
    '5555-5555-5555-4444',
    '378282246310005',
    '6011111111111117',
  ])('is %s', (text) => expect(isCardNumber(text)).toBe(true))
  it.each(['4111111111111112', '1234567890123456', '0000000000000000', '411111111111', 'x'.repeat(16), ''])(
    'is not %s',
    (text) => expect(isCardNumber(text)).toBe(false),
  )
})

describe('an IBAN', () => {
  it.each(['DE89370400440532013000', 'GB82 WEST 1234 5698 7654 32', 'fr1420041010050500013m02606'])(
    'is %s',
    (text) => expect(isIban(text)).toBe(true),
  )
  it.each(['DE89370400440532013001', 'DE00', 'XX'.repeat(10), 'no account at all here', ''])(
    'is not %s',
    (text) => expect(isIban(text)).toBe(false),
  )
})
