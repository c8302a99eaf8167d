import { existsSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { project, put, temporaryFolder } from '../project.ts'
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
import { schema, snippet, yamlFile } from './pages.ts'

// The steps of the action are run by bash, with the environment that a runner gives them.

interface Step {
  readonly name?: string
  readonly id?: string
  readonly uses?: string
  readonly shell?: string
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
  readonly 'working-directory'?: string
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>
  readonly outputs: Readonly<Record<string, { readonly value: string }>>
  readonly runs: { readonly steps: readonly Step[] }
}

const action: Action = yamlFile('action.yml')
const CLEAN = await readFile(join(root, 'examples/after.yaml'), 'utf8')
const FAILING = await readFile(join(root, 'examples/before.yaml'), 'utf8')
const BROKEN = 'openapi: 3.1.0\npaths: [\n'

let folder = ''
let workspace = ''

beforeAll(async () => {
  folder = await temporaryFolder('specward action ')
})

beforeEach(async () => {
  workspace = await project({ 'openapi.yaml': CLEAN }, 'specward workspace ')
})

function stepNamed(name: string): Step {
  const step = action.runs.steps.find((each) => each.name === name)
  if (!step) throw new Error(`the action has no step ${name}`)
  return step
}

/** What an expression such as `${{ inputs.files }}` stands for. */
function filledIn(text: string, inputs: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{ inputs\.([a-z-]+) \}\}/g, (_, name) => {
    const value = inputs[name] ?? action.inputs[name]?.default
    if (value === undefined) throw new Error(`there is no input ${name}`)
    return value
  })
}

/** Runs a step as a runner does. */
async function runStep(step: Step, inputs: Readonly<Record<string, string>>, actionPath = root) {
  const runner = await temporaryFolder('specward runner ')
  const [outputFile, summaryFile, script] = ['output', 'summary', 'script.sh'].map((name) =>
    join(runner, name),
  ) as [string, string, string]
  await Promise.all([
    writeFile(outputFile, ''),
    writeFile(summaryFile, ''),
    writeFile(script, step.run ?? ''),
  ])
  const env = {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION_PATH: actionPath,
    GITHUB_OUTPUT: outputFile,
    GITHUB_STEP_SUMMARY: summaryFile,
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: runner,
    ...Object.fromEntries(
      Object.entries(step.env ?? {}).map(([name, text]) => [name, filledIn(text, inputs)]),
    ),
  }
  const cwd = join(workspace, filledIn(step['working-directory'] ?? '.', inputs))
  const result = run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], { cwd, env })
  const outputs = outputsIn(await readFile(outputFile, 'utf8'))
  return { ...result, outputs, summary: await readFile(summaryFile, 'utf8') }
}

function lint(inputs: Readonly<Record<string, string>> = {}) {
  return runStep(stepNamed('Lint'), inputs)
}

/** Reads `name<<mark`, the value and the mark, as a runner does. */
function outputsIn(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {}
  const lines = text.split('\n')
  for (let at = 0; at < lines.length - 1; at++) {
    const [, name = '', mark] = /^([a-z-]+)<<(.+)$/.exec(lines[at] ?? '') ?? []
    if (mark === undefined) throw new Error(`no output: ${lines[at]}`)
    const end = lines.indexOf(mark, at + 1)
    outputs[name] = lines.slice(at + 1, end).join('\n')
    at = end
  }
  return outputs
}

describe('action.yml', () => {
  it('is what GitHub takes for an action', () => {
    const validate = schema('github-action')
    expect([validate(action), validate.errors]).toEqual([true, null])
  })

  it('has no expression in a script, where an input would be run', () => {
    for (const { run } of action.runs.steps) expect(run ?? '').not.toContain('${{')
  })

  it('takes the actions of others by commit alone', () => {
    const used = action.runs.steps.flatMap(({ uses }) => uses ?? [])
    expect(used).toHaveLength(1)
    for (const uses of used) expect(uses).toMatch(/^[\w/-]+@[0-9a-f]{40}$/)
  })

  it('gives every input to a step, and sets every output', () => {
    const steps = JSON.stringify(action.runs.steps)
    for (const name of Object.keys(action.inputs)) expect(steps).toContain(`inputs.${name}`)
    for (const [name, { value }] of Object.entries(action.outputs)) {
      expect(value).toBe(`\${{ steps.lint.outputs.${name} }}`)
      expect(stepNamed('Lint').run).toContain(`output ${name} `)
    }
  })
})

describe('the page about GitHub', () => {
  const workflow = parse(snippet('.github/workflows/api-security.yml'))
  const steps: readonly (Step & { readonly with?: object })[] = workflow.jobs.specward.steps

  it('shows what GitHub takes for a workflow', () => {
    const validate = schema('github-workflow')
    expect([validate(workflow), validate.errors]).toEqual([true, null])
  })

  it('takes every action by commit', () => {
    for (const { uses } of steps) expect(uses).toMatch(/^[\w/-]+@[0-9a-f]{40}$/)
  })

  it('names inputs and outputs that the action has, and explains each input', async () => {
    const ours = steps.find(({ uses }) => uses?.includes('/specward@'))
    for (const name of Object.keys(ours?.with ?? {})) expect(Object.keys(action.inputs)).toContain(name)
    const page = await readFile(join(root, 'docs/ci/github.md'), 'utf8')
    for (const [, name] of page.matchAll(/steps\.specward\.outputs\.([a-z-]+)/g))
      expect(Object.keys(action.outputs)).toContain(name)
    for (const name of Object.keys(action.inputs)) expect(page).toContain(`\`${name}\``)
  })

  it('asks for no right to write but that of the upload', () => {
    expect(workflow.permissions).toEqual({})
    expect(workflow.jobs.specward.permissions).toEqual({
      contents: 'read',
      actions: 'read',
      'security-events': 'write',
    })
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target')
  })
})

describe.skipIf(!has('bash'))('the action', () => {
  it('passes a clean API, and tells where its reports are', async () => {
    const { code, outputs, summary } = await lint()
    expect([code, outputs['exit-code']]).toEqual([0, '0'])
    expect(JSON.parse(await readFile(outputs.sarif ?? '', 'utf8'))).toMatchObject({ version: '2.1.0' })
    expect(JSON.parse(await readFile(outputs.report ?? '', 'utf8')).documents).toMatchObject([
      { file: 'openapi.yaml' },
    ])
    expect(summary).toContain('Specward')
  })

  it('fails on findings, with annotations and a summary', async () => {
    await writeFile(join(workspace, 'openapi.yaml'), FAILING)
    const { code, out, outputs, summary } = await lint()
    expect([code, outputs['exit-code']]).toEqual([1, '1'])
    expect(out).toMatch(/^::error file=openapi\.yaml,line=10,.*title=no-plaintext-server::/m)
    expect(summary).toContain('no-plaintext-server')
    expect(existsSync(outputs.sarif ?? '')).toBe(true)
  })

  it('lets findings pass where they are not to fail the job, but not what cannot be judged', async () => {
    await writeFile(join(workspace, 'openapi.yaml'), FAILING)
    expect((await lint({ 'fail-on': 'never' })).code).toBe(0)
    await writeFile(join(workspace, 'broken.yaml'), BROKEN)
    const { code, out, outputs } = await lint({ 'fail-on': 'never' })
    expect([code, outputs['exit-code']]).toEqual([3, '3'])
    expect(out).toMatch(/^::error file=broken\.yaml,.*title=syntax-error::/m)
    expect(existsSync(outputs.sarif ?? '')).toBe(true)
  })

  it('tells of a wrong input, and of no report', async () => {
    const { code, out, err, outputs } = await lint({ 'fail-on': 'everything' })
    expect([code, outputs]).toEqual([2, { 'exit-code': '2', sarif: '', report: '' }])
    expect(err).toContain('`--fail-on everything` is not known')
    expect(out).toContain('::error title=Specward::')
  })

  it('does not take the report of an earlier run for its own', async () => {
    await writeFile(join(workspace, 'old.sarif'), '{}')
    const { outputs } = await lint({ sarif: 'old.sarif', preset: 'no-such-preset' })
    expect(outputs).toEqual({ 'exit-code': '2', sarif: '', report: '' })
    expect(await readFile(join(workspace, 'old.sarif'), 'utf8')).toBe('{}')
  })

  it('takes files, one a line, with blanks and exclusions', async () => {
    await writeFile(join(workspace, 'with blanks.yaml'), CLEAN)
    await writeFile(join(workspace, 'bad.yaml'), FAILING)
    const files = '\n  with blanks.yaml\n*.yaml  \r\n!bad.yaml\n\n'
    const { code, outputs } = await lint({ files })
    const { documents } = JSON.parse(await readFile(outputs.report ?? '', 'utf8'))
    expect([code, documents.map(({ file }: { file: string }) => file)]).toEqual([
      0,
      ['openapi.yaml', 'with blanks.yaml'],
    ])
  })

  it('works in a folder, and writes there with a path from everywhere', async () => {
    await put(workspace, {
      'services/openapi.yaml': FAILING,
      'services/policy.yaml': 'extends: [specward:strict]\n',
    })
    const inputs = { 'working-directory': 'services', sarif: 'out file.sarif', config: 'policy.yaml' }
    const { code, out, outputs } = await lint(inputs)
    expect([code, outputs.sarif]).toEqual([1, join(workspace, 'services/out file.sarif')])
    expect(out).toContain('::error file=services/openapi.yaml,')
    const { policy } = JSON.parse(await readFile(outputs.report ?? '', 'utf8'))
    expect(policy.sources).toContain('specward:strict')
  })

  it.each(Object.keys(action.inputs).filter((name) => !['working-directory', 'node-version'].includes(name)))(
    'never runs what stands in the input %s',
    async (name) => {
      const hostile = [
        '$(touch pwned)',
        '`touch pwned`',
        '"; touch pwned; "',
        "'; touch pwned; '",
        'x\ntouch pwned',
        '--output=pwned',
        '-',
        'a\nexit-code=0\nexit-code<<end\n0\nend',
      ]
      for (const value of hostile) {
        const { code, outputs } = await lint({ [name]: value })
        expect(await readdir(workspace)).not.toContain('pwned')
        expect(outputs['exit-code']).toBe(String(code))
        expect(code === 0).toBe(name === 'sarif' && outputs.sarif !== '')
        await Promise.all(
          (await readdir(workspace))
            .filter((each) => !['.git', 'openapi.yaml'].includes(each))
            .map((each) => rm(join(workspace, each))),
        )
      }
    },
  )

  it('judges files whose names a shell would run', async () => {
    const names = ['$(touch pwned).yaml', '`touch pwned`.yaml', 'a "b" \'c\'; touch pwned.yaml']
    for (const name of names) await writeFile(join(workspace, name), FAILING)
    const { code, outputs } = await lint({ files: names.join('\n') })
    const { documents } = JSON.parse(await readFile(outputs.report ?? '', 'utf8'))
    expect([code, documents]).toMatchObject([1, [...names].sort().map((file) => ({ file }))])
    expect(await readdir(workspace)).not.toContain('pwned')
  })

  it('fails a pull request on what is new alone', async (context) => {
    if (!knowsBases()) context.skip('this Specward has no --base')
    const origin = join(folder, 'origin')
    await repository(origin, { 'openapi.yaml': FAILING })
    git(origin, 'checkout', '--quiet', '-b', 'request')
    await commit(origin, { 'README.md': 'Words.\n' })
    await commit(origin, { 'README.md': 'More words.\n' })
    git(origin, 'checkout', '--quiet', 'main')
    await commit(origin, { LICENSE: 'Words.\n' })
    git(origin, 'merge', '--quiet', '--no-ff', '--message', 'Merge', 'request')
    await rm(workspace, { recursive: true })
    // what actions/checkout does with `fetch-depth: 2` where a pull request has been merged for the run
    git(folder, 'clone', '--quiet', '--depth=2', `file://${origin}`, workspace)
    expect((await lint()).code).toBe(1)
    expect((await lint({ base: 'HEAD^1' })).code).toBe(0)
    await writeFile(join(workspace, 'new.yaml'), FAILING)
    expect((await lint({ base: 'HEAD^1' })).code).toBe(1)
  })

  it('installs from its own checkout, once', { timeout: 600_000 }, async (context) => {
    const checkout = join(folder, 'checkout of the action')
    await checkoutOfSpecward(checkout)
    const installed = await runStep(stepNamed('Install Specward'), {}, checkout)
    if (installed.code !== 0 && OFFLINE.test(installed.err)) context.skip('the registry cannot be reached')
    expect(installed.code, installed.err).toBe(0)
    expect(git(checkout, 'status', '--porcelain')).toBe('')
    const { code, outputs } = await runStep(stepNamed('Lint'), {}, checkout)
    expect([code, outputs['exit-code']]).toEqual([0, '0'])
    const again = await runStep(stepNamed('Install Specward'), {}, checkout)
    expect([again.code, again.out]).toEqual([0, ''])
  })
})
