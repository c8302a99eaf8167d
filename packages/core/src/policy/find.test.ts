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
  return { host, root: 'file:///work/', registry: REGISTRY, version: '1', ...more }
}

describe('the configuration of a document', () => {
  it('is the nearest one above it', async () => {
    const host = hostOf({ 'file:///work/specward.yaml': '', 'file:///work/a/specward.yaml': '' })
    expect((await findPolicy('file:///work/a/b/api.yaml', options(host))).config).toBe(
      'file:///work/a/specward.yaml',
    )
    expect((await findPolicy('file:///work/b/api.yaml', options(host))).config).toBe(
      'file:///work/specward.yaml',
    )
  })

  it('may be called specward.yml', async () => {
    const host = hostOf({ 'file:///work/specward.yml': 'failOn: hint' })
    expect(await findPolicy('file:///work/api.yaml', options(host))).toMatchObject({
      config: 'file:///work/specward.yml',
      policy: { failOn: 'hint' },
    })
  })

  it('is not looked for above the root', async () => {
    const host = hostOf({ 'file:///specward.yaml': '' })
    expect((await findPolicy('file:///work/api.yaml', options(host))).config).toBeUndefined()
  })

  it('is that of the root for a document from elsewhere', async () => {
    const host = hostOf({ 'file:///work/specward.yaml': '', 'file:///workshop/specward.yaml': '' })
    for (const uri of ['https://example.com/api.yaml', 'file:///workshop/api.yaml']) {
      expect((await findPolicy(uri, options(host))).config).toBe('file:///work/specward.yaml')
    }
  })

  it('is the one that was asked for, wherever the document stands', async () => {
    const host = hostOf({ 'file:///work/specward.yaml': '', 'file:///etc/own.yaml': 'failOn: info' })
    const found = await findPolicy('file:///work/api.yaml', options(host, { config: 'file:///etc/own.yaml' }))
    expect(found).toMatchObject({ config: 'file:///etc/own.yaml', policy: { failOn: 'info' } })
  })

  it('is read once for many documents', async () => {
    const host = hostOf({ 'file:///work/specward.yaml': '' })
    const cache = createPolicyCache(host)
    const uris = ['a', 'b', 'c/d'].map((name) => `file:///work/${name}.yaml`)
    const found = await Promise.all(uris.map((uri) => findPolicy(uri, options(host, { cache }))))
    expect(new Set(found).size).toBe(1)
    expect(host.reads).toEqual(['file:///work/specward.yaml'])
  })

  it('cannot be two files side by side', async () => {
    const host = hostOf({ 'file:///work/specward.yaml': '', 'file:///work/specward.yml': '' })
    expect(await findPolicy('file:///work/api.yaml', options(host))).toMatchObject({
      errors: [
        {
          message: '`specward.yaml` and `specward.yml` stand side by side; keep one of them.',
          uri: 'file:///work/specward.yaml',
        },
      ],
    })
  })

  it('is an error when the one that was asked for cannot be read', async () => {
    const found = await findPolicy(
      'file:///work/a.yaml',
      options(hostOf({}), { config: 'file:///work/no.yaml' }),
    )
    expect(found).toMatchObject({
      errors: [
        {
          message: 'The configuration could not be read: There is no file:///work/no.yaml.',
          uri: 'file:///work/no.yaml',
        },
      ],
    })
  })
})

describe('the root', () => {
  const workingDirectory = 'file:///work/here/'

  it('is the nearest folder with .git', async () => {
    const host = hostOf({
      'file:///work/.git/HEAD': '',
      'file:///.git/HEAD': '',
      'file:///work/a/specward.yaml': '',
    })
    expect(await findRoot('file:///work/a/api.yaml', host, { workingDirectory })).toBe('file:///work/')
  })

  it('may be the folder of a worktree, where .git is a file', async () => {
    const host = hostOf({ 'file:///work/tree/.git': 'gitdir: elsewhere' })
    expect(await findRoot('file:///work/tree/a/', host, { workingDirectory })).toBe('file:///work/tree/')
  })

  it('is the folder of the configuration where there is no .git', async () => {
    const host = hostOf({ 'file:///work/a/specward.yaml': '', 'file:///etc/own.yaml': '' })
    expect(await findRoot('file:///work/a/b/api.yaml', host, { workingDirectory })).toBe('file:///work/a/')
    const config = 'file:///etc/own.yaml'
    expect(await findRoot('file:///work/a/b/api.yaml', host, { workingDirectory, config })).toBe(
      'file:///etc/',
    )
  })

  it('is the working directory where there is neither', async () => {
    expect(await findRoot('file:///work/a/api.yaml', hostOf({}), { workingDirectory })).toBe(workingDirectory)
  })

  it('is looked for from the working directory when the document is a URL', async () => {
    const host = hostOf({ 'file:///work/.git/HEAD': '' })
    expect(await findRoot('https://example.com/a/api.yaml', host, { workingDirectory })).toBe('file:///work/')
  })

  it('can lie on a drive of Windows', async () => {
    const host = hostOf({ 'file:///C:/work/.git/HEAD': '' })
    expect(await findRoot('file:///C:/work/a/api.yaml', host, { workingDirectory })).toBe('file:///C:/work/')
  })
})
