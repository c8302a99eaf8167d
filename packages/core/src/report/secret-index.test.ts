import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SecretIndex } from './secret-index.ts'

const MARK = '[redacted]'
const unit = fc.constantFrom('a', 'b', '[', ']', 'r', 'e', 'd')
const secret = fc.string({ unit, minLength: 6, maxLength: 9 })

it('takes out of a text what one after the other would, however many there are', () => {
  const few = fc.array(secret, { minLength: 1, maxLength: 4 })
  const parts = fc.array(fc.oneof(fc.nat(3), fc.string({ unit, maxLength: 4 })), { maxLength: 6 })
  fc.assert(
    fc.property(few, parts, (secrets, written) => {
      const text = written.map((part) => (typeof part === 'string' ? part : (secrets[part] ?? ''))).join('')
      const others = Array.from({ length: 40 }, (_, index) => `secret-${String(index).padStart(3, '0')}`)
      const all = [...secrets, ...others]
      const index = new SecretIndex(all, MARK)
      const without = (some: readonly string[]) =>
        some.reduce((rest, one) => rest.replaceAll(one, MARK), text)
      expect(without(index.in(text))).toBe(without(index.secrets))
      expect(index.isIn(text)).toBe(all.some((one) => text.includes(one)))
    }),
    { seed: 9, numRuns: 2_000 },
  )
})

it('writes over every one of them, also where they overlap', () => {
  const secrets = Array.from({ length: 40 }, (_, index) => `secret-${index}-x`)
  const index = new SecretIndex([...secrets, 'x-and-more'], MARK)
  const stars = (text: string) => '*'.repeat(text.length)
  expect(index.over('a secret-7-x, secret-12-x-and-more; secret-x', stars)).toBe(
    `a ${'*'.repeat(10)}, ${'*'.repeat(20)}; secret-x`,
  )
})

it('looks at a text as often for many as for one', () => {
  const looked = (count: number): number => {
    const secrets = Array.from({ length: count }, (_, index) => `Secret${index}`)
    const index = new SecretIndex(secrets, MARK)
    return index.in('Secret3 and no other').length
  }
  expect(looked(40)).toBe(1)
  expect(looked(4_000)).toBe(1)
})
