import type { Report, ReportFinding, Rule, RuleReport } from '@specward/core'
import { completeExample, runRule } from '@specward/core/testing'
import { registry } from '@specward/rulesets'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { edited } from './edited.ts'
import { type Files, fixed } from './fixing.ts'
import { review } from './review.ts'
import { splitOverFiles } from './split.ts'

type Sample = Rule['examples']['bad'][number]

/** Rules about the text itself, which is another text when it is written anew. */
const ABOUT_TEXT: ReadonlySet<string> = new Set(['no-duplicate-key', 'no-unsafe-yaml-tag'])

const samples = registry.rules.flatMap(({ rule }) =>
  ABOUT_TEXT.has(rule.id)
    ? []
    : rule.examples.bad.map((example): [string, Rule, Sample] => [
        `${rule.id}: ${example.title}`,
        rule,
        example,
      ]),
)

/** Ways in which the same description can be written down. */
const WAYS: Readonly<Record<string, (text: string) => Files>> = {
  'as it is': (text) => ({ 'api.yaml': text }),
  'in JSON': (text) => ({ 'api.json': JSON.stringify(parse(text, { merge: true }), null, 2) }),
  'over two files': (text) => Object.fromEntries(splitOverFiles(text)),
}

function only({ id }: Rule, { options, facts }: Sample) {
  const policy = {
    extends: [],
    rules: { [id]: { severity: 'error', options: options ?? {} } },
    policy: facts ?? {},
  }
  return { policy, conformance: id === 'spec-conformance' }
}

function strict({ id }: Rule, { options, facts }: Sample) {
  const rules = { [id]: { severity: 'error', options: options ?? {} } }
  return { policy: { extends: ['specward:strict'], rules, policy: facts ?? {} }, conformance: true }
}

const grave = ({ findings }: Report) =>
  findings.filter(({ severity }) => severity === 'error' || severity === 'warn')

const known = ({ ruleId, fingerprint }: ReportFinding) => `${ruleId} ${fingerprint}`

/** What is told of a place once the fix of a rule has taken its finding away, which spoke for both. */
const SPOKEN_FOR: Readonly<Record<string, string>> = { 'no-possible-secret': 'no-credential-in-server-url' }

/** Findings that were not there before. Where the fix gives a thing another name, they are as many as before. */
function news(
  { id }: Rule,
  after: readonly ReportFinding[],
  before: readonly ReportFinding[],
): readonly string[] {
  const old = new Set(before.flatMap((each) => [known(each), ...partsOf(each)]))
  const isOld = (each: ReportFinding) =>
    old.has(known(each)) || (each.parts !== undefined && partsOf(each).every((part) => old.has(part)))
  const fresh = after.filter((each) => !isOld(each) && each.ruleId !== SPOKEN_FOR[id])
  const count = (findings: readonly ReportFinding[], ruleId: string) =>
    findings.filter((each) => each.ruleId === ruleId).length
  return fresh
    .filter(({ ruleId }) => count(after, ruleId) > count(before, ruleId))
    .map(({ ruleId, pointer, message }) => `${ruleId} at ${pointer}: ${message}`)
}

function partsOf({ ruleId, parts }: ReportFinding): readonly string[] {
  return (parts ?? []).map((part) => `${ruleId} ${part}`)
}

describe('a fix mends its finding and brings none', () => {
  describe.each(Object.entries(WAYS))('%s', (_, write) => {
    it.each(samples)('%s', async (_name, rule, example) => {
      const files = write(await completeExample(example))
      const [entry = ''] = Object.keys(files)
      const before = await review(files, { entry, ...only(rule, example) })
      const withFix = before.findings.filter(({ fix }) => fix)
      if (withFix.length === 0) return
      const all = await review(files, { entry, ...strict(rule, example) })
      for (const finding of withFix) {
        const mended = finding.fix ? fixed(files, finding.fix) : files
        expect(mended).not.toEqual(files)
        const after = await review(mended, { entry, ...only(rule, example) })
        expect(after.findings.map(known)).not.toContain(known(finding))
        expect(after.findings.length).toBeLessThan(before.findings.length)
        const problems = new Set(before.problems.map(({ message }) => message))
        expect(after.problems.filter(({ message }) => !problems.has(message))).toEqual([])
        const rest = await review(mended, { entry, ...strict(rule, example) })
        expect(news(rule, grave(rest), grave(all))).toEqual([])
      }
    })
  })
})

/** More rounds than any example has findings. */
const MOST_ROUNDS = 20

describe('fixing again and again comes to an end', () => {
  it.each(samples)('%s', async (_, rule, example) => {
    let files: Files = { 'api.yaml': await completeExample(example) }
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const { findings } = await review(files, only(rule, example))
      const fix = findings.find((each) => each.fix)?.fix
      if (!fix) return
      files = fixed(files, fix)
    }
    expect.fail(`After ${MOST_ROUNDS} rounds there is still something to fix:\n${files['api.yaml']}`)
  })
})

describe('a fix changes what its edits say and nothing else', () => {
  it.each(samples)('%s', async (_, rule, example) => {
    const reports: RuleReport[] = []
    const { text, findings } = await runRule(watched(rule, reports), example)
    for (const finding of findings) {
      const told = reports.find(({ message, fix }) => fix && message === finding.message)
      if (!finding.fix || !told?.fix) continue
      expect(parse(finding.fix.text, { merge: true })).toEqual(
        edited(parse(text, { merge: true }), told.fix.edits),
      )
    }
  })
})

/** The same rule, of which the reports are written down. */
function watched(rule: Rule, reports: RuleReport[]): Rule {
  return {
    ...rule,
    check(concept, context) {
      const report = (finding: RuleReport) => {
        reports.push(finding)
        context.report(finding)
      }
      rule.check(concept, { ...context, report })
    },
  }
}
