import { createConformanceChecker } from '@specward/conformance'
import { type Host, lint, type Report, type ReportFinding } from '@specward/core'
import { registry } from '@specward/rulesets'
import { describe, expect, it } from 'vitest'
import { changed, type Detection, detections } from './detections.ts'

const FOLDER = 'file:///project/'

async function review(text: string, { document, config }: Detection): Promise<Report> {
  const files = new Map([[FOLDER + document, text]])
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
      documents: [{ uri: FOLDER + document, named: true }],
      registry,
      conformance: createConformanceChecker(),
      version: '0',
      workingDirectory: FOLDER,
      ...(config === undefined ? { presets: ['strict'] } : {}),
    },
    host,
  )
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
    const { text, lines } = changed(detection)
    const report = await review(text, detection)
    expect(report.problems).toEqual([])
    const told = report.findings.map(({ ruleId, message }) => `${ruleId}: ${message}`).join('\n')
    const own = report.findings.filter(({ ruleId }) => ruleId === id)
    const found = own.filter((finding) => beginsAt(text, finding, detection.found))
    expect(found, told).not.toEqual([])
    if (detection.elsewhere === undefined) {
      expect([...lines], told).toContain(found[0]?.range.start.line)
    }
    const others = new Set(report.findings.map(({ ruleId }) => ruleId).filter((other) => other !== id))
    expect([...others].sort(), told).toEqual(Object.keys(detection.also ?? {}).sort())
  })
})
