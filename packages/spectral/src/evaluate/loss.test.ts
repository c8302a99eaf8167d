import type { RulesetDefinition, RulesetFunction } from '@stoplight/spectral-core'
import functions from '@stoplight/spectral-functions'
import { describe, expect, it } from 'vitest'
import { ours, rule } from './oracle.test-kit.ts'

const { pattern, truthy } = functions
/** Also on a machine that is busy with other things, nothing that comes to an end takes so long. */
const BUDGET_MS = 1000

const throws: RulesetFunction = () => {
  throw new Error('out of order')
}
const endless: RulesetFunction = () => {
  for (let count = 0; ; count++) if (count < 0) return
}
const afterwards: RulesetFunction = async () => {
  await undefined
  for (let count = 0; ; count++) if (count < 0) return
}
const again: RulesetFunction = () => {
  const go = (): void => void Promise.resolve().then(go)
  go()
  throw new Error('and more')
}
const asks: RulesetFunction = () =>
  ({
    then() {
      for (let count = 0; ; count++) if (count < 0) return
    },
  }) as never
const unsettled: RulesetFunction = () => new Promise(() => {})
const rejects: RulesetFunction = () => Promise.reject(new Error('no'))
const speaks: RulesetFunction = () => [{ message: 'here' }]

async function outcome(rules: Record<string, unknown>, text: string, budgetMs = BUDGET_MS) {
  const definition = {
    rules: { ...rules, speaks: rule('$.info', speaks), title: rule('$.info', truthy, { field: 'title' }) },
  } as RulesetDefinition
  const { results, rules: outcomes } = await ours(definition, { text }, budgetMs)
  const lost = outcomes.flatMap(({ name, lost }) => (lost ? [[name, lost.why]] : []))
  return { codes: results.map((result) => result.code), lost }
}

const DOCUMENT = `info: { a: 1, name: ${'a'.repeat(40)}b }\n`

describe('a rule that cannot be judged', () => {
  it('is lost alone when a function throws', async () => {
    const { codes, lost } = await outcome({ throws: rule('$.info[*]', throws) }, DOCUMENT)
    expect(lost).toEqual([['throws', 'failed']])
    expect(codes).toEqual(['speaks', 'title'])
  })

  it('is lost alone when a function never returns', async () => {
    const { codes, lost } = await outcome({ endless: rule('$.info[*]', endless) }, DOCUMENT)
    expect(lost).toEqual([['endless', 'timeout']])
    expect(codes).toEqual(['speaks', 'title'])
  })

  it('is lost alone when work goes on without end after a function returned', async () => {
    const rules = {
      afterwards: rule('$.info', afterwards),
      again: rule('$.info', again),
      asks: rule('$.info', asks),
    }
    const { codes, lost } = await outcome(rules, DOCUMENT)
    expect(lost.map(([name]) => name)).toEqual(['afterwards', 'again', 'asks'])
    expect(codes).toEqual(['speaks', 'title'])
  })

  it('is lost alone when a promise never settles, or rejects', async () => {
    const rules = { unsettled: rule('$.info[*]', unsettled), rejects: rule('$.info[*]', rejects) }
    const { codes, lost } = await outcome(rules, DOCUMENT)
    expect(lost).toEqual([
      ['unsettled', 'timeout'],
      ['rejects', 'failed'],
    ])
    expect(codes).toEqual(['speaks', 'title'])
  })

  it('has failed when its promise rejects because of a time limit of its own', async () => {
    const late: RulesetFunction = () => Promise.reject(new DOMException('late', 'TimeoutError'))
    const { lost } = await outcome({ late: rule('$.info', late) }, DOCUMENT)
    expect(lost).toEqual([['late', 'failed']])
  })

  it('is answered where a regular expression backtracks a lot and can be matched in linear time', async () => {
    const { codes, lost } = await outcome(
      { slow: rule('$.info.name', pattern, { options: { match: '^(a+)+$' } }) },
      DOCUMENT,
    )
    expect(lost).toEqual([])
    expect(codes).toEqual(['speaks', 'title', 'slow'])
  })

  it('is lost alone where a regular expression cannot', async () => {
    const { codes, lost } = await outcome(
      { slow: rule('$.info.name', pattern, { options: { match: '^(?=a)((a+)\\2?)+$' } }) },
      DOCUMENT,
    )
    expect(lost).toEqual([['slow', 'timeout']])
    expect(codes).toEqual(['speaks', 'title'])
  })

  it('is lost alone where the regular expression of a filter cannot', async () => {
    const given = '$.info[?(@ && @.match && @.match(/^(?=a)((a+)\\2?)+$/))]'
    const { codes, lost } = await outcome({ slow: rule(given, speaks) }, DOCUMENT, 250)
    expect(lost.map(([name]) => name)).toEqual(['slow'])
    expect(codes).toEqual(['speaks', 'title'])
  })
})

describe('the work of a run', () => {
  const SHARED = `paths:
${Array.from({ length: 50 }, (_, index) => `  /p${index}: { schema: { $ref: '#/components/One' } }`).join('\n')}
components:
  One: { properties: { a: { $ref: '#/components/Two' }, b: { $ref: '#/components/Two' } } }
  Two: { properties: { c: { type: string }, d: { type: string } } }
`

  it('counts each place once, however many references lead to it', async () => {
    const { rules, expressions } = await ours(
      { rules: { types: rule('$..type', truthy), all: rule('$..properties[*]', truthy) } },
      { text: SHARED },
    )
    // as written in their place, and through a reference
    expect(rules.map(({ name, targets }) => [name, targets])).toEqual([
      ['types', 4],
      ['all', 8],
    ])
    expect(expressions.map(({ expression, matches }) => [expression, matches])).toEqual([
      ['$..type', 4],
      ['$..properties[*]', 8],
    ])
  })

  it('counts every path where a function of somebody else reads it', async () => {
    const reads: RulesetFunction = (_value, _options, { path }) => {
      void path.length
    }
    const { rules } = await ours({ rules: { reads: rule('$..type', reads) } }, { text: SHARED })
    // 50 paths, and two components: four types below each of 51, and two below the other
    expect(rules[0]?.targets).toBe(4 * 51 + 2)
  })

  it('has an end where too many paths lead through a document', async () => {
    const levels = Array.from({ length: 30 }, (_, level) => {
      const next = `{ $ref: '#/levels/l${level + 1}' }`
      return `  l${level}: { left: ${next}, right: ${next} }`
    })
    const text = `levels:\n${levels.join('\n')}\n  l30: { type: a }\n`
    const reads: RulesetFunction = (_value, _options, { path }) => {
      void path.length
    }
    const { rules } = await ours(
      { rules: { reads: rule('$..type', reads), types: rule('$..type', truthy) } },
      { text },
      BUDGET_MS,
      10_000,
    )
    expect(rules.map(({ name, lost }) => [name, lost?.why])).toEqual([
      ['reads', 'timeout'],
      ['types', undefined],
    ])
  })

  it('has an end where each expression is walked on its own because one holds the others up', async () => {
    const values = Array.from({ length: 200 }, (_, index) => `  k${index}: { type: a }`).join('\n')
    const slow = rule('$.info[?(@ && @.match && @.match(/^(?=a)((a+)\\2?)+$/))]', speaks)
    const { rules } = await ours(
      {
        rules: {
          slow: { ...slow, resolved: false },
          types: { ...rule('$..type', truthy), resolved: false },
          title: { ...rule('$.info', truthy), resolved: false },
        },
      } as RulesetDefinition,
      { text: `${DOCUMENT}values:\n${values}\n` },
      100,
      300,
    )
    expect(rules.map(({ name, lost }) => [name, lost?.why])).toEqual([
      ['slow', 'timeout'],
      ['types', 'timeout'],
      ['title', undefined],
    ])
  })

  it('tells which rules are for other formats', async () => {
    const other = { ...rule('$', truthy), formats: [() => false] }
    const { rules } = await ours({ rules: { other } }, { text: SHARED })
    expect(rules).toEqual([{ name: 'other', targets: 0, ms: 0, excluded: true }])
  })
})
