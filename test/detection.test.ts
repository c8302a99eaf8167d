import { readdirSync, readFileSync } from 'node:fs'
import { createConformanceChecker } from '@specward/conformance'
import { type Host, lint, type Report, type ReportFinding } from '@specward/core'
import { registry } from '@specward/rulesets'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const FOLDER = 'file:///project/'

/**
 * One small change to a secure description, which exactly one rule has to find at its place. A file for each rule,
 * under its name.
 */
interface Detection {
  /** File of `test/secure` that is changed. */
  readonly document: string
  /** What the change is, in words. */
  readonly change: string
  /** Text that stands exactly once in the document, or several such texts. */
  readonly replace: string | readonly string[]
  /** What is put in its place, in the same order. */
  readonly with: string | readonly string[]
  /** Text at which the finding has to begin. It stands in what was changed, unless `elsewhere` says why not. */
  readonly found: string
  readonly elsewhere?: string
  /** `specward.yaml` for rules that need to be told something. */
  readonly config?: string
  /** Other rules that speak because of the same change, each with the reason why it is right. */
  readonly also?: Readonly<Record<string, string>>
}

const folder = new URL('detection/', import.meta.url)
const detections = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name): [string, Detection] => [
      name.slice(0, -'.yaml'.length),
      parse(readFileSync(new URL(name, folder), 'utf8')),
    ]),
)

async function review(name: string, text: string, config: string | undefined): Promise<Report> {
  const files = new Map([[FOLDER + name, text]])
  if (config !== undefined) files.set(`${FOLDER}specward.yaml`, config)
  const host: Host = {
    read: async (uri) => {
      const found = files.get(uri)
      return found === undefined ? { error: 'not-found', detail: 'there is no such file' } : { text: found }
    },
    exists: async (uri) => files.has(uri),
    sha256: (content) => String(content).length.toString(),
    now: () => 0,
  }
  return lint(
    {
      documents: [{ uri: FOLDER + name, named: true }],
      registry,
      conformance: createConformanceChecker(),
      version: '0',
      workingDirectory: FOLDER,
      ...(config === undefined ? { presets: ['strict'] } : {}),
    },
    host,
  )
}

/** The changed text, and which lines of it (1-based) are new or stand beside something that was taken away. */
function change(
  text: string,
  { replace, with: put }: Detection,
): { text: string; lines: ReadonlySet<number> } {
  const before = typeof replace === 'string' ? [replace] : replace
  const after = typeof put === 'string' ? [put] : put
  expect(after).toHaveLength(before.length)
  let changed = text
  before.forEach((old, index) => {
    expect(changed.split(old), `stands once: ${old}`).toHaveLength(2)
    changed = changed.replace(old, () => after[index] ?? '')
  })
  const lines = new Set<number>()
  for (const piece of after) {
    const start = changed.slice(0, changed.indexOf(piece)).split('\n').length
    for (const [index] of piece.split('\n').entries()) lines.add(start + index)
  }
  return { text: changed, lines }
}

function beginsAt(text: string, { range }: ReportFinding, found: string): boolean {
  const line = text.split('\n')[range.start.line - 1] ?? ''
  return line.slice(range.start.column - 1).startsWith(found)
}

describe('one small change to a secure description', () => {
  it('is there for every rule', () => {
    const ids = registry.rules.map(({ rule }) => rule.id).sort()
    expect([...detections.keys()].sort()).toEqual(ids)
  })

  it.each([...detections])('%s finds it, and no other rule without a reason', async (id, detection) => {
    const before = readFileSync(new URL(`secure/${detection.document}`, import.meta.url), 'utf8')
    const { text, lines } = change(before, detection)
    const report = await review(detection.document, text, detection.config)
    expect(report.problems).toEqual([])
    const told = report.findings.map(({ ruleId, message }) => `${ruleId}: ${message}`).join('\n')
    const own = report.findings.filter(({ ruleId }) => ruleId === id)
    expect(
      own.filter((finding) => beginsAt(text, finding, detection.found)),
      told,
    ).not.toEqual([])
    if (detection.elsewhere === undefined) {
      expect([...lines], told).toContain(
        own.find((each) => beginsAt(text, each, detection.found))?.range.start.line,
      )
    }
    const others = new Set(report.findings.map(({ ruleId }) => ruleId).filter((other) => other !== id))
    expect([...others].sort(), told).toEqual(Object.keys(detection.also ?? {}).sort())
  })
})
