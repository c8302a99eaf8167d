import { chmod, lutimes, mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/project.ts'
import { type FileStore, openStore } from './store.ts'

const isPosix = process.platform !== 'win32'

/** What our files begin with. */
const MARK = '{"kind":'

/** A name as records have it. */
const name = (letter: string): string => letter.repeat(64)
const begun = (letter: string): string => `${letter.repeat(24)}.tmp`
const days = (count: number) => Date.now() / 1000 - count * 86_400
const YEAR = 365 * 86_400_000

async function opened(folder: string): Promise<FileStore> {
  const store = await openStore(folder, MARK)
  if (typeof store === 'string') throw new Error(store)
  return store
}

describe('A folder of files of our own', () => {
  it('is made for nobody but the user', async () => {
    const folder = join(await temporaryFolder(), 'deep/down')
    const store = await opened(folder)
    await store.write('a', 'text')
    if (isPosix) {
      expect((await stat(folder)).mode & 0o777).toBe(0o700)
      expect((await stat(join(folder, 'a.json'))).mode & 0o777).toBe(0o600)
    }
    expect(await store.read('a')).toBe('text')
  })

  it('leaves nothing half-written beside its files', async () => {
    const folder = await temporaryFolder()
    const store = await opened(folder)
    await Promise.all([...'abcdef'].map((text) => store.write('same', text.repeat(1000))))
    expect(await readdir(folder)).toEqual(['same.json'])
    expect(await store.read('same')).toMatch(/^(.)\1{999}$/)
  })

  it('has nothing where nothing was written', async () => {
    expect(await (await opened(await temporaryFolder())).read('nothing')).toBeUndefined()
  })

  it('does not read what is no file', async () => {
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'folder.json'))
    expect(await (await opened(folder)).read('folder')).toBeUndefined()
  })

  it.runIf(isPosix)('does not follow links, and replaces them instead of what they lead to', async () => {
    const [folder, outside] = [await temporaryFolder(), await temporaryFolder()]
    await writeFile(join(outside, 'secret'), 'secret')
    await symlink(join(outside, 'secret'), join(folder, 'a.json'))
    const store = await opened(folder)
    expect(await store.read('a')).toBeUndefined()
    expect(await store.write('a', 'mine')).toBe(true)
    expect(await store.read('a')).toBe('mine')
    expect(await readFile(join(outside, 'secret'), 'utf8')).toBe('secret')
  })

  it.runIf(isPosix)('is not used where it is a link, a file, or open to others', async () => {
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'there'))
    await symlink(join(folder, 'there'), join(folder, 'link'))
    await writeFile(join(folder, 'file'), '')
    await mkdir(join(folder, 'open'))
    await chmod(join(folder, 'open'), 0o777)
    expect(await openStore(join(folder, 'link'), MARK)).toBe('it is a link')
    expect(await openStore(join(folder, 'file'), MARK)).toEqual(expect.any(String))
    expect(await openStore(join(folder, 'open'), MARK)).toBe('others may write into it')
  })

  it('tells where nothing can be written', async () => {
    const folder = await temporaryFolder()
    const store = await opened(join(folder, 'cache'))
    await mkdir(join(folder, 'cache/taken.json/in'), { recursive: true })
    expect(await store.write('taken', 'text')).toBe(false)
    expect(await readdir(join(folder, 'cache'))).toEqual(['taken.json'])
  })

  it('lets go of what was not needed for longest', async () => {
    const folder = await temporaryFolder()
    const store = await opened(folder)
    for (const [letter, age] of [
      ['a', 9],
      ['b', 10],
      ['c', 11],
      ['d', 0],
    ] as const) {
      await store.write(name(letter), MARK.padEnd(100, 'x'))
      await utimes(join(folder, `${name(letter)}.json`), days(age), days(age))
    }
    await store.touch(name('c'))
    await store.trim({ bytes: 250, age: YEAR })
    expect((await readdir(folder)).sort()).toEqual([`${name('c')}.json`, `${name('d')}.json`])
  })

  it('lets go of what nobody has needed for too long, however little there is', async () => {
    const folder = await temporaryFolder()
    const store = await opened(folder)
    for (const letter of 'ab') await store.write(name(letter), MARK)
    await utimes(join(folder, `${name('a')}.json`), days(31), days(31))
    await store.trim({ bytes: 1000, age: 30 * 86_400_000 })
    expect(await readdir(folder)).toEqual([`${name('b')}.json`])
  })

  it('lets go of what was never put in place', async () => {
    const folder = await temporaryFolder()
    const store = await opened(folder)
    for (const letter of 'ab') await writeFile(join(folder, begun(letter)), MARK)
    await utimes(join(folder, begun('b')), 1, 1)
    await store.trim({ bytes: 1000, age: YEAR })
    expect(await readdir(folder)).toEqual([begun('a')])
  })

  it('can be emptied', async () => {
    const folder = await temporaryFolder()
    const store = await opened(folder)
    for (const letter of 'ab') await store.write(name(letter), MARK.padEnd(50, 'x'))
    await writeFile(join(folder, `${name('c')}.json`), MARK.slice(0, 4))
    expect(await store.size()).toEqual({ files: 3, bytes: 104 })
    expect(await store.clear()).toEqual({ files: 3, bytes: 104, left: 0 })
    expect(await readdir(folder)).toEqual([])
  })

  it.runIf(isPosix)('keeps all that is not its own', async () => {
    const [folder, outside] = [await temporaryFolder(), await temporaryFolder()]
    await writeFile(join(outside, 'there'), MARK)
    await symlink(join(outside, 'there'), join(folder, `${name('a')}.json`))
    await symlink(outside, join(folder, `${name('b')}.json`))
    await mkdir(join(folder, `${name('c')}.json`))
    await writeFile(join(folder, `${name('d')}.json`), '{"digest of somebody else":1}')
    await writeFile(join(folder, 'package.json'), MARK)
    await writeFile(join(folder, 'notes.tmp'), MARK)
    const before = (await readdir(folder)).sort()
    for (const each of before) await lutimes(join(folder, each), 1, 1)
    const store = await opened(folder)
    expect(await store.size()).toEqual({ files: 0, bytes: 0 })
    await store.trim({ bytes: 0, age: 0 })
    expect(await store.clear()).toEqual({ files: 0, bytes: 0, left: 0 })
    expect((await readdir(folder)).sort()).toEqual(before)
    expect(await readFile(join(outside, 'there'), 'utf8')).toBe(MARK)
  })
})
