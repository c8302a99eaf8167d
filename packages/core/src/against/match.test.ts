import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Severity } from '../policy/rule.ts'
import type { SettledFinding } from '../settle/types.ts'
import type { BaseDocument } from './base-types.ts'
import { matchFindings } from './match.ts'

interface Brief {
  readonly ruleId: string
  readonly fingerprint: string
  readonly severity: Severity
  readonly parts?: readonly string[]
}

const brief = (ruleId: string, fingerprint: string, severity: Severity = 'error'): Brief => ({
  ruleId,
  fingerprint,
  severity,
})

const settled = (findings: readonly Brief[]) => findings as readonly SettledFinding[]

function before(name: string, findings: readonly Brief[], isGone = false): BaseDocument {
  return { name, isGone, findings: findings.map((each) => ({ ...each, place: '' })) }
}

function known(now: Readonly<Record<string, readonly Brief[]>>, base: readonly BaseDocument[]) {
  const documents = Object.entries(now).map(([name, findings]) => ({ name, findings: settled(findings) }))
  const { findings } = matchFindings(documents, base)
  return findings.map((each) => each.filter(({ isKnown }) => isKnown).map(({ fingerprint }) => fingerprint))
}

describe('findings that a base knows', () => {
  it('are those of the same rule with the same fingerprint in the same document', () => {
    const base = [before('a', [brief('no-x', '1'), brief('no-x', '2')])]
    expect(known({ a: [brief('no-x', '1'), brief('no-y', '2'), brief('no-x', '3')] }, base)).toEqual([['1']])
    expect(known({ b: [brief('no-x', '1'), brief('no-x', '2')] }, base)).toEqual([[]])
  })

  it('are no longer known when they are graver', () => {
    const base = [before('a', [brief('no-x', '1', 'warn'), brief('no-x', '2', 'error')])]
    const documents = [{ name: 'a', findings: settled([brief('no-x', '1'), brief('no-x', '2', 'info')]) }]
    const [findings] = matchFindings(documents, base).findings
    expect(findings?.map(({ isKnown, baseSeverity }) => [isKnown, baseSeverity])).toEqual([
      [undefined, 'warn'],
      [true, undefined],
    ])
  })

  it('are those all of whose parts it has: a group that has shrunk is not new, one that has grown is', () => {
    const group = { ...brief('no-x', '12'), parts: ['1', '2'] }
    const base = [before('a', [group, brief('no-x', '3')])]
    const shrunk = brief('no-x', '1')
    const grown = { ...brief('no-x', '124'), parts: ['1', '2', '4'] }
    const joined = { ...brief('no-x', '13'), parts: ['1', '3'] }
    expect(known({ a: [shrunk, grown, joined] }, base)).toEqual([['1', '13']])
  })

  it('are looked for in a document that is gone, where one alone is like the new one', () => {
    const three = [brief('no-x', '1'), brief('no-x', '2'), brief('no-x', '3')]
    expect(known({ b: three }, [before('a', three, true)])).toEqual([['1', '2', '3']])
    expect(known({ b: three }, [before('a', three, false)])).toEqual([[]])
    expect(known({ b: three }, [before('a', three, true), before('c', three, true)])).toEqual([[]])
    expect(known({ b: three, c: three }, [before('a', three, true)])).toEqual([[], []])
    const other = [brief('no-x', '1'), brief('no-y', '8'), brief('no-y', '9')]
    expect(known({ b: other }, [before('a', three, true)])).toEqual([[]])
  })

  it('are looked for in the document whose path ends most like the new one, where several are alike', () => {
    const some = [brief('no-x', '1'), brief('no-x', '2')]
    const gone = [before('specs/v1/api', some, true), before('specs/v2/api', some, true)]
    expect(known({ 'apis/v1/api': some, 'apis/v2/api': some }, gone)).toEqual([
      ['1', '2'],
      ['1', '2'],
    ])
    expect(known({ 'specs/v1/other': some, 'specs/v2/other': some }, gone)).toEqual([
      ['1', '2'],
      ['1', '2'],
    ])
    expect(known({ 'apis/api': some }, gone)).toEqual([[]])
    const other = [brief('no-x', '1'), brief('no-x', '8'), brief('no-x', '9')]
    expect(known({ 'apis/v1/api': other }, gone)).toEqual([[]])
  })

  it('never hide one that the base does not have, whatever the documents', () => {
    const finding = fc.record({
      ruleId: fc.constantFrom('no-x', 'no-y'),
      fingerprint: fc.constantFrom('1', '2', '3', '4'),
      severity: fc.constantFrom<Severity>('error', 'warn'),
    })
    const list = fc.uniqueArray(finding, { selector: (each) => each.ruleId + each.fingerprint, maxLength: 6 })
    const side = fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'), list)
    fc.assert(
      fc.property(side, side, (now, was) => {
        const base = Object.entries(was).map(([name, findings]) =>
          before(name, findings, !Object.hasOwn(now, name)),
        )
        const names = Object.keys(now)
        const documents = names.map((name) => ({ name, findings: settled(now[name] ?? []) }))
        const matched = matchFindings(documents, base)
        for (const [index, name] of names.entries()) {
          const counterpart = matched.counterparts[index]
          if (Object.hasOwn(was, name)) expect(counterpart).toBe(name)
          const there = base.find((each) => each.name === counterpart)?.findings ?? []
          for (const each of matched.findings[index] ?? []) {
            const same = there.some(
              (old) => old.ruleId === each.ruleId && old.fingerprint === each.fingerprint,
            )
            expect(same || !each.isKnown).toBe(true)
          }
        }
      }),
      { seed: 7, numRuns: 300 },
    )
  })
})
