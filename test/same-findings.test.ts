import type { Report } from '@specward/core'
import { completeExample } from '@specward/core/testing'
import { registry } from '@specward/rulesets'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { changed, detections } from './detections.ts'
import { review } from './review.ts'
import { splitOverFiles } from './split.ts'

/** A description under test: its text, the rule that it is about, and the policy that it is judged by. */
interface Case {
  readonly id: string
  readonly name: string
  readonly text: () => string | Promise<string>
  readonly policy: object
  /** Whether something is found at all. */
  readonly isBad: boolean
}

/** What is found and what stays undecided, wherever it stands. */
function substance({ findings, undecided, problems }: Report): unknown {
  const found = findings.map(({ ruleId, severity, operations }) =>
    JSON.stringify({ ruleId, severity, operations }),
  )
  const open = undecided.map(({ ruleId, because }) => `${ruleId}: ${because}`)
  return {
    findings: found.sort(),
    undecided: open.sort(),
    problems: problems.map(({ code, message }) => `${code}: ${message}`),
  }
}

function fingerprints({ findings }: Report): readonly string[] {
  return findings.map(({ fingerprint }) => fingerprint).sort()
}

/** Rules about the text itself, which is another text when it is spread over files or written anew. */
const ABOUT_TEXT: ReadonlySet<string> = new Set([
  'no-duplicate-key',
  'no-unsafe-yaml-tag',
  'spec-conformance',
])

/** Examples whose fault is where something stands. */
const ABOUT_PLACE: ReadonlySet<string> = new Set(['no-misplaced-security: Schemes among the schemas'])

const cases: readonly Case[] = [
  ...[...detections].map(
    ([id, detection]): Case => ({
      id,
      name: `${id}: ${detection.change}`,
      text: () => changed(detection).text,
      policy: detection.config === undefined ? { extends: ['specward:strict'] } : parse(detection.config),
      isBad: true,
    }),
  ),
  ...registry.rules.flatMap(({ rule }) =>
    [...rule.examples.bad, ...rule.examples.good].map(
      (example): Case => ({
        id: rule.id,
        name: `${rule.id}: ${example.title}`,
        text: () => completeExample(example),
        policy: {
          extends: [],
          rules: { [rule.id]: { severity: 'error', options: example.options ?? {} } },
          policy: example.facts ?? {},
        },
        isBad: rule.examples.bad.includes(example),
      }),
    ),
  ),
].filter(({ id }) => !ABOUT_TEXT.has(id))

describe('a description has the same findings', () => {
  it.each(cases.map((each) => [each.name, each] as const))('in JSON: %s', async (_, each) => {
    const { policy, isBad } = each
    const yaml = await each.text()
    const report = await review({ 'api.yaml': yaml }, { policy })
    expect(report.findings.some(({ ruleId }) => ruleId === each.id)).toBe(isBad)
    const json = JSON.stringify(parse(yaml, { merge: true }), null, 2)
    const other = await review({ 'api.json': json }, { policy })
    expect(substance(other)).toEqual(substance(report))
    expect(fingerprints(other)).toEqual(fingerprints(report))
  })

  it.each(cases.filter(({ name }) => !ABOUT_PLACE.has(name)).map((each) => [each.name, each] as const))(
    'over two files: %s',
    async (_, { text, policy }) => {
      const whole = await text()
      const expected = await review({ 'api.yaml': whole }, { policy })
      const split = Object.fromEntries(splitOverFiles(whole))
      const other = await review(split, { entry: 'api.yaml', policy })
      expect(substance(other)).toEqual(substance(expected))
      expect(fingerprints(other)).toEqual(fingerprints(expected))
    },
  )
})
