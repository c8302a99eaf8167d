import fc from 'fast-check'
import { JSONPath } from 'jsonpath-plus'
import { describe, expect, test } from 'vitest'

import { planOf } from './compile.ts'
import { document, expression, frozen, graph, openDocument } from './generated.test-kit.ts'
import { compilePaths, evaluateByLibrary, queryLikePlus, type Segment } from './index.ts'
import { bySpectral, byUs, type Found, toPath } from './oracle.test-kit.ts'

// T9: filters are no code

const SEED = Number(process.env.SPECWARD_SEED ?? 1)

const textOf = (found: readonly Found[]): string[] => found.map((each) => JSON.stringify(each))
const setOf = (found: readonly Found[]): string[] => [...new Set(textOf(found))].sort()
const isRefused = (each: string): boolean => planOf(each).kind === 'refused'
/** Evaluated by the automaton with all others, and in nimma's order. */
const isPlain = (each: string): boolean => {
  const plan = planOf(each)
  if (plan.kind === 'walk') return !plan.plus && plan.everyWay === undefined
  return plan.kind !== 'refused' && plan.kind !== 'library'
}

/** Undefined where Spectral fails as a whole. */
function spectrals(expressions: readonly string[], root: object): Found[] | undefined {
  try {
    return bySpectral(expressions, root)
  } catch {
    return undefined
  }
}

describe('all expressions in one automaton', () => {
  test('match what Spectral matches', () => {
    fc.assert(
      fc.property(expression, document, (each, root) => {
        fc.pre(!isRefused(each))
        const expected = spectrals([each], root)
        if (expected !== undefined) expect(setOf(byUs([each], root)), each).toEqual(setOf(expected))
      }),
      { numRuns: 1000, seed: SEED },
    )
  })

  test('match in its order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(expression, { minLength: 2, maxLength: 6 }), document, (all, root) => {
        const plain = all.filter(isPlain)
        const expected = spectrals(plain, root)
        if (expected !== undefined)
          expect(textOf(byUs(plain, root)), plain.join(' ')).toEqual(textOf(expected))
      }),
      { numRuns: 500, seed: SEED },
    )
  })

  test('overlook what nimma overlooks where a value is not frozen', () => {
    const some = fc.oneof(
      {
        weight: 2,
        arbitrary: fc.constantFrom('$.*', '$.a[*]', '$.a.*.b', '$.a[b,c].*', '$.*..b', '$.b..c', '$.c[*]'),
      },
      expression,
    )
    fc.assert(
      fc.property(fc.uniqueArray(some, { minLength: 1, maxLength: 4 }), openDocument, (all, root) => {
        const plain = all.filter((each) => isPlain(each) && !each.startsWith('$..'))
        const expected = spectrals(plain, root)
        if (expected !== undefined)
          expect(textOf(byUs(plain, root)), plain.join(' ')).toEqual(textOf(expected))
      }),
      { numRuns: 500, seed: SEED },
    )
    const root = { a: { b: { c: 1 } }, d: { e: 1 } }
    expect(pathsOf('$.*..c', root)).toEqual([])
    expect(pathsOf('$.*..c', frozen(root))).toEqual(['a/b/c'])
  })

  test('match the same nodes where objects are shared and each is walked once', () => {
    fc.assert(
      fc.property(fc.uniqueArray(expression, { minLength: 1, maxLength: 4 }), graph, (all, root) => {
        const plain = all.filter((each) => isPlain(each) && !each.endsWith('^') && !each.endsWith('^~'))
        const expected = spectrals(plain, root)
        if (expected === undefined) return
        const edges = (found: readonly Found[]): string[] =>
          [...new Set(found.map((each) => `${each.expression} ${edgeOf(each.path, root, ids)}`))].sort()
        const ids = new Map<unknown, number>()
        expect(edges(shared(plain, root)), plain.join(' ')).toEqual(edges(expected))
      }),
      { numRuns: 500, seed: SEED },
    )
  })
})

/** An edge of the graph: the object that holds the value, and its key there. */
function edgeOf(path: readonly Segment[], root: object, ids: Map<unknown, number>): string {
  let holder: unknown = root
  for (const key of path.slice(0, -1)) holder = Reflect.get(holder as object, key)
  if (!ids.has(holder)) ids.set(holder, ids.size)
  return `${ids.get(holder)} ${path.at(-1)}`
}

/** With one location for all ways, so that each object is walked once for each state. */
function shared(expressions: readonly string[], root: object): Found[] {
  const found: Found[] = []
  compilePaths(expressions).walk({
    root,
    rootLocation: 0,
    enter: () => 0,
    match: (match) => {
      found.push({ ...match, expression: expressions[match.expression] ?? '', path: [...match.path] })
    },
    failed: (_, error) => {
      throw error
    },
  })
  return found
}

const pathsOf = (each: string, root: object): string[] => byUs([each], root).map(({ path }) => path.join('/'))

describe('a walk', () => {
  test('ends where an object is within itself', () => {
    const root: Record<string, unknown> = { a: { type: 'x' } }
    root.again = root
    expect(shared(['$..a', '$..*'], root).map(({ path }) => path.join('/'))).toEqual([
      'a',
      'a',
      'a/type',
      'again',
    ])
  })

  test('enters an object once for each location', () => {
    const one = { type: 'x' }
    const root = frozen({ a: one, b: one, c: one })
    const walk = (enter: (key: Segment) => string) =>
      compilePaths(['$..type']).walk({
        root,
        rootLocation: '',
        enter: (_, __, key) => enter(key),
        match: () => {},
        failed: () => {},
      })
    expect(walk(() => 'same').records).toBe(2)
    expect(walk((key) => `${key}`).records).toBe(4)
  })

  test('is told of a scalar only where it matches', () => {
    const entered: Segment[] = []
    compilePaths(['$.a.b']).walk({
      root: { a: { b: 1, c: 2 } },
      rootLocation: 0,
      enter: (_, __, key) => entered.push(key),
      match: () => {},
      failed: () => {},
    })
    compilePaths(['$.a[b,d]']).walk({
      root: { a: { b: 1, c: 2 }, e: {} },
      rootLocation: 0,
      enter: (_, __, key) => entered.push(key),
      match: () => {},
      failed: () => {},
    })
    expect(entered).toEqual(['a', 'b', 'a', 'b'])
  })

  test('tells each parent of a match with its own location', () => {
    const found: string[] = []
    compilePaths(['$.a[*].b^']).walk<string>({
      root: { a: [{ b: 1 }, { c: 1 }] },
      rootLocation: '#',
      enter: (location, _, key) => `${location}/${key}`,
      match: ({ path, location }) => found.push(`${path.join('/')} ${location}`),
      failed: () => {},
    })
    expect(found).toEqual(['a/0 #/a/0'])
  })

  test('of a scalar matches the root alone', () => {
    expect(byUs(['$', '$..a', '$.a'], 'text')).toEqual([{ expression: '$', path: [], value: 'text' }])
  })

  test('goes as deep as the value, without recursion', () => {
    let root: object = { end: 1 }
    for (let depth = 0; depth < 50_000; depth++) root = { a: root }
    expect(shared(['$..end'], root)).toHaveLength(1)
  })
})

describe('a filter that throws', () => {
  const failures = (expressions: readonly string[], root: object): string[] => {
    const told: string[] = []
    compilePaths(expressions).walk({
      root,
      rootLocation: 0,
      enter: () => 0,
      match: ({ expression: index }) => told.push(`match ${index}`),
      failed: (index, error) => told.push(`failed ${index} ${error instanceof TypeError}`),
    })
    return told
  }

  test('ends its expression, once, and no other', () => {
    const root = { a: null, b: null, c: { type: 'x' } }
    expect(failures(['$..[?(@.type)]', '$..type'], root)).toEqual(['failed 0 true', 'match 1'])
  })

  test('before the last step does no harm where the rest does not match either', () => {
    const root = { a: null, b: { d: 1 }, c: { type: { of: 1 }, name: 'x' } }
    expect(failures(['$..[?(@.type.of)].name'], root)).toEqual(['match 0'])
    expect(failures(['$..[?(@.type.of)].d'], root)).toEqual(['failed 0 true'])
  })
})

describe('what nimma leaves to jsonpath-plus', () => {
  test('is matched with indices as strings, before the others', () => {
    const root = { paths: { '/a': { get: { parameters: [{ in: 'path' }] } } } }
    const found = byUs(['$..in', '$.paths..get.parameters..in'], root)
    expect(found.map((each) => each.path)).toEqual([
      ['paths', '/a', 'get', 'parameters', '0', 'in'],
      ['paths', '/a', 'get', 'parameters', 0, 'in'],
    ])
  })

  test('may ask for a sibling: `[?(...)]^.schema`', () => {
    const root = {
      parameters: [
        { name: 'user_id', schema: 1 },
        { name: 'q', schema: 2 },
        { name: {}, schema: 3 },
      ],
    }
    const given =
      '$..parameters[*][?(@property === "name" && (@ === "id" || @.match(/(_id|Id|-id)$/)))]^.schema'
    expect(byUs([given], root)).toEqual([
      { expression: given, path: ['parameters', '0', 'schema'], value: 1 },
    ])
  })

  test('may have regular expressions that nimma cannot read', () => {
    const given = '$.paths[?(@property.match(/^\\/v\\d+/))]'
    expect(pathsOf(given, { paths: { '/v1/a': 1, '/a': 2 } })).toEqual(['paths//v1/a'])
  })

  test('is what jsonpath-plus itself finds, filters and all', () => {
    fc.assert(
      fc.property(expression, document, (each, root) => {
        const expected: string[] = []
        const actual: string[] = []
        const note =
          (to: string[]) =>
          (value: unknown, path: readonly Segment[]): void => {
            to.push(JSON.stringify([path, value]))
          }
        try {
          JSONPath({
            path: each,
            json: root,
            resultType: 'all',
            callback: (found: { path: string; value: unknown }) =>
              note(expected)(found.value, toPath(found.path.slice(1))),
          })
        } catch {
          return
        }
        queryLikePlus(each, root, note(actual))
        expect(actual, each).toEqual(expected)
      }),
      { numRuns: 500, seed: SEED },
    )
  })
})

describe('the fallback', () => {
  const fallback = (each: string): string | undefined => compilePaths([each]).expressions[0]?.fallback

  test('is said to be needed, with the reason', () => {
    expect(fallback('$..a.b^^')).toContain('`^`')
    expect(fallback('$..[?(@parent.b)].a')).toContain('way to a node')
    expect(fallback('$..[0:2]')).toContain('slice')
    expect(fallback('$.a..b[0]..c')).toContain('no plain name')
    expect(fallback('$..a')).toBeUndefined()
  })

  test('fails where too many nodes would be looked at', () => {
    const loop: Record<string, unknown> = { b: 1 }
    loop.a = loop
    for (const each of ['$..a.b^^', '$..[0:2]', '$.a..b[0]..c']) {
      expect(() => evaluateByLibrary(each, loop, () => {}, 10_000), each).toThrow()
    }
  })

  test('runs no filter as code', () => {
    const code = '@.constructor.constructor("globalThis.wasRun = true")()'
    for (const each of [
      `$.a..b[0]..[?(${code})]`,
      `$..a[?(${code})].b^^`,
      `$[?(${code})]`,
      `$..a[(${code})]..b..c`,
    ]) {
      expect(() => evaluateByLibrary(each, { a: [{ b: [{}] }], b: {} }, () => {}), each).toThrow()
    }
    expect(Reflect.get(globalThis, 'wasRun')).toBeUndefined()
  })
})

describe('an expression that cannot be evaluated', () => {
  test.each([
    ['$..[?(@.constructor.constructor("x")())]', 'may be called'],
    ['$..a[?(@.a = 1)]', '='],
    ['$..[?(process.exit())]', 'process'],
    ['$.a..b[0]..[?(evil())]', 'only methods'],
  ])('is refused: %s', (each, why) => {
    const [only] = compilePaths([each]).expressions
    expect(only?.refused ?? only?.fallback).toBeDefined()
    if (only?.refused !== undefined) expect(only.refused).toContain(why)
  })
})
