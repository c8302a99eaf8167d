import { createHash } from 'node:crypto'
import { type LintRequest, type LintResult, lintWithSources } from './lint.ts'
import { defineRule, type Registry } from './policy/rule.ts'
import type { ReportFinding } from './report/report.ts'
import { memoryHost, ROOT } from './resolve/graph.test-kit.ts'

export const TODAY = '2026-06-01'

export function rule(id: string, method: string) {
  return defineRule({
    id,
    title: 'A method is used.',
    why: 'Because.',
    fix: 'Do not.',
    presets: {},
    formats: ['oas3'],
    references: { owasp: [], cwe: [], controls: [] },
    select: 'operation',
    check(operation, { report, undecided }) {
      if (operation.method !== method) return
      if (operation.node.child('x-unclear'))
        return undecided({ at: operation.node, because: 'it is unclear' })
      report({ at: operation.node, message: `\`${operation.label}\` is there.` })
    },
    examples: { bad: [], good: [] },
  })
}

export const noNamelessProperty = defineRule({
  id: 'no-secret-name',
  title: 'A property is called secret.',
  why: 'Because.',
  fix: 'Do not.',
  presets: {},
  formats: ['oas3'],
  references: { owasp: [], cwe: [], controls: [] },
  select: 'schema',
  check(schema, { report }) {
    const type = schema.node.child('type')
    if (type?.value === 'secret') report({ at: type, message: 'The type is `secret`.' })
  },
  examples: { bad: [], good: [] },
})

export const registry: Registry = {
  rules: [
    { rule: rule('no-delete', 'delete'), category: 'inventory' },
    { rule: rule('no-put', 'put'), category: 'inventory' },
    { rule: noNamelessProperty, category: 'inventory' },
  ],
  presets: [
    { name: 'recommended', rules: { 'no-delete': 'error', 'no-put': 'warn', 'no-secret-name': 'error' } },
  ],
}

export const API = `openapi: 3.1.0
info: { title: A, version: 1.0.0 }
paths:
  /users:
    get: {}
    delete: {}
    put: {}
  /orders:
    delete: {}
`

export type Files = Readonly<Record<string, string>>

export interface Asked extends Partial<LintRequest> {
  /** Names of what is judged; by default every description. */
  readonly only?: readonly string[]
}

export async function run(files: Files, { only, ...more }: Asked = {}): Promise<LintResult> {
  const described = Object.keys(files).filter((name) => /^openapi|\/openapi|^[ab]\./.test(name))
  const uris = (names: readonly string[]) => names.map((name) => new URL(name, ROOT).href)
  const host = memoryHost(files)
  return lintWithSources(
    {
      documents: uris(only ?? described).map((uri) => ({ uri, named: true })),
      registry,
      version: '1.2.3',
      workingDirectory: ROOT,
      today: TODAY,
      descriptions: async () => uris(described),
      ...more,
    },
    { ...host, sha256: (text) => createHash('sha256').update(text).digest('hex') },
  )
}

/** `no-delete DELETE /users`, those that count. */
export function counting({ report }: LintResult): readonly string[] {
  return report.findings.filter((each) => !each.suppressed).map(nameOf)
}

export function accepted({ report }: LintResult): readonly string[] {
  return report.findings.filter((each) => each.suppressed).map(nameOf)
}

export function nameOf({ ruleId, operations, file, pointer }: ReportFinding): string {
  return `${file} ${ruleId} ${operations.join('+') || pointer}`
}

/** `error waiver-stale specward.waivers.yaml:2`. */
export function notices({ report }: LintResult): readonly string[] {
  return report.notices.map(
    ({ severity, code, file, range }) => `${severity} ${code} ${file}:${range?.start.line}`,
  )
}

export function messages({ report }: LintResult): string {
  return report.notices.map(({ message }) => message).join('\n')
}

export function waiver(entries: Readonly<Record<string, string>>): string {
  const all = { reason: 'Until the summer', owner: 'jane', expires: '2026-12-01', ...entries }
  const lines = Object.entries(all).filter(([, value]) => value !== '')
  return `  - ${lines.map(([key, value]) => `${key}: ${value}`).join('\n    ')}\n`
}

export function waivers(...entries: readonly Readonly<Record<string, string>>[]): string {
  return `waivers:\n${entries.map(waiver).join('')}`
}

export const BOTH = ['openapi.yaml no-delete DELETE /users', 'openapi.yaml no-delete DELETE /orders']

export async function fingerprintOf(
  operation: string,
  files: Files = { 'openapi.yaml': API },
): Promise<string> {
  const { report } = await run(files)
  const found = report.findings.find(({ operations }) => operations.includes(operation))
  return found?.fingerprint ?? ''
}
