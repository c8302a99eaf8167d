import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { REPORT_FORMATS, type Report, toSarif } from '@specward/core'
import { registry } from '@specward/rulesets'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Io, nodeIo } from './io.ts'
import { run } from './main.ts'
import { planReports, type ReportOption } from './reports.ts'

/** Options from a command line such as `-f sarif -o a.sarif`. */
function options(line: string): readonly ReportOption[] {
  const words = line.split(' ').filter((word) => word !== '')
  return words.flatMap((word, index) => {
    const value = words[index + 1] ?? ''
    if (word === '-f') return { option: 'format' as const, value }
    return word === '-o' ? { option: 'output' as const, value } : []
  })
}

describe('formats and outputs', () => {
  it.each([
    ['', 'text'],
    ['-o a', 'text > a'],
    ['-f json', 'json'],
    ['-f json -o a', 'json > a'],
    ['-o a -f json', 'json > a'],
    ['-f sarif -o a -f junit -o b', 'sarif > a, junit > b'],
    ['-o a -f sarif -o b -f junit', 'sarif > a, junit > b'],
    ['-f sarif -f junit -o a -o b', 'sarif > a, junit > b'],
    ['-f text -f sarif -o a', 'text, sarif > a'],
    ['-f sarif -o a -f text', 'sarif > a, text'],
    ['-o a -f sarif -f text', 'sarif > a, text'],
    ['-f text -f sarif -o a -f junit -o b', 'text, sarif > a, junit > b'],
    ['-f sarif -f text -f junit -o a -o b', 'sarif, text > b, junit > a'],
    ['-f json -o a -f json -o b', 'json > a, json > b'],
  ])('of `%s` belong together as %s', (line, planned) => {
    const told = planReports(options(line)).map(({ format, output }) =>
      output === undefined ? format : `${format} > ${output}`,
    )
    expect(told.join(', ')).toBe(planned)
  })

  it.each([
    [
      '-f text -f sarif',
      '`--format text` and `--format sarif` would both go to standard output, which takes one report. Write the others to files: `--format sarif --output <file>`.',
    ],
    [
      '-f sarif -o a -o b',
      '`--output b` has no format of its own. Name one for each file: `--format sarif --output b`.',
    ],
    [
      '-f sarf',
      '`--format sarf` is not known: it takes text, json, sarif, junit, github, github-summary, gitlab, markdown, html, oscal or csv. Did you mean `sarif`?',
    ],
  ])('of `%s` are refused', (line, message) => {
    expect(() => planReports(options(line))).toThrow(message)
  })
})

const DESCRIPTION = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers: [{ url: https://api.example.com }]
paths:
  /orders:
    $ref: ../shared/orders.yaml
`
const SHARED = `delete:
  security: []
  responses:
    '204': { description: Deleted }
`

describe('reports of a run', () => {
  let top = ''

  beforeAll(async () => {
    top = await mkdtemp(join(tmpdir(), 'specward-reports-'))
    await mkdir(join(top, '.git'))
    await mkdir(join(top, 'services/api'), { recursive: true })
    await mkdir(join(top, 'services/shared'))
    await writeFile(join(top, 'services/api/openapi.yaml'), DESCRIPTION)
    await writeFile(join(top, 'services/shared/orders.yaml'), SHARED)
  })

  afterAll(() => rm(top, { recursive: true }))

  /** Runs `lint` in `services/api`; what is printed, and the exit code. */
  async function lint(
    args: readonly string[],
    env: Io['env'] = {},
  ): Promise<readonly [number, string, string]> {
    let out = ''
    let err = ''
    const io: Io = {
      ...nodeIo(),
      args: ['lint', 'openapi.yaml', ...args],
      cwd: join(top, 'services/api'),
      env,
      isTerminal: false,
      columns: undefined,
      errColumns: undefined,
      out: (text) => {
        out += text
      },
      err: (text) => {
        err += text
      },
    }
    return [await run(io), out, err]
  }

  const read = (name: string): Promise<string> => readFile(join(top, 'services/api', name), 'utf8')

  it('all go to their files, and nothing is printed', async () => {
    const args = [
      '--format',
      'sarif',
      '--output',
      'a.sarif',
      '--format',
      'junit',
      '-o',
      'b.xml',
      '-f',
      'json',
      '-oc.json',
    ]
    expect(await lint(args)).toEqual([1, '', ''])
    expect(JSON.parse(await read('a.sarif'))).toMatchObject({ version: '2.1.0' })
    expect(await read('b.xml')).toContain('<testsuites')
    expect(JSON.parse(await read('c.json'))).toMatchObject({ version: 1 })
  })

  it('as a page tell exposure and controls as well, the same each time, and change no other report', async () => {
    const both = ['-f', 'html', '-o', 'page.html', '-f', 'json', '-o', 'beside.json']
    expect(await lint(both)).toEqual([1, '', ''])
    const page = await read('page.html')
    for (const text of ['<!doctype html>', 'data-op="DELETE /orders"', '>P19<', '>T9<', 'id="c-0-AUTHN-1"'])
      expect(page).toContain(text)
    const [, printed] = await lint(['--format', 'html'])
    expect(printed).toBe(page)
    const [, json] = await lint(['--format', 'json'])
    expect(await read('beside.json')).toBe(json)
  })

  it('as OSCAL hold the assessment that the checklist holds', async () => {
    const [code, printed] = await lint(['--format', 'oscal'])
    expect(code).toBe(1)
    const { results } = JSON.parse(printed)['assessment-results']
    expect(results.map((result: { title: string }) => result.title)).toHaveLength(1)
    expect(results[0].findings.length).toBeGreaterThan(50)
  })

  it('name files from the root of the repository where those who read them know no other', async () => {
    await lint(['--format', 'sarif', '--output', 'a.sarif'])
    const [run] = JSON.parse(await read('a.sarif')).runs
    const uris = run.results.map(
      (result: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
        result.locations[0]?.physicalLocation.artifactLocation.uri,
    )
    expect(uris).toContain('services/shared/orders.yaml')
    const [, github] = await lint(['--format', 'github'])
    expect(github).toContain('::error file=services/shared/orders.yaml,line=2,')
  })

  it('for GitHub come with a job summary that is added to the one that is there', async () => {
    const summary = join(top, 'summary.md')
    await writeFile(summary, 'before\n')
    const [, github] = await lint(['--format', 'github'], { GITHUB_STEP_SUMMARY: summary })
    expect(github).not.toContain('## Specward')
    expect(await readFile(summary, 'utf8')).toMatch(/^before\n## Specward: 1 error/)
  })

  it('for others leave the job summary alone', async () => {
    const summary = join(top, 'other.md')
    await lint(['--format', 'markdown'], { GITHUB_STEP_SUMMARY: summary })
    await expect(readFile(summary, 'utf8')).rejects.toThrow()
  })

  it('are judged the same when the job summary cannot be written, and say so', async () => {
    const [code, , err] = await lint(['--format', 'github'], {
      GITHUB_STEP_SUMMARY: join(top, 'no/summary.md'),
    })
    expect(code).toBe(1)
    expect(err).toContain('warning: the job summary could not be written to ')
  })

  it('are all named in the help', async () => {
    const [, help] = await lint(['--help'])
    const words = help.replace(/\s+/g, ' ')
    expect(words).toContain(`${REPORT_FORMATS.slice(1, -1).join(', ')} or ${REPORT_FORMATS.at(-1)}`)
  })
})

describe('our rules in SARIF', () => {
  const report: Report = {
    version: 1,
    tool: { name: 'specward', version: '0.1.0' },
    complete: true,
    policy: { digest: '', sources: [] },
    gate: { failOn: 'error', failed: false },
    documents: [],
    skipped: [],
    summary: { documents: 0, operations: 0, error: 0, warn: 0, info: 0, hint: 0, suppressed: 0, known: 0 },
    findings: [],
    undecided: [],
    problems: [],
    notices: [],
    rules: registry.rules.map(({ rule }) => ({ id: rule.id, judged: 1, undecided: 0, notApplicable: 0 })),
  }
  const rules = new Map(registry.rules.map(({ rule, category }) => [rule.id, { ...rule, category }]))
  const [run] = JSON.parse(toSarif(report, { rules: (id) => rules.get(id), prefix: '' })).runs

  it('refer to weaknesses and risks that have a name', () => {
    const taxa: { id: string; name?: string }[] = run.taxonomies.flatMap(
      (taxonomy: { taxa: unknown }) => taxonomy.taxa,
    )
    expect(taxa.length).toBeGreaterThan(5)
    expect(taxa.filter(({ name }) => name === undefined)).toEqual([])
  })

  it('are told in as many characters as GitHub takes', () => {
    const texts: { fullDescription: { text: string }; shortDescription: { text: string } }[] =
      run.tool.driver.rules
    expect(texts.filter((each) => each.fullDescription.text.length > 1024)).toEqual([])
    expect(texts.filter((each) => each.shortDescription.text.length > 1024)).toEqual([])
  })
})
