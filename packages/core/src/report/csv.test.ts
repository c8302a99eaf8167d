import { describe, expect, it } from 'vitest'
import { toCsv } from './csv.ts'
import { finding, problem, range, reportOf } from './report.test-kit.ts'
import type { Report } from './report.ts'

// T13: output that a description forges

/** Reads RFC 4180, and throws where a quote stands where none may. */
function rowsOf(report: Report): readonly (readonly string[])[] {
  const text = toCsv(report)
  expect(text.endsWith('\r\n')).toBe(true)
  return text
    .slice(0, -2)
    .split('\r\n')
    .map((line) => {
      const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))(?=,|$)/g)]
      expect(cells.map(([whole]) => whole).join('')).toBe(line)
      return cells.map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '')
    })
}

function cellOf(message: string): string | undefined {
  return rowsOf(reportOf({ findings: [finding({ message })] }))[1]?.[3]
}

describe('comma-separated values', () => {
  it('have a header and a row for each problem, notice and finding', () => {
    const cause = { file: 'shared.yaml', pointer: '/security', range: range(3, 1) }
    const rows = rowsOf(
      reportOf({
        problems: [problem()],
        notices: [{ code: 'waiver-stale', severity: 'info', message: 'Old.' }],
        findings: [finding({ cause, operations: ['GET /a', 'PUT /a'] })],
      }),
    )
    expect(rows.map((row) => row.slice(0, 3))).toEqual([
      ['kind', 'severity', 'rule'],
      ['problem', 'error', 'ref-not-found'],
      ['notice', 'info', 'waiver-stale'],
      ['finding', 'error', 'no-anonymous-write'],
    ])
    expect(rows.map((row) => row.length)).toEqual([25, 25, 25, 25])
    expect(rows[3]?.slice(4)).toEqual([
      'openapi.yaml',
      '12',
      '5',
      '12',
      '9',
      'GET /a; PUT /a',
      '/paths/~1users~1{id}/delete',
      '00000000000000aa',
      'shared.yaml',
      '3',
      'API2:2023',
      'CWE-306',
      'rulesets/docs/no-anonymous-write.md',
      '',
      '',
      '',
      '',
      'true',
      '',
      '',
      '',
    ])
  })

  it('say who has accepted a finding', () => {
    const suppressed = {
      kind: 'waiver',
      reason: '=1+1',
      owner: 'jane',
      expires: '2027-01-31',
      file: 'w',
    } as const
    const [, row] = rowsOf(reportOf({ findings: [finding({ suppressed })] }))
    expect(row?.slice(-8, -4)).toEqual(['waiver', "'=1+1", 'jane', '2027-01-31'])
  })

  it.each(['a, b', 'say "hi"', ' blank ', "it's"])('give back %j as it was', (text) => {
    expect(cellOf(text)).toBe(text)
  })

  it.each([
    ['=cmd()', "'=cmd()"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['  =1', "  '=1"],
    ['＝1', "'＝1"],
    ['\t=1', '\\t=1'],
    ['a;=1', "a;'=1"],
    ['a\r\n=1', 'a\\r\\n=1'],
  ])('keep a spreadsheet from computing %j', (text, cell) => {
    expect(cellOf(text)).toBe(cell)
  })
})
