import { execFileSync } from 'node:child_process'
import { renameSync, symlinkSync } from 'node:fs'
import { mkdir, mkdtemp, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LocalFiles } from './local.ts'

// T1: what lies outside of the project; T2: files that are none, or change under the reader

const SECRET = 'what nobody may see'
let top = ''
let project = ''

beforeAll(async () => {
  top = await realpath(await mkdtemp(join(tmpdir(), 'specward-local-')))
  project = join(top, 'project')
  await mkdir(join(project, '.git'), { recursive: true })
  await mkdir(join(project, 'specs'))
  await mkdir(join(top, 'other'))
  await mkdir(join(top, 'repository/.git'), { recursive: true })
  await writeFile(join(project, '.git/config'), SECRET)
  await writeFile(join(project, 'specs/a.yaml'), 'inside')
  await writeFile(join(top, 'other/secret.yaml'), SECRET)
  await writeFile(join(top, 'repository/secret.yaml'), SECRET)
  await writeFile(join(top, 'project-of-others.yaml'), SECRET)
})

afterAll(() => rm(top, { recursive: true, force: true }))

function uri(name: string): string {
  return pathToFileURL(join(project, name)).href
}

async function link(name: string, target: string): Promise<string> {
  await rm(join(project, name), { force: true })
  await symlink(target, join(project, name))
  return uri(name)
}

async function read(name: string) {
  const result = await new LocalFiles(project).read(uri(name), false)
  return 'bytes' in result ? { text: Buffer.from(result.bytes).toString(), at: result.at } : result
}

describe('a link that leads out of the project (T1)', () => {
  const targets: readonly (readonly [string, () => string, string])[] = [
    ['to a file', () => join(top, 'other/secret.yaml'), ''],
    ['to a file, by a relative path', () => '../other/secret.yaml', ''],
    ['to a file beside it whose name begins alike', () => '../project-of-others.yaml', ''],
    ['to a folder', () => join(top), '/other/secret.yaml'],
    ['to a device', () => '/dev/zero', ''],
    ['to the environment of the process', () => '/proc/self/environ', ''],
    ['to what another process has open', () => '/proc/self/fd', '/0'],
  ]

  it.each(targets)('%s is not read', async (_, target, rest) => {
    await link('out', target())
    expect(await read(`out${rest}`)).toMatchObject({ error: 'outside-root' })
  })

  it('over several links is not read', async () => {
    await link('one', 'two')
    await link('two', 'specs/../three')
    await link('three', '../other/secret.yaml')
    expect(await read('one')).toMatchObject({ error: 'outside-root' })
  })

  it.each([
    ['a file that is not there', '../other/nothing.yaml', '../other/secret.yaml', ''],
    ['a folder that is not there', '../nowhere', '../other', '/secret.yaml'],
    ['a file in a folder that is there', '../other', '../other', '/nothing.yaml'],
    [
      'a way back through a folder that is not there',
      '../nowhere/../project/specs',
      '../other/../project/specs',
      '/a.yaml',
    ],
  ])('is answered alike: %s', async (_, missing, there, rest) => {
    const files = new LocalFiles(project)
    const answers: unknown[] = []
    for (const target of [missing, there]) {
      const at = await link('out', target)
      const answer = await files.read(at + rest, false)
      answers.push([answer, await files.real(at + rest)])
    }
    expect(answers[0]).toMatchObject([{ error: 'outside-root' }, expect.not.stringContaining(uri(''))])
    expect(answers[1]).toMatchObject([{ error: 'outside-root' }, expect.not.stringContaining(uri(''))])
  })

  it('tells nothing of what stands there', async () => {
    await link('out', '../other/secret.yaml')
    expect(JSON.stringify(await read('out'))).not.toMatch(new RegExp(`${SECRET}|other`))
  })
})

describe('a link to another project', () => {
  it('is told with where it leads, so that core can hold it against the root of who asks', async () => {
    await link('out', '../repository')
    expect(await read('out/secret.yaml')).toMatchObject({
      at: pathToFileURL(join(top, 'repository/secret.yaml')).href,
    })
    expect(await read('out/nothing.yaml')).toMatchObject({
      error: 'not-found',
      at: pathToFileURL(join(top, 'repository/nothing.yaml')).href,
    })
  })
})

describe('a link within the project', () => {
  it.each([
    ['by a relative path', 'specs/a.yaml'],
    ['by way of the folder above', '../project/specs/a.yaml'],
  ])('is followed %s', async (_, target) => {
    await link('in', target)
    expect(await read('in')).toEqual({ text: 'inside', at: uri('specs/a.yaml') })
  })

  it('is followed by its absolute path', async () => {
    await link('in', join(project, 'specs'))
    expect(await read('in/a.yaml')).toMatchObject({ text: 'inside' })
  })

  it('that leads to nothing is told as a missing file', async () => {
    await link('in', 'specs/nothing.yaml')
    expect(await read('in')).toMatchObject({ error: 'not-found' })
  })

  it('that leads in circles is told', async () => {
    await link('in', 'circle')
    await link('circle', 'in')
    expect(await read('in')).toMatchObject({ error: 'unreadable', detail: 'its links lead in circles' })
    expect(await new LocalFiles(project).exists(uri('in'))).toBe(true)
  })

  it('leads from a project that is itself behind a link', async () => {
    await rm(join(top, 'alias'), { force: true })
    await symlink(project, join(top, 'alias'))
    await link('in', join(top, 'alias/specs/a.yaml'))
    const files = new LocalFiles(join(top, 'alias'))
    const result = await files.read(pathToFileURL(join(top, 'alias/in')).href, false)
    expect(result).toMatchObject({ at: uri('specs/a.yaml') })
    expect(await files.real(pathToFileURL(join(top, 'alias')).href)).toBe(pathToFileURL(project).href)
  })
})

describe('a URI with characters that mean something to a file system (T1)', () => {
  it.each([
    'a%00.yaml',
    'specs%2f..%2f..%2fother%2fsecret.yaml',
    'a%5C..%5C..%5Cb.yaml',
    '%252e%252e/other/secret.yaml',
  ])('%s gives nothing', async (name) => {
    const result = await new LocalFiles(project).read(`${pathToFileURL(project).href}/${name}`, false)
    expect(result).toHaveProperty('error')
  })

  it.each(['file://server/share/a.yaml', 'file:////server/share/a.yaml', 'file:///C:/a.yaml'])(
    '%s gives nothing',
    async (name) => expect(await new LocalFiles(project).read(name, false)).toHaveProperty('error'),
  )
})

describe('what is no file (T2)', () => {
  it.skipIf(process.platform === 'win32')('is not opened: a pipe that nobody writes to', async () => {
    execFileSync('mkfifo', [join(project, 'pipe')])
    expect(await read('pipe')).toMatchObject({ error: 'unreadable', detail: 'it is not a regular file' })
  })

  it.skipIf(process.platform === 'win32')(
    'is not read: a device in the folder that is asked for',
    async () => {
      const result = await new LocalFiles('/dev').read('file:///dev/zero', false)
      expect(result).toMatchObject({ error: 'unreadable', detail: 'it is not a regular file' })
    },
  )
})

describe('a file that is swapped while it is read (T2)', () => {
  it('gives what stands in the project, or nothing', async () => {
    const [real, away, fake] = [join(project, 'swapped'), join(project, 'away'), join(project, 'fake')]
    await mkdir(real)
    await writeFile(join(real, 'secret.yaml'), 'inside')
    symlinkSync('../other', fake)
    let isRunning = true
    const swapping = (async () => {
      while (isRunning) {
        renameSync(real, away)
        renameSync(fake, real)
        await new Promise(setImmediate)
        renameSync(real, fake)
        await rename(away, real)
      }
    })()
    const seen = new Set<string>()
    for (let time = 0; time < 300; time++) {
      const result = await new LocalFiles(project).read(uri('swapped/secret.yaml'), false)
      const isElsewhere = result.at?.startsWith(uri('')) === false
      seen.add('bytes' in result && !isElsewhere ? Buffer.from(result.bytes).toString() : 'nothing')
    }
    isRunning = false
    await swapping
    expect(seen).not.toContain(SECRET)
  })
})
