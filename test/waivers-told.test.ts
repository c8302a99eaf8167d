import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { runIn } from './run-in.ts'

const API = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers: [{ url: https://api.example.com }]
security: []
paths:
  /orders:
    post:
      operationId: createOrder
      responses:
        "201": { description: Created }
`

const CONFIG = 'extends: []\nrules: { no-anonymous-write: error }\n'

const folders: string[] = []

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const cwd = await mkdtemp(join(tmpdir(), 'specward-'))
  folders.push(cwd)
  await mkdir(join(cwd, '.git'))
  for (const [name, text] of Object.entries({ 'specward.yaml': CONFIG, ...files })) {
    await mkdir(dirname(join(cwd, name)), { recursive: true })
    await writeFile(join(cwd, name), text)
  }
  return cwd
}

const waiverFor = (file: string, more = '') =>
  `waivers:\n  - { rule: no-anonymous-write, file: ${file}${more}, reason: Known, owner: jane, expires: 2999-01-01 }\n`

/** Exit code and what is printed, in one line. */
async function lint(cwd: string, ...more: readonly string[]): Promise<readonly [number, string]> {
  const { code, out, err } = await runIn(cwd, ['lint', ...more])
  return [code, (out + err).replace(/\s+/g, ' ')]
}

describe('the file of a waiver', () => {
  it.each(['./openapi.yaml', './/./openapi.yaml'.replace('//', '/'), './open*.yaml'])(
    'may be written %s',
    async (file) => {
      const cwd = await project({ 'openapi.yaml': API, 'specward.waivers.yaml': waiverFor(file) })
      expect(await lint(cwd)).toEqual([0, expect.stringContaining('1 accepted finding (by waiver)')])
    },
  )

  it.each([
    [
      'that is not there',
      'openapi.yml',
      '`openapi.yml`, and there is no such file. Did you mean `openapi.yaml`?',
    ],
    ['whose folder is not there', 'gone/openapi.yaml', 'there is no such file.'],
    ['that is a glob for none', 'gone/**', '`gone/**`, and it fits no API description.'],
  ])('%s is told, and removed when that is asked for', async (_, file, words) => {
    const cwd = await project({ 'openapi.yaml': API, 'specward.waivers.yaml': waiverFor(file) })
    expect(await lint(cwd)).toEqual([4, expect.stringContaining(words)])
    expect((await runIn(cwd, ['waivers'])).out).toMatch(/^stale /)
    expect((await runIn(cwd, ['waivers', '--prune'])).code).toBe(0)
    expect(await readFile(join(cwd, 'specward.waivers.yaml'), 'utf8')).not.toContain(file)
  })

  it('that is not there is told by a run over a part; of a glob, that cannot know', async () => {
    const both = waiverFor('openapi.yml') + waiverFor("'other*.yaml'").replace('waivers:\n', '')
    const cwd = await project({ 'openapi.yaml': API, 'other.yaml': API, 'specward.waivers.yaml': both })
    const [code, out] = await lint(cwd, 'openapi.yaml')
    expect([code, out]).toEqual([4, expect.stringContaining('`openapi.yml`, and there is no such file')])
    expect(out).not.toContain('other*')
  })

  it('that is there and not judged is the business of another run', async () => {
    const files = { 'openapi.yaml': API, 'other.yaml': API, 'specward.waivers.yaml': waiverFor('other.yaml') }
    expect((await lint(await project(files), 'openapi.yaml'))[1]).not.toContain('waiver-')
  })
})
