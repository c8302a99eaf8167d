import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, open, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodeIo } from '../packages/cli/src/io.ts'
import { run } from '../packages/cli/src/main.ts'

// T14: what was not judged is not clean

// Runs the executable as it was built; `npm test` builds first.

const bin = fileURLToPath(new URL('../packages/cli/bin/specward.js', import.meta.url))
const machine = nodeIo()
const isRoot = process.getuid?.() === 0
let folder = ''

const GOOD = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers: [{ url: https://api.example.com }]
security: [{ token: [] }]
paths:
  /orders:
    get:
      operationId: listOrders
      responses:
        '200': { description: OK }
        '401': { description: Not authenticated }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`
const REFERRING = GOOD.replace('  /orders:\n', "  /users: { $ref: './users.yaml' }\n  /orders:\n")
const BROKEN_REFERENCE = GOOD.replace('  /orders:\n', "  /users: { $ref: '#/nowhere' }\n  /orders:\n")

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specward-cli-'))
  await mkdir(join(folder, 'project/.git'), { recursive: true })
  await write('good.yaml', GOOD)
  await write('problem.yaml', BROKEN_REFERENCE)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

function write(name: string, text: string): Promise<void> {
  return writeFile(join(folder, 'project', name), text)
}

interface Options {
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  readonly node?: readonly string[]
  readonly bin?: string
}

function specward(args: readonly string[], options: Options = {}): SpawnSyncReturns<string> {
  const { NO_COLOR, FORCE_COLOR, ...inherited } = process.env
  return spawnSync(process.execPath, [...(options.node ?? []), options.bin ?? bin, ...args], {
    cwd: join(folder, 'project'),
    encoding: 'utf8',
    env: { ...inherited, ...options.env },
    input: options.input ?? '',
  })
}

describe('code of a ruleset', () => {
  const rulesetWith = (body: string) =>
    write('code.mjs', `export default { rules: { a: { given: '$', then: { function() { ${body} } } } } }\n`)

  it.each([
    ['leaves a rejection', 'Promise.reject(new Error("lost"))', /nobody waits for: Error: lost/],
    ['throws later', 'setTimeout(() => { throw new Error("late") })', /nobody handles: Error: late/],
  ])('that %s makes the run incomplete', async (_, body, stderr) => {
    await rulesetWith(body)
    const ended = specward(['lint', '--ruleset', 'code.mjs', 'good.yaml'])
    expect(ended).toMatchObject({ status: 3, stderr: expect.stringMatching(stderr) })
  })

  it('that waits for something does not keep the process', async () => {
    await rulesetWith('setInterval(() => {}, 1000)')
    expect(specward(['lint', '--ruleset', 'code.mjs', 'good.yaml']).status).toBe(0)
  })
})

describe('the executable', () => {
  it('tells its version', async () => {
    const manifest = await readFile(new URL('../packages/cli/package.json', import.meta.url), 'utf8')
    expect(specward(['--version'])).toMatchObject({ status: 0, stdout: `${JSON.parse(manifest).version}\n` })
  })

  it('shows its commands on standard output when asked to', () => {
    const { status, stdout, stderr } = specward(['--help'])
    expect([status, stderr]).toEqual([0, ''])
    for (const command of ['lint', 'rules', 'explain', 'lsp']) expect(stdout).toContain(`\n  ${command} `)
  })

  it('shows its commands on standard error when nothing is asked for', () => {
    expect(specward([])).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('Usage:') })
  })

  it('says what to run when it is not built', async () => {
    const copy = join(folder, 'unbuilt/bin/specward.js')
    await cp(dirname(bin), dirname(copy), { recursive: true })
    await writeFile(join(folder, 'unbuilt/package.json'), '{ "type": "module" }')
    expect(specward(['--version'], { bin: copy })).toMatchObject({
      status: 2,
      stderr: 'Specward is not built yet. Run `npm run build` in the folder of the repository.\n',
    })
  })

  it.each(['20.18.1', '18.20.0'])('says which Node it needs when run by %s', (version) => {
    const pretend = `Object.defineProperty(process.versions, 'node', { value: '${version}' })`
    const node = ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`]
    expect(specward(['--version'], { node })).toMatchObject({
      status: 2,
      stderr: `Specward needs Node.js 20.19 or newer; this is ${version}.\n`,
    })
  })

  it('ends quietly when nobody reads its output any more', async () => {
    const child = spawn(process.execPath, [bin, 'lint', '--format', 'json', 'good.yaml'], {
      cwd: join(folder, 'project'),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout.destroy()
    let stderr = ''
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    await new Promise((done) => child.on('close', done))
    expect(stderr).toBe('')
  })
})

describe('linting', () => {
  it('writes a report that other tools can read', () => {
    const { status, stdout } = specward(['lint', '--format', 'json', 'good.yaml', 'problem.yaml'])
    expect(status).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      tool: { name: 'specward' },
      complete: false,
      documents: [{ file: 'good.yaml' }, { file: 'problem.yaml' }],
      problems: [{ code: 'ref-not-found', file: 'problem.yaml', range: { start: { line: 6, column: 19 } } }],
    })
  })

  it('writes the same bytes for the same input', () => {
    const once = specward(['lint', '--format', 'json', 'good.yaml', 'problem.yaml']).stdout
    expect(specward(['lint', '--format', 'json', 'problem.yaml', 'good.yaml']).stdout).toBe(once)
  })

  it('adds times only when asked to', () => {
    const timed = JSON.parse(specward(['lint', '--format', 'json', '--timing', 'good.yaml']).stdout)
    expect(timed.stages).toMatchObject({ source: expect.any(Number) })
    expect(JSON.parse(specward(['lint', '--format', 'json', 'good.yaml']).stdout).stages).toBeUndefined()
  })

  it('writes the report to a file, without color, and nothing to standard output', async () => {
    const result = specward(['lint', '--output', 'report.txt', 'problem.yaml'], { env: { FORCE_COLOR: '1' } })
    expect([result.status, result.stdout, result.stderr]).toEqual([3, '', ''])
    const report = await readFile(join(folder, 'project/report.txt'), 'utf8')
    expect(report).toContain('problem.yaml:6:19')
    expect(report).not.toContain('\u001b')
  })

  it.runIf(process.platform === 'linux')('says so when the report cannot be written after all', () => {
    const result = specward(['lint', '--output', '/dev/full', 'problem.yaml'])
    expect(result).toMatchObject({ status: 3, stderr: expect.stringContaining('no space left on device') })
  })

  it('is colorful when that is forced, and only then in a pipe', () => {
    expect(specward(['lint', 'problem.yaml'], { env: { FORCE_COLOR: '1' } }).stdout).toContain('\u001b[')
    expect(specward(['lint', 'problem.yaml']).stdout).not.toContain('\u001b')
    const forbidden = specward(['lint', '--no-color', 'problem.yaml'], { env: { FORCE_COLOR: '1' } })
    expect(forbidden.stdout).not.toContain('\u001b')
  })

  it('uses the configuration nearest to each document', async () => {
    await mkdir(join(folder, 'project/lenient'))
    await write('lenient/openapi.yaml', BROKEN_REFERENCE)
    const override = '{ code: ref-not-found, severity: warn, reason: the other half is written elsewhere }'
    await write('lenient/specward.yaml', `problems: [${override}]\n`)
    expect(specward(['lint', 'lenient/openapi.yaml']).status).toBe(0)
    expect(specward(['lint', 'problem.yaml']).status).toBe(3)
    expect(specward(['lint', '--config', 'lenient/specward.yaml', 'lenient/openapi.yaml']).status).toBe(0)
  })

  it('does not follow a reference through a link that leads out of the project', async () => {
    await writeFile(join(folder, 'secret.yaml'), 'get: {}\n')
    await symlink(join(folder, 'secret.yaml'), join(folder, 'project/users.yaml'))
    await write('referring.yaml', REFERRING)
    const { status, stdout } = specward(['lint', '--format', 'json', 'referring.yaml'])
    expect([status, JSON.parse(stdout).problems[0].code]).toEqual([3, 'ref-outside-root'])
  })

  it('reads a link that was named, wherever it leads', async () => {
    await writeFile(join(folder, 'shared.yaml'), GOOD)
    await symlink(join(folder, 'shared.yaml'), join(folder, 'project/link.yaml'))
    const { stdout } = specward(['lint', '--format', 'json', 'link.yaml'])
    expect(JSON.parse(stdout)).toMatchObject({ documents: [{ file: 'link.yaml' }], problems: [] })
  })

  it.runIf(process.platform === 'linux')('reads a pipe, and shows lines of it', () => {
    const script = `"${process.execPath}" "${bin}" lint <(cat problem.yaml)`
    const { status, stdout } = spawnSync('bash', ['-c', script], {
      cwd: join(folder, 'project'),
      encoding: 'utf8',
    })
    expect(status).toBe(3)
    expect(stdout).toContain("/users: { $ref: '#/nowhere' }")
  })

  // root may read everything
  it.skipIf(isRoot)('says that a file is not readable, and judges the others', async () => {
    await write('locked.yaml', GOOD)
    await chmod(join(folder, 'project/locked.yaml'), 0o000)
    const { status, stdout } = specward(['lint', '--format', 'json', 'locked.yaml', 'good.yaml'])
    expect(status).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({
      documents: [{ file: 'good.yaml' }],
      problems: [{ code: 'file-unreadable', message: expect.stringContaining('permission denied') }],
    })
  })

  it('says that a file is too large, and judges the others', async () => {
    const file = await open(join(folder, 'project/huge.yaml'), 'w')
    await file.truncate(65 * 1024 * 1024)
    await file.close()
    const { status, stdout } = specward(['lint', '--format', 'json', 'huge.yaml', 'good.yaml'])
    expect(status).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({
      documents: [{ file: 'good.yaml' }],
      problems: [{ code: 'file-too-large', file: 'huge.yaml' }],
    })
  })
})

describe('standard input', () => {
  it.each([
    ['stdin.yaml', BROKEN_REFERENCE],
    ['stdin.json', '{ "openapi": "3.1.0", "info": {}, "paths": { "/": { "$ref": "#/nowhere" } } }'],
  ])('is called %s by its looks', (name, input) => {
    const { stdout } = specward(['lint', '--format', 'json', '-'], { input })
    expect(JSON.parse(stdout).problems).toContainEqual(
      expect.objectContaining({ code: 'ref-not-found', file: name }),
    )
  })

  it('is judged under the name that it is given: references and the configuration start there', async () => {
    await mkdir(join(folder, 'project/nested'))
    await write('nested/users.yaml', 'get: {}\n')
    await write('nested/specward.yaml', 'rulez: {}\n')
    const given = specward(['lint', '--stdin-filename', 'nested/openapi.yaml', '-'], { input: REFERRING })
    expect(given).toMatchObject({ status: 2, stderr: expect.stringContaining('nested/specward.yaml:1:1') })
    await rm(join(folder, 'project/nested/specward.yaml'))
    const { stdout } = specward(
      ['lint', '--format', 'json', '--stdin-filename', 'nested/openapi.yaml', '-'],
      {
        input: REFERRING,
      },
    )
    const report = JSON.parse(stdout)
    expect(report.documents).toMatchObject([{ file: 'nested/openapi.yaml' }])
    expect(report.problems).not.toContainEqual(expect.objectContaining({ code: 'ref-file-not-found' }))
  })

  it('that is empty is a problem', () => {
    expect(specward(['lint', '-'])).toMatchObject({
      status: 3,
      stdout: expect.stringContaining('file-empty'),
    })
  })
})

describe('rules', () => {
  it('are listed, each with its category and its severity in every preset', () => {
    const { status, stdout } = specward(['rules', '--format', 'json'])
    expect(status).toBe(0)
    const { rules } = JSON.parse(stdout)
    expect(rules.length).toBeGreaterThan(0)
    for (const rule of rules) {
      expect(rule.id).toMatch(/^(no|require|spec)-/)
      expect(rule.category).toMatch(/^[a-z]+$/)
      expect(rule.title).toMatch(/\.$/)
      expect(Object.keys(rule.presets)).toEqual([
        'recommended',
        'strict',
        'owasp-api-2023',
        'internal-api',
        'event-driven',
      ])
    }
    const table = specward(['rules']).stdout
    for (const { id } of rules) expect(table).toContain(`\n${id} `)
  })

  it('are all explained', async () => {
    const { rules } = JSON.parse(specward(['rules', '--format', 'json']).stdout)
    for (const { id, title } of rules) {
      let stdout = ''
      const io = {
        ...machine,
        args: ['explain', id],
        out: (text: string) => {
          stdout += text
        },
      }
      expect(await run(io)).toBe(0)
      expect(stdout).toContain(id)
      expect(stdout).toContain(title)
    }
  })
})

describe('a fault of Specward itself', () => {
  async function crash(env: Readonly<Record<string, string>>): Promise<readonly [number, string]> {
    let stderr = ''
    const io = {
      ...machine,
      args: ['lint', 'good.yaml'],
      cwd: join(folder, 'project'),
      env,
      err: (text: string) => {
        stderr += text
      },
      host: () => {
        throw new TypeError('out of luck')
      },
    }
    return [await run(io), stderr]
  }

  it('is told as such, with what to report and without a stack', async () => {
    const [code, stderr] = await crash({})
    expect(code).toBe(3)
    expect(stderr).toMatch(/^internal error: TypeError: out of luck\n/)
    expect(stderr).toContain('SPECWARD_DEBUG=1')
    expect(stderr).not.toContain('    at ')
  })

  it('shows its stack when that is wanted', async () => {
    const [, stderr] = await crash({ SPECWARD_DEBUG: '1' })
    expect(stderr).toContain('    at ')
  })
})

describe('code of a ruleset', () => {
  async function calling(code: string): Promise<SpawnSyncReturns<string>> {
    await write('functions/mine.js', `export default () => { ${code} }\n`)
    const rule = 'mine: { given: $.info.title, then: { function: mine } }'
    await write('code.yaml', `functions: [mine]\nrules:\n  ${rule}\n`)
    return specward(['lint', '--ruleset', 'code.yaml', '--allow-scripts', '--format', 'json', 'good.yaml'])
  }

  beforeAll(() => mkdir(join(folder, 'project/functions'), { recursive: true }))

  it('cannot end the run as if all were well', async () => {
    const { status, stdout } = await calling('process.exit(0)')
    expect(status).toBe(3)
    expect(JSON.parse(stdout).problems).toMatchObject([
      { code: 'rule-failed', message: expect.stringContaining('`mine`') },
    ])
  })

  it.each([
    ["setTimeout(() => { throw new Error('too late') })", 'too late'],
    ["Promise.reject(new Error('unseen'))", 'unseen'],
  ])('that fails behind the back of the run leaves it incomplete: %s', async (code, told) => {
    const { status, stderr } = await calling(code)
    expect(status).toBe(3)
    expect(stderr).toContain(told)
  })

  it('that leaves something running does not keep the process', async () => {
    expect((await calling('setInterval(() => {}, 100000)')).status).toBe(0)
  })

  it('writes to standard error, out of the way of the report', async () => {
    const { stdout, stderr } = await calling("console.log('seen')")
    expect(JSON.parse(stdout).findings).toEqual([])
    expect(stderr).toBe('seen\n')
  })
})
