import type { ReportFinding } from '@specward/core'
import { registry } from '@specward/rulesets'
import { describe, expect, it } from 'vitest'
import { changed, detections } from './detections.ts'
import { review } from './review.ts'

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
    const { document, config } = detection
    const report = await review(
      { [document]: text },
      { conformance: true, ...(config === undefined ? {} : { policy: config }) },
    )
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
