import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createConformanceChecker } from '@specward/conformance'
import { lint, type Registry, type Report } from '@specward/core'
import { registry } from '@specward/rulesets'
import { describe, expect, it } from 'vitest'
import { grown } from './bench/grown.mjs'
import { type Work, workOf } from './work.ts'

const FOLDER = 'file:///project/'
/** Twice as much to judge may cost so many times as much. */
const MOST_GROWTH = 2.1
/** What was counted before may grow by so much; SPECWARD_UPDATE=1 writes down what is counted. */
const MOST_MORE = 1.2
const RECORD = new URL('work.json', import.meta.url)

interface Run extends Work {
  readonly report: Report
  /** Texts that were read, and characters of which a digest was made. */
  readonly read: readonly string[]
  readonly hashed: number
}

/** Judges a description, alone in its folder, and counts. */
async function runOn(
  name: string,
  text: string,
  rules: Registry = registry,
  preset = 'strict',
): Promise<Run> {
  const read: string[] = []
  let hashed = 0
  let report: Report | undefined
  const work = await workOf(async () => {
    report = await lint(
      {
        documents: [{ uri: FOLDER + name, named: true }],
        registry: rules,
        conformance: createConformanceChecker({ threadFrom: Number.POSITIVE_INFINITY }),
        presets: [preset],
        version: '0',
        today: '2026-01-01',
        workingDirectory: FOLDER,
      },
      {
        async read(uri) {
          if (uri !== FOLDER + name) return { error: 'not-found', detail: 'there is no such file' }
          read.push(uri)
          return { text }
        },
        exists: async (uri) => uri === FOLDER + name,
        sha256(content) {
          hashed += content.length
          return createHash('sha256').update(content).digest('hex')
        },
        now: () => 0,
      },
    )
  })
  if (!report) throw new Error('Nothing was reported.')
  return { ...work, report, read, hashed }
}

const textOf = (operations: number): string => JSON.stringify(grown(operations), null, 1)

/** The registry, with every call of a check told. */
function watched(told: (ruleId: string, concept: object) => void): Registry {
  const rules = registry.rules.map((registered) => {
    const { id, check } = registered.rule
    const watching: typeof check = (concept, context) => {
      told(id, concept)
      check(concept, context)
    }
    return { ...registered, rule: { ...registered.rule, check: watching } }
  })
  return { ...registry, rules }
}

/** How often checks are called for a description, and what one of them has seen more than once. */
async function calls(operations: number, nameOf: (concept: object) => unknown) {
  const seen = new Map<string, Set<unknown>>()
  const again = new Set<string>()
  let count = 0
  const rules = watched((ruleId, concept) => {
    const known = seen.get(ruleId) ?? new Set()
    seen.set(ruleId, known)
    const name = nameOf(concept)
    if (known.has(name)) again.add(ruleId)
    known.add(name)
    count += 1
  })
  const { report } = await runOn('openapi.json', textOf(operations), rules)
  return { count, again: [...again], report }
}

describe('what a run does', () => {
  it('doubles at most when a description doubles', async () => {
    // what is done but once, such as compiling schemas, is done before
    await runOn('openapi.json', textOf(5))
    const one = await runOn('openapi.json', textOf(100))
    const two = await runOn('openapi.json', textOf(200))
    expect(one.report.complete && two.report.complete).toBe(true)
    for (const key of ['nodes', 'items', 'lookups', 'patterns', 'hashed'] as const)
      expect(two[key] / one[key], key).toBeLessThanOrEqual(MOST_GROWTH)
  })

  it('reads each file once', async () => {
    expect((await runOn('openapi.json', textOf(20))).read).toEqual([`${FOLDER}openapi.json`])
  })

  it('shows each rule each thing once, and at most twice as many when a description doubles', async () => {
    const one = await calls(100, (concept) => concept)
    const two = await calls(200, (concept) => concept)
    expect([one.again, two.again]).toEqual([[], []])
    expect(one.count).toBeGreaterThan(5_000)
    expect(two.count / one.count).toBeLessThanOrEqual(MOST_GROWTH)
  })

  it('shows each rule each place once, however many operations lead to it', async () => {
    const { again, count } = await calls(50, (concept) => ('node' in concept ? concept.node : concept))
    expect(again).toEqual([])
    expect(count).toBeGreaterThan(2_500)
  })
})

describe('what is done for the examples', () => {
  const names = ['before.yaml', 'after.yaml', 'orders.yaml']
  const record = JSON.parse(readFileSync(RECORD, 'utf8')) as Readonly<Record<string, Work>>

  it('does not grow by more than a fifth', async () => {
    const counted: Record<string, Work> = {}
    for (const name of names) {
      const text = readFileSync(new URL(`../examples/${name}`, import.meta.url), 'utf8')
      await runOn(name, text)
      const { nodes, items, lookups, patterns } = await runOn(name, text)
      counted[name] = { nodes, items, lookups, patterns }
    }
    if (process.env.SPECWARD_UPDATE) writeFileSync(RECORD, `${JSON.stringify(counted, null, 2)}\n`)
    else {
      for (const [name, work] of Object.entries(counted)) {
        for (const [key, count] of Object.entries(work))
          expect(count / (record[name]?.[key as keyof Work] ?? 0), `${key} of ${name}`).toBeLessThanOrEqual(
            MOST_MORE,
          )
      }
    }
  })
})
