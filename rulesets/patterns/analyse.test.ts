import { describe, expect, it } from 'vitest'
import { type Analysis, analyse, longestMatch } from './analyse.ts'
import { Backtracker } from './backtracker.test-kit.ts'
import type { Attack } from './backtracking.ts'

function read(pattern: string): Analysis {
  const reading = analyse(pattern)
  if (!('tree' in reading)) throw new TypeError(`${pattern} was not read`)
  return reading
}

function textOf({ before, rounds, after }: Attack, times: number): string {
  return before + rounds.map(({ pump, link }) => pump.repeat(times) + link).join('') + after
}

/** Steps of an engine that backtracks. */
function stepsOf(pattern: string, attack: Attack, times: number): number {
  return new Backtracker(pattern).search(textOf(attack, times), 1_000_000).steps
}

/** Whether the work really grows as it is said to. */
function expectGrowth(pattern: string): void {
  const { growth } = read(pattern)
  if (!growth || growth.kind === 'linear') return
  const { attack } = growth
  if (growth.kind === 'exponential') {
    const [few, many] = [stepsOf(pattern, attack, 4), stepsOf(pattern, attack, 8)]
    // four more repetitions of which each doubles the work, or the matcher gave up
    expect(many >= 1_000_000 || many > 8 * few, `${pattern}: ${few}, ${many}`).toBe(true)
    return
  }
  const [few, many] = [stepsOf(pattern, attack, 20), stepsOf(pattern, attack, 40)]
  const power = Math.log2(many / few)
  expect(many >= 1_000_000 || power > growth.degree - 0.5, `${pattern}: ${power}`).toBe(true)
}

const LINEAR = [
  '^[a-z0-9]+(?:-[a-z0-9]+)*$',
  '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$',
  '^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$',
  '^([0-9]+([.][0-9]+)?(ns|us|ms|s|m|h))+$',
  '^[\\w.]{1,255}@[\\w.]{1,255}$',
  '^(?:a?)*$',
  '^((-?[0-9]+)|(-?([0-9]+)?[.][0-9]+))$',
  '(?:a*)*',
  '[A-Za-z0-9]+',
  '^(?!.*\\.\\.)[a-z.]+$',
  '^\\p{L}+$',
  '^.*$',
]

const POLYNOMIAL: Readonly<Record<string, number>> = {
  '\\s+$': 2,
  '[ab]*$': 2,
  '^.+@[^"\\-].+$': 2,
  '.*\\{####\\}.*': 2,
  '^a*a*a*$': 3,
  '[\\w-]+_[0-9a-f-]+': 2,
  '^[a-zA-Z][a-zA-Z0-9_-]*[a-zA-Z0-9_]+$': 2,
}

const EXPONENTIAL = [
  '^(a+)+$',
  '^(a|a)*$',
  '^(a|aa)+$',
  '^(a*b?)*$',
  '^(\\w+\\s?)*$',
  '^(.*,)*x$',
  '^(?:(?:a|b)+)+$',
  '^([a-zA-Z0-9_.]|[a-z-])+@',
  '(([a-z0-9-_ ]|[^\\\\x00-\\\\x7F])+.(json|yaml|yml))',
  '^(https?:\\/\\/)?([\\da-z\\.-]+)\\.([a-z\\.]{2,6})([\\/\\w \\.-]*)*\\/?$',
  '^([0-9a-zA-Z]([-.\\w]*[0-9a-zA-Z])*@([0-9a-zA-Z][-\\w]*[0-9a-zA-Z]\\.)+[a-zA-Z]{2,9})$',
]

describe('how the work of an engine that backtracks grows', () => {
  it.each(LINEAR)('is no faster than the length of the text for %s', (pattern) => {
    expect(read(pattern).growth?.kind).toBe('linear')
  })

  it.each(Object.entries(POLYNOMIAL))('is a power of the length for %s', (pattern, degree) => {
    expect(read(pattern).growth).toMatchObject({ kind: 'polynomial', degree })
    expectGrowth(pattern)
  })

  it.each(EXPONENTIAL)('is without measure for %s', (pattern) => {
    expect(read(pattern).growth?.kind).toBe('exponential')
    expectGrowth(pattern)
  })

  it('is that of many loops in a row where a repetition has an end', () => {
    const { growth } = read('^(\\w+\\s?){1,100}$')
    expect(growth?.kind === 'polynomial' && growth.degree > 10).toBe(true)
  })

  it.each(['^(?!.*--)([a-z]+-?)+$', '^(?<x>a+)\\k<x>$', '^(\\b\\w+)*$', '(?i:a+)+$'])(
    'is not told for %s',
    (pattern) => {
      expect(read(pattern).growth).toBeUndefined()
    },
  )

  it('is what is counted, for patterns made at random', () => {
    let seed = 7
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff
      return seed / 0x7fffffff
    }
    const pick = (items: readonly string[]) => items[Math.floor(random() * items.length)] ?? ''
    const row = (depth: number): string => {
      const isGroup = depth > 0 && random() < 0.45
      const other = random() < 0.4 ? `|${depth > 0 ? row(depth - 1) : 'b'}` : ''
      const part = isGroup ? `(?:${row(depth - 1)}${other})` : pick(['a', 'b', '[ab]', '.', '\\w'])
      return `${part}${pick(['', '', '*', '+', '?', '{2}'])}${random() < 0.5 ? row(depth - 1) : ''}`
    }
    for (let count = 0; count < 120; count++)
      expectGrowth(`${pick(['^', ''])}${row(2)}${pick(['$', '$', ''])}`)
  })
})

describe('the texts that fit', () => {
  it.each([
    ['.*', 'all'],
    ['^[^]*$', 'all'],
    ['a|', 'all'],
    ['^.*$', 'lines'],
    ['^(.|\\s)*$', 'all'],
    ['.+', 'some'],
    ['^.{0,100}$', 'some'],
    ['^(?!-).*$', 'some'],
    ['.^', 'none'],
    ['$a', 'none'],
    ['[]', 'none'],
    ['(^|,)x(,|$)', 'some'],
  ])('of %s are %s', (pattern, fitting) => {
    expect(read(pattern).fitting).toBe(fitting)
  })

  it.each([
    ['^[A-Z]{3}-?$', 3, 4],
    ['[A-Z]{3}', 3, Number.POSITIVE_INFINITY],
    ['^(?=.{1,64}$)[a-z]+$', 1, 64],
    ['^a$|^bcd$', 1, 3],
    ['^a|b$', 1, Number.POSITIVE_INFINITY],
    ['^(?:a{2}){3,5}$', 6, 10],
    ['^(?:^){5}$', 0, 0],
  ])('of %s have so many characters', (pattern, shortest, longest) => {
    expect(read(pattern)).toMatchObject({ shortest, longest })
    expect(longestMatch(pattern)).toBe(longest)
  })

  it('leave out what certainly does not fit', () => {
    expect(read('^[a-z]+$').refuses('A')).toBe(true)
    expect(read('^[a-z]+$').refuses('a')).toBe(false)
    expect(read('[a-z]').refuses('A-b')).toBe(false)
    expect(read('^(?!x)x$').refuses('x')).toBe(false)
    expect(read('^💡$').refuses('💡')).toBe(false)
  })
})

describe('what is read', () => {
  it.each(['(?i)a', '\\Aa', 'a++', '(?P<x>a)', '[[:alpha:]]', '\\p{Alnum}', 'a)', '(', '[b-a]'])(
    'refuses %s',
    (pattern) => {
      expect(analyse(pattern)).toHaveProperty('refused')
    },
  )

  it.each(['[\\w-.]', '\\_', '\\p{L}', '(?<x>a)', 'a{,3}', ']', '\\cA', '\\u{61}', '\\-'])(
    'takes %s',
    (pattern) => {
      expect(analyse(pattern)).toHaveProperty('tree')
    },
  )

  it('has limits', () => {
    expect(analyse('a'.repeat(5001))).toHaveProperty('excess')
    expect(analyse(`${'('.repeat(60)}${')'.repeat(60)}`)).toHaveProperty('excess')
    expect(longestMatch('('.repeat(100_000))).toBe(Number.POSITIVE_INFINITY)
  })

  it('gives up after so many steps', () => {
    const large = `^(?:${Array.from({ length: 300 }, (_, at) => `[a-z]{${at % 7}}x?y*`).join('|')})*$`
    expect(['exponential', undefined]).toContain(read(large).growth?.kind)
  })
})
