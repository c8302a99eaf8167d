import { chmod, mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/project.ts'
import { type FileStore, openStore } from './store.ts'

const isPosix = process.platform !== 'win32'

async function opened(folder: string): Promise<FileStore> {
  const store = await openStore(folder)
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
    expect(await openStore(join(folder, 'link'))).toBe('it is a link')
    expect(await openStore(join(folder, 'file'))).toEqual(expect.any(String))
    expect(await openStore(join(folder, 'open'))).toBe('others may write into it')
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
    const days = (count: number) => Date.now() / 1000 - count * 86_400
    for (const [name, age] of [
      ['old', 9],
      ['older', 10],
      ['needed', 11],
      ['new', 0],
    ] as const) {
      await store.write(name, 'x'.repeat(100))
      await utimes(join(folder, `${name}.json`), days(age), days(age))
    }
    await writeFile(join(folder, 'other.txt'), 'of somebody else')
    await store.touch('needed')
    await store.trim(250)
    expect((await readdir(folder)).sort()).toEqual(['needed.json', 'new.json', 'other.txt'])
  })

  it('lets go of what was never put in place', async () => {
    const folder = await temporaryFolder()
    const store = await opened(folder)
    for (const name of ['begun.tmp', 'lost.tmp']) await writeFile(join(folder, name), '')
    await utimes(join(folder, 'lost.tmp'), 1, 1)
    await store.trim(1000)
    expect(await readdir(folder)).toEqual(['begun.tmp'])
  })
})
