import { readdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeIo } from '../packages/cli/src/io.ts'
import { API } from './orders.ts'
import { project, put, temporaryFolder } from './project.ts'
import { runIn } from './run-in.ts'

async function filled() {
  const cwd = await project({ 'orders.yaml': API })
  const cache = join(await temporaryFolder(), 'cache')
  await runIn(cwd, ['lint', '--cache-location', cache])
  return { cwd, cache, run: (...args: readonly string[]) => runIn(cwd, args) }
}

describe('`specward cache`', () => {
  it('tells where the cache is and what it holds', async () => {
    const { cache, run } = await filled()
    const { out, code } = await run('cache', '--cache-location', cache)
    expect(out).toMatch(/^.+cache: 1 record, \d+\.\d MB of at most 256 MB\n$/)
    expect(out.startsWith(cache)).toBe(true)
    expect(code).toBe(0)
  })

  it.each([
    ['behind', (cache: string) => ['cache', 'clean', '--cache-location', cache]],
    ['before', (cache: string) => ['cache', '--cache-location', cache, 'clean']],
  ])('removes what runs have kept, and nothing else, with the folder %s the word', async (_, args) => {
    const { cache, run } = await filled()
    await put(cache, { 'mine.json': '{}' })
    const { out, code } = await run(...args(cache))
    expect(out).toMatch(/: removed 1 record, \d+\.\d MB\n$/)
    expect(code).toBe(0)
    expect(await readdir(cache)).toEqual(['mine.json'])
  })

  it('makes no folder where there is none', async () => {
    const { cwd, run } = await filled()
    const nowhere = join(cwd, 'nowhere')
    expect((await run('cache', 'clean', '--cache-location', nowhere)).out).toContain('removed 0 records')
    expect((await run('cache', '--cache-location', nowhere)).out).toContain('0 records')
    expect(await readdir(cwd)).not.toContain('nowhere')
  })

  it.each([[[]], [['clean']]])(
    'says that it cannot look there, and not that nothing is there: %j',
    async (more) => {
      const { cwd, cache } = await filled()
      const machine = nodeIo()
      const openStore: typeof machine.openStore = async (...where) => {
        const store = await machine.openStore(...where)
        const refuse = () => Promise.reject(new Error('EACCES: permission denied'))
        return typeof store === 'string' ? store : { ...store, size: refuse, clear: refuse }
      }
      const args = ['cache', ...more, '--cache-location', cache]
      const { out, err, code } = await runIn(cwd, args, undefined, { openStore })
      expect([out, code]).toEqual(['', 3])
      expect(err).toContain('could not be looked through: EACCES: permission denied')
    },
  )

  it.runIf(process.platform !== 'win32')('does not follow a link to a folder', async () => {
    const { cwd, cache, run } = await filled()
    await symlink(cache, join(cwd, 'link'))
    const { err, code } = await run('cache', 'clean', '--cache-location', 'link')
    expect(err).toContain('it is a link')
    expect(code).toBe(2)
    expect(await readdir(cache)).toHaveLength(1)
  })
})

describe('a warm cache', () => {
  it('has each file read and hashed once', async () => {
    const { cwd, cache } = await filled()
    const machine = nodeIo()
    const reads: string[] = []
    const hashed: number[] = []
    const host: typeof machine.host = (options) => {
      const made = machine.host(options)
      return {
        ...made,
        read(uri, how) {
          if (uri.endsWith('orders.yaml')) reads.push(uri)
          return made.read(uri, how)
        },
        sha256(content) {
          if (typeof content !== 'string') hashed.push(content.byteLength)
          return made.sha256(content)
        },
      }
    }
    const { err } = await runIn(cwd, ['lint', '--timing', '--cache-location', cache], undefined, { host })
    expect(err).toContain('1 of 1 documents from the cache')
    expect(reads).toHaveLength(1)
    expect(hashed.filter((length) => length === Buffer.byteLength(API))).toHaveLength(1)
  })
})
