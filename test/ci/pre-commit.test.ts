import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { temporaryFolder } from '../project.ts'
import { runIn } from '../run-in.ts'
import { checkoutOfSpecward, git, has, OFFLINE, type Result, repository, root, run } from './checkout.ts'
import { schema, snippet, yamlFile } from './pages.ts'

interface Hook {
  readonly id: string
  readonly entry: string
  readonly types_or: readonly string[]
}

const hooks: readonly Hook[] = yamlFile('.pre-commit-hooks.yaml')
const CLEAN = await readFile(join(root, 'examples/after.yaml'), 'utf8')
const FAILING = await readFile(join(root, 'examples/before.yaml'), 'utf8')

let folder = ''

beforeAll(async () => {
  folder = await temporaryFolder('specward-pre-commit-')
})

describe('the hook', () => {
  it('is what pre-commit takes for hooks', () => {
    const validate = schema('pre-commit-hooks')
    expect([validate(hooks), validate.errors]).toEqual([true, null])
  })

  it('starts the executable of the package that pre-commit installs', async () => {
    const { bin } = yamlFile('package.json')
    for (const { entry } of hooks) expect(Object.keys(bin)).toContain(entry.split(' ')[0])
  })

  it('is shown by its page as pre-commit takes it', () => {
    const configured = parse(snippet('.pre-commit-config.yaml'))
    const validate = schema('pre-commit-config', 'pre-commit-hooks')
    expect([validate(configured), validate.errors]).toEqual([true, null])
    const [{ rev, hooks: used }] = configured.repos
    expect(rev).toMatch(/^[0-9a-f]{40}$/)
    expect(used.map(({ id }: Hook) => id)).toEqual(hooks.map(({ id }) => id))
  })

  it('takes the names of files as pre-commit hands them over', async () => {
    const project = join(folder, 'names')
    await repository(project, {
      'good.yaml': CLEAN,
      'bad [1].yaml': FAILING,
      'package.json': '{}',
      'schemas/user.json': '{ "type": "object" }',
    })
    const [, ...args] = (hooks[0]?.entry ?? '').split(' ')
    const pass = (...names: readonly string[]) => runIn(project, [...args, ...names])
    expect(await pass('package.json', 'schemas/user.json', 'good.yaml')).toMatchObject({ code: 0, err: '' })
    expect(await pass('package.json', 'bad [1].yaml')).toMatchObject({
      code: 1,
      out: expect.stringContaining('bad [1].yaml:10:10'),
    })
  })
})

describe('the package of a clone, which npm installs from a git URL', () => {
  it('asks for the dependencies of the command line, and holds its files', async () => {
    const workspace = yamlFile('package.json')
    const cli = yamlFile('packages/cli/package.json')
    expect(workspace.dependencies).toEqual(cli.dependencies)
    expect(workspace.version).toBe(cli.version)
    const held = ['package.json', ...cli.files].map((name) => `packages/cli/${name}`)
    expect([...workspace.files].sort()).toEqual(held.sort())
  })

  it('is packed with everything that the executable reads', () => {
    const { code, out, err } = run('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], { cwd: root })
    expect(code, err).toBe(0)
    const packed = JSON.parse(out)
    const [{ files }] = Array.isArray(packed) ? packed : Object.values(packed)
    const names = files.map(({ path }: { path: string }) => path)
    for (const name of [
      'bin/specward.js',
      'bin/package.json',
      'dist/bundle/main.cjs',
      'package.json',
      'rulesets/recommended.yaml',
    ])
      expect(names).toContain(`packages/cli/${name}`)
    expect(names.filter((name: string) => /\.ts$|\.test\.|node_modules/.test(name))).toEqual([])
  })

  it('is built without a word, because earlier versions of pre-commit take all that npm prints for a name', () => {
    const { out } = run('npm', ['config', 'get', 'foreground-scripts'], { cwd: root })
    expect(out.trim()).toBe('false')
  })
})

describe.skipIf(!has('pre-commit'))('pre-commit itself (skipped where it is not on the PATH)', () => {
  const project = () => join(folder, 'project')

  function commitOf(...names: readonly string[]): Result {
    git(project(), 'add', '--', ...names)
    const env = { PRE_COMMIT_HOME: join(folder, 'home') }
    return run('git', ['commit', '--quiet', '--message', 'Change'], { cwd: project(), env })
  }

  beforeAll(async () => {
    const hookRepository = join(folder, 'specward')
    const rev = await checkoutOfSpecward(hookRepository)
    const configuration = snippet('.pre-commit-config.yaml')
      .replace('https://github.com/OWNER/specward', hookRepository)
      .replace(/0{40}/, rev)
    await repository(project(), { '.pre-commit-config.yaml': configuration, 'README.md': 'Words.\n' })
    const env = { PRE_COMMIT_HOME: join(folder, 'home') }
    const { code, out, err } = run('pre-commit', ['install', '--install-hooks'], { cwd: project(), env })
    if (code !== 0 && !OFFLINE.test(out + err)) throw new Error(out + err)
  }, 600_000)

  it('lets a good description pass, stops a bad one, and leaves other files alone', {
    timeout: 600_000,
  }, async (context) => {
    await writeFile(join(project(), 'package.json'), '{}\n')
    const other = commitOf('package.json')
    if (OFFLINE.test(other.err)) context.skip('the registry cannot be reached')
    expect([other.code, other.err]).toEqual([0, expect.stringMatching(/^specward\.+Passed/m)])
    await writeFile(join(project(), 'good api.yaml'), CLEAN)
    expect(commitOf('good api.yaml').code).toBe(0)
    await writeFile(join(project(), 'bad.yaml'), FAILING)
    const bad = commitOf('bad.yaml')
    expect([bad.code, bad.err]).toEqual([1, expect.stringContaining('no-plaintext-server')])
    expect(git(project(), 'log', '--format=%s', '--', 'bad.yaml')).toBe('')
    await writeFile(join(project(), 'notes.txt'), 'Words.\n')
    git(project(), 'reset', '--quiet', '--', 'bad.yaml')
    expect(commitOf('notes.txt')).toMatchObject({ code: 0, err: expect.stringContaining('Skipped') })
  })
})
