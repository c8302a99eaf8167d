import { mkdir, readFile, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { project, temporaryFolder } from '../project.ts'
import { has, root, run } from './checkout.ts'
import { GITLAB, schema, snippet } from './pages.ts'

// What the pages about CI show for many descriptions is run by a shell, but for the installation.

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
}

interface Workflow {
  readonly on: object
  readonly permissions: object
  readonly jobs: Readonly<Record<string, { readonly permissions: object; readonly steps: readonly Step[] }>>
}

const CLEAN = await readFile(join(root, 'examples/after.yaml'), 'utf8')
const FAILING = await readFile(join(root, 'examples/before.yaml'), 'utf8')
const FLEET = {
  'a.yaml': CLEAN,
  'b/b.yaml': FAILING,
  'c.yaml': FAILING.replace('Orders', 'Carts'),
  'd.yaml': CLEAN,
}
const INSTALLING = /git clone|git -C|npm ci/

describe.each(['api-security-fleet', 'api-security-cached'])('the workflow %s', (name) => {
  const workflow: Workflow = parse(snippet(`.github/workflows/${name}.yml`))
  const jobs = Object.values(workflow.jobs)

  it('is what GitHub takes for a workflow', () => {
    const validate = schema('github-workflow')
    expect([validate(workflow), validate.errors]).toEqual([true, null])
  })

  it('takes every action by commit', () => {
    for (const { uses } of jobs.flatMap(({ steps }) => steps))
      expect(uses ?? 'a/b@'.padEnd(44, '0')).toMatch(/^[\w/-]+@[0-9a-f]{40}$/)
  })

  it('may write nothing, and has no expression in a script', () => {
    expect(workflow.permissions).toEqual({})
    for (const { permissions, steps } of jobs) {
      expect(permissions).toEqual({ contents: 'read' })
      for (const step of steps) expect(step.run ?? '').not.toContain('${{')
    }
    expect(JSON.stringify(workflow.on)).not.toMatch(/pull_request_target|workflow_run/)
  })
})

describe.skipIf(!has('bash'))('the shards of the page about GitHub', () => {
  it('make the report that a single run makes', async () => {
    const workflow: Workflow = parse(snippet('.github/workflows/api-security-fleet.yml'))
    const [cwd, temp] = [await project(FLEET), await temporaryFolder()]
    await symlink(root, join(temp, 'specward'))
    await mkdir(join(temp, 'shards'))
    const scriptOf = (job: string): string =>
      workflow.jobs[job]?.steps.find((step) => step.run?.includes('specward.js'))?.run ?? ''
    for (const shard of [1, 2, 3, 4]) {
      const env = { RUNNER_TEMP: temp, SHARD: String(shard) }
      expect(run('bash', ['-euc', scriptOf('shard')], { cwd, env })).toMatchObject({
        code: 0,
        out: '',
        err: '',
      })
      await run('mv', [`shard-${shard}.json`, 'shards'], { cwd: temp })
    }
    const merged = run('bash', ['-euc', scriptOf('report')], { cwd, env: { RUNNER_TEMP: temp } })
    const single = scriptOf('report')
      .replace(/ merge "[^"]+"/, ' lint')
      .replace('specward.html', 'single.html')
    expect(run('bash', ['-euc', single], { cwd, env: { RUNNER_TEMP: temp } })).toEqual(merged)
    expect(merged).toMatchObject({ code: 1, out: expect.stringContaining('::error file=b/b.yaml') })
    const [one, other] = ['single.html', 'specward.html'].map((name) => readFile(join(cwd, name), 'utf8'))
    expect(await other).toBe(await one)
  })
})

describe('the pipeline with shards', () => {
  const pipeline = parse(snippet('fleet/.gitlab-ci.yml'))

  it('is what GitLab takes for a configuration', () => {
    const validate = schema(GITLAB)
    expect([validate(pipeline), validate.errors]).toEqual([true, null])
  })

  it.skipIf(!has('bash'))('makes the report that a single run makes', async () => {
    const cwd = await project(FLEET)
    const scriptOf = (job: string): string =>
      [...pipeline['.specward'].before_script, ...pipeline[job].script]
        .filter((line: string) => !INSTALLING.test(line))
        .join('\n')
        .replaceAll('/tmp/specward', root)
        .replace('mkdir shards', 'mkdir -p shards')
    for (const shard of [1, 2, 3, 4]) {
      const env = {
        CI_NODE_INDEX: String(shard),
        CI_NODE_TOTAL: String(pipeline['api-security-shard'].parallel),
      }
      expect(run('bash', ['-euc', scriptOf('api-security-shard')], { cwd, env })).toMatchObject({
        code: 0,
        err: '',
      })
    }
    const merged = run('bash', ['-euc', scriptOf('api-security-report')], { cwd })
    const report = await readFile(join(cwd, 'gl-code-quality-report.json'), 'utf8')
    for (const left of ['shards', 'gl-code-quality-report.json'])
      await rm(join(cwd, left), { recursive: true })
    const single = run('bash', ['-euc', scriptOf('api-security-report').replace(' merge shards', ' lint')], {
      cwd,
    })
    expect(single).toMatchObject({ code: 1, out: merged.out })
    expect(await readFile(join(cwd, 'gl-code-quality-report.json'), 'utf8')).toBe(report)
  })
})
