import type { FindingItem, FindingsAnswer } from '@specward/language-server'
import { describe, expect, it } from 'vitest'
import { countText, rowsOf } from './tree.ts'

const uri = 'file:///apis/api/openapi.yaml'
const nameOf = (each: string): string => each.replace('file:///apis/', '')

const item: FindingItem = {
  kind: 'finding',
  severity: 'error',
  code: 'no-anonymous-write',
  message: '`DELETE /users` can be called by *anyone* [here](https://x.example).',
  location: { uri, range: { start: { line: 11, character: 4 }, end: { line: 11, character: 10 } } },
  description: uri,
  fingerprint: 'f1',
  operations: ['DELETE /users'],
  docs: 'rulesets/docs/no-anonymous-write.md',
}

const answer: FindingsAnswer = {
  descriptions: 1,
  counts: { error: 1, warn: 0, info: 1, hint: 0 },
  items: [item, { ...item, severity: 'info', code: 'syntax-error', kind: 'problem', fingerprint: 'f2' }],
  groups: [{ id: 'operation DELETE /users', kind: 'operation', label: 'DELETE /users', items: [0, 1] }],
}

describe('the rows of the view', () => {
  const [group] = rowsOf(answer, 'operation', nameOf)

  it('are groups with their findings, numbers and gravest colour', () => {
    expect(group).toMatchObject({
      label: 'DELETE /users',
      description: '1 error, 1 info',
      icon: { name: 'symbol-method', color: 'problemsErrorIcon.foreground' },
      context: 'group',
    })
    expect(group?.children.map(({ label, icon }) => [label, icon.name])).toEqual([
      ['no-anonymous-write', 'error'],
      ['syntax-error', 'info'],
    ])
  })

  it('tell what is wrong without the signs of Markdown', () => {
    const [finding] = group?.children ?? []
    expect(finding?.description).toBe('DELETE /users can be called by *anyone* [here](https://x.example).')
    expect(finding?.tooltip).toContain(
      '`DELETE /users` can be called by \\*anyone\\* \\[here\\]\\(https://x\\.example\\)\\.',
    )
    expect(finding?.accessible).toMatch(/^error: .*, api\/openapi\.yaml line 12$/)
  })

  it('offer to waive findings alone, and pages where there is one', () => {
    expect(group?.children.map(({ context }) => context)).toEqual(['finding page', 'problem page'])
    const [without] = rowsOf(
      { ...answer, items: [{ ...item, docs: undefined } as never] },
      'operation',
      nameOf,
    )
    expect(without?.children[0]?.context).toBe('finding')
  })

  it.each([
    ['rule', 'api/openapi.yaml:12', /can be called/],
    ['file', 'no-anonymous-write', /^12 {2}DELETE/],
    ['control', 'no-anonymous-write', /^DELETE/],
  ] as const)('show by %s what the group does not say', (groupBy, label, description) => {
    const [row] = rowsOf(answer, groupBy, nameOf)
    expect(row?.children[0]?.label).toBe(label)
    expect(row?.children[0]?.description).toMatch(description)
  })

  it('name files as people know them', () => {
    const groups = [{ id: 'file', kind: 'file', label: uri, items: [0] }] as const
    expect(rowsOf({ ...answer, groups }, 'file', nameOf)[0]?.label).toBe('api/openapi.yaml')
  })

  it('have ids of their own, also for a finding that stands in two groups', () => {
    const groups = ['a', 'b'].map((id) => ({ id, kind: 'operation', label: id, items: [0, 1] }) as const)
    const ids = rowsOf({ ...answer, groups }, 'operation', nameOf).flatMap((row) => [
      row.id,
      ...row.children.map(({ id }) => id),
    ])
    expect(new Set(ids).size).toBe(6)
  })

  it('pass over what an answer does not hold', () => {
    const groups = [{ id: 'a', kind: 'operation', label: 'a', items: [7] }] as const
    expect(rowsOf({ ...answer, groups }, 'operation', nameOf)[0]?.children).toEqual([])
  })
})

describe('numbers', () => {
  it.each([
    [{ error: 1, warn: 2, info: 2, hint: 1 }, '1 error, 2 warnings, 2 info, 1 hint'],
    [{ error: 0, warn: 0, info: 0, hint: 0 }, ''],
  ])('are told in words: %j', (counts, expected) => {
    expect(countText(counts)).toBe(expected)
  })
})
