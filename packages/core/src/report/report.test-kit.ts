import { createHash } from 'node:crypto'
import type { Severity } from '../policy/rule.ts'
import type { FormatOptions } from './formats.ts'
import type { Range, Report, ReportFinding, ReportProblem } from './report.ts'
import type { RuleInfo } from './rule-info.ts'

export function range(line: number, column: number, endLine = line, endColumn = column + 4): Range {
  return { start: { line, column }, end: { line: endLine, column: endColumn } }
}

export function finding(more: Partial<ReportFinding> = {}): ReportFinding {
  return {
    ruleId: 'no-anonymous-write',
    severity: 'error',
    message: '`DELETE /users/{id}` can be called by anyone: its `security` is `[]`.',
    file: 'openapi.yaml',
    pointer: '/paths/~1users~1{id}/delete',
    operations: ['DELETE /users/{id}'],
    range: range(12, 5),
    fingerprint: '00000000000000aa',
    isNew: true,
    cause: null,
    references: { owasp: ['API2:2023'], cwe: [306], controls: ['AUTHN-1'] },
    docs: 'rulesets/docs/no-anonymous-write.md',
    related: [],
    fix: null,
    suppressed: null,
    ...more,
  }
}

export function problem(more: Partial<ReportProblem> = {}): ReportProblem {
  return {
    code: 'ref-not-found',
    severity: 'error',
    message: '`#/nowhere` leads nowhere.',
    file: 'openapi.yaml',
    range: range(3, 7),
    ...more,
  }
}

/** A report with the given parts; gate, counts and completeness follow from them. */
export function reportOf(more: Partial<Report> = {}): Report {
  const findings = more.findings ?? []
  const active = findings.filter(({ suppressed }) => suppressed === null)
  const number = (severity: Severity): number => active.filter((each) => each.severity === severity).length
  return {
    version: 1,
    tool: { name: 'specward', version: '0.1.0' },
    complete: (more.problems ?? []).length === 0,
    policy: { digest: 'd', sources: ['specward:recommended'] },
    gate: { failOn: 'error', failed: number('error') > 0 },
    documents: [{ file: 'openapi.yaml', format: 'oas3.1', digest: '', operations: 12, failOn: 'error' }],
    skipped: [],
    summary: {
      documents: more.documents?.length ?? 1,
      operations: 12,
      error: number('error'),
      warn: number('warn'),
      info: number('info'),
      hint: number('hint'),
      suppressed: findings.length - active.length,
      known: 0,
    },
    findings,
    undecided: [],
    problems: [],
    notices: [],
    rules: [
      { id: 'no-anonymous-write', judged: 12, undecided: 0, notApplicable: 0 },
      { id: 'no-duplicate-key', judged: 1, undecided: 0, notApplicable: 0 },
    ],
    ...more,
  }
}

const RULES: Readonly<Record<string, RuleInfo>> = {
  'no-anonymous-write': {
    title: 'A write can be called without authentication.',
    why: 'Whoever finds the URL can change data.',
    fix: 'Require a security scheme.',
    presets: { recommended: 'error', strict: 'error' },
    references: {
      owasp: ['API2:2023', 'API10:2023'],
      cwe: [306, 79],
      controls: ['AUTHN-1'],
      specifications: ['RFC 9110, section 11.1'],
    },
    category: 'authentication',
    falsePositives: 'Sign-in has to be open.',
  },
  'no-duplicate-key': {
    title: 'A key stands twice.',
    why: 'The last one wins without a word.',
    fix: 'Remove one.',
    presets: { strict: 'warn' },
    references: { owasp: [], cwe: [], controls: [] },
    category: 'document',
  },
}

export const options: FormatOptions = {
  rules: (id) => (Object.hasOwn(RULES, id) ? RULES[id] : undefined),
  prefix: '',
  text: { color: false, quiet: false, sources: () => undefined },
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
}
