import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FixedFile, FixRun, LintResult } from '@specward/core'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { nodeIo } from '../packages/cli/src/io.ts'
import { applyTextEdits } from '../packages/core/src/source/edit.ts'
import { type Contents, EVERY, fixTexts, type JudgeOptions, judgeTexts } from './mending.ts'

const CORPUS = new URL('../../shared/corpus/', import.meta.url)
const isThere = existsSync(CORPUS)
if (!isThere) console.warn('Skipped: the corpus of real descriptions is not beside the repository.')

/** One of so many real descriptions is fixed, and none that is larger; `SPECWARD_FIXES=all` takes all of them. */
const EVERY_NTH = process.env.SPECWARD_FIXES === 'all' ? 1 : 6
const LARGEST = process.env.SPECWARD_FIXES === 'all' ? Number.POSITIVE_INFINITY : 150_000

/** Name of a finding, as it is known from one run to the next. */
function names({ report }: LintResult): ReadonlySet<string> {
  return new Set(
    report.findings.flatMap(({ file, ruleId, fingerprint, parts = [] }) =>
      [fingerprint, ...parts].map((print) => `${file} ${ruleId} ${print}`),
    ),
  )
}

/** How many findings each rule has in each file. */
function counts({ report }: LintResult): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const { file, ruleId } of report.findings) {
    const key = `${file} ${ruleId}`
    found.set(key, (found.get(key) ?? 0) + 1)
  }
  return found
}

/** What is found after fixing, of which there is more than before. */
function added(before: LintResult, after: LintResult): readonly string[] {
  const [known, were, are] = [names(before), counts(before), counts(after)]
  return after.report.findings.flatMap(({ file, ruleId, fingerprint, message }) => {
    const key = `${file} ${ruleId}`
    const isMore = (are.get(key) ?? 0) > (were.get(key) ?? 0)
    return isMore && !known.has(`${key} ${fingerprint}`) ? [`${key}: ${message}`] : []
  })
}

/** What holds of every run of fixes. */
function expectSound(before: LintResult, { result, files, fixes }: FixRun): void {
  const [were, are] = [before.report.findings.length, result.report.findings.length]
  if (fixes.length === 0) expect([are, files]).toEqual([were, []])
  else expect(are).toBeLessThan(were)
  expect(added(before, result)).toEqual([])
  expect(result.report.problems.length).toBeLessThanOrEqual(before.report.problems.length)
  for (const file of files) expectOnlyEdits(file)
}

/** What no edit covers is the same, byte for byte: comments and the ends of lines among it. */
function expectOnlyEdits({ name, before, edits, text, read, content }: FixedFile): void {
  expect(edits.length, name).toBeGreaterThan(0)
  expect(applyTextEdits(before, edits)).toBe(text)
  const touched = new Set<number>()
  const lineOf = lineCounter(before)
  for (const { span } of edits)
    for (let line = lineOf(Math.max(0, span.start - 1)); line <= lineOf(span.end); line += 1)
      touched.add(line)
  const kept = before.split(/(?<=\n)/).filter((_, index) => !touched.has(index))
  const lines = new Set(text.split(/(?<=\n)/))
  expect(kept.filter((line) => !lines.has(line))).toEqual([])
  if (!('bytes' in read) || !('bytes' in content)) throw new Error('no bytes')
  expect([...content.bytes.subarray(0, 2)]).toEqual([...read.bytes.subarray(0, 2)])
}

/** The line of each offset of a text, from 0 on; to be asked in rising order. */
function lineCounter(text: string): (offset: number) => number {
  let [line, next] = [0, text.indexOf('\n')]
  return (offset) => {
    while (next !== -1 && next < offset) {
      line += 1
      next = text.indexOf('\n', next + 1)
    }
    return line
  }
}

/** Fixes texts, and fixes what comes of that again. */
async function expectStable(files: Contents, options: JudgeOptions = {}) {
  const first = await fixTexts(files, EVERY, options)
  expectSound(first.before, first.run)
  const second = await fixTexts(first.files, EVERY, options)
  expect(second.run.files).toEqual([])
  expect(second.run.fixes).toEqual([])
  return first
}

describe.skipIf(!isThere)('fixing a real description', () => {
  const disk = nodeIo().host({ cwd: fileURLToPath(CORPUS) })
  it.each(isThere ? sample() : [])(
    '%s leaves fewer findings and none that is new',
    async (name) => {
      const options = { documents: [name], folder: CORPUS.href, disk }
      const { before, run } = await fixTexts({}, EVERY, options)
      expectSound(before, run)
      const changed = run.files.map(({ name, content }) => [name, 'bytes' in content ? content.bytes : ''])
      const again = await fixTexts(Object.fromEntries(changed), EVERY, options)
      // of a very large text, fixing ends before all is tried, and says so
      if (run.left.some(({ reason }) => reason === 'too-many-passes')) return
      expect(again.run.files).toEqual([])
    },
    600_000,
  )

  it.each(
    isThere
      ? sample()
          .filter((name) => !name.endsWith('.json'))
          .slice(0, 8)
      : [],
  )('%s comes out the same in YAML and in JSON', async (name) => {
    const text = readFileSync(new URL(name, CORPUS), 'utf8')
    if (/\$ref['"]?:\s*['"]?[^#'"\s]/.test(text)) return
    const value = parse(text, { merge: true })
    const yaml = await fixTexts({ 'api.yaml': text })
    const json = await fixTexts({ 'api.json': JSON.stringify(value, null, 2) })
    // what anchors share can be changed in JSON alone
    if (yaml.run.left.some(({ reason }) => reason === 'shared-text')) return
    expect(parse(textOf(yaml.files['api.yaml']), { merge: true })).toEqual(
      JSON.parse(textOf(json.files['api.json'])),
    )
  })
})

function sample(): readonly string[] {
  const [head = '', ...rows] = readFileSync(new URL('INDEX.tsv', CORPUS), 'utf8').trim().split('\n')
  const column = (name: string) => head.split('\t').indexOf(name)
  return rows
    .map((row) => row.split('\t'))
    .filter((cells) => cells[column('kind')] === 'api' && Number(cells[column('bytes')]) <= LARGEST)
    .map((cells) => cells[column('path')] ?? '')
    .filter((_, index) => index % EVERY_NTH === 0)
}

function textOf(content: string | Uint8Array | undefined): string {
  return typeof content === 'string' ? content : new TextDecoder('utf-8', { ignoreBOM: true }).decode(content)
}

const API = `# who answers for it: team orders
openapi: 3.1.0
info: { title: "Orders – Übersicht", version: 1.0.0 }
servers:
  - url: http://api.example.com   # production
    description: Production

  - url: 'http://api.example.org'
security:
  - key: []
paths:
  /orders:
    get:
      summary: List   # with pages
      responses:
        '200':
          description: ok
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
`
const SECURE = API.replaceAll('http://', 'https://')
const PLAIN = { presets: ['strict'] }

/** Only what is sent in the clear is fixed. */
const SERVERS = (finding: { readonly ruleId: string }) => finding.ruleId === 'no-plaintext-server'

async function serversFixed(files: Contents, documents?: readonly string[]) {
  return fixTexts(files, SERVERS, documents ? { ...PLAIN, documents } : PLAIN)
}

describe('fixing keeps', () => {
  it.each([
    ['comments, quotes and blank lines', API, SECURE],
    ['CRLF', API.replaceAll('\n', '\r\n'), SECURE.replaceAll('\n', '\r\n')],
    ['a missing line break at the end', API.trimEnd(), SECURE.trimEnd()],
    ['a byte order mark', `\uFEFF${API}`, `\uFEFF${SECURE}`],
    ['markers of the document', `---\n${API}...\n`, `---\n${SECURE}...\n`],
  ])('%s', async (_, text, expected) => {
    const { files, run } = await serversFixed({ 'api.yaml': text })
    expect(textOf(files['api.yaml'])).toBe(expected)
    expect(run.fixes).toHaveLength(2)
  })

  it.each([
    ['little', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['big', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
  ])('UTF-16 with the %s end first', async (_, encode) => {
    const { files } = await serversFixed({ 'api.yaml': encode(API) })
    expect(Buffer.from(files['api.yaml'] ?? '')).toEqual(encode(SECURE))
  })

  it.each([
    ['tabs', '\t'],
    ['two blanks', 2],
    ['one line', undefined],
  ])('JSON with %s', async (_, indent) => {
    const [text, expected] = [API, SECURE].map((each) => JSON.stringify(parse(each), null, indent))
    const { files } = await serversFixed({ 'api.json': text ?? '' })
    expect(textOf(files['api.json'])).toBe(expected)
  })

  it('flow style', async () => {
    const flow = API.replace(/ {2}- url: http[\s\S]*?example.org'/, '').replace(
      'servers:\n',
      'servers: [ { url: "http://api.example.com", x: 1 }, {url: http://api.example.org} ] # both\n',
    )
    const { files } = await serversFixed({ 'api.yaml': flow })
    expect(textOf(files['api.yaml'])).toBe(flow.replaceAll('http://', 'https://'))
  })
})

describe('fixing leaves alone', () => {
  async function left(files: Contents, documents?: readonly string[]) {
    const { run } = await serversFixed(files, documents)
    return {
      changed: run.files.map(({ name }) => name),
      reasons: [...new Set(run.left.map(({ reason }) => reason))],
    }
  }

  it('text that an alias repeats', async () => {
    const text = API.replace('  - url: http', '  - &one\n    url: http').replace(
      "  - url: 'http://api.example.org'",
      '  - *one',
    )
    expect(await left({ 'api.yaml': text })).toEqual({ changed: [], reasons: ['shared-text'] })
  })

  it('what a merge key brings', async () => {
    const text = API.replace(
      'servers:',
      'x-one: &one { url: http://api.example.net }\nservers:\n  - <<: *one',
    )
    const { changed, reasons } = await left({ 'api.yaml': text })
    const { files } = await serversFixed({ 'api.yaml': text })
    expect(changed).toEqual(['api.yaml'])
    // a key of its own goes before the merged one
    expect(parse(textOf(files['api.yaml']), { merge: true }).servers[0].url).toBe('https://api.example.net')
    expect(textOf(files['api.yaml'])).toContain('x-one: &one { url: http://api.example.net }')
    expect(reasons).toEqual([])
  })

  it('a file with several documents', async () => {
    expect(await left({ 'api.yaml': `${API}---\nmore: 1\n` })).toEqual({
      changed: [],
      reasons: ['unreadable-file'],
    })
  })

  it('a text that is only almost YAML', async () => {
    const text = API.replace('info: { title', 'info: {\n  title').replace('1.0.0 }', '1.0.0\n}')
    expect(await left({ 'api.yaml': text })).toEqual({ changed: [], reasons: ['unreadable-file'] })
  })

  it('keys that stand there twice, but for the one that counts', async () => {
    const text = API.replace('    description: Production', '    url: http://api.example.net')
    const { files } = await serversFixed({ 'api.yaml': text })
    const made = textOf(files['api.yaml'])
    expect(made).toContain('- url: http://api.example.com ')
    expect(made).toContain('    url: https://api.example.net')
  })

  it('what somebody has accepted', async () => {
    const text = API.replace('# production', '# specward-ignore no-plaintext-server -- a test')
    const { files } = await serversFixed({ 'api.yaml': text })
    expect(textOf(files['api.yaml'])).toBe(text.replace("'http://api", "'https://api"))
  })
})

describe('fixing over several files', () => {
  const root = SECURE.replace(/ {2}\/orders:[\s\S]*?ok\n/, "  /orders: { $ref: 'parts/orders.yaml' }\n")
  const part = `servers:\n  - url: http://old.example.com # old\nget:\n  responses:\n    "200": { description: ok }\n`
  const files = { 'a.yaml': root, 'b.yaml': root.replace('Orders', 'Sales'), 'parts/orders.yaml': part }

  it('changes the file in which the fault is, once', async () => {
    const { run, files: after } = await serversFixed(files, ['a.yaml', 'b.yaml'])
    expect(run.files.map(({ name }) => name)).toEqual(['parts/orders.yaml'])
    expect(textOf(after['parts/orders.yaml'])).toBe(part.replace('http:', 'https:'))
    expect(run.result.report.findings.filter(SERVERS)).toEqual([])
  })

  it('tells what is found in all of them afterwards, also where nothing was changed', async () => {
    const other = SECURE.replace('Orders', 'Stock')
    const { before, run } = await serversFixed({ ...files, 'other.yaml': other }, [
      'a.yaml',
      'b.yaml',
      'other.yaml',
    ])
    expect(run.result.report.documents.map(({ file }) => file)).toEqual(['a.yaml', 'b.yaml', 'other.yaml'])
    const others = ({ report }: LintResult) =>
      report.findings.filter(({ file }) => file === 'other.yaml').length
    expect(others(run.result)).toBe(others(before))
  })
})

describe('fixes of descriptions of our own', () => {
  it.each([
    ['YAML', { 'api.yaml': API }],
    ['JSON', { 'api.json': JSON.stringify(parse(API)) }],
    ['CRLF', { 'api.yaml': API.replaceAll('\n', '\r\n') }],
  ])('change nothing the second time: %s', async (_, files) => {
    await expectStable(files)
  })

  it('make the report say what a new run over the files says', async () => {
    const { run, files } = await fixTexts({ 'api.yaml': API })
    const fresh = await judgeTexts(files)
    expect(run.result.report).toEqual(fresh.report)
  })

  it.each(['3.1.0', '2.0'])('add responses that nothing else is found of: %s', async (version) => {
    const is2 = version === '2.0'
    const schema = 'schema: { type: object, properties: { title: { type: string } } }'
    const text = `${is2 ? 'swagger' : 'openapi'}: '${version}'
info: { title: Orders, version: 1.0.0 }
${is2 ? 'host: api.example.com\nschemes: [https]' : 'servers: [{ url: https://api.example.com }]'}
security: [{ login: [] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: ok }
        '404':
          description: gone
          ${is2 ? schema : `content: { application/problem+json: { ${schema} } }`}
${
  is2
    ? 'securityDefinitions: { login: { type: basic } }'
    : 'components: { securitySchemes: { login: { type: http, scheme: bearer } } }'
}
`
    const { run } = await expectStable({ 'api.yaml': text })
    expect(run.left).toEqual([])
    const fixed = run.fixes.flatMap(({ findings }) => findings.map(({ ruleId }) => ruleId))
    expect(fixed).toEqual(expect.arrayContaining(['require-401-response', 'require-429-response']))
  })
})

describe('what a fix adds', () => {
  it('stands after the comments that are about what is before it', async () => {
    const text = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers: [{ url: https://api.example.com }]
security: [{ key: [] }]
paths:
  /orders:
    get:
      responses:
        '200':
          description: ok

          # more about 200
        # about another one
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
`
    const wanted = ({ ruleId }: { readonly ruleId: string }) => ruleId === 'require-401-response'
    const { files } = await fixTexts({ 'api.yaml': text }, wanted)
    expect(textOf(files['api.yaml'])).toBe(
      text.replace(
        '# more about 200\n',
        (line) => `${line}        '401':\n          description: Missing or invalid credentials\n`,
      ),
    )
  })
})
