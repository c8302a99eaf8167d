import { readdirSync, readFileSync } from 'node:fs'
import { createConformanceChecker } from '@specward/conformance'
import { type Host, lint, type Report, toJson } from '@specward/core'
import { registry } from '@specward/rulesets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'

const FOLDER = 'file:///project/'

const TEXTS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ...['before.yaml', 'after.yaml'].map((name) => new URL(`../examples/${name}`, import.meta.url)),
    ...readdirSync(new URL('secure/', import.meta.url))
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => new URL(`secure/${name}`, import.meta.url)),
  ].map((url) => [url.pathname.split('/').at(-1) ?? '', readFileSync(url, 'utf8')]),
)

async function review(name: string, text: string): Promise<Report> {
  const host: Host = {
    read: async (uri) =>
      uri === FOLDER + name ? { text } : { error: 'not-found', detail: 'there is only one file' },
    exists: async () => false,
    sha256: (content) => String(content),
    now: () => 0,
  }
  return lint(
    {
      documents: [{ uri: FOLDER + name, named: true }],
      registry,
      conformance: createConformanceChecker(),
      version: '0',
      workingDirectory: FOLDER,
      presets: ['strict'],
    },
    host,
  )
}

/** What is found, without where it stands in the text. */
function substance({ findings, undecided, problems, rules }: Report): unknown {
  const plain = findings.map(({ ruleId, severity, message, pointer, operations, fingerprint, cause }) =>
    JSON.stringify({ ruleId, severity, message, pointer, operations, fingerprint, cause: cause?.pointer }),
  )
  const open = undecided.map(({ ruleId, because, pointer }) => JSON.stringify({ ruleId, because, pointer }))
  return { findings: plain.sort(), undecided: open.sort(), problems: problems.map(({ code }) => code), rules }
}

/** The same value with its keys in another order. */
function shuffled(value: unknown, order: (keys: string[]) => string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, order))
  if (typeof value !== 'object' || value === null) return value
  const entries = order(Object.keys(value)).map((key) => [key, shuffled(Reflect.get(value, key), order)])
  return Object.fromEntries(entries)
}

/** Weakens a description in one of a few ways, so that there is something to find. */
const WEAKEN: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replaceAll('https://', 'http://'),
  (text) => text.replace(/^security:\n(?: +.*\n)+/m, 'security: []\n'),
  (text) => text.replaceAll('in: header', 'in: query'),
  (text) => text.replaceAll("'429'", "'418'"),
]

describe.each(Object.keys(TEXTS))('%s', (name) => {
  const text = TEXTS[name] ?? ''

  it.each([...WEAKEN.keys()])(
    'says the same in YAML, in JSON and on one line, weakened in way %i',
    async (way) => {
      const weak = WEAKEN[way]?.(text) ?? text
      const value = parse(weak)
      const expected = substance(await review('api.yaml', weak))
      expect(substance(await review('api.json', JSON.stringify(value, null, 2)))).toEqual(expected)
      expect(substance(await review('api.json', JSON.stringify(value)))).toEqual(expected)
      expect(substance(await review('api.yaml', stringify(value, { collectionStyle: 'flow' })))).toEqual(
        expected,
      )
    },
  )

  it('has the same fingerprints whatever the order of its keys', async () => {
    const prints = (report: Report) => report.findings.map(({ fingerprint }) => fingerprint).sort()
    const weak = WEAKEN[1]?.(text) ?? text
    const expected = prints(await review('api.yaml', weak))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), async (seed) => {
        let state = seed
        const next = () => {
          state = (state * 48_271) % 2_147_483_647
          return state
        }
        const order = (keys: string[]) =>
          keys
            .map((key) => ({ key, rank: next() }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ key }) => key)
        const report = await review('api.json', JSON.stringify(shuffled(parse(weak), order), null, 2))
        expect(prints(report)).toEqual(expected)
      }),
      { numRuns: 20 },
    )
  })

  it('gives the same bytes every time', async () => {
    expect(toJson(await review('api.yaml', text))).toBe(toJson(await review('api.yaml', text)))
  })
})
