import { describe, expect, it } from 'vitest'
import type { Host, ReadOptions, ReadResult } from '../host.ts'
import { type Bounds, boundedHost, createGuard, FETCH_LIMIT, isInRepositoryFolder } from './bounds.ts'
import { createLoader } from './load.ts'

const ROOT = 'file:///project/'
const URL = 'https://a.example/b.yaml'

/** A host over answers, which notes what it is asked. */
function hostOf(
  answers: Readonly<Record<string, ReadResult>>,
  real: Readonly<Record<string, string>> = {},
): Host & { readonly asked: [string, ReadOptions | undefined][] } {
  const asked: [string, ReadOptions | undefined][] = []
  return {
    asked,
    async read(uri, options) {
      asked.push([uri, options])
      return answers[uri] ?? { error: 'not-found', detail: 'there is nothing' }
    },
    exists: async (uri) => Object.hasOwn(answers, uri),
    real: async (uri) => real[uri] ?? uri,
    sha256: (content) =>
      `digest of ${typeof content === 'string' ? content : new TextDecoder().decode(content)}`,
    now: () => 0,
  }
}

async function load(host: Host, uri: string, bounds?: Bounds): Promise<string> {
  const loaded = await createLoader(host).load(uri, bounds)
  return 'error' in loaded ? loaded.error : loaded.file.text
}

describe('what is read under bounds', () => {
  it('stands below the root, wherever links lead', async () => {
    const host = hostOf(
      {
        [`${ROOT}a.yaml`]: { text: 'in', at: 'file:///real/b.yaml' },
        [`${ROOT}out.yaml`]: { text: 'out', at: 'file:///elsewhere/b.yaml' },
        [`${ROOT}beside.yaml`]: { text: 'out', at: 'file:///real-not/b.yaml' },
        [`${ROOT}git.yaml`]: { text: 'out', at: 'file:///real/.git/config' },
        [`${ROOT}gone.yaml`]: {
          error: 'not-found',
          detail: 'there is nothing',
          at: 'file:///elsewhere/c.yaml',
        },
      },
      { [ROOT]: 'file:///real/' },
    )
    expect(await load(host, `${ROOT}a.yaml`, { root: ROOT })).toBe('in')
    for (const name of ['out', 'beside', 'git', 'gone']) {
      expect(await load(host, `${ROOT}${name}.yaml`, { root: ROOT }), name).toBe('outside-root')
    }
    expect(await load(host, `${ROOT}out.yaml`)).toBe('out')
  })

  it('is read once for all, and held against the bounds of each', async () => {
    const host = hostOf({ [`${ROOT}a/b.yaml`]: { text: 'b', at: `${ROOT}b.yaml` } })
    const loader = createLoader(host)
    expect(await loader.load(`${ROOT}a/b.yaml`, { root: ROOT })).toHaveProperty('file')
    expect(await loader.load(`${ROOT}a/b.yaml`, { root: `${ROOT}a/` })).toHaveProperty(
      'error',
      'outside-root',
    )
    expect(host.asked).toHaveLength(1)
  })

  it('is asked of a private network for those alone who may', async () => {
    const host = hostOf({ [URL]: { text: 'a' } })
    const loader = createLoader(host)
    await loader.load(URL, { mayBePrivate: true })
    await loader.load(URL, { mayBePrivate: false })
    expect(host.asked.map(([, options]) => options?.mayBePrivate)).toEqual([true, false])
  })

  it('has the digest that is known', async () => {
    const lock = (digests: ReadonlyMap<string, string> | undefined) => ({
      lock: { uri: `${ROOT}specward.lock`, digests },
    })
    const host = hostOf({ [URL]: { text: 'a' } })
    expect(await load(host, URL, lock(undefined))).toBe('a')
    expect(await load(host, URL, lock(new Map()))).toBe('not-locked')
    expect(await load(host, URL, lock(new Map([[URL, 'digest of b']])))).toBe('digest-mismatch')
    expect(await load(host, URL, lock(new Map([[URL, 'digest of a']])))).toBe('a')
  })

  it('is held against them as well where somebody knows nothing of bounds', async () => {
    const host = hostOf({ [`${ROOT}out.yaml`]: { text: 'out', at: 'file:///b.yaml' }, [URL]: { text: 'a' } })
    const lock = { uri: '', digests: new Map<string, string>() }
    const bounded = boundedHost(createGuard(host), { root: ROOT, privateHosts: ['a.example'], lock })
    expect(await bounded.read(`${ROOT}out.yaml`)).toMatchObject({ error: 'outside-root' })
    expect(await bounded.read(URL)).toMatchObject({ error: 'not-locked' })
    expect(host.asked.at(-1)?.[1]).toEqual({ mayBePrivate: true })
  })

  it('is no more than so many URLs in a run (T6)', async () => {
    const { host } = createGuard({ ...hostOf({}), read: async () => ({ text: 'a' }) })
    for (let index = 0; index < FETCH_LIMIT; index++) await host.read(`https://a.example/${index}`)
    expect(await host.read('https://a.example/more')).toMatchObject({ error: 'too-many-fetches' })
    expect(await host.read('https://a.example/0')).toEqual({ text: 'a' })
    expect(await host.read(`${ROOT}a.yaml`)).toEqual({ text: 'a' })
  })
})

describe('whether there is a file', () => {
  it('is told of folders that are known, and of links out of them as if it were so', async () => {
    const there: ReadResult = { text: '' }
    const host = hostOf(
      { [`${ROOT}a.yaml`]: there, 'file:///etc/passwd': there },
      { [`${ROOT}link/a.yaml`]: 'file:///etc/a.yaml' },
    )
    const { existsIn } = createGuard(host)
    const found = (uri: string) => existsIn(uri, [ROOT])
    expect(await found(`${ROOT}a.yaml`)).toBe(true)
    expect(await found(`${ROOT}b.yaml`)).toBe(false)
    expect(await found('file:///etc/passwd')).toBe(false)
    expect(await found(`${ROOT}link/a.yaml`)).toBe(true)
  })
})

describe('the folder of git', () => {
  it.each([
    '.git/config',
    '.GIT/config',
    'a/.git',
    '%2egit/config',
    '.git%2Fconfig',
    '.git./a',
    '.git::$INDEX_ALLOCATION/a',
    'GIT~1/config',
  ])('is %s', (name) => expect(isInRepositoryFolder(ROOT + name, ROOT)).toBe(true))

  it.each(['.github/a.yaml', '.gitignore', 'git/a.yaml', 'a.git/b.yaml'])('is not %s', (name) =>
    expect(isInRepositoryFolder(ROOT + name, ROOT)).toBe(false),
  )

  it('is none where the root itself lies in one', () => {
    expect(isInRepositoryFolder('file:///a/.git/b/c.yaml', 'file:///a/.git/b/')).toBe(false)
  })
})
