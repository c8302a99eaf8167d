import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chunksIn } from './chunks.ts'
import { codeFolder } from './code-folder.ts'
import { isFolderOfOurs, type KeptCode, keptCode } from './kept-code.ts'

// T21: code that was compiled by others is not run

const onPosix = process.platform !== 'win32'
let folder = ''
let kept: KeptCode

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'specward-code-'))
  kept = keptCode(join(folder, 'caches'), 'lint')
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const place = () => join(folder, 'caches/bundle')
const files = () => readdirSync(place()).map((name) => join(place(), name))
const code = Buffer.from('what was compiled')

describe('code that earlier runs have compiled', () => {
  it('is read as it was written, by nobody else', () => {
    kept.write('key', { code, runs: 2 })
    expect(kept.read('key')).toMatchObject({ code, runs: 2 })
    expect(kept.read('other')).toBeUndefined()
    expect(files()).toEqual([join(place(), 'key.code')])
  })

  it('is known by what is compiled, and for whom', () => {
    const key = kept.keyOf(Buffer.from('1'))
    expect(kept.keyOf(Buffer.from('1'))).toBe(key)
    expect(kept.keyOf(Buffer.from('2'))).not.toBe(key)
    expect(keptCode(folder, 'merge').keyOf(Buffer.from('1'))).not.toBe(key)
  })

  it.each([0, 20, 33, 45])('is not used when byte %i of it is another', (index) => {
    kept.write('key', { code, runs: 1 })
    const [file = ''] = files()
    const bytes = readFileSync(file)
    bytes[index] = 255 - (bytes[index] ?? 0)
    writeFileSync(file, bytes)
    expect(kept.read('key')).toBeUndefined()
  })

  it.each([0, 10, 41])('is not used when it ends after %i bytes', (length) => {
    kept.write('key', { code, runs: 1 })
    const [file = ''] = files()
    writeFileSync(file, readFileSync(file).subarray(0, length))
    expect(kept.read('key')).toBeUndefined()
  })

  it.runIf(onPosix)('is not used where others may write', () => {
    kept.write('key', { code, runs: 1 })
    const [file = ''] = files()
    chmodSync(file, 0o622)
    expect(kept.read('key')).toBeUndefined()
    chmodSync(file, 0o600)
    expect(kept.read('key')).toBeDefined()
    chmodSync(place(), 0o777)
    expect(kept.read('key')).toBeUndefined()
    kept.write('more', { code, runs: 1 })
    expect(files()).toEqual([file])
  })

  it.runIf(onPosix)('is not looked for where a link leads', () => {
    mkdirSync(join(folder, 'elsewhere'), { mode: 0o700 })
    mkdirSync(join(folder, 'caches'))
    symlinkSync(join(folder, 'elsewhere'), place())
    kept.write('key', { code, runs: 1 })
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual([])
    rmSync(place())
    kept.write('key', { code, runs: 1 })
    symlinkSync(join(place(), 'key.code'), join(place(), 'linked.code'))
    expect([kept.read('key')?.runs, kept.read('linked')]).toEqual([1, undefined])
  })

  it('is kept nowhere without a word where that cannot be done', () => {
    writeFileSync(join(folder, 'caches'), 'a file')
    kept.write('key', { code, runs: 1 })
    expect(kept.read('key')).toBeUndefined()
  })
})

describe('chunks', () => {
  const wrapped = (text: string) =>
    `(function (exports, require, module, __filename, __dirname) {${text}\n})\n`

  beforeEach(() => {
    writeFileSync(join(folder, 'main.cjs'), wrapped("exports.sum = () => require('./more.cjs').one + 1"))
    writeFileSync(join(folder, 'more.cjs'), wrapped('exports.one = 1; exports.main = require("./main.cjs")'))
  })

  it('require each other, and take over what was compiled of them by the first runs', () => {
    const runs = () => {
      const chunks = chunksIn(folder, kept)
      const main = chunks.load('main.cjs') as { sum(): number }
      expect(main.sum()).toBe(2)
      chunks.keep()
      return ['main.cjs', 'more.cjs'].map(
        (name) => kept.read(kept.keyOf(readFileSync(join(folder, name))))?.runs,
      )
    }
    expect([runs(), runs(), runs(), runs()]).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
      [3, 3],
    ])
  })

  it('are loaded again after they have failed', () => {
    writeFileSync(join(folder, 'more.cjs'), wrapped('throw new Error("not yet")'))
    const main = chunksIn(folder, undefined).load('main.cjs') as { sum(): number }
    expect(() => main.sum()).toThrow('not yet')
    writeFileSync(join(folder, 'more.cjs'), wrapped('exports.one = 2'))
    expect(main.sum()).toBe(3)
  })
})

describe('the folder for compiled code', () => {
  it('is that of the user, or none', () => {
    expect(codeFolder({ NODE_COMPILE_CACHE: '/elsewhere' })).toBe('/elsewhere')
    expect(codeFolder({ NODE_COMPILE_CACHE: '/elsewhere', NODE_DISABLE_COMPILE_CACHE: '1' })).toBeUndefined()
    expect(codeFolder({ NODE_V8_COVERAGE: '/coverage' })).toBeUndefined()
  })

  it('is no part of a checkout, which could bring code along', () => {
    const checkout = join(folder, 'checkout')
    mkdirSync(join(checkout, '.git'), { recursive: true })
    expect(codeFolder({ NODE_COMPILE_CACHE: join(checkout, 'a/b') })).toBeUndefined()
    expect(codeFolder({ NODE_COMPILE_CACHE: join(folder, 'a/b') })).toBe(join(folder, 'a/b'))
  })

  it.runIf(onPosix)('is made for this user alone, or not used', () => {
    const made = join(folder, 'x/made')
    expect(isFolderOfOurs(made)).toBe(true)
    expect(statSync(join(folder, 'x')).mode & 0o777).toBe(0o700)
    chmodSync(made, 0o775)
    expect(isFolderOfOurs(made)).toBe(false)
  })

  it.runIf(process.platform === 'linux')('is below the folder for caches', () => {
    expect(codeFolder({ XDG_CACHE_HOME: '/caches' })).toBe('/caches/specward-code')
    expect(codeFolder({ XDG_CACHE_HOME: 'caches' })).toBe(codeFolder({}))
    expect(codeFolder({})).toMatch(/^\/.*\.cache\/specward-code$/)
  })
})
