import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { FixOptions } from './fix/types.ts'
import { type FixRun, fixAll } from './fix-all.ts'
import type { Host } from './host.ts'
import { lintWithSources } from './lint.ts'
import { defineRule, type Fix, type Registry, type RuleReport } from './policy/rule.ts'
import { memoryHost, ROOT } from './resolve/graph.test-kit.ts'
import type { Node } from './source/node.ts'

/** A host with digests that tell texts apart. */
function hostOf(files: Readonly<Record<string, string>>): Host {
  return { ...memoryHost(files), sha256: (text) => createHash('sha256').update(text).digest('hex') }
}

/** A rule against a field of operations, with the fix that it has for it. */
function against(id: string, field: string, fixOf?: (operation: Node, found: Node) => Fix['edits']) {
  return defineRule({
    id,
    title: 'A field stands there.',
    why: 'Because.',
    fix: 'Take it away.',
    presets: { recommended: 'error' },
    formats: ['oas3'],
    references: { owasp: [], cwe: [], controls: [] },
    select: 'operation',
    check({ node, label }, { report }) {
      const found = node.child(field)
      if (!found) return
      const finding: RuleReport = { at: found, message: `\`${label}\` has \`${field}\`.` }
      const fix = fixOf && { title: `Mend ${field}`, kind: 'safe' as const, edits: fixOf(node, found) }
      report({ ...finding, fix })
    },
    examples: { bad: [], good: [] },
  })
}

function rootOf(node: Node): Node {
  let root = node
  while (root.parent) root = root.parent
  return root
}

const remove = (node: Node): Fix['edits'][number] => ({ node, edit: { op: 'remove', path: node.path } })

const rules = [
  against('no-flag', 'x-flag', (_, found) => [remove(found)]),
  against('no-vain', 'x-vain', (operation) => [
    { node: operation, edit: { op: 'set', path: [...operation.path, 'x-more'], value: 1 } },
  ]),
  against('no-harm', 'x-harm', (_, found) => [
    { node: found, edit: { op: 'rename', path: found.path, to: 'x-bad' } },
  ]),
  against('no-bad', 'x-bad'),
  against('no-turn', 'x-turn', (operation, found) => [
    remove(found),
    { node: operation, edit: { op: 'set', path: ['info', 'x-last'], value: found.value } },
  ]),
  against('no-blocking', 'x-blocking', (operation) => [
    { node: operation, edit: { op: 'set', path: ['info', 'x-last'], value: 'blocked' } },
  ]),
  against('no-shared', 'x-shared', (operation) => {
    const shared = rootOf(operation).at('x-wanted')
    return shared ? [remove(shared)] : []
  }),
]

rules.push({
  ...against('no-unsure', 'x-unsure'),
  check({ node }, { report, undecided }) {
    const found = node.child('x-unsure')
    if (!found) return
    if (found.value === 'who knows') return undecided({ at: found, because: 'nobody knows' })
    const edit = { op: 'set', path: found.path, value: 'who knows' } as const
    report({
      at: found,
      message: 'Sure.',
      fix: { title: 'Hide', kind: 'safe', edits: [{ node: found, edit }] },
    })
  },
})

const registry: Registry = {
  rules: rules.map((rule) => ({ rule, category: 'inventory' })),
  presets: [{ name: 'recommended', rules: Object.fromEntries(rules.map(({ id }) => [id, 'error'])) }],
}

/** A description whose operations have these fields. */
function api(...operations: readonly string[]): string {
  const paths = operations.map((fields, index) => `  /p${index}:\n    get: { responses: {}, ${fields} }\n`)
  return `openapi: 3.1.0\ninfo: { title: A }\npaths:\n${paths.join('')}`
}

async function fixing(
  files: Readonly<Record<string, string>>,
  options: FixOptions = {},
  host: Host = hostOf(files),
): Promise<FixRun> {
  const request = {
    documents: Object.keys(files).map((name) => ({ uri: new URL(name, ROOT).href, named: true })),
    registry,
    version: '1.2.3',
    workingDirectory: ROOT,
  }
  return fixAll(await lintWithSources(request, host), () => true, options)
}

const texts = ({ files }: FixRun) => Object.fromEntries(files.map(({ name, text }) => [name, text]))
const reasons = ({ left }: FixRun) => left.map(({ reason, findings }) => [reason, findings[0]?.operations[0]])

describe('fixing all', () => {
  it('makes what can be made, and tells what is found afterwards', async () => {
    const run = await fixing({ 'a.yaml': api('x-flag: 1', 'x-bad: 2') })
    expect(texts(run)).toEqual({
      'a.yaml': api('', 'x-bad: 2').replace('responses: {},  }', 'responses: {} }'),
    })
    expect(run.fixes.map(({ title, findings }) => [title, findings.length])).toEqual([['Mend x-flag', 1]])
    expect(run.result.report.findings.map(({ ruleId }) => ruleId)).toEqual(['no-bad'])
    expect(run.left).toEqual([])
  })

  it('changes nothing where there is nothing to fix', async () => {
    const run = await fixing({ 'a.yaml': api('x-bad: 1') })
    expect([run.files, run.fixes, run.left]).toEqual([[], [], []])
  })

  it('takes back a fix that does not mend its finding, and makes the others', async () => {
    const run = await fixing({ 'a.yaml': api('x-vain: 1', 'x-flag: 1', 'x-vain: 2') })
    expect(texts(run)['a.yaml']).toContain(
      'get: { responses: {}, x-vain: 1 }\n  /p1:\n    get: { responses: {} }',
    )
    expect(reasons(run)).toEqual([
      ['not-mended', 'GET /p0'],
      ['not-mended', 'GET /p2'],
    ])
  })

  it('takes back a fix after which something else is found, and says what', async () => {
    const run = await fixing({ 'a.yaml': api('x-flag: 1', 'x-harm: 1', 'x-flag: 2', 'x-flag: 3') })
    expect(run.fixes).toHaveLength(3)
    expect(texts(run)['a.yaml']).toContain('x-harm: 1')
    expect(reasons(run)).toEqual([['new-finding', 'GET /p1']])
    expect(run.left[0]?.because).toBe('something else would be found instead: no-bad (a.yaml:7)')
  })

  it('makes fixes of the same place one after the other', async () => {
    const run = await fixing({ 'a.yaml': api('x-turn: 1', 'x-turn: 2', 'x-turn: 3') })
    expect(run.fixes).toHaveLength(3)
    expect(run.result.report.findings).toEqual([])
    expect(run.left).toEqual([])
  })

  it('makes a fix in whose way another one was that has been taken back', async () => {
    const run = await fixing({ 'a.yaml': api('x-blocking: 1', 'x-turn: 2') })
    expect(run.fixes.map(({ title }) => title)).toEqual(['Mend x-turn'])
    expect(reasons(run)).toEqual([['not-mended', 'GET /p0']])
  })

  it('takes back a fix after which its rule cannot tell any more', async () => {
    const run = await fixing({ 'a.yaml': api('x-unsure: 1', 'x-flag: 1') })
    expect(run.fixes.map(({ title }) => title)).toEqual(['Mend x-flag'])
    expect(run.left[0]?.because).toContain('no-unsure, which cannot be decided then')
  })

  it('stops after some rounds, and says what is left', async () => {
    const run = await fixing({
      'a.yaml': api(...Array.from({ length: 13 }, (_, index) => `x-turn: ${index}`)),
    })
    expect(run.fixes).toHaveLength(10)
    expect(run.result.report.findings).toHaveLength(3)
    expect(
      reasons(run)
        .map(([reason]) => reason)
        .sort(),
    ).toEqual(['conflict', 'conflict', 'too-many-passes'])
  })

  it('tries less often where the text is large, and says what was not tried', async () => {
    const harms = Array.from({ length: 15 }, () => 'x-harm: 1')
    const small = await fixing({ 'a.yaml': api(...harms) })
    expect(new Set(small.left.map(({ reason }) => reason))).toEqual(new Set(['new-finding']))
    const large = await fixing({ 'a.yaml': api(...harms) }, { mostRead: 1 })
    expect(large.left).toHaveLength(15)
    const untried = large.left.filter(({ reason }) => reason === 'too-many-passes')
    expect(untried.length).toBeGreaterThan(0)
    expect(untried[0]?.because).toContain('it was not tried')
  })

  it('makes a fix once that several findings have', async () => {
    const text = `${api('x-shared: 1', 'x-shared: 2')}x-wanted: 1\n`
    const run = await fixing({ 'a.yaml': text })
    expect(run.fixes).toEqual([])
    expect(run.left).toMatchObject([{ reason: 'not-mended', findings: [{}, {}] }])
  })

  it('leaves files alone that cannot be written, with the reason', async () => {
    const files = { 'a.yaml': api('x-flag: 1'), 'b.yaml': api('x-flag: 1') }
    const obstacle = async (uri: string) => (uri.endsWith('a.yaml') ? 'it is kept under lock' : undefined)
    const run = await fixing(files, { obstacle })
    expect(run.files.map(({ name }) => name)).toEqual(['b.yaml'])
    expect(run.left).toMatchObject([{ reason: 'not-writable', because: 'it is kept under lock' }])
  })

  it('leaves a file alone that is not what was judged any more', async () => {
    const files = { 'a.yaml': api('x-flag: 1') }
    const own = hostOf(files)
    let reads = 0
    const host: Host = {
      ...own,
      async read(uri) {
        if (uri.endsWith('a.yaml')) reads += 1
        return reads > 1 && uri.endsWith('a.yaml') ? { text: `# new\n${files['a.yaml']}` } : own.read(uri)
      },
    }
    const run = await fixing(files, {}, host)
    expect(run.files).toEqual([])
    expect(reasons(run)).toEqual([['changed-meanwhile', 'GET /p0']])
  })

  it('leaves alone what was read from the network', async () => {
    const uri = 'https://a.example/api.yaml'
    const own = hostOf({})
    const host: Host = {
      ...own,
      read: async (name) => (name === uri ? { text: api('x-flag: 1') } : own.read(name)),
    }
    const documents = [{ uri, named: true }]
    const result = await lintWithSources({ documents, registry, version: '1', workingDirectory: ROOT }, host)
    const run = await fixAll(result, () => true)
    expect(run.files).toEqual([])
    expect(reasons(run)).toEqual([['from-network', 'GET /p0']])
  })

  it('leaves out what is not wanted', async () => {
    const files = { 'a.yaml': api('x-flag: 1', 'x-flag: 2') }
    const documents = [{ uri: new URL('a.yaml', ROOT).href, named: true }]
    const request = { documents, registry, version: '1', workingDirectory: ROOT }
    const result = await lintWithSources(request, hostOf(files))
    const run = await fixAll(result, ({ operations }) => operations.includes('GET /p1'))
    expect(run.fixes).toHaveLength(1)
    expect(run.left).toEqual([])
    expect(run.files[0]?.text).toContain('x-flag: 1')
  })

  it('ends when it is told to', async () => {
    await expect(fixing({ 'a.yaml': api('x-flag: 1') }, { signal: { aborted: true } })).rejects.toMatchObject(
      {
        name: 'EvaluationCancelled',
      },
    )
  })
})
