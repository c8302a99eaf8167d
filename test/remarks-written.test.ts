import { type LintResult, type SettledFinding, writeRemark } from '@specward/core'
import { completeExample } from '@specward/core/testing'
import { registry } from '@specward/rulesets'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { reviewWithSources } from './review.ts'

/** Rules about the text itself: what is written into it is another text. */
const ABOUT_TEXT: ReadonlySet<string> = new Set(['spec-conformance', 'no-duplicate-key'])

const findingsOf = ({ documents }: LintResult): readonly SettledFinding[] =>
  documents.flatMap(({ findings }) => findings)

const active = (result: LintResult): readonly string[] =>
  findingsOf(result).flatMap(({ fingerprint, suppressed }) => (suppressed ? [] : [fingerprint]))

function applied(text: string, edits: NonNullable<Awaited<ReturnType<typeof writeRemark>>>): string {
  return edits.reduceRight(
    (before, { span, text: added }) => before.slice(0, span.start) + added + before.slice(span.end),
    text,
  )
}

/** Has each finding accepted where it stands, looks at what is found then, and counts those that could not be. */
async function acceptEach(
  name: string,
  text: string,
  policy: object,
  count: { all: number; refused: number },
): Promise<void> {
  const before = await reviewWithSources({ [name]: text }, { policy })
  for (const finding of findingsOf(before)) {
    count.all++
    const edits = await writeRemark(finding, 'Known.', findingsOf(before))
    if (!edits) {
      count.refused++
      continue
    }
    const after = await reviewWithSources({ [name]: applied(text, edits) }, { policy })
    const left = active(before).filter((each) => each !== finding.fingerprint)
    expect(active(after), applied(text, edits)).toEqual(left)
    expect(after.report.notices).toEqual(before.report.notices)
  }
}

const examples = registry.rules
  .filter(({ rule }) => !ABOUT_TEXT.has(rule.id) && rule.needs === undefined)
  .flatMap(({ rule }) =>
    rule.examples.bad.map((example) => {
      const rules = { [rule.id]: { severity: 'error', options: example.options ?? {} } }
      const policy = { extends: [], rules, policy: example.facts ?? {} }
      return [`${rule.id}: ${example.title}`, () => completeExample(example), policy] as const
    }),
  )

describe('a remark that is written for one finding accepts that finding and no other', () => {
  const counts = { yaml: { all: 0, refused: 0 }, json: { all: 0, refused: 0 } }

  it.each(examples)('in YAML: %s', async (_, example, policy) => {
    const text = await example()
    await acceptEach('api.yaml', text, policy, counts.yaml)
  })

  it.each(examples)('in JSON: %s', async (_, example, policy) => {
    const text = await example()
    const json = JSON.stringify(parse(text, { merge: true }), null, 2)
    await acceptEach('api.json', json, policy, counts.json)
  })

  it('where there is a line or an object for it, which is nearly always', () => {
    expect(counts.yaml.refused / counts.yaml.all).toBeLessThan(0.01)
    expect(counts.json.refused / counts.json.all).toBeLessThan(0.15)
  })
})
