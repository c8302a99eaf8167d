import { mkdir, realpath, symlink, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Report } from '@specward/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Files, put, temporaryFolder } from './project.ts'
import { runIn } from './run-in.ts'

// T1, T3: everything that a description, a ruleset or a record may name, from the command line to the exit code.

const SECRET = 'what-nobody-may-see'
const PATH_ITEM = `get: { x-it: ${SECRET}, responses: { '200': { description: ${SECRET} } } }\n`

function api(ref: string): string {
  return `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers: [{ url: https://api.example.com }]
security: [{ token: [] }]
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
paths:
  /orders: { $ref: ${JSON.stringify(ref)} }
`
}

const OPEN = api('orders.yaml')
const ORDERS = "get: { responses: { '200': { description: OK }, '401': { description: No } } }\n"

/** A project beside a folder and a repository that are none of its business. */
async function project(files: Files): Promise<{ readonly folder: string; readonly top: string }> {
  const top = await realpath(await temporaryFolder('specward-refs-'))
  const folder = join(top, 'project')
  await put(folder, {
    '.git/config': `[http]\n\textraheader = ${SECRET}: [\n`,
    'orders.yaml': ORDERS,
    ...files,
  })
  await put(top, {
    'outside/a.yaml': PATH_ITEM,
    'outside/rules.yaml': `rules: { ${SECRET}: [ }\n`,
    'outside/f.js': 'export default () => [{ message: "ran" }]\n',
    'repository/.git/HEAD': 'ref: refs/heads/main\n',
    'repository/a.yaml': PATH_ITEM,
    'repository/specward.yaml': `extends: []\nrules: { ${SECRET}: error }\n`,
  })
  await symlink('../outside', join(folder, 'to-folder'))
  await symlink('../repository', join(folder, 'to-repository'))
  await symlink('.git/config', join(folder, 'to-git.yaml'))
  return { folder, top }
}

async function lint(folder: string, more: readonly string[] = []) {
  const printed = await runIn(folder, ['lint', 'openapi.yaml', '--format', 'json', ...more])
  const all = printed.out + printed.err
  const report: Report | undefined = printed.out.startsWith('{') ? JSON.parse(printed.out) : undefined
  return { ...printed, all, problems: report?.problems ?? [] }
}

/** What is told with the names taken out that were asked for. */
function wordsOf(text: string, names: readonly string[]): string {
  return names.reduce((rest, name) => rest.replaceAll(name, '?'), text)
}

describe('a $ref to what lies outside of the project (T1)', () => {
  const WAYS: readonly ((top: string, file: string) => string)[] = [
    (_, file) => `../outside/${file}`,
    (top, file) => `${top}/outside/${file}`,
    (top, file) => `${pathToFileURL(top).href}/outside/${file}`,
    (top, file) => `file://localhost${top}/outside/${file}`,
    (top, file) => `FILE://${top}/outside/${file}`,
    (top, file) => `file:${top}/outside/${file}`,
    (_, file) => `%2e%2e/outside/${file}`,
    (_, file) => `%2E%2E%2foutside%2f${file}`,
    (_, file) => `..%5coutside%5c${file}`,
    (_, file) => `..\\outside\\${file}`,
    (_, file) => `x/..%2f..%2foutside/${file}`,
    (_, file) => `to-folder/${file}`,
    (_, file) => `to-repository/${file}`,
    (_, file) => `./to-repository/./${file}`,
    (_, file) => `\\\\server\\share\\${file}`,
    (_, file) => `//server/share/${file}`,
    (_, file) => `file://server/share/${file}`,
    (_, file) => `file:////server/share/${file}`,
    (_, file) => `C:\\outside\\${file}`,
    (_, file) => `file:///C:/outside/${file}`,
  ]

  it.each(WAYS.map((way) => [way('/top', 'a.yaml'), way] as const))('is not read: %s', async (_, way) => {
    const { folder, top } = await project({})
    const told: unknown[] = []
    for (const file of ['a.yaml', 'b.yaml']) {
      await put(folder, { 'openapi.yaml': api(way(top, file)) })
      const { code, problems, all } = await lint(folder)
      expect(all).not.toContain(SECRET)
      told.push([code, problems.map((each) => [each.code, wordsOf(each.message, [file])])])
    }
    expect(told[0]).toMatchObject([3, [['ref-outside-root', expect.anything()]]])
    // whether there is something makes no difference
    expect(told[1]).toEqual(told[0])
  })

  it.each([
    '.git/config',
    '.GIT/config',
    '.git%2fconfig',
    'x/../.Git/config',
    '.git./config',
    'GIT~1/config',
    'to-git.yaml',
  ])('or in the folder of git is not read: %s', async (ref) => {
    const { folder } = await project({ 'openapi.yaml': api(ref) })
    const { code, problems, all } = await lint(folder)
    expect(all).not.toContain(SECRET)
    expect(problems).toMatchObject([{ code: 'ref-outside-root' }])
    expect(code).toBe(3)
  })

  it.each(['/dev/zero', 'file:///proc/self/environ', '/proc/self/fd/0'])(
    'or no file is not read: %s',
    async (ref) => {
      const { folder } = await project({ 'openapi.yaml': api(ref) })
      expect((await lint(folder)).problems).toMatchObject([{ code: 'ref-outside-root' }])
    },
  )

  it.each(['a%00.yaml', '%252e%252e/outside/a.yaml'])('is not what %s leads to', async (ref) => {
    const { folder } = await project({ 'openapi.yaml': api(ref) })
    const { code, all } = await lint(folder)
    expect(code).toBe(3)
    expect(all).not.toContain(SECRET)
  })

  it('is read where the description was named within it', async () => {
    const { folder, top } = await project({})
    await put(top, { 'repository/openapi.yaml': api('a.yaml'), 'repository/specward.yaml': 'extends: []\n' })
    const printed = await runIn(folder, [
      'lint',
      'to-repository/openapi.yaml',
      '--format',
      'json',
      '--preset',
      'recommended',
    ])
    expect(JSON.parse(printed.out).problems).toEqual([])
  })
})

describe('a ruleset that names what lies outside of the project (T1)', () => {
  const RULESETS: readonly (readonly [string, (top: string, file: string) => string])[] = [
    ['an absolute path', (top, file) => `extends: ["${top}/outside/${file}"]`],
    ['a path upwards', (_, file) => `extends: ["../outside/${file}"]`],
    ['a URI', (top, file) => `extends: ["${pathToFileURL(top).href}/outside/${file}"]`],
    ['a link to a folder', (_, file) => `extends: ["./to-folder/${file}"]`],
    ['a link to a repository', (_, file) => `extends: ["./to-repository/${file}"]`],
    ['a list with a mode', (top, file) => `extends: [["${top}/outside/${file}", all]]`],
    ['an override', (top, file) => `overrides: [{ files: ["*"], extends: ["${top}/outside/${file}"] }]`],
  ]

  it.each(RULESETS)('is refused: %s', async (_, ruleset) => {
    const { folder, top } = await project({ 'openapi.yaml': OPEN })
    const told: unknown[] = []
    for (const file of ['rules.yaml', 'nothing.yaml']) {
      await put(folder, { '.spectral.yaml': `${ruleset(top, file)}\nrules: {}\n` })
      const { code, all } = await lint(folder)
      expect(all).not.toContain(SECRET)
      expect(all).toContain('it is outside of the root of the project')
      told.push([code, wordsOf(all, [file])])
    }
    expect(told[0]).toMatchObject([2, expect.anything()])
    expect(told[1]).toEqual(told[0])
  })

  it.each([
    ['functions: [../../outside/f]', 'functions: [../../outside/g]'],
    ['functions: [../to-folder/f]', 'functions: [../to-folder/g]'],
    ['extends: [../outside/f.js]', 'extends: [../outside/g.js]'],
  ])('is refused, scripts allowed or not: %s', async (there, missing) => {
    const { folder } = await project({ 'openapi.yaml': OPEN })
    for (const more of [[], ['--allow-scripts']]) {
      const told: string[] = []
      for (const ruleset of [there, missing]) {
        await put(folder, { '.spectral.yaml': `${ruleset}\nrules: {}\n` })
        const { code, all } = await lint(folder, more)
        expect(code).toBe(2)
        told.push(all.replace(/[fg](?=[.`\]])/g, '?'))
      }
      expect(told[0]).toContain('it is outside of the root of the project')
      expect(told[1]).toBe(told[0])
    }
  })

  it('is taken with what is beside it where it was named', async () => {
    const { folder, top } = await project({ 'openapi.yaml': OPEN })
    await put(top, {
      'shared/main.yaml': 'extends: [./parts/base.yaml]\n',
      'shared/parts/base.yaml': 'rules: { r: { given: $, then: { field: nothing, function: truthy } } }\n',
    })
    const { code, problems } = await lint(folder, ['--ruleset', '../shared/main.yaml'])
    expect(problems).toEqual([])
    expect(code).toBe(0)
  })

  it('is refused what is not beside it, although it was named', async () => {
    const { folder, top } = await project({ 'openapi.yaml': OPEN })
    await put(top, { 'shared/main.yaml': 'extends: [../outside/rules.yaml]\n' })
    const { code, all } = await lint(folder, ['--ruleset', '../shared/main.yaml'])
    expect(all).not.toContain(SECRET)
    expect(code).toBe(2)
  })
})

describe('a policy that names what lies outside of the project (T1)', () => {
  it.each(['../repository/specward.yaml', './to-repository/specward.yaml', './.git/specward.yaml'])(
    'is refused: extends %s',
    async (name) => {
      const { folder } = await project({ 'openapi.yaml': OPEN, 'specward.yaml': `extends: [${name}]\n` })
      const { code, all } = await lint(folder)
      expect(code).toBe(2)
      expect(all).toContain('cannot be extended')
      expect(all).not.toContain(SECRET)
    },
  )

  it('is refused a package behind a link', async () => {
    const { folder } = await project({ 'openapi.yaml': OPEN, 'specward.yaml': 'extends: ["acme"]\n' })
    await put(join(folder, '../repository'), { 'package.json': '{ "name": "acme" }' })
    await mkdir(join(folder, 'node_modules'))
    await symlink('../../repository', join(folder, 'node_modules/acme'))
    const { code, all } = await lint(folder)
    expect(code).toBe(2)
    expect(all).not.toContain(SECRET)
  })

  it('is no link itself', async () => {
    const { folder } = await project({ 'openapi.yaml': OPEN })
    await symlink('../repository/specward.yaml', join(folder, 'specward.yaml'))
    const { code, all } = await lint(folder)
    expect(code).toBe(2)
    expect(all).not.toContain(SECRET)
  })
})

describe('links among the descriptions of a folder (T1, T2)', () => {
  it.each([
    ['.', 'in a search'],
    ['*.yaml', 'by a glob'],
  ])('are told the same whether something stands there or not: %s', async (argument) => {
    const told: string[] = []
    for (const file of ['a.yaml', 'b.yaml']) {
      const { folder } = await project({ 'openapi.yaml': OPEN, 'specward.yaml': 'extends: []\n' })
      await symlink(`../outside/${file}`, join(folder, 'link.yaml'))
      const { code, out } = await runIn(folder, ['lint', argument, '--format', 'json'])
      const { skipped, problems } = JSON.parse(out)
      told.push(JSON.stringify([code, skipped, problems]))
    }
    expect(told[0]).toMatch(/leads outside of the project/)
    expect(told[1]).toBe(told[0])
  })

  it.skipIf(process.platform === 'win32')('that pass for a .gitignore cannot stall the run', async () => {
    const { folder } = await project({ 'apis/openapi.yaml': OPEN, 'apis/orders.yaml': ORDERS })
    await symlink('/dev/zero', join(folder, '.gitignore'))
    const { out } = await runIn(join(folder, 'apis'), ['lint', '--format', 'json'])
    expect(JSON.parse(out).documents).toHaveLength(1)
  })
})

describe('records that name files outside of the project (T1)', () => {
  it('tell of a waiver the same whether there is such a file or not', async () => {
    const { folder } = await project({ 'openapi.yaml': OPEN })
    const entry = (file: string) =>
      `waivers:\n  - { rule: no-anonymous-write, scope: { file: '${file}' }, reason: r, owner: o, expires: 2999-01-01 }\n`
    const told: string[] = []
    for (const file of ['../outside/a.yaml', '../outside/b.yaml', 'to-folder/a.yaml', 'to-folder/b.yaml']) {
      await put(folder, { 'specward.waivers.yaml': entry(file) })
      const { out } = await runIn(folder, ['lint', '--format', 'json'])
      told.push(
        JSON.stringify(JSON.parse(out).notices)
          .replaceAll(file, '?')
          .replaceAll(/[ab]\.yaml/g, '?'),
      )
    }
    expect(told[1]).toBe(told[0])
    expect(told[3]).toBe(told[2])
  })

  it('tell of an attestation the same whether there is such a file or not', async () => {
    const { folder } = await project({ 'openapi.yaml': OPEN })
    const told: string[] = []
    for (const file of ['../outside/a.yaml', '../outside/b.yaml']) {
      await put(folder, {
        'specward.attestations.yaml': `attestations:\n  - { control: AUTHN-1, document: '${file}', answer: yes, by: b, date: 2020-01-01, evidence: e }\n`,
      })
      const { out, err } = await runIn(folder, ['lint', '--format', 'json'])
      told.push((out + err).replaceAll(/[ab]\.yaml/g, '?'))
    }
    expect(told[1]).toBe(told[0])
  })
})

describe('a host (T3)', () => {
  let server: Server
  let port = 0
  let content = ORDERS
  const asked: string[] = []

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.end(request.url === '/rules.yaml' ? 'rules: {}\n' : content)
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    port = (server.address() as AddressInfo).port
  })

  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  async function problemsOf(ref: string, config: string): Promise<readonly (readonly [string, string])[]> {
    const { folder } = await project({ 'openapi.yaml': api(ref), 'specward.yaml': config })
    return (await lint(folder)).problems.map(({ code, message }) => [code, message] as const)
  }

  it.each([
    'http://localhost@other.example/a.yaml',
    'http://localhost.other.example/a.yaml',
    'http://other.example/localhost',
    'http://localhost./a.yaml',
    'http://xlocalhost/a.yaml',
    'http://127.0.0.1/a.yaml',
    'http://locаlhost/a.yaml',
    'http://localhost:1/a.yaml',
    'http://localhost%2eother.example/a.yaml',
    '//other.example/a.yaml',
  ])('that is not the one that is listed is not asked: %s', async (ref) => {
    const found = await problemsOf(ref, 'refs: { allow: [localhost] }\n')
    expect(found).toMatchObject([
      [expect.stringMatching(/^ref-(?:host-not-allowed|outside-root|invalid)$/), expect.anything()],
    ])
  })

  it.each([
    ['http://2130706433:PORT/a.yaml', '127.0.0.1:PORT'],
    ['http://0x7f000001:PORT/a.yaml', '127.0.0.1:PORT'],
    ['http://0177.1:PORT/a.yaml', '127.0.0.1:PORT'],
    ['http://LOCALHOST:PORT/a.yaml', 'localhost:PORT'],
  ])('%s is listed as %s', async (ref, host) => {
    const insert = (text: string) => text.replace('PORT', String(port))
    expect(await problemsOf(insert(ref), 'refs: { allow: [example.com] }')).toMatchObject([
      ['ref-host-not-allowed', expect.stringContaining(`refs: { allow: ['${insert(host)}'] }`)],
    ])
    expect(await problemsOf(insert(ref), `refs: { allow: ['${insert(host)}'] }`)).toEqual([])
  })

  it('of the metadata of a cloud is told like any other', async () => {
    expect(await problemsOf('http://169.254.169.254/latest', '')).toMatchObject([
      ['ref-host-not-allowed', expect.anything()],
    ])
  })

  it('gives what a lock file has the digest of, and nothing else (T7)', async () => {
    const url = `http://localhost:${port}/a.yaml`
    const { folder } = await project({
      'openapi.yaml': api(url),
      'specward.yaml': `refs: { allow: ['localhost:${port}'] }\n`,
      '.spectral.yaml': `extends: ['http://localhost:${port}/rules.yaml']\n`,
    })
    expect(await runIn(folder, ['lock'])).toMatchObject({ code: 0, out: expect.stringContaining('2 URLs') })
    expect(await runIn(folder, ['lock', '--check'])).toMatchObject({ code: 0 })
    expect((await lint(folder)).problems).toEqual([])
    content = `${ORDERS}post: { security: [] }\n`
    const changed = await lint(folder)
    expect(changed.problems).toMatchObject([{ code: 'ref-digest-mismatch', severity: 'error' }])
    expect(changed.code).toBe(3)
    expect(changed.all).not.toContain('POST /orders')
    expect(await runIn(folder, ['lock', '--check'])).toMatchObject({
      code: 3,
      err: expect.stringContaining(`${url} is not what was recorded`),
    })
    expect(await runIn(folder, ['lock'])).toMatchObject({
      code: 0,
      out: expect.stringContaining(`  ~ ${url}\n`),
    })
    expect((await lint(folder)).problems).toEqual([])
    content = ORDERS
  })

  it('is not believed where a lock file does not know the URL (T7)', async () => {
    const { folder } = await project({
      'openapi.yaml': api(`http://localhost:${port}/a.yaml`),
      'specward.yaml': `refs: { allow: ['localhost:${port}'] }\n`,
      'specward.lock': '{ "version": 1, "refs": {} }\n',
    })
    const { code, problems } = await lint(folder)
    expect(problems).toMatchObject([{ code: 'ref-not-locked', severity: 'error' }])
    expect(code).toBe(3)
    await put(folder, { '.spectral.yaml': `extends: ['http://localhost:${port}/rules.yaml']\n` })
    expect(await lint(folder)).toMatchObject({
      code: 2,
      all: expect.stringContaining('specward.lock does not have it'),
    })
  })

  it.each([
    'nonsense',
    '{ "version": 2, "refs": {} }',
    '{ "version": 1, "refs": { "http://a/b": "md5-1" } }',
    '{',
  ])('is not asked where the lock file cannot be read: %s (T7)', async (text) => {
    asked.length = 0
    const { folder } = await project({
      'openapi.yaml': api(`http://localhost:${port}/a.yaml`),
      'specward.yaml': `refs: { allow: ['localhost:${port}'] }\n`,
      'specward.lock': text,
    })
    expect((await lint(folder)).code).toBe(2)
    expect(asked).toEqual([])
  })

  it('that delivers nothing leaves the lock file as it is, and what is not used is taken out (T7)', async () => {
    const url = `http://localhost:${port}/a.yaml`
    const old = { version: 1, refs: { 'http://localhost/old.yaml': `sha256-${'0'.repeat(64)}` } }
    const { folder } = await project({
      'openapi.yaml': api('http://localhost:1/a.yaml'),
      'specward.yaml': `refs: { allow: ['localhost:1', 'localhost:${port}'] }\n`,
      'specward.lock': JSON.stringify(old),
    })
    expect(await runIn(folder, ['lock'])).toMatchObject({
      code: 3,
      err: expect.stringContaining('Nothing is recorded'),
    })
    await writeFile(join(folder, 'openapi.yaml'), api(url))
    const { out } = await runIn(folder, ['lock', 'openapi.yaml'])
    expect(out).toContain('2 URLs')
    expect((await runIn(folder, ['lock'])).out).toContain('  - http://localhost/old.yaml\n')
  })

  it('is needed for no lock file where nothing is fetched (T7)', async () => {
    const { folder } = await project({ 'openapi.yaml': OPEN })
    expect(await runIn(folder, ['lock'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('Nothing is fetched'),
    })
  })
})
