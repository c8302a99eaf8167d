import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, open, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { shell, start } from './process.ts'

// T19: half a report

const API = `openapi: 3.1.0
info: { title: Shop, version: '1' }
servers: [{ url: http://shop.example }]
paths:
  /orders:
    delete:
      responses: { '204': { description: Gone } }
`

let top = ''
let count = 0
let folder = ''

beforeAll(async () => {
  top = await mkdtemp(join(tmpdir(), 'specward-interruption-'))
})

beforeEach(async () => {
  count += 1
  folder = join(top, `run-${count}`)
  await mkdir(join(folder, '.git'), { recursive: true })
  await writeFile(join(folder, 'api.yaml'), API)
})

afterAll(() => rm(top, { recursive: true, force: true }))

/** A description that is read only when the test gives it: until then, the run stands still. */
function gate(name: string): { opened: () => Promise<(text: string) => Promise<void>> } {
  execFileSync('mkfifo', [join(folder, name)])
  return {
    // opening it waits for the run to open it
    async opened() {
      const file = await open(join(folder, name), 'w')
      return async (text) => {
        await file.writeFile(text)
        await file.close()
      }
    },
  }
}

function read(name: string): Promise<string> {
  return readFile(join(folder, name), 'utf8')
}

/** Files that are there beside what a test has put there. */
async function added(): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => !['.git', 'api.yaml', 'gate.yaml'].includes(name)).sort()
}

/** A description with so many findings that its report takes a while to write. */
function large(operations: number): string {
  const paths = Array.from(
    { length: operations },
    (_, index) => `  /orders/${index}:\n    delete: { responses: { '204': { description: Gone } } }\n`,
  )
  return API.replace(/(?<=paths:\n)[\s\S]*/, paths.join(''))
}

describe.skipIf(process.platform === 'win32')('a run that is ended', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'by %s says so, ends by it, and leaves the old report as it was',
    async (signal) => {
      const { opened } = gate('gate.yaml')
      await writeFile(join(folder, 'report.json'), 'the old one')
      const run = start(folder, [
        'lint',
        'api.yaml',
        'gate.yaml',
        '--format',
        'json',
        '--output',
        'report.json',
      ])
      const feed = await opened()
      run.process.kill(signal)
      const ended = await run.ended
      await feed('').catch(() => undefined)
      expect(ended).toEqual({
        code: null,
        signal,
        out: '',
        err: `error: interrupted by ${signal}: this run has no result. Files that it had written are whole.\n`,
      })
      expect(await read('report.json')).toBe('the old one')
      expect(await added()).toEqual(['report.json'])
    },
  )

  it('while it judges, or writes, leaves a whole report or none', async () => {
    await writeFile(join(folder, 'api.yaml'), large(3_000))
    await writeFile(join(folder, 'report.json'), '{}')
    const args = ['lint', 'api.yaml', '--preset', 'strict', '--format', 'json', '--output', 'report.json']
    let ended = 0
    for (const wait of [600, 'writing', 'writing', 'writing'] as const) {
      const run = start(folder, args)
      const isOver = run.ended.then(() => true)
      if (wait === 'writing') {
        // until a file stands beside the report
        while (!(await Promise.race([isOver, after(2, false)]))) {
          if ((await added()).length > 1) break
        }
      } else await after(wait)
      run.process.kill('SIGTERM')
      const { signal } = await run.ended
      if (signal === 'SIGTERM') ended += 1
      expect(await added()).toEqual(['report.json'])
      // the old report, or a whole new one
      expect([undefined, 1]).toContain(JSON.parse(await read('report.json')).version)
    }
    expect(ended).toBeGreaterThan(0)
  })
})

describe.skipIf(process.platform === 'win32')('a place that takes no more', () => {
  it('leaves the old report as it was', async () => {
    await writeFile(join(folder, 'report.json'), 'the old one')
    const { code, err } = await shell(
      folder,
      'ulimit -f 1; $specward lint api.yaml --format json --output report.json',
    )
    expect(err).toBe('error: the report could not be written to report.json: file too large.\n')
    expect(code).toBe(3)
    expect(await read('report.json')).toBe('the old one')
    expect(await added()).toEqual(['report.json'])
  })

  it('leaves no part of a new report', async () => {
    const { code } = await shell(
      folder,
      'ulimit -f 1; $specward lint api.yaml --format html --output new.html',
    )
    expect(code).toBe(3)
    expect(await added()).toEqual([])
  })

  it.each(['baseline', 'checklist'])('leaves no part of what `%s` writes', async (command) => {
    const args = command === 'baseline' ? 'baseline api.yaml' : 'checklist api.yaml --output list.md'
    const { code, err } = await shell(folder, `ulimit -f 1; $specward ${args}`)
    expect(err).toContain('file too large')
    expect(code).toBeGreaterThanOrEqual(2)
    expect(await added()).toEqual([])
  })

  it.skipIf(!existsSync('/dev/full'))('is told of standard output, too', async () => {
    const { code, err } = await shell(folder, '$specward lint api.yaml > /dev/full')
    expect(err).toBe('error: standard output: no space left on device\n')
    expect(code).toBe(3)
  })
})

describe.skipIf(process.platform === 'win32')('a reader that has gone', () => {
  it.each(['text', 'json', 'sarif'])(
    'changes neither the verdict nor what is said, of %s',
    async (format) => {
      await writeFile(join(folder, 'api.yaml'), large(2_000))
      const { code, out, err } = await shell(
        folder,
        `$specward lint api.yaml --format ${format} | head -c 5; exit \${PIPESTATUS[0]}`,
      )
      expect(err).toBe('')
      expect(out).toHaveLength(5)
      expect(code).toBe(1)
    },
  )

  it('is no matter where there never was one', async () => {
    expect((await shell(folder, '$specward lint api.yaml >&- 2>&-')).code).toBe(1)
  })

  it('gets reports through pipes and devices that are named', async () => {
    const whole = await shell(folder, '$specward lint api.yaml --format json')
    const { out } = await shell(folder, '$specward lint api.yaml --format json --output /dev/stdout | cat')
    expect(out).toBe(whole.out)
    const piped = await shell(folder, '$specward lint api.yaml --format json --output >(cat); sleep 0.5')
    expect(piped.out).toBe(whole.out)
    const { code } = await shell(
      folder,
      '$specward lint api.yaml --format json --output /dev/stdout > all.json',
    )
    expect([code, await read('all.json')]).toEqual([1, whole.out])
  })

  it('gets a report through a link, which stays', async () => {
    await mkdir(join(folder, 'out'))
    await writeFile(join(folder, 'out/report.json'), 'the old one')
    await symlink('out/report.json', join(folder, 'link.json'))
    const { code } = await shell(folder, '$specward lint api.yaml --format json --output link.json')
    expect(code).toBe(1)
    expect(JSON.parse(await read('out/report.json'))).toMatchObject({ version: 1 })
  })
})

describe.skipIf(process.platform === 'win32')('a file that is other than it was', () => {
  /** Judges what is in front of the gate, waits for a change, and goes on. */
  async function during(change: () => Promise<void>, args: readonly string[]) {
    const { opened } = gate('gate.yaml')
    const run = start(folder, ['lint', 'gate.yaml', ...args, '--format', 'json'])
    const feed = await opened()
    await change()
    await feed(API)
    const { code, out, err } = await run.ended
    return { code, err, report: JSON.parse(out) }
  }

  it.each([['api.yaml'], ['a*.yaml'], ['specs']])(
    'once it has gone, is told as a problem where `%s` asked for it',
    async (arg) => {
      await mkdir(join(folder, 'specs'))
      await writeFile(join(folder, 'specs/one.yaml'), API)
      const name = arg === 'specs' ? 'specs/one.yaml' : 'api.yaml'
      const { code, report } = await during(() => rm(join(folder, name)), [arg])
      expect(code).toBe(3)
      expect(report.complete).toBe(false)
      expect(report.problems).toMatchObject([{ code: 'file-not-found', severity: 'error', file: name }])
    },
  )

  it('is judged as it is when its turn comes, and not mixed', async () => {
    const { code, report } = await during(
      () => writeFile(join(folder, 'api.yaml'), API.replace('http:', 'https:')),
      ['api.yaml'],
    )
    expect(code).toBe(1)
    const ofServer = report.findings.filter(({ ruleId }: { ruleId: string }) => /plaintext/.test(ruleId))
    expect(ofServer.map(({ file }: { file: string }) => file)).toEqual(['gate.yaml'])
  })
})

describe.skipIf(process.platform === 'win32')('a working directory that has gone', () => {
  it.each(['lint', 'rules', 'lsp --stdio'])('is an error of its own for `%s`', async (command) => {
    const gone = join(folder, 'gone')
    await mkdir(gone)
    const { code, err } = await shell(gone, `rmdir '${gone}'; $specward ${command}`)
    expect(err).toBe('error: the working directory is not there any longer.\n')
    expect(code).toBe(2)
  })
})
