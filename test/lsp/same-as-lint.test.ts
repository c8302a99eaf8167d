import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createConformanceChecker } from '@specward/conformance'
import type { ReportFinding, ReportNotice, ReportProblem } from '@specward/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Diagnostic } from 'vscode-languageserver'
import { nodeIo } from '../../packages/cli/src/io.ts'
import { Client } from '../../packages/language-server/src/client.test-kit.ts'
import { runIn } from '../run-in.ts'

const CORPUS = new URL('../../../shared/corpus/', import.meta.url)
const isThere = existsSync(CORPUS)
/** Documents of a run; `SPECWARD_LSP=all` takes all of them. */
const SAMPLE = 24
const PRESETS = ['strict']
const SEVERITIES = { error: 1, warn: 2, info: 3, hint: 4 } as const

function descriptions(): readonly string[] {
  if (!isThere) return []
  const [head = '', ...lines] = readFileSync(new URL('INDEX.tsv', CORPUS), 'utf8').trim().split('\n')
  const [path, kind] = ['path', 'kind'].map((name) => head.split('\t').indexOf(name))
  const rows = lines.map((line) => line.split('\t'))
  const all = rows.filter((row) => row[kind ?? -1] === 'api').map((row) => row[path ?? -1] ?? '')
  const step = process.env.SPECWARD_LSP === 'all' ? 1 : all.length / SAMPLE
  return all.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step))
}

interface Reported {
  readonly findings: readonly ReportFinding[]
  readonly problems: readonly ReportProblem[]
  readonly notices: readonly ReportNotice[]
}

/** One line for each thing that is said, in order. */
function line(uri: string, { range, severity, code, message }: Diagnostic): string {
  const { start, end } = range
  return `${uri} ${start.line}:${start.character}-${end.line}:${end.character} ${severity} ${code} ${message}`
}

/** What an editor has to show of a report: in the description, and in the files that it consists of. */
function expectedOf(name: string, report: Reported): readonly string[] {
  const root = new URL(name, CORPUS).href
  const lines: string[] = []
  const add = (
    file: string | undefined,
    each: Omit<Diagnostic, 'severity'>,
    severity: keyof typeof SEVERITIES,
  ) => {
    const uri = file === undefined ? root : new URL(encodeURI(file), CORPUS).href
    if (uri.startsWith('file:')) lines.push(line(uri, { ...each, severity: SEVERITIES[severity] }))
  }
  for (const { file, range, severity, ruleId, message } of report.findings)
    add(file, { range: rangeOf(range), code: ruleId, message }, severity)
  for (const { file, range, severity, code, message } of report.problems)
    add(file, { range: rangeOf(range), code, message }, severity)
  for (const { file, range, severity, code, message } of report.notices)
    if (file !== undefined) add(file, { range: rangeOf(range), code, message }, severity)
  return lines.sort()
}

function rangeOf(range: ReportFinding['range'] | null | undefined): Diagnostic['range'] {
  const { start, end } = range ?? { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } }
  return {
    start: { line: start.line - 1, character: start.column - 1 },
    end: { line: end.line - 1, character: end.column - 1 },
  }
}

describe.skipIf(!isThere)('of real descriptions (skipped without ../shared/corpus)', () => {
  let client: Client

  beforeAll(async () => {
    client = await new Client({
      folders: [CORPUS.href],
      initializationOptions: { settings: { presets: PRESETS, workspace: false } },
      options: {
        host: nodeIo().host({ cwd: fileURLToPath(CORPUS) }),
        conformance: createConformanceChecker(),
        workingDirectory: CORPUS.href,
        descriptions: async () => [],
      },
    }).start()
  })
  afterAll(() => client?.stop())

  it.each(descriptions())(
    '%s has in an editor what the command line tells',
    { timeout: 120_000 },
    async (name) => {
      const cwd = fileURLToPath(CORPUS)
      const { out } = await runIn(cwd, ['lint', name, '--format', 'json', '--preset', PRESETS.join()])
      const text = readFileSync(new URL(name, CORPUS), 'utf8')
      const uri = await client.open(new URL(name, CORPUS).href, text)
      const report = await client.pull(uri)
      if (report.kind !== 'full') throw new Error('no full report')
      const files = Object.entries({ ...report.relatedDocuments, [uri]: report })
      const shown = files.flatMap(([file, each]) =>
        each.kind === 'full' ? each.items.filter(isHere).map((item) => line(file, item)) : [],
      )
      await client.close(uri)
      expect(shown.sort()).toEqual(expectedOf(name, JSON.parse(out)))
    },
  )
})

/** Whether it is no repetition of what is told in another file. */
function isHere({ relatedInformation }: Diagnostic): boolean {
  return relatedInformation?.[0]?.message !== 'It stands here.'
}
