import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findDocuments } from './documents.ts'
import { nodeIo } from './io.ts'

const machine = nodeIo()
let cwd = ''

beforeAll(async () => {
  const top = await mkdtemp(join(tmpdir(), 'specward-documents-'))
  cwd = join(top, 'work')
  const files = [
    'a.yaml',
    'b.yaml',
    'c.json',
    'with [brackets].yaml',
    '.hidden/d.yaml',
    'specs/e.yaml',
    'specs/v1/f.yaml',
    'specs/v1/f.json',
    'node_modules/g/g.yaml',
    '.git/h.yaml',
    '../sister/i.yaml',
  ]
  for (const name of files) {
    await mkdir(dirname(join(cwd, name)), { recursive: true })
    await writeFile(join(cwd, name), '')
  }
  await symlink(join(cwd, 'a.yaml'), join(cwd, 'specs/link.yaml'))
  await symlink(join(cwd, 'specs'), join(cwd, 'specs/v1/loop'))
})

afterAll(() => rm(dirname(cwd), { recursive: true, force: true }))

/** Names of the documents that arguments stand for, `*` before those that nobody named. */
async function find(...args: readonly string[]): Promise<readonly string[]> {
  const { requests } = await findDocuments(args, { ...machine, cwd })
  const base = pathToFileURL(join(cwd, '/')).href
  return requests.map(({ uri, named }) => {
    const name = uri.startsWith(base) ? decodeURIComponent(uri.slice(base.length)) : uri
    return named ? name : `* ${name}`
  })
}

describe('names', () => {
  it('a file is itself, and named', async () => {
    expect(await find('a.yaml')).toEqual(['a.yaml'])
  })

  it('a file that does not exist is still asked for, so that it is reported', async () => {
    expect(await find('nowhere.yaml')).toEqual(['nowhere.yaml'])
  })

  it('a file whose name looks like a glob is that file', async () => {
    expect(await find('with [brackets].yaml')).toEqual(['with [brackets].yaml'])
  })

  it('a URL is left as it is', async () => {
    expect(await find('https://example.com/openapi.yaml')).toEqual(['https://example.com/openapi.yaml'])
  })

  it('a file that is named twice is judged once', async () => {
    expect(await find('a.yaml', './a.yaml')).toEqual(['a.yaml'])
  })

  it('a file that a glob matches and that is named is named', async () => {
    expect(await find('{a,b}.yaml', 'b.yaml')).toEqual(['* a.yaml', 'b.yaml'])
  })

  it('credentials in a URL are kept apart from it', async () => {
    const { requests, credentials } = await findDocuments(
      ['https://me:p%40ss@example.com/openapi.yaml#top'],
      {
        ...machine,
        cwd,
      },
    )
    const url = 'https://example.com/openapi.yaml'
    expect(requests).toEqual([{ uri: url, named: true }])
    expect([...credentials]).toEqual([[url, `Basic ${Buffer.from('me:p@ss').toString('base64')}`]])
  })

  it('a hyphen is standard input', async () => {
    expect(await findDocuments(['-'], { ...machine, cwd })).toMatchObject({ requests: [], stdin: true })
  })
})

describe('folders', () => {
  const api = 'openapi: 3.1.0\n'
  let project = ''

  beforeAll(async () => {
    project = join(dirname(cwd), 'project')
    for (const name of ['a.yaml', 'vendor/b.yaml', 'vendor/deep/c.yaml', 'empty/d.json']) {
      await mkdir(dirname(join(project, name)), { recursive: true })
      await writeFile(join(project, name), name.endsWith('.json') ? '{}' : api)
    }
  })

  async function search(...args: readonly string[]) {
    const found = await findDocuments(args, { ...machine, cwd: project })
    const name = (uri: string): string => uri.slice(pathToFileURL(join(project, '/')).href.length)
    return {
      ...found,
      files: found.requests.map(({ uri, named }) => (named ? name(uri) : `* ${name(uri)}`)),
      skipped: found.skipped.map(({ uri }) => name(uri)),
      problems: found.problems,
    }
  }

  it('without any argument the working directory is searched', async () => {
    const { files, skipped, nothing } = await search()
    expect(files).toEqual(['* a.yaml', '* vendor/b.yaml', '* vendor/deep/c.yaml'])
    expect(skipped).toEqual(['empty/d.json'])
    expect(nothing).toContain('No API description was found')
  })

  it('a folder stands for the API descriptions below it', async () => {
    expect((await search('vendor')).files).toEqual(['* vendor/b.yaml', '* vendor/deep/c.yaml'])
  })

  it('an exclamation mark alone leaves something out of the search', async () => {
    expect((await search('!vendor/**')).files).toEqual(['* a.yaml'])
    expect((await search('!vendor/*')).files).toEqual(['* a.yaml', '* vendor/deep/c.yaml'])
  })

  it.each(['!vendor', '!vendor/', '!./vendor'])(
    'the name of a folder (%s) leaves out what is in it',
    async (arg) => {
      expect((await search(arg)).files).toEqual(['* a.yaml'])
    },
  )

  it('a folder that is left out is not entered', async () => {
    const listed: string[] = []
    const entries = async (folder: string) => {
      listed.push(folder)
      return machine.entries(folder)
    }
    await findDocuments(['!vendor/**'], { ...machine, entries, cwd: project })
    expect(listed).toEqual([project, join(project, 'empty')])
  })

  it('a file in a folder that is also named is named, and not skipped', async () => {
    const { files, skipped } = await search('.', 'a.yaml', 'empty/d.json')
    expect(files).toEqual(['a.yaml', '* vendor/b.yaml', '* vendor/deep/c.yaml', 'empty/d.json'])
    expect(skipped).toEqual([])
  })

  it('a folder without API descriptions is a problem', async () => {
    const { problems } = await search('empty', 'a.yaml')
    expect(problems).toMatchObject([
      { code: 'no-file-matched', message: expect.stringContaining('below it: of 1 file ending') },
    ])
  })
})

describe('globs', () => {
  it('one star stays in its folder', async () => {
    expect(await find('*.yaml')).toEqual(['* a.yaml', '* b.yaml', '* with [brackets].yaml'])
  })

  it('two stars reach every folder but hidden ones, node_modules and .git, and follow no link in circles', async () => {
    expect(await find('**/*.yaml')).toEqual([
      '* a.yaml',
      '* b.yaml',
      '* specs/e.yaml',
      '* specs/link.yaml',
      '* specs/v1/f.yaml',
      '* with [brackets].yaml',
    ])
  })

  it('braces are alternatives', async () => {
    expect(await find('specs/v1/f.{yaml,json}')).toEqual(['* specs/v1/f.json', '* specs/v1/f.yaml'])
  })

  it('a glob may start above the working directory', async () => {
    expect(await find('../sister/*.yaml')).toEqual([`* ${pathToFileURL(join(cwd, '../sister/i.yaml')).href}`])
  })

  it('a glob may be absolute', async () => {
    expect(await find(`${cwd}/specs/*.yaml`)).toEqual(['* specs/e.yaml', '* specs/link.yaml'])
  })

  it('a folder that is searched on purpose is searched, whatever its name', async () => {
    expect(await find('node_modules/g/*.yaml')).toEqual(['* node_modules/g/g.yaml'])
  })

  it('a glob that matches nothing is a problem', async () => {
    const { requests, problems } = await findDocuments(['nope/**/*.yaml'], { ...machine, cwd })
    expect(requests).toEqual([])
    expect(problems).toMatchObject([{ code: 'no-file-matched', severity: 'error' }])
  })

  it('a folder that cannot be listed is a problem', async () => {
    const entries = async (folder: string) => {
      if (folder.endsWith('v1')) throw new Error("EACCES: permission denied, scandir '/x'")
      return machine.entries(folder)
    }
    const { problems } = await findDocuments(['specs/**/*.yaml'], { ...machine, entries, cwd })
    expect(problems).toMatchObject([
      { code: 'file-unreadable', message: expect.stringContaining('permission denied') },
    ])
  })
})

describe('what is left out', () => {
  it('an exclamation mark takes away what globs match, wherever it stands', async () => {
    expect(await find('!b.yaml', '*.yaml', '!with*')).toEqual(['* a.yaml'])
  })

  it('it takes away files that a shell has already named', async () => {
    expect(await find('a.yaml', 'b.yaml', '!./b.*')).toEqual(['a.yaml'])
  })

  it('it may start above the working directory', async () => {
    expect(await find('../sister/*.yaml', 'a.yaml', '!../sister/**')).toEqual(['a.yaml'])
  })

  it('taking away all of them is a problem', async () => {
    const { problems } = await findDocuments(['*.json', '!c.*'], { ...machine, cwd })
    expect(problems).toMatchObject([{ code: 'no-file-matched', message: expect.stringContaining('`!`') }])
  })
})
