import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeIo } from '../packages/cli/src/io.ts'
import { type Files, project } from './project.ts'
import { runIn } from './run-in.ts'

const API = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers:
  - url: http://api.example.com # where it lives
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
`
const FIXED = API.replace('http:', 'https:')
const POLICY = 'extends: []\nrules: { no-plaintext-server: error }\n'

const machine = nodeIo()

async function read(folder: string, name: string): Promise<string> {
  return readFile(join(folder, name), 'utf8')
}

async function folderOf(files: Files): Promise<string> {
  return project({ 'specward.yaml': POLICY, ...files })
}

describe('lint --fix', () => {
  it('changes files, and reports what remains', async () => {
    const folder = await folderOf({ 'api.yaml': API })
    const first = await runIn(folder, ['lint', '--fix', '--format', 'json'])
    expect([first.code, first.err]).toEqual([0, 'Fixed 1 finding in 1 file.\n'])
    const report = JSON.parse(first.out)
    expect(report.findings).toEqual([])
    expect(await read(folder, 'api.yaml')).toBe(FIXED)
    const second = await runIn(folder, ['lint', '--fix', '--format', 'json'])
    expect(second.err).toBe('There was nothing to fix.\n')
    expect(JSON.parse(second.out)).toEqual(report)
  })

  it('keeps byte order mark, ends of lines and encoding', async () => {
    const text = `\uFEFF${API.replaceAll('\n', '\r\n')}`
    const folder = await folderOf({ 'a.yaml': text })
    await writeFile(join(folder, 'b.yaml'), Buffer.from(text, 'utf16le'))
    const { err } = await runIn(folder, ['lint', '--fix', 'a.yaml', 'b.yaml'])
    expect(err).toBe('Fixed 2 findings in 2 files.\n')
    expect(await read(folder, 'a.yaml')).toBe(text.replace('http:', 'https:'))
    expect((await readFile(join(folder, 'b.yaml'))).toString('utf16le')).toBe(text.replace('http:', 'https:'))
  })

  it('fixes what rules find that are named, and nothing else', async () => {
    const two = POLICY.replace('error }', 'error, require-429-response: error }')
    const folder = await folderOf({ 'specward.yaml': two, 'api.yaml': API })
    const args = ['lint', '--fix-suggested', '--fix-rule', 'require-429-response']
    const { code } = await runIn(folder, args)
    expect(code).toBe(1)
    const made = await read(folder, 'api.yaml')
    expect(made).toContain('http://api.example.com')
    expect(made).toContain("'429'")
  })

  it('leaves alone what the baseline knows', async () => {
    const folder = await folderOf({ 'api.yaml': API })
    await runIn(folder, ['baseline'])
    const more = API.replace('paths:', '  - url: http://new.example.com\npaths:')
    await writeFile(join(folder, 'api.yaml'), more)
    const { code } = await runIn(folder, ['lint', '--fix'])
    expect(code).toBe(0)
    expect(await read(folder, 'api.yaml')).toBe(more.replace('http://new', 'https://new'))
    const all = await runIn(folder, ['lint', '--fix', '--no-baseline'])
    expect(all.err).toBe('Fixed 1 finding in 1 file.\n')
  })

  it('leaves a file that cannot be written as it is, and reports what is found in it', async () => {
    const folder = await folderOf({ 'api.yaml': API })
    const obstacle = async () => 'permission denied'
    const { code, out, err } = await runIn(folder, ['lint', '--fix'], undefined, { obstacle })
    expect([code, await read(folder, 'api.yaml')]).toEqual([1, API])
    expect(out).toContain('no-plaintext-server')
    expect(err).toContain('api.yaml:4:10 no-plaintext-server: permission denied\n')
  })

  it('writes over nothing that has changed meanwhile, and fails', async () => {
    const folder = await folderOf({ 'a.yaml': API, 'b.yaml': API })
    const mine = `# mine\n${API}`
    const replace = async (path: string, content: string | Uint8Array) => {
      await machine.replace(path, content)
      await writeFile(join(folder, 'b.yaml'), mine)
    }
    const { code, err } = await runIn(folder, ['lint', '--fix'], undefined, { replace })
    expect(code).toBe(3)
    expect(err).toContain('error: `b.yaml` was not fixed: it has changed meanwhile.')
    expect([await read(folder, 'a.yaml'), await read(folder, 'b.yaml')]).toEqual([FIXED, mine])
  })

  it('tells of a write that fails', async () => {
    const folder = await folderOf({ 'api.yaml': API })
    const replace = async () => {
      throw new Error('ENOSPC: no space left on device, write')
    }
    const { code, err } = await runIn(folder, ['lint', '--fix'], undefined, { replace })
    expect([code, await read(folder, 'api.yaml')]).toEqual([3, API])
    expect(err).toContain('`api.yaml` was not fixed: no space left on device.')
  })
})

describe('lint --fix-dry-run', () => {
  const names = ['api.yaml', 'with blank/my api.yaml', 'crlf.yaml', 'open.yaml', 'mark.yaml', 'min.json']
  const files: Files = Object.fromEntries(
    [API, API, API.replaceAll('\n', '\r\n'), API.trimEnd(), `\uFEFF${API}`, jsonOf()].map((text, index) => [
      names[index] ?? '',
      text,
    ]),
  )

  function jsonOf(): string {
    const servers = [{ url: 'http://api.example.com' }]
    return JSON.stringify({ openapi: '3.1.0', info: { title: 'A', version: '1' }, servers, paths: {} })
  }

  it('prints a diff that git applies to what --fix makes, and changes nothing', async () => {
    const folder = await folderOf(files)
    const { code, out, err } = await runIn(folder, ['lint', '--fix-dry-run'])
    expect([code, err]).toEqual([0, 'Would fix 6 findings in 6 files.\n'])
    for (const name of names) expect(await read(folder, name)).toBe(files[name])
    const other = await folderOf(files)
    await runIn(other, ['lint', '--fix'])
    await writeFile(join(folder, 'fixes.diff'), out)
    execFileSync('git', ['apply', '-p1', 'fixes.diff'], {
      cwd: folder,
      env: { ...process.env, GIT_DIR: '/nowhere' },
    })
    for (const name of names) expect(await read(folder, name)).toBe(await read(other, name))
    expect(await read(folder, 'api.yaml')).toBe(FIXED)
  })

  it('takes standard input', async () => {
    const folder = await folderOf({})
    const { out } = await runIn(folder, ['lint', '-', '--fix-dry-run'], Buffer.from(API))
    expect(out).toContain('--- a/stdin.yaml\n')
    expect(out).toContain('+  - url: https://api.example.com # where it lives\n')
  })

  it('shows no secret that was found, and says that the diff is not good then', async () => {
    const secret = 'psql postgres://orders:Zr7qLw9TvX2m@db.orders.shop/orders'
    const text = API.replace('paths:', `x-token: ${secret}\npaths:`)
    const folder = await folderOf({ 'specward.yaml': 'extends: [specward:strict]\n', 'api.yaml': text })
    const args = ['lint', '--fix-dry-run', '--fix-rule', 'no-plaintext-server']
    const { out, err } = await runIn(folder, args)
    expect(out).toContain('+  - url: https://api.example.com')
    expect(out + err).not.toContain('Zr7qLw9TvX2m')
    expect(err).toContain('warning: the diff of `api.yaml` is good for reading alone')
  })
})
