import { describe, expect, it } from 'vitest'
import type { Host } from '../../host.ts'
import { lintWithSources } from '../../lint.ts'
import { defineRule, type Registry } from '../../policy/rule.ts'
import { memoryHost, ROOT } from '../../resolve/graph.test-kit.ts'

const registry: Registry = {
  presets: [{ name: 'recommended', rules: { 'no-get': 'error' } }],
  rules: [
    {
      category: 'trial',
      rule: defineRule({
        id: 'no-get',
        title: 'A method is used.',
        why: 'Because.',
        fix: 'Do not.',
        presets: { recommended: 'error' },
        formats: ['oas3'],
        references: { owasp: [], cwe: [], controls: [] },
        select: 'operation',
        check: ({ node }, { report }) => {
          const edits = [{ node, edit: { op: 'remove', path: node.path } as const }]
          report({
            at: node,
            message: `${node.key} is bad.`,
            fix: { title: 'Remove it.', kind: 'safe', edits },
          })
        },
        examples: { bad: [], good: [] },
      }),
    },
  ],
}

/** More than is kept parsed, and more than is kept at hand as text. */
const DOCUMENTS = 12
const names = Array.from({ length: DOCUMENTS }, (_, at) => `api${at}.json`)
const SHARED = 'shared.json'

function textOf(at: number): string {
  const info = { title: `é ${at}`, version: '1', description: `${at}`.padEnd(500_000, ' long') }
  const ignored = { rule: 'no-get', reason: 'It is right here.' }
  return JSON.stringify({
    openapi: '3.1.0',
    info,
    paths: {
      '/a': { get: {} },
      '/b': { get: at === 3 ? { 'x-specward-ignore': [ignored] } : {} },
      '/c': { $ref: `./${SHARED}` },
    },
  })
}

const files = Object.fromEntries([
  ...names.map((name, at) => [name, textOf(at)] as const),
  [SHARED, '{"get":{}}'],
])

function run(more: Partial<Host>, keep: boolean) {
  const documents = names.map((name) => ({ uri: `${ROOT}${name}`, named: true }))
  const request = { documents, registry, version: '1', workingDirectory: ROOT, keep }
  return lintWithSources(request, { ...memoryHost(files), ...more })
}

describe('a run over more than can be kept', () => {
  it('tells the same as one that keeps everything', async () => {
    const folded: string[] = []
    const fold = (text: string) => {
      folded.push(text)
      return () => text
    }
    const [kept, lean] = [await run({}, true), await run({ fold }, false)]
    expect(JSON.stringify(lean.report)).toBe(JSON.stringify(kept.report))
    expect(kept.report.findings.filter(({ suppressed }) => suppressed)).toHaveLength(1)
    expect(kept.report.findings.every(({ fix }) => fix)).toBe(true)
    for (const name of names) expect(lean.sources(name) === files[name]).toBe(true)
    expect(new Set(folded).size).toBeGreaterThan(2)
  })

  it('folds nothing as long as it is small', async () => {
    const fold = () => {
      throw new Error('folded')
    }
    const documents = [{ uri: `${ROOT}${names[0]}`, named: true }]
    const host = { ...memoryHost(files), fold }
    const { report } = await lintWithSources(
      { documents, registry, version: '1', workingDirectory: ROOT },
      host,
    )
    expect(report.findings).toHaveLength(3)
  })
})
