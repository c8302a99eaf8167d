import { expect, it } from 'vitest'
import { tokens } from './names.ts'
import { LONGEST_TERM, SENSITIVE_TERMS, SPELLINGS } from './sensitive-terms.ts'

// what is written otherwise is never found
it.each(SPELLINGS)('%s is written in words as names are taken apart', (spelling) => {
  const words = tokens(spelling)
  expect(words.join(' ')).toBe(spelling)
  expect(words.length).toBeLessThanOrEqual(LONGEST_TERM)
  expect(SPELLINGS.filter((each) => each === spelling)).toHaveLength(1)
})

it('words around terms are written so as well', () => {
  for (const { unless, doubtful, after, only } of SENSITIVE_TERMS.values())
    for (const word of [...unless, ...doubtful, ...(after ?? []), ...(only ?? [])])
      expect(tokens(word)).toEqual([word])
})
