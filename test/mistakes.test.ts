import { fileURLToPath } from 'node:url'
import { createConformanceChecker } from '@specward/conformance'
import type { Rule } from '@specward/core'
import { checkCase, type RuleCase } from '@specward/core/testing'
import { registry } from '@specward/rulesets'
import { describe, expect, it } from 'vitest'
import { readMistakes } from '../scripts/lib/mistakes.mjs'

interface MistakeCase extends RuleCase {
  readonly rule: string
  readonly kind: 'bad' | 'good'
}

interface Mistake {
  readonly tool: string
  readonly mistake: string
  readonly cases?: readonly MistakeCase[] | undefined
  readonly reason?: string | undefined
}

const rules = new Map<string, Rule>(registry.rules.map(({ rule }) => [rule.id, rule]))
const conformance = createConformanceChecker()
const topics = (await readMistakes(fileURLToPath(new URL('mistakes', import.meta.url)))) as readonly {
  readonly topic: string
  readonly mistakes: readonly Mistake[]
}[]

describe.each(topics)('mistakes of other tools about $topic', ({ mistakes }) => {
  describe.each(mistakes)('$tool: $mistake', ({ cases = [], reason, mistake }) => {
    it('is told in a sentence, and has cases or a reason why there is none', () => {
      expect(mistake).toMatch(/^[A-Z`].*\.$/su)
      expect(cases.length > 0).toBe(reason === undefined)
    })

    it.each(cases)('$rule, $kind: $title', async ({ rule: id, kind, ...example }) => {
      const rule = rules.get(id)
      if (!rule) throw new Error(`There is no rule ${id}.`)
      expect((await checkCase(rule, kind, example, { conformance })).faults).toEqual([])
    })
  })
})

describe('the list of mistakes', () => {
  it('has no gap', () => {
    expect(topics.flatMap(({ mistakes }) => mistakes).length).toBeGreaterThanOrEqual(60)
  })
})
