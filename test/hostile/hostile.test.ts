import { describe, expect, it } from 'vitest'
import { judge } from './judge.mjs'
import { GROUPS } from './list.mjs'

// T10; T11: documents that explode, patterns that never end

const all = process.env.SPECWARD_HOSTILE === 'all'

describe.each(Object.entries(GROUPS))('%s', (_, cases) => {
  const wanted = cases.filter((each) => all || !('heavy' in each))

  it.each(wanted.map((each) => [each.name, each] as const))(
    '%s ends as it should',
    async (_name, each) => {
      const { faults } = await judge(each)
      expect(faults).toEqual([])
    },
    120_000,
  )
})
