import { expect, it } from 'vitest'
import { tokens } from './names.ts'
import { LONGEST_TERM, SENSITIVE_TERMS } from './sensitive-terms.ts'

const terms = [...SENSITIVE_TERMS]

// what is written otherwise is never found
it.each(terms)(
  '%s is written in words as names are taken apart',
  (name, { unless, doubtful, after, only }) => {
    const words = tokens(name)
    expect(words.join('')).toBe(name)
    expect(words.length).toBeLessThanOrEqual(LONGEST_TERM)
    for (const word of [...unless, ...doubtful, ...(after ?? []), ...(only ?? [])])
      expect(tokens(word)).toEqual([word])
  },
)
