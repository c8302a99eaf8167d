import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

// T21: code that was compiled by others is not run

// What the executable loads, as it was built, for a small description: nearly all of its time goes there.

const bin = fileURLToPath(new URL('../packages/cli/bin/specward.js', import.meta.url))
const example = fileURLToPath(new URL('../examples/before.yaml', import.meta.url))

/** Files and bytes of the bundle and of packages may grow by a tenth before somebody has to think about it. */
const MOST_FILES = 16
const MOST_BYTES = 2_700_000
/** What takes long to load, and has no use here. */
const UNUSED = ['child_process', 'worker_threads', 'http', 'https', 'tls', 'dns', 'zlib', 'readline']

const HOOK = `
const fs = require('node:fs')
const read = fs.readFileSync
let files = 0
let bytes = 0
fs.readFileSync = (path, ...options) => {
  const content = read(path, ...options)
  if (/[.]c?js$/.test(path)) {
    files += 1
    bytes += content.length
  }
  return content
}
process.on('exit', () => {
  const builtin = process.moduleLoadList.filter((each) => each.startsWith('NativeModule ')).map((each) => each.slice(13))
  fs.writeFileSync(process.env.LOADED, JSON.stringify({ files, bytes, builtin }))
})`

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'specward-loading-'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function lint(
  env: Record<string, string> = {},
  flags: readonly string[] = [],
  files: readonly string[] = [example],
) {
  const args = [...flags, bin, 'lint', '--format', 'json', ...files]
  const inherited = { ...process.env }
  for (const name of ['NODE_V8_COVERAGE', 'NODE_COMPILE_CACHE', 'NODE_DISABLE_COMPILE_CACHE', 'NODE_OPTIONS'])
    delete inherited[name]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    cwd: dirname(example),
    env: { ...inherited, XDG_CACHE_HOME: join(folder, 'caches'), ...env },
  })
  return { status, stdout, stderr }
}

describe('what a small description has loaded', () => {
  it('is no more than it needs', () => {
    const hook = join(folder, 'hook.cjs')
    writeFileSync(hook, HOOK)
    const report = join(folder, 'loaded.json')
    expect(lint({ LOADED: report }, ['--require', hook]).stderr).toBe('')
    const { files, bytes, builtin } = JSON.parse(readFileSync(report, 'utf8'))
    expect(files).toBeGreaterThan(3)
    expect(files).toBeLessThanOrEqual(MOST_FILES)
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES)
    expect(UNUSED.filter((name) => builtin.includes(name))).toEqual([])
  })
})

/** Options by which other chunks are loaded, and packages. */
const WAYS: Record<string, readonly string[]> = {
  'as always': [example],
  'by a glob': ['be*.yaml'],
  'on threads': ['--jobs', '2', 'before.yaml', 'after.yaml'],
  'by a Spectral ruleset': ['--ruleset', 'spectral:oas', 'before.yaml'],
}

describe.runIf(process.platform === 'linux')('code that earlier runs have compiled', () => {
  const kept = () => join(folder, 'caches/specward-code/bundle')

  it.each(Object.entries(WAYS))('makes no difference to what is found %s', (way, args) => {
    const caches = { XDG_CACHE_HOME: join(folder, way) }
    const without = lint({ NODE_DISABLE_COMPILE_CACHE: '1' }, [], args)
    expect(without).toMatchObject({ status: expect.toBeOneOf([0, 1]), stderr: '' })
    expect(JSON.parse(without.stdout).documents).not.toEqual([])
    expect(lint(caches, [], args)).toEqual(without)
    expect(lint(caches, [], args)).toEqual(without)
  })

  it('is left alone by a run that changes what code is compiled with', () => {
    const caches = { XDG_CACHE_HOME: join(folder, 'many') }
    const place = join(folder, 'many/specward-code/bundle')
    const state = () => readdirSync(place).map((name) => [name, statSync(join(place, name)).mtimeMs])
    for (let run = 0; run < 3; run++) lint(caches)
    const before = state()
    const documents = Array.from({ length: 20 }, (_, at) => join(folder, `${at}.yaml`))
    for (const path of documents) copyFileSync(example, path)
    expect(lint(caches, [], documents).status).toBeOneOf([0, 1])
    lint(caches)
    expect(state()).toEqual(before)
  })

  it('is compiled anew where what was kept is damaged', () => {
    const expected = lint()
    const names = readdirSync(kept()).filter((name) => name.endsWith('.code'))
    expect(names.length).toBeGreaterThan(3)
    for (const name of names) {
      const bytes = readFileSync(join(kept(), name))
      bytes.fill(7, bytes.length >> 1)
      writeFileSync(join(kept(), name), bytes)
    }
    expect(lint()).toEqual(expected)
  })

  it('is kept nowhere where it is turned off, or where it cannot be written', () => {
    const caches = join(folder, 'none')
    expect(lint({ XDG_CACHE_HOME: caches, NODE_DISABLE_COMPILE_CACHE: '1' }).status).toBe(1)
    mkdirSync(caches)
    expect(readdirSync(caches)).toEqual([])
    writeFileSync(join(caches, 'specward'), 'a file in its place')
    expect(lint({ XDG_CACHE_HOME: caches })).toMatchObject({ status: 1, stderr: '' })
  })
})
