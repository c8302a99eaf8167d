import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { Report } from '@specward/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { changed, detections } from './detections.ts'
import {
  type Chance,
  type Description,
  reordered,
  reworded,
  splitOverManyFiles,
  withNeighbours,
} from './rearranged.ts'
import { review } from './review.ts'
import { splitOverFiles } from './split.ts'

type Files = Readonly<Record<string, string>>

const POLICY = { extends: ['specward:recommended', 'specward:strict'] }

/** Rules about the text itself, about which file something stands in, or about which of two things counts. */
const ABOUT_TEXT: ReadonlySet<string> = new Set([
  'no-duplicate-key',
  'no-unsafe-yaml-tag',
  'spec-conformance',
  'no-misplaced-security',
  'no-duplicate-parameter',
])

const judge = (files: Files, policy: object = POLICY): Promise<Report> =>
  review(files, { entry: Object.keys(files)[0] ?? '', policy })

/** Rule and fingerprint of every finding. */
function printsOf({ findings }: Report): readonly string[] {
  return findings
    .filter(({ ruleId }) => !ABOUT_TEXT.has(ruleId))
    .map(({ ruleId, fingerprint }) => `${ruleId} ${fingerprint}`)
    .sort()
}

/** What is found, in the smallest pieces that can be mended one by one. */
function piecesOf({ findings }: Report): ReadonlySet<string> {
  return new Set(
    findings.flatMap(({ ruleId, fingerprint, parts = [fingerprint] }) =>
      parts.map((part) => `${ruleId} ${part}`),
    ),
  )
}

const yaml = (value: unknown, indent = 2): string =>
  stringify(value, { aliasDuplicateObjects: false, indent, lineWidth: 0 })

/** A name that is neither that of a component nor a number. */
const fileName = (chance: Chance) => {
  const start = Math.floor(chance() * 1000)
  return (index: number) => `parts/of${start}/moved${start + index}.yaml`
}

/** What may be done to a description without another fault in it. */
const MOVES: Readonly<Record<string, (description: Description, chance: Chance) => Description>> = {
  reordered,
  reworded,
}

/** How a description may be written down. */
const FORMS: Readonly<Record<string, (description: Description, chance: Chance) => Files>> = {
  'the same': (description) => ({ 'api.yaml': yaml(description) }),
  'indented by four': (description) => ({ 'api.yaml': yaml(description, 4) }),
  JSON: (description) => ({ 'api.json': JSON.stringify(description) }),
  'indented JSON': (description) => ({ 'api.json': JSON.stringify(description, null, 3) }),
  'another name': (description) => ({ 'other/renamed.yaml': yaml(description) }),
  'two files': (description) => Object.fromEntries(splitOverFiles(yaml(description))),
  'many files': (description, chance) => splitOverManyFiles(description, fileName(chance)),
}

/** Random numbers from a list that fast-check makes and shrinks. */
function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const written: readonly (readonly [string, Description])[] = [...detections].flatMap(([id, detection]) => {
  if (ABOUT_TEXT.has(id)) return []
  const description = parse(changed(detection).text, { merge: true, logLevel: 'silent' }) as Description
  return 'overlay' in description || 'arazzo' in description ? [] : [[id, description] as const]
})

async function expectSame(description: Description, moves: readonly string[], form: string, seed: number) {
  const chance = chanceOf(seed)
  const report = await judge({ 'api.yaml': yaml(description) })
  const all = report.findings.map(({ fingerprint }) => fingerprint)
  expect(new Set(all).size, 'a fingerprint is one of a finding').toBe(all.length)
  const expected = printsOf(report)
  const moved = moves.reduce((before, move) => MOVES[move]?.(before, chance) ?? before, description)
  const files = FORMS[form]?.(moved, chance) ?? {}
  expect(printsOf(await judge(files)), `${moves.join(', ')}, ${form}`).toEqual(expected)
}

const moves = fc.array(fc.constantFrom(...Object.keys(MOVES)), { maxLength: 3 })
const forms = fc.constantFrom(...Object.keys(FORMS))
const seeds = fc.nat()

describe('fingerprints stay the same', () => {
  it('when a description is reordered, reworded, written otherwise and moved to other files', async () => {
    const one = fc.constantFrom(...written)
    const property = fc.asyncProperty(one, moves, forms, seeds, ([, description], ...how) =>
      expectSame(description, ...how),
    )
    await fc.assert(property, { seed: 7, numRuns: 150 })
  })

  it('when something is put beside what is at fault', async () => {
    const property = fc.asyncProperty(fc.constantFrom(...written), seeds, async ([, description], seed) => {
      const before = piecesOf(await judge({ 'api.yaml': yaml(description) }))
      const more = withNeighbours(description, chanceOf(seed))
      const after = piecesOf(await judge({ 'api.yaml': yaml(more) }))
      expect([...before].filter((piece) => !after.has(piece))).toEqual([])
    })
    await fc.assert(property, { seed: 7, numRuns: 60 })
  })
})

type Json = Record<string, unknown>

/** Faults that can be added to the description below under any name; each with the rule that has to find it. */
const FAULTS: Readonly<
  Record<
    string,
    readonly [rule: string, add: (api: ReturnType<typeof shop>, name: string, chance: Chance) => void]
  >
> = {
  'a text without limits': [
    'require-bounded-text',
    (api, name, chance) => {
      const { parameters } = api.paths['/orders'].get
      const at = Math.floor(chance() * (parameters.length + 1))
      parameters.splice(at, 0, { name, in: 'query', schema: { type: 'string' } })
    },
  ],
  'a property without limits': [
    'require-bounded-text',
    (api, name) => {
      api.components.schemas.Order.properties = {
        [name]: { type: 'string' },
        ...api.components.schemas.Order.properties,
      }
    },
  ],
  'an open write': [
    'no-anonymous-write',
    (api, name) => {
      const response = { responses: { '204': { description: 'Gone' } } }
      Object.assign(api.paths, { [`/${name}`]: { delete: { security: [], ...response } } })
    },
  ],
  'a server without TLS': [
    'no-plaintext-server',
    (api, name, chance) => {
      api.servers.splice(Math.floor(chance() * 3), 0, { url: `http://${name}.shop.org`, description: name })
    },
  ],
  'a secret': [
    'no-secret-literal',
    (api, name) => {
      const digest = createHash('sha256').update(name).digest()
      const order = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'].map(
        (sign, index) => [digest[index] ?? 0, sign] as const,
      )
      const signs = order.sort(([a], [b]) => a - b).map(([, sign]) => sign)
      const key = `AKIA${signs.join('').slice(0, 16)}`
      Object.assign(api.components.schemas.Order.properties, { [name]: { type: 'string', default: key } })
    },
  ],
}

/** A shop with faults of many kinds. */
function shop() {
  return {
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1' },
    servers: [
      { url: 'http://eu.shop.org', description: 'Europe' },
      { url: 'http://us.shop.org', description: 'America' },
    ],
    security: [{ token: [] }] as Json[],
    paths: {
      '/orders': {
        get: {
          parameters: [
            { name: 'filter', in: 'query', schema: { type: 'string' } },
            { name: 'note', in: 'query', schema: { type: 'string' } },
          ] as Json[],
          responses: { '200': { description: 'OK' } },
        },
        post: {
          security: [],
          requestBody: {
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } },
          },
          responses: { '201': { description: 'Made' } },
        },
      },
    },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: {
        Order: {
          type: 'object',
          properties: {
            title: { type: 'string' },
            tags: { type: 'array', items: { type: 'string' } },
          } as Json,
        },
      },
    },
  }
}

describe('a violation that is added', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{5,9}$/), { minLength: 2, maxLength: 4 })
  const faults = fc.constantFrom(...Object.keys(FAULTS))

  it('leaves all old fingerprints and has one that is none of them', async () => {
    const property = fc.asyncProperty(faults, names, seeds, async (fault, [name = ''], seed) => {
      const api = shop()
      const [before, pieces] = await both(api)
      const [rule, add] = FAULTS[fault] ?? ['', () => {}]
      add(api, name, chanceOf(seed))
      const [after, more] = await both(api)
      expect([...pieces].filter((piece) => !more.has(piece))).toEqual([])
      const old = new Set(before.findings.map(({ fingerprint }) => fingerprint))
      const fresh = after.findings.filter(({ fingerprint }) => !old.has(fingerprint))
      expect(fresh.map(({ ruleId }) => ruleId)).toContain(rule)
    })
    await fc.assert(property, { seed: 7, numRuns: 50 })
  })

  it('has another fingerprint than one that was mended at the same place', async () => {
    const property = fc.asyncProperty(faults, names, async (fault, [one = '', two = '']) => {
      const [rule, add] = FAULTS[fault] ?? ['', () => {}]
      // a chance that is always the same puts both at one index
      const with1 = shop()
      add(with1, one, () => 0)
      const with2 = shop()
      add(with2, two, () => 0)
      const [[before], [after]] = [await both(with1), await both(with2)]
      const old = new Set(before.findings.map(({ fingerprint }) => fingerprint))
      const fresh = after.findings.filter(({ fingerprint }) => !old.has(fingerprint))
      expect(fresh.map(({ ruleId }) => ruleId)).toContain(rule)
    })
    await fc.assert(property, { seed: 7, numRuns: 25 })
  })

  async function both(api: object) {
    const report = await judge({ 'api.yaml': yaml(api) })
    return [report, piecesOf(report)] as const
  }
})

describe('what hides violations in other tools', () => {
  const limits = { extends: [], rules: { 'no-empty-value': 'off', 'require-bounded-text': 'error' } }
  const api = (...parameters: readonly string[]) => ({
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1' },
    paths: {
      '/orders': {
        get: {
          parameters: parameters.map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
          responses: { '200': { description: 'OK' } },
        },
      },
    },
  })
  const found = async (...parameters: readonly string[]) => {
    const { findings } = await judge({ 'api.yaml': yaml(api(...parameters)) }, limits)
    return new Map(findings.map(({ pointer, fingerprint }) => [pointer, fingerprint]))
  }

  it('an ignore file by index (Redocly): a bad parameter that takes the place of an accepted one is new', async () => {
    const at = (index: number) => `/paths/~1orders/get/parameters/${index}/name`
    const accepted = (await found('filter')).get(at(0))
    const after = await found('note', 'filter')
    expect(accepted).toBeDefined()
    expect(after.get(at(1))).toBe(accepted)
    expect(after.get(at(0))).toBeDefined()
    expect(after.get(at(0))).not.toBe(accepted)
    expect((await found('note')).get(at(0))).toBe(after.get(at(0)))
  })

  it('a count per file and rule (ESLint): a slot that became free is not taken by another violation', async () => {
    const before = await found('filter', 'note')
    const after = await found('filter', 'word')
    expect([before.size, after.size]).toEqual([2, 2])
    const fresh = [...after.values()].filter((print) => ![...before.values()].includes(print))
    expect(fresh).toHaveLength(1)
  })

  it('a name without its file (Checkov): the same violation in another document is one of that document', async () => {
    const text = yaml(api('filter'))
    const files = { 'one.yaml': text, 'two.yaml': text }
    const [one, two] = [
      await review(files, { entry: 'one.yaml', policy: limits }),
      await review(files, { entry: 'two.yaml', policy: limits }),
    ]
    const known = (report: Report) => report.findings.map(({ file, fingerprint }) => [file, fingerprint])
    expect(known(one)).toEqual([['one.yaml', known(two)[0]?.[1]]])
    expect(known(two)[0]?.[0]).toBe('two.yaml')
  })

  it('a secret that is put in the place of an accepted one is new', async () => {
    const of = async (key: string) => {
      const schema = { type: 'object', properties: { key: { type: 'string', examples: [key] } } }
      const description = { ...api(), components: { schemas: { Key: schema } } }
      const { findings } = await judge({ 'api.yaml': yaml(description) })
      return findings.filter(({ ruleId }) => /secret/.test(ruleId)).map(({ fingerprint }) => fingerprint)
    }
    const [one] = await of('AKIAQ3EGWZJ4K7X2MPLD')
    const [two] = await of('AKIAT7RVBN5Y2C6HQSUF')
    expect(one).toBeDefined()
    expect(two).toBeDefined()
    expect(two).not.toBe(one)
  })
})

const corpus = new URL('../../shared/corpus/', import.meta.url)
const isThere = existsSync(new URL('INDEX.tsv', corpus))

/** Descriptions of one file that is not large. */
function sample(): readonly string[] {
  const rows = readFileSync(new URL('INDEX.tsv', corpus), 'utf8').split('\n').slice(1)
  return rows.flatMap((row) => {
    const [path = '', , , , bytes, isMulti, , , kind] = row.split('\t')
    return kind === 'api' && isMulti === 'no' && Number(bytes) < 40_000 ? [path] : []
  })
}

describe.skipIf(!isThere)(
  `fingerprints of real descriptions${isThere ? '' : ' (no corpus beside the repository)'}`,
  () => {
    it('stay the same when a description is rearranged', async () => {
      const paths = fc.constantFrom(...sample())
      const property = fc.asyncProperty(paths, moves, forms, seeds, async (path, ...how) => {
        const description = parse(readFileSync(new URL(path, corpus), 'utf8'), {
          merge: true,
          maxAliasCount: -1,
          logLevel: 'silent',
        })
        const { problems } = await judge({ 'api.yaml': yaml(description) })
        // references that lead nowhere lead nowhere else from another file
        fc.pre(problems.length === 0)
        await expectSame(description, ...how)
      })
      await fc.assert(property, { seed: 7, numRuns: 30 })
    })
  },
)
