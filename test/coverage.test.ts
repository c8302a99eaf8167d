import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { registry } from '@specward/rulesets'
import { describe, expect, it } from 'vitest'
import { coverageFaults, coveragePage, readCoverage } from '../scripts/lib/coverage.mjs'

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
      { registry, mistakes: [], measured: undefined, judged: new Map() },
    )
    expect(page).toContain('2 ideas: 1 are checked by')
    expect(page).toContain(
      'One \\| two. | [`no-basic-authentication`](no-basic-authentication.md) | OpenAPI 2.0 to 3.2',
    )
    expect(page).toContain('Three. | Left out: A matter of style. |  |  |')
  })
})
