import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Host } from '../host.ts'
import { createPolicyCache, type FindPolicyOptions, findPolicy, findRoot } from './find.ts'
import type { Registry } from './rule.ts'

const REGISTRY: Registry = { rules: [], presets: [{ name: 'recommended', rules: {} }] }

/** A host over files in memory that keeps a list of what was read. */
function hostOf(files: Readonly<Record<string, string>>): Host & { readonly reads: string[] } {
  const reads: string[] = []
  return {
    reads,
    async read(uri) {
      reads.push(uri)
      const text = files[uri]
      return text === undefined ? { error: 'not-found', detail: `There is no ${uri}.` } : { text }
    },
    exists: async (uri) => Object.keys(files).some((file) => file === uri || file.startsWith(`${uri}/`)),
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    now: () => 0,
  }
}

function options(host: Host, more: Partial<FindPolicyOptions> = {}): FindPolicyOptions {
  return { host, root: 'file:///project/', registry: REGISTRY, version: '1', ...more }
}

describe('the configuration of a document', () => {
  it('is the nearest one above it', async () => {
    const host = hostOf({ 'file:///project/specward.yaml': '', 'file:///project/a/specward.yaml': '' })
    expect((await findPolicy('file:///project/a/b/api.yaml', options(host))).config).toBe(
      'file:///project/a/specward.yaml',
    )
    expect((await findPolicy('file:///project/b/api.yaml', options(host))).config).toBe(
      'file:///project/specward.yaml',
    )
  })

  it('may be called specward.yml', async () => {
    const host = hostOf({ 'file:///project/specward.yml': 'failOn: hint' })
    expect(await findPolicy('file:///project/api.yaml', options(host))).toMatchObject({
      config: 'file:///project/specward.yml',
      policy: { failOn: 'hint' },
    })
  })

  it('is not looked for above the root', async () => {
    const host = hostOf({ 'file:///specward.yaml': '' })
    expect((await findPolicy('file:///project/api.yaml', options(host))).config).toBeUndefined()
  })

  it('is that of the root for a document from elsewhere', async () => {
    const host = hostOf({ 'file:///project/specward.yaml': '', 'file:///workshop/specward.yaml': '' })
    for (const uri of ['https://example.com/api.yaml', 'file:///workshop/api.yaml']) {
      expect((await findPolicy(uri, options(host))).config).toBe('file:///project/specward.yaml')
    }
  })

  it('is the one that was asked for, wherever the document stands', async () => {
    const host = hostOf({ 'file:///project/specward.yaml': '', 'file:///etc/own.yaml': 'failOn: info' })
    const found = await findPolicy(
      'file:///project/api.yaml',
      options(host, { config: 'file:///etc/own.yaml' }),
    )
    expect(found).toMatchObject({ config: 'file:///etc/own.yaml', policy: { failOn: 'info' } })
  })

  it('is read once for many documents', async () => {
    const host = hostOf({ 'file:///project/specward.yaml': '' })
    const cache = createPolicyCache(host)
    const uris = ['a', 'b', 'c/d'].map((name) => `file:///project/${name}.yaml`)
    const found = await Promise.all(uris.map((uri) => findPolicy(uri, options(host, { cache }))))
    expect(new Set(found.map((each) => 'policy' in each && each.policy)).size).toBe(1)
    expect(host.reads).toEqual(['file:///project/specward.yaml'])
  })

  it('cannot be two files side by side', async () => {
    const host = hostOf({ 'file:///project/specward.yaml': '', 'file:///project/specward.yml': '' })
    expect(await findPolicy('file:///project/api.yaml', options(host))).toMatchObject({
      errors: [
        {
          message: '`specward.yaml` and `specward.yml` stand side by side; keep one of them.',
          uri: 'file:///project/specward.yaml',
        },
      ],
    })
  })

  it('is an error when the one that was asked for cannot be read', async () => {
    const found = await findPolicy(
      'file:///project/a.yaml',
      options(hostOf({}), { config: 'file:///project/no.yaml' }),
    )
    expect(found).toMatchObject({
      errors: [
        {
          message: 'The configuration could not be read: There is no file:///project/no.yaml.',
          uri: 'file:///project/no.yaml',
        },
      ],
    })
  })
})

describe('the root', () => {
  const workingDirectory = 'file:///project/here/'

  it('is the nearest folder with .git', async () => {
    const host = hostOf({
      'file:///project/.git/HEAD': '',
      'file:///.git/HEAD': '',
      'file:///project/a/specward.yaml': '',
    })
    expect(await findRoot('file:///project/a/api.yaml', host, { workingDirectory })).toBe('file:///project/')
  })

  it('may be the folder of a worktree, where .git is a file', async () => {
    const host = hostOf({ 'file:///project/tree/.git': 'gitdir: elsewhere' })
    expect(await findRoot('file:///project/tree/a/', host, { workingDirectory })).toBe(
      'file:///project/tree/',
    )
  })

  it('is the folder of the configuration where there is no .git', async () => {
    const host = hostOf({ 'file:///project/a/specward.yaml': '', 'file:///etc/own.yaml': '' })
    expect(await findRoot('file:///project/a/b/api.yaml', host, { workingDirectory })).toBe(
      'file:///project/a/',
    )
    const config = 'file:///etc/own.yaml'
    expect(await findRoot('file:///project/a/b/api.yaml', host, { workingDirectory, config })).toBe(
      'file:///etc/',
    )
  })

  it('is the working directory where there is neither', async () => {
    expect(await findRoot('file:///project/a/api.yaml', hostOf({}), { workingDirectory })).toBe(
      workingDirectory,
    )
  })

  it('is looked for from the working directory when the document is a URL', async () => {
    const host = hostOf({ 'file:///project/.git/HEAD': '' })
    expect(await findRoot('https://example.com/a/api.yaml', host, { workingDirectory })).toBe(
      'file:///project/',
    )
  })

  it('can lie on a drive of Windows', async () => {
    const host = hostOf({ 'file:///C:/repo/.git/HEAD': '' })
    expect(await findRoot('file:///C:/repo/a/api.yaml', host, { workingDirectory })).toBe('file:///C:/repo/')
  })
})

describe('a virtual file system', () => {
  it.each(['vscode-vfs://github/acme/orders/', 'memfs:/orders/'])(
    'has roots and configurations as a disk has (%s)',
    async (folder) => {
      const host = hostOf({
        [`${folder}.git/config`]: '',
        [`${folder}a/specward.yaml`]: '',
        'file:///.git/config': '',
      })
      const root = await findRoot(`${folder}a/b/api.yaml`, host, { workingDirectory: folder })
      expect(root).toBe(folder)
      expect((await findPolicy(`${folder}a/b/api.yaml`, options(host, { root }))).config).toBe(
        `${folder}a/specward.yaml`,
      )
    },
  )

  it('is another one than the disk: what is in another counts as the working directory', async () => {
    const host = hostOf({ 'vscode-vfs://github/acme/.git/config': '', 'file:///project/.git/config': '' })
    const options = { workingDirectory: 'file:///project/' }
    expect(await findRoot('vscode-vfs://github/acme/api.yaml', host, options)).toBe('file:///project/')
  })
})
