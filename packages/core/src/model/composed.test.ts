import { describe, expect, it } from 'vitest'
import { type ComposedSchema, composedOf, MOST_COMPOSED, MOST_TOGETHER } from './composed.ts'
import { modelOf } from './model.test-kit.ts'

/** A schema that counts how often it is asked for what it is composed of. */
class Counting implements ComposedSchema<Counting> {
  static asked = 0
  readonly name: string
  readonly others: Counting[] = []

  constructor(name: string) {
    this.name = name
  }

  get parts(): readonly Counting[] {
    Counting.asked++
    return this.others
  }

  get members(): readonly Counting[] {
    return this.parts
  }
}

function chain(length: number): readonly Counting[] {
  const all = Array.from({ length }, (_, index) => new Counting(String(index)))
  for (const [index, each] of all.entries()) {
    const next = all[index + 1]
    if (next) each.others.push(next, new Counting(`beside ${index}`))
  }
  return all
}

/** How often schemas are asked when all of a chain are gone through. */
function work(length: number, by: 'parts' | 'members'): number {
  const all = chain(length)
  Counting.asked = 0
  for (const each of all) composedOf<Counting>(each, by)
  return Counting.asked
}

describe('what a schema is composed of', () => {
  it('comes once and in order, through circles as well', () => {
    const [top, left, right, base] = ['top', 'left', 'right', 'base'].map((name) => new Counting(name))
    if (!top || !left || !right || !base) throw new Error()
    top.others.push(left, right)
    left.others.push(base)
    right.others.push(base)
    base.others.push(top)
    const { found, isCut } = composedOf<Counting>(top, 'parts')
    expect(found.map(({ name }) => name)).toEqual(['top', 'left', 'base', 'right'])
    expect(isCut).toBe(false)
  })

  it.each(['parts', 'members'] as const)('of a chain of %s, twice as many cost twice as much', (by) => {
    const bound = by === 'parts' ? 2 : 4
    expect(work(2_000, by)).toBeLessThan(2_000 * MOST_COMPOSED * bound)
    expect(work(4_000, by)).toBeLessThan(work(2_000, by) * 2.3)
  })

  it('is cut where there is more than anybody writes, and not where there is as much', () => {
    const all = chain(1_000)
    const cut = composedOf<Counting>(all[0] as Counting, 'parts')
    expect([cut.found.length, cut.isCut]).toEqual([MOST_COMPOSED, true])
    expect(composedOf<Counting>(all.at(-100) as Counting, 'parts').isCut).toBe(false)
  })

  it('has all choices that stand in one place', () => {
    const top = new Counting('top')
    for (let index = 0; index < 5_000; index++) top.others.push(new Counting(String(index)))
    expect(composedOf<Counting>(top, 'members')).toMatchObject({ isCut: false, found: { length: 5_001 } })
  })
})

describe('schemas of which each is built on the next', () => {
  const built = (length: number, keyword: string) => {
    const schemas = Array.from(
      { length },
      (_, at) => `    S${at}: { ${keyword}: [{ $ref: '#/components/schemas/S${at + 1}' }] }`,
    )
    return modelOf(`openapi: 3.1.1
info: { title: A, version: '1' }
paths: {}
components:
  schemas:
${schemas.join('\n')}
    S${length}: { type: object, maxProperties: 3, properties: { a: { type: string } } }
`)
  }

  it.each(['allOf', 'anyOf'])('by `%s` are told of once where there are too many', async (keyword) => {
    const { problems } = await built(400, keyword)
    expect(problems.map(({ message }) => message)).toEqual([
      'Schema `S0` is put together of more than 300 others, one built on the next; what lies beyond was not reviewed. Compose it of fewer.',
    ])
    expect((await built(299, keyword)).problems).toEqual([])
  })

  it('say what the last of them says', async () => {
    const model = await built(200, 'allOf')
    const first = model.select('schema').find(({ name }) => name === 'S0')
    expect(first?.all('maxProperties').map(({ value }) => value)).toEqual([3])
    expect(first?.all('minProperties')).toEqual([])
    expect(first?.properties.map(({ name }) => name)).toEqual(['a'])
  })
})

describe('many schemas that are built on a large one', () => {
  const built = (count: number, properties: number) => {
    const base = { $ref: '#/components/schemas/Base' }
    const names = (length: number, letter: string) => Array.from({ length }, (_, at) => `${letter}${at}`)
    const schemas = Object.fromEntries(names(count, 'S').map((name) => [name, { allOf: [base] }]))
    const own = Object.fromEntries(names(properties, 'p').map((name) => [name, { type: 'string' }]))
    return modelOf(
      JSON.stringify({
        openapi: '3.1.1',
        info: { title: 'A', version: '1' },
        paths: {},
        components: { schemas: { Base: { properties: own }, ...schemas } },
      }),
    )
  }

  it('have its properties', async () => {
    const model = await built(100, 100)
    expect(model.problems).toEqual([])
    expect(model.select('schema').filter(({ properties }) => properties.length === 100)).toHaveLength(101)
  })

  it('are reviewed without it where all of that together is more than anybody writes', async () => {
    const model = await built(3_100, 2_800)
    expect(model.problems).toEqual([
      expect.objectContaining({
        code: 'unexpected-shape',
        severity: 'error',
        message: expect.stringMatching(
          /^Schema `S\d+` and others were reviewed without .* more than 8,000,000 /,
        ),
      }),
    ])
    const schemas = model.select('schema')
    const listed = schemas.reduce((sum, { properties }) => sum + properties.length, 0)
    expect(listed).toBeGreaterThan(MOST_TOGETHER * 0.9)
    expect(listed).toBeLessThan(MOST_TOGETHER * 1.1)
    // who asks for the names of all has to see that there may be others
    const alone = schemas.filter(({ name, parts }) => name?.startsWith('S') && parts.length === 0)
    expect(alone.length).toBeGreaterThan(100)
    expect(alone.filter(({ isWhole }) => isWhole)).toEqual([])
  })
})
