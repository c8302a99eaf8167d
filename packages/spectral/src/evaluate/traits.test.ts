import core from '@stoplight/spectral-core'
import rulesets from '@stoplight/spectral-rulesets'
import { describe, expect, it } from 'vitest'

import { Traits } from './traits.ts'

describe('What a function reads', () => {
  it.each(['oas', 'asyncapi', 'arazzo'] as const)(
    'is known of every function of spectral:%s',
    async (name) => {
      const { rules } = new core.Ruleset({ extends: [[rulesets[name], 'all']] } as never)
      for (const rule of Object.values(rules)) {
        const traits = await Traits.of([rule])
        for (const then of rule.then) expect([rule.name, traits.reads(then)]).not.toContain('unknown')
      }
    },
  )

  it('is not known of a function of somebody else, whatever its name', async () => {
    const typedEnum = () => []
    const { rules } = new core.Ruleset({ rules: { a: { given: '$', then: { function: typedEnum } } } })
    const [rule] = Object.values(rules)
    if (!rule) throw new Error('there is no rule')
    const traits = await Traits.of([rule])
    expect(rule.then.map((then) => traits.reads(then))).toEqual(['unknown'])
  })
})
