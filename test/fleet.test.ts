import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { EVERY_FORMAT, FLEET } from './fleet.ts'
import { bin, inShards, onThreads, reported, specward } from './fleet-runs.ts'
import { API } from './orders.ts'
import { type Files, project, put, temporaryFolder } from './project.ts'
import { type Printed, runIn } from './run-in.ts'

// Runs the executable as it was built, with real threads; `npm test` builds first.

const PATIENT = { timeout: 240_000 }

describe.each([
  ['as it is', [], [], []],
  [
    'by rulesets alone',
    ['apis', '--ruleset', 'rulesets/code.mjs', '--ruleset', 'spectral:oas'],
    [],
    ['--ruleset', 'rulesets/code.mjs', '--ruleset', 'spectral:oas'],
  ],
  [
    'by a preset and a gate',
    ['apis', '!apis/legacy', '--preset', 'recommended'],
    ['--fail-on', 'warn', '--quiet'],
    [],
  ],
])('a fleet %s', (_, judging, telling, again) => {
  it(
    'has the same report on several threads, with a cold cache and a warm one, and in shards',
    PATIENT,
    async () => {
      const cwd = await project(FLEET)
      const lint = ['lint', ...judging, ...telling]
      const expected = await reported(cwd, [...lint, '--jobs', '1'])
      expect(expected.code).toBeGreaterThan(0)
      for (const format of EVERY_FORMAT) expect(expected.reports[format]).not.toBe('')
      expect(await reported(cwd, [...lint, '--jobs', '3'], specward)).toEqual(expected)
      const cache = ['--cache-location', join(await temporaryFolder(), 'cache')]
      expect(await reported(cwd, [...lint, ...cache], onThreads)).toEqual(expected)
      expect(await reported(cwd, [...lint, ...cache])).toEqual(expected)
      expect(await inShards(cwd, judging, [...telling, ...again], 3)).toEqual(expected)
    },
  )
})

describe('a baseline', () => {
  it('counts on threads and in shards as it does without', PATIENT, async () => {
    const cwd = await project(FLEET)
    await runIn(cwd, ['baseline', '--allow-incomplete'])
    await put(cwd, { 'apis/new.yaml': API.replace('/orders', '/new') })
    const expected = await reported(cwd, ['lint', '--jobs', '1'])
    expect(JSON.parse(expected.reports.json ?? '').base).toMatchObject({ kind: 'baseline' })
    expect(await reported(cwd, ['lint'], onThreads)).toEqual(expected)
    expect(await inShards(cwd, [], [], 2)).toEqual(expected)
  })
})

describe('a thread that dies', () => {
  /** A ruleset in which a function does something to the thread when it comes to the API with this title. */
  const deadly = (body: string): Files => ({
    'deadly.mjs': `import { parentPort } from 'node:worker_threads'
export default {
  rules: {
    a: { given: '$.info.title', then: { function(title) { if (title === 'Deadly') { ${body} } } } },
    b: { given: '$.info.title', then: { function: () => [{ message: 'Seen.' }] } },
  },
}
`,
    'a.yaml': API,
    'b.yaml': API.replace('title: Orders', 'title: Deadly'),
    'c.yaml': API,
    'd.yaml': API,
  })
  const lint = ['lint', '--ruleset', 'deadly.mjs', '--jobs', '2', '--format', 'json']
  const judged = ({ out }: Printed) => {
    const { documents, problems, findings, complete } = JSON.parse(out)
    return { documents: documents.map(({ file }: { file: string }) => file), problems, findings, complete }
  }

  it('for lack of memory loses its document alone', { timeout: 120_000 }, async () => {
    const cwd = await project(deadly('const all = []; for (;;) all.push(new Array(100_000).fill(title))'))
    const ended = specward(cwd, lint, ['--max-old-space-size=96'])
    expect(ended.code).toBe(3)
    const { documents, problems, findings, complete } = judged(ended)
    expect([documents, complete, findings.length]).toEqual([['a.yaml', 'c.yaml', 'd.yaml'], false, 3])
    expect(problems).toMatchObject([
      {
        code: 'document-lost',
        severity: 'error',
        file: 'b.yaml',
        message: expect.stringMatching(/ran out of memory/),
      },
    ])
  })

  it('by the code of a ruleset loses its document alone', async () => {
    const cwd = await project(deadly('parentPort.close(); parentPort.postMessage = () => {}'))
    const ended = specward(cwd, lint)
    expect(ended.code).toBe(3)
    const { documents, problems } = judged(ended)
    expect(documents).toEqual(['a.yaml', 'c.yaml', 'd.yaml'])
    expect(problems).toMatchObject([{ code: 'document-lost', file: 'b.yaml' }])
  })

  it('is as impossible by process.exit as in the program itself', async () => {
    const cwd = await project(deadly('process.exit(0)'))
    const alone = specward(cwd, [...lint, '--jobs', '1'])
    expect([alone.code, alone.out]).toEqual([3, expect.stringContaining('rule-failed')])
    expect(specward(cwd, lint)).toEqual(alone)
  })

  it('does not end the run by an error that nobody handles, and makes it fail', async () => {
    const cwd = await project(deadly('Promise.reject(new Error("lost"))'))
    const ended = specward(cwd, lint)
    expect(ended).toMatchObject({ code: 3, err: expect.stringContaining('nobody waits for: Error: lost') })
    expect(judged(ended).documents).toHaveLength(4)
  })

  it('keeps what code of a ruleset prints out of the report', async () => {
    const cwd = await project(deadly('console.log("noise"); process.stdout.write("more noise\\n")'))
    const ended = specward(cwd, lint)
    expect([ended.code, ended.err]).toEqual([0, expect.stringContaining('noise')])
    expect(judged(ended).documents).toHaveLength(4)
  })
})

describe('the threads', () => {
  it('are as many as are asked for', async () => {
    const cwd = await project({ 'a.yaml': API, 'b.yaml': API, 'c.yaml': API })
    expect(specward(cwd, ['lint', '--timing', '--jobs', '2']).err).toContain(', 3 on 2 threads')
    expect(specward(cwd, ['lint', '--timing', '--jobs', '1']).err).toBe('')
  })

  it('are none for a few small descriptions', async () => {
    const cwd = await project({ 'a.yaml': API, 'b.yaml': API })
    expect(specward(cwd, ['lint', '--timing']).err).toContain('no threads')
  })

  it.each(['0', '-1', 'all', '1.5', ''])('cannot be %j', async (value) => {
    expect(await runIn(await project({ 'a.yaml': API }), ['lint', `--jobs=${value}`])).toMatchObject({
      code: 2,
      err: expect.stringContaining('is no number of threads'),
    })
  })

  it('judge standard input as well, and find what it refers to', async () => {
    const cwd = await project({ 'apis/a.yaml': API, 'apis/b.yaml': API })
    const args = ['lint', '--format', 'json', 'apis', '-', '--stdin-filename', 'apis/in.yaml']
    const run = (jobs: string) =>
      spawnSync(process.execPath, [bin, ...args, '--jobs', jobs], {
        cwd,
        encoding: 'utf8',
        input: API.replace('/users:\n', "/refers: { $ref: './a.yaml#/paths/~1users' }\n  /users:\n"),
      })
    const alone = run('1')
    expect(alone.stdout).toContain('"file": "apis/in.yaml"')
    expect(run('3')).toMatchObject({ status: alone.status, stdout: alone.stdout, stderr: alone.stderr })
  })
})
