import type { Host } from '../host.ts'
import { type JudgedDocument, type LintRequest, type LintResult, lintWithSources } from '../lint.ts'
import { OWN_CATEGORY } from '../policy/own/own-rules.ts'
import type { Policy } from '../policy/policy.ts'
import type { Report } from '../report/report.ts'
import { relativeName } from '../settle/file-name.ts'
import { createLoader } from '../source/load.ts'
import { type Coverage, coverageOf } from './coverage.ts'
import { type ExpectedList, listUris, readExpected } from './expected-list.ts'
import { type Judged, judgeTest, type TestOutcome } from './judge-test.ts'
import { marksOf } from './marks.ts'
import { type PolicyTest, parsePolicyTest } from './policy-test.ts'

export interface PolicyTestRequest extends Omit<LintRequest, 'documents'> {
  /** URIs of the descriptions that mark what has to be found. */
  readonly tests: readonly string[]
  /** Whether every rule that is on is under test, not those of the policy's own alone. */
  readonly all?: boolean | undefined
}

export interface PolicyTestResult {
  readonly tests: readonly TestOutcome[]
  readonly coverage: Coverage
  /** Of all tests together; its problems keep them from meaning anything. */
  readonly report: Report
}

/** A test with the list beside it, where there is one. */
export interface ReadTest {
  readonly test: PolicyTest
  readonly list: ExpectedList | undefined
  /** Name of the list, for messages. */
  readonly listName: string | undefined
}

/**
 * Judges descriptions by the policy that is in force where they stand, and holds what is found against what they mark.
 * The policy is read once for all of them.
 *
 * @throws ConfigurationFailure when a configuration is not valid
 */
export async function testPolicy(request: PolicyTestRequest, host: Host): Promise<PolicyTestResult> {
  const loader = createLoader(host)
  const read: ReadTest[] = []
  const problems = [...(request.problems ?? [])]
  for (const uri of request.tests) {
    const loaded = await loader.load(uri)
    if ('file' in loaded) read.push(await withList(uri, loaded.file.text, host, request.workingDirectory))
    else {
      const name = relativeName(request.workingDirectory, uri)
      problems.push({
        code: 'file-unreadable',
        severity: 'error',
        message: `The test ${name} could not be read: ${loaded.detail}`,
      })
    }
  }
  const documents = read.map(({ test }) => ({ uri: test.parts[0]?.uri ?? test.uri, named: true }))
  const seen = new Set<string>()
  const result = await lintWithSources(
    { ...request, documents, problems, acceptsNothing: true },
    withParts(host, read, seen),
  )
  const { documents: judged } = result
  const report = withoutUnmatched(result.report)
  const own = ownIds(judged)
  const on = new Set(judged.flatMap(({ policy }) => activeIds(policy)))
  const known = judged.length > 0
  const folder = request.workingDirectory
  const judgedBy: Judged = { report, own, on, known, all: request.all === true, folder }
  const shared = sharedFiles(read, seen, result, request.workingDirectory)
    .map((each) => judgeTest(each, judgedBy))
    .filter(({ met, differences }) => met + differences.length > 0)
  const tests = [...read.map((each) => judgeTest(each, judgedBy)), ...shared]
  const named = tests.flatMap(({ rules }) => rules)
  const covered = request.all || own.size + named.length === 0 ? on : new Set([...own, ...named])
  const ids = [...covered].filter((id) => on.has(id)).sort()
  const found = report.findings.map(({ ruleId }) => ruleId)
  return { tests, coverage: coverageOf(ids, judged, found), report }
}

/** Without what tells that a rule matched nothing: a test is about some rules, and the coverage is about all. */
function withoutUnmatched(report: Report): Report {
  const notices = report.notices.filter(
    ({ code }) => code !== 'where-unmatched' && code !== 'given-unmatched',
  )
  return { ...report, notices }
}

async function withList(uri: string, text: string, host: Host, folder: string): Promise<ReadTest> {
  const test = await parsePolicyTest(uri, text)
  const loader = createLoader(host)
  for (const name of listUris(uri)) {
    if (!(await host.exists(name))) continue
    const loaded = await loader.load(name)
    const listName = relativeName(folder, name)
    if ('file' in loaded) return { test, list: readExpected(loaded.file), listName }
    const faults = [{ line: 1, message: `The list could not be read: ${loaded.detail}` }]
    return { test, list: { rules: undefined, entries: [], faults }, listName }
  }
  return { test, list: undefined, listName: undefined }
}

/** The host with the files that tests are made of; of the others, those beside the test are found. */
function withParts(host: Host, read: readonly ReadTest[], seen: Set<string>): Host {
  const texts = new Map(read.flatMap(({ test }) => test.parts.map(({ uri, text }) => [uri, text] as const)))
  const folders = read.flatMap(({ test }) => (test.parts.length > 1 ? [`${test.uri}/`] : []))
  const beside = (uri: string): string => {
    const folder = folders.find((each) => uri.startsWith(each))
    return folder === undefined ? uri : new URL(uri.slice(folder.length), folder.slice(0, -1)).href
  }
  return {
    ...host,
    async read(uri, options) {
      const text = texts.get(uri)
      if (text !== undefined) return { text }
      seen.add(uri)
      return host.read(beside(uri), options)
    },
    async exists(uri) {
      return texts.has(uri) || host.exists(uri)
    },
  }
}

/**
 * Files that tests refer to without being made of them: those that mark something, and those in which something was
 * found. What is found there may be seen from any of the tests.
 */
function sharedFiles(
  read: readonly ReadTest[],
  seen: ReadonlySet<string>,
  { report, sources }: LintResult,
  folder: string,
): readonly ReadTest[] {
  const found = new Set([...report.findings, ...report.undecided].map(({ file }) => file))
  const named = read.map(({ test, list }) => list?.rules ?? test.rules)
  const mentioned = read.flatMap(({ test, list }) => [
    ...test.parts.flatMap(({ marks }) => marks.flatMap(({ rule }) => rule ?? [])),
    ...(list?.entries ?? []).map(({ rule }) => rule),
  ])
  const isAll = named.includes('all')
  return [...seen].flatMap((uri) => {
    const name = relativeName(folder, uri)
    const text = sources(name)
    if (text === undefined) return []
    const marks = marksOf(text).filter(({ rule }) => rule !== undefined)
    if (marks.length === 0 && !found.has(name)) return []
    const part = { uri, text, marks, shift: 0 }
    const also = [...named.flatMap((each) => (Array.isArray(each) ? each : [])), ...mentioned]
    const test = { uri, parts: [part], rules: isAll ? ('all' as const) : undefined, faults: [], also }
    return [{ test, list: undefined, listName: undefined }]
  })
}

/** Rules that are on, those of rulesets included. */
function activeIds({ rules, rulesets }: Policy): readonly string[] {
  const foreign = rulesets?.loaded.rules.filter(({ id }) => !rulesets.off.has(id)) ?? []
  return [...rules.map(({ rule }) => rule.id), ...foreign.map(({ id }) => id)]
}

/** Rules that are on and defined by the policy itself, or by a ruleset that lies in the project. */
function ownIds(documents: readonly JudgedDocument[]): ReadonlySet<string> {
  return new Set(
    documents.flatMap(({ policy: { rules, rulesets } }) => [
      ...rules.flatMap(({ rule, category }) => (category === OWN_CATEGORY ? [rule.id] : [])),
      ...(rulesets?.loaded.rules ?? []).flatMap(({ id, source }) =>
        isInProject(source) && !rulesets?.off.has(id) ? [id] : [],
      ),
    ]),
  )
}

function isInProject(source: string): boolean {
  return source.startsWith('file:') && !source.includes('/node_modules/')
}
