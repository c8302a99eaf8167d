import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createConformanceChecker } from '@specward/conformance'
import { runRule } from '@specward/core/testing'
import { registry } from '@specward/rulesets'
import { describe, expect, it } from 'vitest'
import { coverageFaults, coveragePage, fixFaults, readCoverage } from '../scripts/lib/coverage.mjs'
import { fixesOf } from '../scripts/lib/fixes.mjs'

const RULESETS = fileURLToPath(new URL('../rulesets', import.meta.url))
const topics = await readCoverage(RULESETS)

/** A survey of what tools check of API descriptions, where one lies beside the repository. */
const SURVEY = new URL('../../shared/reference/rules.md', import.meta.url)
const isThere = existsSync(SURVEY)
if (!isThere) console.warn('Skipped: the survey of known checks is not beside the repository.')

/** Every idea of the survey: those that tools check, and those that none does. */
function surveyedIds(): readonly string[] {
  const ids: string[] = []
  let isWanted = false
  for (const line of readFileSync(SURVEY, 'utf8').split('\n')) {
    if (/^##/.test(line)) isWanted = /^### (?:[A-O]\. |3\.\d )/.test(line)
    const id = /^\| (?:\d+ \| )?`([^`]+)` /.exec(line)?.[1]
    if (isWanted && id) ids.push(id)
  }
  return ids
}

/** What the survey says of fixes, by idea: `safe`, or `suggested` where a person has to look. */
function surveyedFixes(): ReadonlyMap<string, string> {
  const marked = new Map<string, string>()
  for (const line of readFileSync(SURVEY, 'utf8').split('\n')) {
    const [, number = '', id = '', , , , , , , fix = ''] = line.split(/(?<!\\)\|/).map((cell) => cell.trim())
    if (!/^\d+$/.test(number) || !/^safe|^suggest/.test(fix)) continue
    marked.set(id.replaceAll('`', ''), fix.startsWith('safe') ? 'safe' : 'suggested')
  }
  return marked
}

describe('what is known to be checked of API descriptions', () => {
  it('is decided on, idea by idea, and every rule belongs to an idea', () => {
    expect(coverageFaults(topics, registry)).toEqual([])
  })

  it.skipIf(!isThere)('leaves out nothing of the survey', () => {
    const decided = new Set(topics.flatMap(({ ideas }) => ideas.map(({ id }) => id)))
    const surveyed = surveyedIds()
    expect(surveyed.length).toBe(290)
    expect(surveyed.filter((id) => !decided.has(id))).toEqual([])
  })

  it('has the fixes that are declared of it, by what its rules offer on their examples', async () => {
    const fixes = await fixesOf(registry.rules, runRule, { conformance: createConformanceChecker() })
    expect(fixFaults(topics, fixes)).toEqual([])
    const [idea] = topics.flatMap(({ ideas }) => ideas).filter(({ fix }) => fix?.given === 'safe')
    const [rule] = idea?.rules ?? []
    const others = new Map([...fixes].filter(([id]) => id !== rule))
    expect(fixFaults(topics, others)).not.toEqual([])
    const safer = new Map([...fixes].map(([id]) => [id, { safe: true, suggested: true }]))
    expect(fixFaults(topics, safer)).not.toEqual([])
  })

  it.skipIf(!isThere)('declares the fix of every idea that the survey marks as fixable', () => {
    const surveyed = surveyedFixes()
    const counts = [...surveyed.values()].map((kind) => kind === 'safe')
    expect([counts.filter(Boolean).length, counts.length]).toEqual([36, 59])
    const declared = topics
      .flatMap(({ ideas }) => ideas)
      .flatMap(({ id, fix }) => (fix ? [[id, fix.marked] as const] : []))
    expect(new Map(declared)).toEqual(surveyed)
  })

  it('is told in a page, with formats from the rules and the reasons for what is left out', () => {
    const page = coveragePage(
      [
        {
          topic: 'authentication',
          ideas: [
            { id: 'a', idea: 'One | two.', rules: ['no-basic-authentication'], peers: ['KICS'] },
            { id: 'b', idea: 'Three.', reason: 'A matter of style.', peers: [] },
          ],
        },
      ],
      { registry, mistakes: [], measured: undefined, judged: new Map(), fixes: new Map() },
    )
    expect(page).toContain('2 ideas: 1 are checked by')
    expect(page).toContain(
      'One \\| two. | [`no-basic-authentication`](no-basic-authentication.md) | OpenAPI 2.0 to 3.2',
    )
    expect(page).toContain('Three. | Left out: A matter of style. |  |  |')
  })
})
