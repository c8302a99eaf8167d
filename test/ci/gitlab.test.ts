import { existsSync, readFileSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { project, temporaryFolder } from '../project.ts'
import {
  checkoutOfSpecward,
  commit,
  git,
  has,
  knowsBases,
  OFFLINE,
  repository,
  root,
  run,
} from './checkout.ts'
import { GITLAB, schema, snippet } from './pages.ts'

// The scripts of the job are run by a shell, with the variables that a runner gives them.

interface Job {
  readonly variables: Readonly<Record<string, string>>
  readonly before_script: readonly string[]
  readonly script: readonly string[]
  readonly artifacts: {
    readonly paths: readonly string[]
    readonly reports: Readonly<Record<string, string>>
  }
}

type Inputs = Readonly<Record<string, string>>

const REVISION = '0123456789abcdef0123456789abcdef01234567'
const TEMPLATE = readFileSync(join(root, 'templates/specward.yml'), 'utf8')
const [header, body] = parseAllDocuments(TEMPLATE).map((document) => document.toJS())
const CLEAN = readFileSync(join(root, 'examples/after.yaml'), 'utf8')
const FAILING = readFileSync(join(root, 'examples/before.yaml'), 'utf8')
const REPORTS = ['gl-code-quality-report.json', 'specward.json', 'specward.sarif']

let folder = ''
let cwd = ''

beforeAll(async () => {
  folder = await temporaryFolder('specward gitlab ')
})

beforeEach(async () => {
  cwd = await project({ 'openapi.yaml': CLEAN }, 'specward project ')
})

/** The configuration with its inputs filled in, as GitLab does: in the text, before it is read. */
function configuration(inputs: Inputs): Readonly<Record<string, Job>> {
  const [, text = ''] = TEMPLATE.split(/^---$/m)
  const all: Inputs = { source: 'https://git.acme.example/specward.git', revision: REVISION, ...inputs }
  return parse(
    text.replace(/\$\[\[ inputs\.([a-z-]+) \]\]/g, (_, name) =>
      String(all[name] ?? header.spec.inputs[name].default),
    ),
  )
}

function jobOf(inputs: Inputs): Job {
  const job = configuration(inputs)[inputs['job-name'] ?? 'api-security']
  if (!job) throw new Error('there is no job')
  return job
}

/** Runs the lines of a job; `given` are variables of GitLab's. */
function runJob(lines: readonly string[], inputs: Inputs, given: Inputs = {}, shell = 'sh') {
  const env = { CI: 'true', CI_PROJECT_DIR: cwd, ...given, ...jobOf(inputs).variables }
  const strict = shell === 'bash' ? 'set -eo pipefail' : 'set -e'
  return run(shell, ['-c', [strict, ...lines].join('\n')], { cwd, env })
}

function lint(inputs: Inputs = {}, given: Inputs = {}, shell = 'sh') {
  return runJob([`specward='${root}'`, ...jobOf(inputs).script], inputs, given, shell)
}

async function reported(name: string) {
  return JSON.parse(await readFile(join(cwd, name), 'utf8'))
}

describe('the template for GitLab', () => {
  it('is what GitLab takes for a configuration', () => {
    const validate = schema(GITLAB)
    const filledIn = configuration({})
    expect([validate(filledIn), validate.errors]).toEqual([true, null])
  })

  it('has no input in a script, where it would be run', () => {
    const { 'api-security': job } = configuration({})
    expect(TEMPLATE.match(/\$\[\[/g)?.length).toBe(Object.keys(job?.variables ?? {}).length + 3)
    for (const line of [
      ...(body['$[[ inputs.job-name ]]'] as Job).script,
      ...(body['$[[ inputs.job-name ]]'] as Job).before_script,
    ])
      expect(line).not.toContain('$[[')
  })

  it('takes a commit in full and nothing else', () => {
    const pattern = new RegExp(header.spec.inputs.revision.regex)
    expect(pattern.test(REVISION)).toBe(true)
    for (const other of ['main', 'v1', REVISION.slice(1), `${REVISION}0`, `-${REVISION}`])
      expect(pattern.test(other)).toBe(false)
  })

  it('uses every input that it has', () => {
    for (const name of Object.keys(header.spec.inputs)) expect(TEMPLATE).toContain(`$[[ inputs.${name} ]]`)
  })
})

describe('the page about GitLab', () => {
  const configured = parse(snippet('.gitlab-ci.yml'))

  it('shows what GitLab takes for a configuration', () => {
    const validate = schema(GITLAB)
    // the schema is older than inputs
    const { inputs: _, ...include } = configured.include[0]
    expect([validate({ ...configured, include: [include] }), validate.errors]).toEqual([true, null])
    expect(existsSync(join(root, include.file))).toBe(true)
    expect(include.ref).toBe(configured.include[0].inputs.revision)
  })

  it('gives inputs that there are, among them those that have no default, and explains each', async () => {
    const { inputs } = configured.include[0]
    const known: Readonly<Record<string, { readonly default?: unknown }>> = header.spec.inputs
    const needed = Object.keys(known).filter((name) => known[name]?.default === undefined)
    expect(Object.keys(known)).toEqual(expect.arrayContaining(Object.keys(inputs)))
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(needed))
    expect(inputs.revision).toMatch(new RegExp(header.spec.inputs.revision.regex))
    const page = await readFile(join(root, 'docs/ci/gitlab.md'), 'utf8')
    for (const name of Object.keys(known)) expect(page).toContain(`\`${name}\``)
  })
})

describe.skipIf(!has('sh') && !has('bash'))('the job for GitLab', () => {
  it.each(['sh', 'bash'])('passes a clean API and leaves every report, in %s', async (shell) => {
    const { code, out } = lint({}, {}, shell)
    expect([code, out]).toEqual([0, expect.stringContaining('clean: ')])
    const { paths, reports } = jobOf({}).artifacts
    for (const name of [...paths, ...Object.values(reports)])
      expect(existsSync(join(cwd, name)), name).toBe(true)
  })

  it('fails on findings, which stand in the report of code quality', async () => {
    await writeFile(join(cwd, 'openapi.yaml'), FAILING)
    expect(lint().code).toBe(1)
    expect(await reported('gl-code-quality-report.json')).toContainEqual(
      expect.objectContaining({ check_name: 'no-plaintext-server' }),
    )
    expect(lint({ 'fail-on': 'never' }).code).toBe(0)
  })

  it('tells apart what could not be judged, and what was asked wrongly', async () => {
    await writeFile(join(cwd, 'broken.yaml'), 'openapi: 3.1.0\npaths: [\n')
    expect(lint({ 'fail-on': 'never' }).code).toBe(3)
    expect(lint({ preset: 'no-such-preset' }).code).toBe(2)
  })

  it('takes files with blanks between them, globs and exclusions', async () => {
    await writeFile(join(cwd, 'with blank.yaml'), CLEAN)
    await writeFile(join(cwd, 'bad.yaml'), FAILING)
    expect(lint({ files: 'with?blank.yaml  open*.yaml !bad.yaml' }).code).toBe(0)
    const { documents } = await reported('specward.json')
    expect(documents.map(({ file }: { file: string }) => file)).toEqual(['openapi.yaml', 'with blank.yaml'])
  })

  it.each(['files', 'config', 'preset', 'fail-on', 'only-new'])(
    'never runs what stands in the input %s',
    async (name) => {
      for (const value of [
        '$(touch pwned)',
        '`touch pwned`',
        '"; touch pwned; "',
        '; touch pwned',
        '--output=pwned',
        '-',
      ]) {
        const { code } = lint({ [name]: value })
        expect(await readdir(cwd)).not.toContain('pwned')
        expect(code === 0).toBe(name === 'only-new')
      }
    },
  )

  it('fails a merge request on what is new alone', async (context) => {
    if (!knowsBases()) context.skip('this Specward has no --base')
    const origin = join(folder, 'origin')
    await repository(origin, { 'openapi.yaml': FAILING })
    const base = git(origin, 'rev-parse', 'HEAD')
    await commit(origin, { 'README.md': 'Words.\n' })
    await rm(cwd, { recursive: true })
    git(folder, 'clone', '--quiet', '--depth=1', `file://${origin}`, cwd)
    const ofRequest = { CI_MERGE_REQUEST_DIFF_BASE_SHA: base }
    expect(lint({}, ofRequest).code).toBe(1)
    expect(lint({ 'only-new': 'true' }, ofRequest).code).toBe(0)
    // on the default branch there is no base
    expect(lint({ 'only-new': 'true' }).code).toBe(1)
    await writeFile(join(cwd, 'new.yaml'), FAILING)
    expect(lint({ 'only-new': 'true' }, ofRequest).code).toBe(1)
    const ofMergedResults = { ...ofRequest, CI_MERGE_REQUEST_TARGET_BRANCH_SHA: await commit(cwd, {}) }
    expect(lint({ 'only-new': 'true' }, ofMergedResults).code).toBe(0)
  })

  it('builds the commit that it is given, and judges with it', { timeout: 600_000 }, async (context) => {
    const source = join(folder, 'specward.git')
    const revision = await checkoutOfSpecward(source)
    await commit(source, { 'package.json': 'a later commit that must not be run' })
    const inputs = { source: `file://${source}`, revision }
    const { before_script, script } = jobOf(inputs)
    const { code, out, err } = runJob([...before_script, ...script], inputs, { TMPDIR: folder })
    if (OFFLINE.test(err)) context.skip('the registry cannot be reached')
    expect([code, out], err).toEqual([0, expect.stringContaining('clean: ')])
    expect((await readdir(cwd)).sort()).toEqual([
      '.git',
      ...REPORTS.slice(0, 1),
      'openapi.yaml',
      ...REPORTS.slice(1),
    ])
  })
})
