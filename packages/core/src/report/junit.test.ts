import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { toJunit } from './junit.ts'
import { finding, problem, range, reportOf } from './report.test-kit.ts'
import type { Report } from './report.ts'

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}

/** Parses strictly: throws on anything that XML 1.0 does not allow. */
function parse(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes, children: [], text: '' }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('closetag', () => void open.pop())
  parser.on('text', (text) => {
    const inner = open.at(-1)
    if (inner) inner.text += text
  })
  parser.write(xml).close()
  const [suites] = root.children
  if (!suites) throw new Error('empty')
  return suites
}

const casesIn = (report: Report): readonly Element[] =>
  parse(toJunit(report)).children.flatMap(({ children }) =>
    children.filter(({ name }) => name === 'testcase'),
  )

function casesOf(report: Report): readonly (readonly unknown[])[] {
  return casesIn(report).map(({ attributes, children }) => [
    attributes.classname,
    attributes.name,
    children.map(({ name }) => name).join(' '),
  ])
}

describe('a JUnit report', () => {
  it('shows a clean document as a passed test', () => {
    expect(casesOf(reportOf())).toEqual([['openapi.yaml', 'all rules', '']])
  })

  it('tells of each document which text it was, and by which policy it was judged', () => {
    const [suite] = parse(toJunit(reportOf())).children
    const properties = suite?.children.find(({ name }) => name === 'properties')?.children ?? []
    expect(properties.map(({ attributes: { name, value } }) => [name, value])).toEqual([
      ['format', 'oas3.1'],
      ['digest', ''],
      ['policyDigest', 'd'],
    ])
  })

  it('has a failed test for each rule with findings that reach the gate', () => {
    const findings = [finding(), finding({ range: range(20, 1) }), finding({ ruleId: 'a', severity: 'warn' })]
    expect(casesOf(reportOf({ findings }))).toEqual([
      ['openapi.yaml', 'no-anonymous-write', 'failure'],
      ['openapi.yaml', 'a', 'system-out'],
      ['openapi.yaml', 'all other rules', ''],
    ])
  })

  it('tells in a failure what is wrong and where, one finding a line', () => {
    const findings = [finding(), finding({ range: range(20, 1) }), finding({ severity: 'hint' })]
    const [failure, output] = casesIn(reportOf({ findings }))[0]?.children ?? []
    expect(failure?.attributes).toEqual({
      message: '2 findings: `DELETE /users/{id}` can be called by anyone: its `security` is `[]`.',
      type: 'error',
    })
    expect(failure?.text.split('\n').map((line) => line.slice(0, 22))).toEqual([
      'openapi.yaml:12:5: err',
      'openapi.yaml:20:1: err',
    ])
    expect(output?.text).toContain('openapi.yaml:12:5: hint')
  })

  it('fails nothing when nothing fails the run', () => {
    const report = reportOf({ findings: [finding()], gate: { failOn: 'error', failed: false } })
    expect(casesOf(report)[0]?.[2]).toBe('system-out')
  })

  it('has an error for what could not be judged, and skips what may stay unjudged', () => {
    const problems = [problem(), problem({ severity: 'warn', range: range(9, 1) })]
    expect(casesOf(reportOf({ problems }))).toEqual([
      ['openapi.yaml', 'ref-not-found (line 3, column 7)', 'error'],
      ['openapi.yaml', 'ref-not-found (line 9, column 1)', 'skipped'],
      ['openapi.yaml', 'all rules', ''],
    ])
  })

  it('has a suite for problems without a file', () => {
    const problems = [{ code: 'no-file-matched', severity: 'error', message: 'None.' } as const]
    expect(casesOf(reportOf({ documents: [], problems }))).toEqual([['specward', 'no-file-matched', 'error']])
  })

  it('fails for grave notices about the policy, and prints the others', () => {
    const notices = (['error', 'info'] as const).map((severity) => ({
      code: severity,
      severity,
      message: 'm',
    }))
    expect(casesOf(reportOf({ documents: [], notices }))).toEqual([
      ['specward', 'error', 'failure'],
      ['specward', 'info', 'system-out'],
    ])
  })

  it('counts tests, failures, errors and skips of each suite and of all', () => {
    const report = reportOf({
      findings: [finding(), finding({ file: 'shared.yaml' })],
      problems: [problem(), problem({ severity: 'warn' })],
    })
    const suites = parse(toJunit(report))
    expect(suites.attributes).toMatchObject({ tests: '5', failures: '2', errors: '1' })
    expect(suites.children.map(({ attributes }) => attributes)).toEqual([
      { name: 'openapi.yaml', tests: '4', failures: '1', errors: '1', skipped: '1', time: '0' },
      { name: 'shared.yaml', tests: '1', failures: '1', errors: '0', skipped: '0', time: '0' },
    ])
  })

  it('skips what somebody has accepted, with the reason', () => {
    const accepted = { kind: 'waiver', reason: 'Known <b>.', owner: 'jane', file: 'w.yaml' } as const
    const report = reportOf({ findings: [finding({ suppressed: accepted })] })
    const [skipped] = casesIn(report).filter(({ attributes }) => attributes.name?.includes('(accepted)'))
    expect(skipped?.attributes.name).toBe('no-anonymous-write (accepted)')
    expect(skipped?.children[0]).toMatchObject({
      name: 'skipped',
      attributes: { message: 'accepted by jane: Known <b>. (w.yaml)' },
    })
    expect(parse(toJunit(report)).attributes).toMatchObject({ failures: '0' })
  })

  it('keeps text in its place and writes out what XML cannot hold', () => {
    const message = 'a ]]> <b a="1"> & \u0000 \u001b[31m \ud800 \uffff \n end'
    const [failure] = casesIn(reportOf({ findings: [finding({ message })] }))[0]?.children ?? []
    expect(failure?.attributes.message).toBe('a ]]> <b a="1"> & \\x00 \\x1b[31m \\ud800 \\uffff \\n end')
  })
})
