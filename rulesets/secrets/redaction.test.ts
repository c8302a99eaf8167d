import { type Host, lintWithSources, type Rule, toJson, toText } from '@specward/core'
import { describe, expect, it } from 'vitest'
import plaintext from '../transport/no-plaintext-server.ts'
import literal from './no-secret-literal.ts'
import userinfo from './no-url-userinfo.ts'

const PASSWORD = 'Tq7rW2mZ9xLp'
const ENCODED = 'c3ZjLW9yZGVyczpUcTdyVzJtWjl4THA='

const TEXT = `openapi: 3.1.1
info: { title: A, version: '1' }
paths: {}
servers:
  - url: http://svc:${PASSWORD}@api.example.com # ${PASSWORD}
x-header: "Basic ${ENCODED}"
`

const host: Host = {
  read: async () => ({ text: TEXT }),
  exists: async () => false,
  sha256: (text) => String(text.length),
  now: () => 0,
}

async function review() {
  const rules: readonly Rule[] = [literal, userinfo, plaintext]
  const registry = {
    rules: rules.map((rule) => ({ rule, category: 'secrets' })),
    presets: [{ name: 'all', rules: Object.fromEntries(rules.map(({ id }) => [id, 'error'] as const)) }],
  }
  const documents = [{ uri: 'file:///project/api.yaml', named: true }]
  return lintWithSources(
    { documents, registry, version: '0', workingDirectory: 'file:///project/', presets: ['all'] },
    host,
  )
}

describe('a secret that a rule has found', () => {
  it('stands in no output, neither of that rule nor of the others', async () => {
    const { report, sources } = await review()
    expect(report.findings.map(({ ruleId }) => ruleId).sort()).toEqual([
      'no-plaintext-server',
      'no-secret-literal',
      'no-url-userinfo',
    ])
    const outputs = [
      toJson(report),
      toText(report, { color: false, quiet: false, sources, rules: () => undefined }),
    ]
    for (const output of outputs) expect(output).not.toMatch(new RegExp(`${PASSWORD}|${ENCODED}`))
  })

  it('is covered in the excerpt, whose marks stay where they belong', async () => {
    const { report, sources } = await review()
    const text = toText(report, { color: false, quiet: false, sources, rules: () => undefined })
    expect(text).toContain(
      '       5 |   - url: http://****************@api.example.com # ************\n' +
        '         |                 ^^^^^^^^^^^^^^^^\n',
    )
  })

  it('is taken out by a fix, and written down by none', async () => {
    const { report } = await review()
    const fixes = report.findings.map(({ ruleId, fix }) => [
      ruleId,
      fix?.edits.map(({ text }) => text).join(),
    ])
    expect(Object.fromEntries(fixes)).toMatchObject({ 'no-plaintext-server': undefined })
    expect(fixes.filter(([, text]) => text !== undefined)).toHaveLength(2)
  })
})
