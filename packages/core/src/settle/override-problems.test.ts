import { describe, expect, it } from 'vitest'
import type { ProblemOverride } from '../policy/policy.ts'
import type { Problem } from '../problem.ts'
import { overrideProblems } from './override-problems.ts'

const problem: Problem = {
  code: 'ref-not-found',
  severity: 'error',
  message: 'Not there.',
  uri: 'file:///project/legacy/my%20api.yaml',
}

const override: ProblemOverride = {
  code: 'ref-not-found',
  files: undefined,
  base: 'file:///project/',
  severity: 'warn',
  reason: 'Known.',
}

const severityOf = (one: Problem, ...overrides: readonly ProblemOverride[]): string | undefined =>
  overrideProblems([one], overrides)[0]?.severity

describe('the severity of a problem', () => {
  it('is as it was when no entry is for its code', () => {
    expect(severityOf(problem)).toBe('error')
    expect(severityOf(problem, { ...override, code: 'ref-cycle' })).toBe('error')
  })

  it('is that of an entry for its code and file', () => {
    expect(severityOf(problem, override)).toBe('warn')
    expect(severityOf(problem, { ...override, files: 'legacy/my api.yaml' })).toBe('warn')
    expect(severityOf(problem, { ...override, files: 'new/**' })).toBe('error')
  })

  it('is not touched by files of another folder, or without a file', () => {
    expect(severityOf(problem, { ...override, files: '**', base: 'file:///other/' })).toBe('error')
    const { uri: _, ...homeless } = problem
    expect(severityOf(homeless, { ...override, files: '**' })).toBe('error')
    expect(severityOf(homeless, override)).toBe('warn')
  })

  it('is that of the last entry that fits', () => {
    expect(severityOf(problem, override, { ...override, severity: 'error', files: 'legacy/*' })).toBe('error')
  })
})
