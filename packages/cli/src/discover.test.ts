import { spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DiscoverOptions, discover } from './discover.ts'
import { slashed } from './folders.ts'
import { nodeIo } from './io.ts'

const machine = nodeIo()
const API = 'openapi: 3.1.0\n'
const isRoot = process.getuid?.() === 0
let top = ''

beforeEach(async () => {
  top = await mkdtemp(join(tmpdir(), 'specward-discover-'))
})

afterEach(() => rm(top, { recursive: true, force: true }))

/** Writes files, of which those without a text hold an API description. */
async function write(files: Readonly<Record<string, string | undefined>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(top, name)), { recursive: true })
    await writeFile(join(top, name), text ?? API)
  }
}

interface Found {
  readonly files: readonly string[]
  /** `name: reason (detail)` */
  readonly skipped: readonly string[]
  readonly problems: readonly string[]
  readonly searched: number
}

async function search(from = '', options: Partial<DiscoverOptions> = {}): Promise<Found> {
  const cwd = join(top, from)
  const found = await discover(cwd, { ...machine, cwd }, { isExcluded: () => false, ...options })
  const name = (path: string): string => slashed(relative(top, path)) + (/[/\\]$/.test(path) ? '/' : '')
  return {
    files: found.files.map(name),
    skipped: found.skipped
      .map(
        ({ uri, reason, detail }) => `${name(fileURLToPath(uri))}: ${reason}${detail ? ` (${detail})` : ''}`,
      )
      .sort(),
    problems: found.problems.map(({ code }) => code),
    searched: found.searched,
  }
}

describe('a search for API descriptions', () => {
  it('finds them by what they hold, in files ending in .yaml, .yml and .json, at any depth', async () => {
    await write({
      'a.yaml': undefined,
      'b/c.YML': 'asyncapi: 3.0.0',
      'b/d/e/f.json': '{"info":{},"swagger":"2.0"}',
      'g.txt': undefined,
      'package.json': '{}',
    })
    expect(await search()).toEqual({
      files: ['a.yaml', 'b/c.YML', 'b/d/e/f.json'],
      skipped: ['package.json: not an API description'],
      problems: [],
      searched: 4,
    })
  })

  it('enters neither node_modules nor hidden folders, and tells of those', async () => {
    await write({ 'node_modules/a/a.yaml': undefined, '.git/b.yaml': undefined, '.github/c.yaml': undefined })
    expect(await search()).toMatchObject({ files: [], skipped: ['.github/: hidden'] })
  })

  it('looks into hidden files', async () => {
    await write({ '.openapi.yaml': undefined })
    expect((await search()).files).toEqual(['.openapi.yaml'])
  })

  it('searches a hidden folder where it begins in one', async () => {
    await write({ '.api/a.yaml': undefined })
    expect((await search('.api')).files).toEqual(['.api/a.yaml'])
  })

  it('passes over configurations', async () => {
    await write({ 'specward.yaml': 'rules: {} # openapi:', '.spectral.yaml': 'extends: spectral:oas' })
    expect(await search()).toMatchObject({ files: [], skipped: [], searched: 0 })
  })

  it('finds a key that stands after megabytes of others', async () => {
    const paths = `{"paths":{"/a":"${'x'.repeat(3_000_000)}"},"openapi":"3.1.0"}`
    await write({ 'late.json': paths, 'never.json': paths.replace('openapi', 'open') })
    expect(await search()).toMatchObject({
      files: ['late.json'],
      skipped: ['never.json: not an API description'],
    })
  })

  it('gives the same order whatever the order of folders', async () => {
    await write({ 'b.yaml': undefined, 'a/z.yaml': undefined, 'B.yaml': undefined, 'a.yaml': undefined })
    expect((await search()).files).toEqual(['B.yaml', 'a.yaml', 'a/z.yaml', 'b.yaml'])
  })

  it.skipIf(isRoot || process.platform === 'win32')('keeps a file that cannot be read for one', async () => {
    await write({ 'locked.yaml': undefined })
    await chmod(join(top, 'locked.yaml'), 0)
    expect((await search()).files).toEqual(['locked.yaml'])
  })

  it('tells of a folder that cannot be listed', async () => {
    await write({ 'a.yaml': undefined, 'b/c.yaml': undefined })
    const entries = async (folder: string) => {
      if (folder === join(top, 'b')) throw new Error("EACCES: permission denied, scandir '/b'")
      return machine.entries(folder)
    }
    const found = await discover(top, { ...machine, entries, cwd: top }, { isExcluded: () => false })
    expect(found.problems).toMatchObject([{ code: 'file-unreadable' }])
    expect(found.files).toHaveLength(1)
  })

  it('tells now and then how far it has got', async () => {
    await write(Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`${index}.json`, '{}'])))
    const steps: number[] = []
    await search('', { progress: (searched) => void steps.push(searched) })
    expect(steps).toEqual([1, 257])
  })

  it('passes over the report of an earlier run in silence, but over nothing else in its place', async () => {
    await write({ 'a.json': '{ "tool": { "name": "specward" }, "x": "openapi:" }', 'b.yaml': undefined })
    const at = (name: string) => search('', { outputs: new Set([join(top, name)]) })
    expect(await at('a.json')).toMatchObject({ files: ['b.yaml'], skipped: [] })
    expect(await at('b.yaml')).toMatchObject({ files: ['a.json', 'b.yaml'] })
  })
})

describe('symbolic links', () => {
  it('to files in the project are read, to folders not followed', async () => {
    await write({ 'p/.git/x': '', 'p/a.yaml': undefined, 'p/b.json': '{}' })
    await symlink(join(top, 'p/a.yaml'), join(top, 'p/link.yaml'))
    await symlink(join(top, 'p/b.json'), join(top, 'p/other.json'))
    await symlink(join(top, 'p'), join(top, 'p/circle'))
    expect(await search('p')).toMatchObject({
      files: ['p/a.yaml', 'p/link.yaml'],
      skipped: ['p/b.json: not an API description', 'p/other.json: not an API description'],
    })
  })

  it('that lead out of the project or nowhere are skipped, and named', async () => {
    await write({ 'p/.git/x': '', 'secret.yaml': undefined })
    await symlink(join(top, 'secret.yaml'), join(top, 'p/out.yaml'))
    await symlink(join(top, 'nothing.yaml'), join(top, 'p/broken.yaml'))
    expect(await search('p')).toMatchObject({
      files: [],
      skipped: [
        'p/broken.yaml: a link that leads outside of the project',
        'p/out.yaml: a link that leads outside of the project',
      ],
    })
  })
})

describe('.gitignore', () => {
  it('leaves out files and folders, each with the line that says so', async () => {
    await write({
      '.gitignore': '# made by the build\ndist/\n*.gen.yaml\n',
      'dist/a.yaml': undefined,
      'b/c.gen.yaml': undefined,
      'b/d.yaml': undefined,
    })
    expect(await search()).toMatchObject({
      files: ['b/d.yaml'],
      skipped: [
        'b/c.gen.yaml: ignored by .gitignore (.gitignore:3)',
        'dist/: ignored by .gitignore (.gitignore:2)',
      ],
    })
  })

  it('of a deeper folder comes before that above', async () => {
    await write({ '.gitignore': 'build\n', 'a/.gitignore': '!build\n', 'a/build/b.yaml': undefined })
    expect((await search()).files).toEqual(['a/build/b.yaml'])
  })

  it('above the folder that is searched counts up to the top of the repository, and not beyond', async () => {
    await write({
      '.gitignore': 'b.yaml',
      'p/.git/info/exclude': 'd.yaml',
      'p/.gitignore': 'services/*/c.yaml',
      'p/services/orders/b.yaml': undefined,
      'p/services/orders/c.yaml': undefined,
      'p/services/orders/d.yaml': undefined,
    })
    expect(await search('p/services/orders')).toMatchObject({
      files: ['p/services/orders/b.yaml'],
      skipped: [
        'p/services/orders/c.yaml: ignored by .gitignore (../../.gitignore:1)',
        'p/services/orders/d.yaml: ignored by .git/info/exclude (../../.git/info/exclude:1)',
      ],
    })
  })

  it('does not leave out the folder that is searched', async () => {
    await write({ '.git/x': '', '.gitignore': 'dist/', 'dist/a.yaml': undefined })
    expect((await search('dist')).files).toEqual(['dist/a.yaml'])
  })

  it('of a worktree has its exclude file in the repository', async () => {
    await write({
      'main/.git/info/exclude': 'a.yaml',
      'main/.git/worktrees/w/commondir': '../..\n',
      'w/.git': `gitdir: ${join(top, 'main/.git/worktrees/w')}\n`,
      'w/a.yaml': undefined,
      'w/b.yaml': undefined,
    })
    expect((await search('w')).files).toEqual(['w/b.yaml'])
  })
})

const hasGit = spawnSync('git', ['--version']).status === 0

describe.skipIf(!hasGit)('what git ignores (skipped where git is not installed)', () => {
  const folder = fc.constantFrom('a', 'b', 'build', 'x y')
  const file = fc.constantFrom('a.yaml', 'b.yaml', 'a.json', 'build.yml', 'x.txt')
  const path = fc
    .tuple(fc.array(folder, { maxLength: 3 }), file)
    .map(([folders, name]) => [...folders, name].join('/'))
  const segment = fc.constantFrom(
    'a',
    'b',
    'build',
    'a.yaml',
    '*.yaml',
    '*',
    '**',
    '?.json',
    '[ab]*',
    'x y',
    'b*',
  )
  const pattern = fc
    .tuple(
      fc.constantFrom('', '', '!'),
      fc.constantFrom('', '', '/'),
      fc.array(segment, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('', '', '/'),
    )
    .map(([sign, start, segments, end]) => sign + start + segments.join('/') + end)
  const ignoreFile = fc.tuple(
    fc.array(folder, { maxLength: 2 }),
    fc.array(pattern, { minLength: 1, maxLength: 4 }),
    fc.constantFrom('\n', '\r\n'),
  )
  const environment = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }

  function git(...args: readonly string[]): string {
    const options = { cwd: top, encoding: 'utf8', env: environment } as const
    const { status, stdout, stderr } = spawnSync('git', args, options)
    if (status !== 0) throw new Error(stderr)
    return stdout
  }

  it('is left out, and nothing else', async () => {
    git('init', '--quiet')
    git('config', 'core.excludesFile', '/dev/null')
    await fc.assert(
      fc.asyncProperty(
        fc.array(path, { minLength: 1, maxLength: 12 }),
        fc.array(ignoreFile, { maxLength: 3 }),
        fc.array(pattern, { maxLength: 2 }),
        async (paths, ignoreFiles, exclude) => {
          await write(Object.fromEntries(paths.map((name) => [name, undefined])))
          await write(
            Object.fromEntries(
              ignoreFiles.map(([folders, lines, end]) => [
                [...folders, '.gitignore'].join('/'),
                lines.join(end),
              ]),
            ),
          )
          await write({ '.git/info/exclude': exclude.join('\n') })
          try {
            const listed = git('ls-files', '-co', '--exclude-standard', '-z').split('\0')
            const expected = listed.filter((name) => /\.(ya?ml|json)$/.test(name)).sort()
            expect((await search()).files).toEqual(expected)
          } finally {
            git('clean', '-fdxq')
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('a search for policies', () => {
  it('finds configurations and the records beside them, whatever they hold, and nothing else', async () => {
    await write({
      '.gitignore': 'out/\n',
      'specward.yaml': '',
      'a/specward.yml': 'junk: [',
      'a/specward.waivers.yaml': '',
      'a/specward.attestations.yaml': '',
      'a/openapi.yaml': undefined,
      'a/base.yaml': 'rules: {}',
      'node_modules/b/specward.yaml': '',
      'out/specward.yaml': '',
    })
    expect((await search('', { policies: true })).files).toEqual([
      'a/specward.attestations.yaml',
      'a/specward.waivers.yaml',
      'a/specward.yml',
      'specward.yaml',
    ])
  })
})
