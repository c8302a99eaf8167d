import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import type { Host } from './host.ts'
import { type LintRequest, lint, lintWithSources } from './lint.ts'
import { defineRule, type Registry, type RuleContext } from './policy/rule.ts'
import { toJson } from './report/json.ts'
import { toText } from './report/text.ts'
import { memoryHost, ROOT } from './resolve/graph.test-kit.ts'
import type { DocumentRecord, DocumentRecords } from './run/record/document-record.ts'
import { readDocumentRecord } from './run/record/read-record.ts'
import { createRecorder } from './run/record/recorder.ts'

// test files share what they import: this one counts in modules of its own
const parses = vi.hoisted(() => {
  vi.resetModules()
  return { of: [] as string[] }
})

afterAll(() => {
  vi.resetModules()
})

vi.mock('./source/parse.ts', async (original) => {
  const real = await original<typeof import('./source/parse.ts')>()
  const counted =
    <F extends (uri: string, text: string) => unknown>(parse: F) =>
    (uri: string, text: string) => {
      parses.of.push(uri)
      return parse(uri, text) as ReturnType<F>
    }
  return { ...real, parseSource: counted(real.parseSource), parseAtOnce: counted(real.parseAtOnce) }
})

const checks: string[] = []

const REGISTRY: Registry = {
  rules: [
    {
      category: 'x',
      rule: defineRule({
        id: 'no-delete',
        title: 'Something is deleted.',
        why: 'Because.',
        fix: 'Do not.',
        presets: { recommended: 'error', strict: 'error' },
        formats: ['oas3'],
        references: { owasp: [], cwe: [], controls: [] },
        select: 'operation',
        check(operation, context: RuleContext<Record<never, never>>) {
          checks.push(operation.label)
          const { node } = operation
          if (operation.path?.includes('dated') && context.today === '2027-02-01') return
          if (operation.path?.includes('secret')) {
            const secret = node.at('summary')
            const text = secret?.string ?? ''
            if (secret) context.report({ at: secret, message: `\`${text}\` is told.`, secrets: [text] })
            return
          }
          if (operation.path?.includes('maybe')) return context.undecided({ at: node, because: 'who knows' })
          if (node.key !== 'delete') return
          const edit = { op: 'remove', path: node.path } as const
          const fix = { title: 'Remove it', kind: 'safe', edits: [{ node, edit }] } as const
          context.report({ at: { node, part: 'key' }, message: `\`${operation.label}\``, fix })
        },
        examples: { bad: [], good: [] },
      }),
    },
  ],
  presets: [{ name: 'recommended', rules: { 'no-delete': 'error' } }],
}

function hostOf(files: Readonly<Record<string, string>>): Host {
  return { ...memoryHost(files), sha256: (held) => createHash('sha256').update(held).digest('hex') }
}

function api(...paths: readonly string[]): string {
  const items = paths.map((path) => `  /${path}:\n    delete: { responses: {} }\n`)
  return `openapi: 3.1.0\ninfo: { title: A, version: '1' }\npaths:\n${items.join('')}`
}

function requestOf(names: readonly string[], more: Partial<LintRequest> = {}): LintRequest {
  const documents = names.map((name) => ({ uri: ROOT + name, named: true }))
  return { documents, registry: REGISTRY, version: '1', today: '2027-01-31', workingDirectory: ROOT, ...more }
}

async function recordsOf(request: LintRequest, host: Host): Promise<readonly DocumentRecord[]> {
  const records: DocumentRecord[] = []
  await lint({ ...request, records: { keep: (record) => records.push(record) } }, host)
  return records.map((record) => JSON.parse(JSON.stringify(record)))
}

/** Delivers records as they come from a file, and tells what was judged all the same. */
function from(records: readonly unknown[]): DocumentRecords & { readonly judged: string[] } {
  const read = records.flatMap((record) => readDocumentRecord(record) ?? [])
  const judged: string[] = []
  return {
    judged,
    find: async ({ basis }) => read.find((record) => record.basis === basis),
    keep: ({ uri }) => judged.push(uri),
  }
}

afterEach(() => {
  parses.of.length = 0
  checks.length = 0
})

describe('a document with a record', () => {
  const files = { 'a.yaml': api('a', 'b'), 'b.yaml': api('c') }

  it('is judged by no rule and parsed by nobody, for a report as JSON and as text', async () => {
    const host = hostOf(files)
    const request = requestOf(['a.yaml', 'b.yaml'])
    const direct = await lintWithSources(request, host)
    const records = from(await recordsOf(request, host))
    parses.of.length = 0
    checks.length = 0
    const { report, sources } = await lintWithSources({ ...request, records }, host)
    const page = { color: false, quiet: false, sources, rules: () => undefined }
    expect(toJson(report)).toBe(toJson(direct.report))
    expect(toText(report, page)).toBe(toText(direct.report, { ...page, sources: direct.sources }))
    expect(report.findings.map(({ fix }) => fix?.edits.length)).toEqual([1, 1, 1])
    expect({ checks, parsed: parses.of, judged: records.judged }).toEqual({
      checks: [],
      parsed: [],
      judged: [],
    })
  })

  it('is not even parsed to see whether a change concerns it', async () => {
    const refers = `${api('a')}x-more: {}\ncomponents: { schemas: { S: { $ref: 'part.yaml' } } }\n`
    const host = hostOf({
      ...files,
      'refers.yaml': refers,
      'part.yaml': 'type: string\n',
      'no.yaml': 'a: 1\n',
    })
    const request = requestOf(['a.yaml', 'b.yaml', 'refers.yaml', 'no.yaml'])
    const found = { ...request, documents: request.documents.map(({ uri }) => ({ uri, named: false })) }
    const records = from(await recordsOf(found, host))
    for (const name of ['a.yaml', 'part.yaml', 'gone.yaml']) {
      const asked = { ...found, changed: new Set([ROOT + name]) }
      const direct = await lint(asked, host)
      parses.of.length = 0
      checks.length = 0
      expect(toJson(await lint({ ...asked, records }, host))).toBe(toJson(direct))
      expect({ checks, parsed: parses.of }).toEqual({ checks: [], parsed: [] })
    }
    expect(records.judged).toEqual([])
  })

  it('is judged again once a file of it, one that it lacked, its policy or the tool is another', async () => {
    const reads = { 'a.yaml': `${api('a')}x: { $ref: 'gone.yaml' }\n`, 'b.yaml': files['b.yaml'] }
    const named = requestOf(['a.yaml', 'b.yaml'])
    const records = await recordsOf(named, hostOf(reads))
    const judgedIn = async (request: LintRequest, host: Host) => {
      const some = from(records)
      const report = await lint({ ...request, records: some }, host)
      expect(toJson(report)).toBe(toJson(await lint(request, host)))
      return some.judged
    }
    expect(await judgedIn(named, hostOf(reads))).toEqual([])
    expect(await judgedIn(named, hostOf({ ...reads, 'b.yaml': api('d') }))).toEqual(['./b.yaml'])
    expect(await judgedIn(named, hostOf({ 'a.yaml': reads['a.yaml'] }))).toEqual(['./b.yaml'])
    const policy = { 'specward.yaml': 'extends: [specward:recommended]\nrules: { no-delete: warn }' }
    expect(await judgedIn(named, hostOf({ ...reads, ...policy }))).toEqual(['./a.yaml', './b.yaml'])
    expect(await judgedIn({ ...named, version: '2' }, hostOf(reads))).toEqual(['./a.yaml', './b.yaml'])
  })

  it('is judged again for another date only where a rule has asked for it', async () => {
    const host = hostOf({ 'a.yaml': api('a'), 'dated.yaml': api('dated') })
    const request = requestOf(['a.yaml', 'dated.yaml'])
    const records = await recordsOf(request, host)
    const tomorrow = from(records)
    const report = await lint({ ...request, today: '2027-02-01', records: tomorrow }, host)
    expect(tomorrow.judged).toEqual(['./dated.yaml'])
    expect(report.findings.map(({ file }) => file)).toEqual(['a.yaml'])
  })

  it('has the same record in another folder', async () => {
    const moved = Object.entries(files).map(([name, text]) => [`file:///elsewhere/deep/${name}`, text])
    const host = hostOf(Object.fromEntries(moved))
    const elsewhere = 'file:///elsewhere/deep/'
    const documents = Object.keys(files).map((name) => ({ uri: elsewhere + name, named: true }))
    const there = await recordsOf(requestOf([], { documents, workingDirectory: elsewhere }), host)
    const here = await recordsOf(requestOf(Object.keys(files)), hostOf(files))
    expect(there).toEqual(here)
    expect(JSON.stringify(here)).not.toContain(ROOT)
  })

  it('is the same by a recorder, which judges one at a time', async () => {
    const host = hostOf(files)
    const { documents, ...request } = requestOf(Object.keys(files))
    const recorder = createRecorder(request, host)
    const recorded = []
    for (const document of documents) recorded.push(await recorder.record(document))
    expect(JSON.parse(JSON.stringify(recorded))).toEqual(await recordsOf({ documents, ...request }, host))
  })

  it('is restored with its problems where it could not be read', async () => {
    const bytes = new Uint8Array([0x61, 0xff, 0x62])
    const host: Host = { ...hostOf({}), read: async () => ({ bytes }) }
    const request = requestOf(['a.yaml'], { workingDirectory: 'file:///other/' })
    const documents = [{ uri: 'file:///other/a.yaml', named: true }]
    const records = from(await recordsOf({ ...request, documents }, host))
    const report = await lint({ ...request, documents, records }, host)
    expect(records.judged).toEqual([])
    expect(report.problems.map(({ code }) => code)).toEqual(['file-not-utf8'])
    expect(report).toEqual(await lint({ ...request, documents }, host))
  })

  it('is judged here where records cannot be had', async () => {
    const request = requestOf(['a.yaml'])
    const records = { find: () => Promise.reject(new Error('the disk is gone')) }
    expect(await lint({ ...request, records }, hostOf(files))).toEqual(await lint(request, hostOf(files)))
  })

  it('may name no more than itself and what it may refer to', async () => {
    const may: [string, boolean][] = []
    const records: DocumentRecords = {
      async find({ mayRead }) {
        const named = (uri: string) => mayRead({ uri, isNamed: true, sha256: '' })
        const referred = (uri: string) => mayRead({ uri, isNamed: false, sha256: '' })
        may.push(...['./a.yaml', './b.yaml'].map((uri): [string, boolean] => [`named ${uri}`, named(uri)]))
        for (const uri of [
          './b.yaml',
          './../b.yaml',
          './.\t./b.yaml',
          './.g\nit/config',
          'b.yaml',
          'https://a.example/b.yaml',
          'https://b.example/b.yaml',
        ])
          may.push([uri, referred(uri)])
        return undefined
      },
    }
    const host = hostOf({ ...files, 'specward.yaml': 'refs: { allow: [a.example] }\n' })
    await lint({ ...requestOf(['a.yaml']), records }, host)
    expect(may).toEqual([
      ['named ./a.yaml', true],
      ['named ./b.yaml', false],
      ['./b.yaml', true],
      ['./../b.yaml', false],
      ['./.\t./b.yaml', false],
      ['./.g\nit/config', false],
      ['b.yaml', false],
      ['https://a.example/b.yaml', true],
      ['https://b.example/b.yaml', false],
    ])
  })
})

describe('a record', () => {
  const secret = 'correct-horse-battery'
  const telling = `openapi: 3.1.0\ninfo: { title: A, version: '1' }\npaths:\n  /secret:\n    get: { summary: ${secret}, responses: {} }\n`

  it('tells no secret, and is good for the same report', async () => {
    const host = hostOf({ 'a.yaml': telling })
    const request = requestOf(['a.yaml'])
    const [record] = await recordsOf(request, host)
    expect(JSON.stringify(record)).not.toContain(secret)
    const records = from([record])
    const direct = await lintWithSources(request, host)
    const again = await lintWithSources({ ...request, records }, host)
    expect(records.judged).toEqual([])
    expect(again.report.findings.map(({ message }) => message)).toEqual(['`[redacted]` is told.'])
    expect(toJson(again.report)).toBe(toJson(direct.report))
    expect(again.sources('a.yaml')).toBe(direct.sources('a.yaml'))
  })

  it('that is damaged is none, or changes nothing that can be broken: the run ends in a report', async () => {
    const files = { 'a.yaml': api('a', 'maybe'), 'b.yaml': telling }
    const host = hostOf(files)
    const request = requestOf(Object.keys(files), { documents: [{ uri: `${ROOT}a.yaml`, named: true }] })
    const [record] = await recordsOf(request, host)
    const text = JSON.stringify(record)
    await fc.assert(
      fc.asyncProperty(
        fc.nat(text.length - 1),
        fc.constantFrom('', '0', '9', '"', '-', '__proto__'),
        async (at, put) => {
          const json = parsed(text.slice(0, at) + put + text.slice(at + 1))
          const report = await lint({ ...request, records: from([json]) }, host)
          expect(report.documents.length).toBe(1)
          toJson(report)
        },
      ),
      { seed: 9, numRuns: 400 },
    )
  })

  it.each([
    ['another version', { version: 9 }],
    ['a field more', { more: 1 }],
    ['no inputs', { inputs: undefined }],
    ['content of another kind', { content: [] }],
    ['no basis', { basis: 1 }],
  ])('with %s is none', async (_, other) => {
    const [record] = await recordsOf(requestOf(['a.yaml']), hostOf({ 'a.yaml': api('a') }))
    expect(readDocumentRecord(record)).toEqual(record)
    expect(readDocumentRecord({ ...record, ...other })).toBeUndefined()
  })

  it('does not last where a rule has failed', async () => {
    const [rule] = REGISTRY.rules
    if (!rule) throw new Error('there is no rule')
    const failing = {
      ...rule.rule,
      check: () => {
        throw new Error('no')
      },
    }
    const registry = { ...REGISTRY, rules: [{ ...rule, rule: failing }] }
    const [good] = await recordsOf(requestOf(['a.yaml']), hostOf({ 'a.yaml': api('a') }))
    const [bad] = await recordsOf(requestOf(['a.yaml'], { registry }), hostOf({ 'a.yaml': api('a') }))
    expect([good?.isLasting, bad?.isLasting]).toEqual([true, false])
  })
})

describe('a run over many large files', () => {
  it('keeps the text of files alone, and says the same', async () => {
    const json = (path: string, more: object) =>
      JSON.stringify({
        openapi: '3.1.0',
        info: {},
        paths: { [`/${path}`]: { delete: { responses: {} } } },
        'x-specward-ignore': [{ rule: 'no-delete', reason: 'fine' }],
        ...more,
      })
    const all = ['a', 'b', 'c', 'd']
    const pad = { 'x-pad': 'x'.repeat(6_000_000) }
    const large = Object.fromEntries(all.map((name) => [`${name}.json`, json(name, pad)]))
    const small = Object.fromEntries(all.map((name) => [`${name}.json`, json(name, {})]))
    const names = Object.keys(large)
    const one = await lint(requestOf(names), hostOf(large))
    const other = await lint(requestOf(names), hostOf(small))
    const told = ({ documents: _, ...report }: typeof one) => JSON.parse(toJson({ ...report, documents: [] }))
    expect(told(one)).toEqual(told(other))
    expect(one.findings.length).toBe(4)
    const again = names.map((name) => parses.of.filter((uri) => uri === ROOT + name).length)
    // once in each run; the large ones are let go, and looked into again for their remarks
    expect(again).toEqual([3, 3, 3, 3])
  })
})

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
