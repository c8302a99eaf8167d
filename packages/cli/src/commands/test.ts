import { resolve } from 'node:path'
import { createConformanceChecker } from '@specward/conformance'
import { ConfigurationFailure } from '@specward/core'
import { type PolicyTestResult, testPolicy } from '@specward/core/testing'
import { registry } from '@specward/rulesets'
import { wantsColor } from '../color.ts'
import { printConfigurationErrors } from '../configuration-errors.ts'
import { findDocuments } from '../documents.ts'
import type { Io } from '../io.ts'
import { type RulesetOptions, rulesetEngine, rulesetNames } from '../rulesets.ts'
import { testText } from '../test-text.ts'
import { folderUri, uriOf } from '../uris.ts'
import { oneOf, UsageError } from '../usage.ts'

export interface TestOptions extends RulesetOptions {
  readonly format: string
  readonly config?: string
  readonly preset?: readonly string[]
  readonly all?: boolean
  readonly coverage?: boolean
  readonly min?: string
  readonly color: boolean
}

/** Runs tests of the policy. Returns the exit code. */
export async function testCommand(
  args: readonly string[],
  options: TestOptions,
  io: Io,
  version: string,
): Promise<number> {
  const format = oneOf('--format', options.format, ['text', 'json'])
  const min = options.min === undefined ? undefined : percent(options.min)
  const config = options.config === undefined ? undefined : uriOf(resolve(io.cwd, options.config))
  const found = await findDocuments(args, io, { tests: true })
  if (found.stdin) throw new UsageError('a test is read from a file; `-` is not known here.')
  const tests = found.requests.map(({ uri }) => uri)
  const rulesets = await rulesetNames(options.ruleset, io)
  const named = new Set([...tests, ...(config === undefined ? [] : [config]), ...(rulesets ?? [])])
  const host = io.host({ cwd: io.cwd, named })
  try {
    const result = await testPolicy(
      {
        tests,
        problems: found.problems,
        requireDocument: found.nothing ?? 'No test was judged.',
        all: options.all,
        registry,
        conformance: createConformanceChecker(),
        version,
        workingDirectory: folderUri(io.cwd),
        config,
        presets: options.preset,
        rulesetEngine,
        rulesets,
        allowScripts: options.allowScripts,
        today: io.today(),
      },
      host,
    )
    const coverage = options.coverage === true || min !== undefined
    io.out(
      format === 'json'
        ? testJson(result, min)
        : testText(result, { coverage, min, color: wantsColor(io, options.color) }),
    )
    return exitCodeOf(result, min)
  } catch (error) {
    if (!(error instanceof ConfigurationFailure)) throw error
    await printConfigurationErrors(error.errors, host, io)
    return 2
  }
}

function percent(word: string): number {
  const value = /^\d+(?:\.\d+)?%?$/.test(word) ? Number.parseFloat(word) : Number.NaN
  if (value >= 0 && value <= 100) return value
  throw new UsageError(`\`--min ${word}\` is not known: it takes a percentage from 0 to 100.`)
}

/** As for `lint`, where a test that fails is a finding that does. */
function exitCodeOf({ tests, coverage, report }: PolicyTestResult, min: number | undefined): number {
  if (report.notices.some(({ severity }) => severity === 'error')) return 4
  if (report.problems.some(({ severity }) => severity === 'error')) return 3
  const isBelow = min !== undefined && coverage.percent < min
  return isBelow || tests.some(({ passed }) => !passed) ? 1 : 0
}

function testJson({ tests, coverage, report }: PolicyTestResult, min: number | undefined): string {
  const failed = tests.filter(({ passed }) => !passed).length
  const summary = { tests: tests.length, failed, met: tests.reduce((sum, { met }) => sum + met, 0) }
  const { tool, policy, problems, notices } = report
  const gate = min === undefined ? {} : { min }
  const shown = {
    version: 1,
    tool,
    policy,
    summary,
    tests,
    coverage: { ...coverage, ...gate },
    problems,
    notices,
  }
  return `${JSON.stringify(shown, null, 2)}\n`
}
