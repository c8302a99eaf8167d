import { readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { git, repository } from './ci/checkout.ts'
import { startThread } from './fleet.ts'
import { API, MENDED } from './orders.ts'
import { type Files, project, put, temporaryFolder } from './project.ts'
import { type Printed, runIn } from './run-in.ts'

// T20: results that somebody else has put there

const REFERRING = API.replace(
  '  /users:\n',
  "  /parcels: { $ref: './shared/parcels.yaml' }\n  /letters: { $ref: './shared/letters.yaml' }\n  /users:\n",
)
const PARCELS = 'post:\n  operationId: sendParcel\n  responses: { "201": { description: Sent } }\n'

const SMALL: Files = {
  'specward.yaml': 'extends: [./policy/shared.yaml]\n',
  'policy/shared.yaml': 'extends: [specward:strict]\n',
  'orders.yaml': API,
  'mended.yaml': MENDED,
  'referring.yaml': REFERRING,
  'shared/parcels.yaml': PARCELS,
  'broken.yaml': 'openapi: 3.1.0\npaths: [\n',
}
const DOCUMENTS = 4

/** How many documents a run took from the cache. */
function taken({ err }: Printed): number {
  return Number(/^judged: (\d+) of \d+ documents from the cache/m.exec(err)?.[1])
}

async function small(files: Files = SMALL) {
  const cwd = await project(files)
  const cache = join(await temporaryFolder(), 'cache')
  const args = ['lint', '--format', 'json']
  return {
    cwd,
    cache,
    plain: (...more: readonly string[]) => runIn(cwd, [...args, ...more]),
    cached: (...more: readonly string[]) => runIn(cwd, [...args, '--cache-location', cache, ...more]),
    count: async (...more: readonly string[]) =>
      taken(await runIn(cwd, [...args, '--timing', '--cache-location', cache, ...more])),
  }
}

describe('a warm cache', () => {
  it('judges no document', async () => {
    const { plain, cached, count } = await small()
    const expected = await plain()
    expect(await count()).toBe(0)
    expect(await count()).toBe(DOCUMENTS)
    expect(await cached()).toEqual(expected)
  })

  it('knows files outside of the working directory, and when they change', async () => {
    const { cwd, cache } = await small()
    await put(cwd, { '.git/HEAD': '', 'below/here.txt': '' })
    const args = ['lint', '../referring.yaml', '--timing', '--format', 'json', '--cache-location', cache]
    const run = () => runIn(join(cwd, 'below'), args)
    expect(taken(await run())).toBe(0)
    expect(taken(await run())).toBe(1)
    await put(cwd, { 'shared/parcels.yaml': PARCELS.replace('get:', 'delete:') })
    const changed = await run()
    const { out } = await runIn(join(cwd, 'below'), ['lint', '../referring.yaml', '--format', 'json'])
    const findings = (text: string) => JSON.parse(text).findings
    expect(findings(changed.out)).toEqual(findings(out))
    expect(out).toContain('DELETE')
  })

  it('hands nothing to threads', async () => {
    const { cwd, cache, cached } = await small()
    await cached()
    let started = 0
    const counting: typeof startThread = (...all) => {
      started++
      return startThread(...all)
    }
    const args = ['lint', '--cache-location', cache, '--jobs', '4']
    await runIn(cwd, args, undefined, { startThread: counting })
    expect(started).toBe(0)
  })

  it('is warm in another checkout of the same files, too', async () => {
    const { cache, cached } = await small()
    const there = await cached()
    const other = await project(SMALL)
    const args = ['lint', '--format', 'json', '--timing', '--cache-location', cache]
    expect(taken(await runIn(other, args))).toBe(DOCUMENTS)
    expect(
      await runIn(
        other,
        args.filter((arg) => arg !== '--timing'),
      ),
    ).toEqual(there)
  })

  it('keeps what was found before a change, for when the change is taken back', async () => {
    const { cwd, count } = await small()
    await count()
    await put(cwd, { 'orders.yaml': MENDED })
    expect(await count()).toBe(DOCUMENTS - 1)
    await put(cwd, { 'orders.yaml': API })
    expect(await count()).toBe(DOCUMENTS)
  })

  it('is not asked for unless somebody wants it', async () => {
    const { cache, cached, plain } = await small()
    await plain()
    await cached('--no-cache')
    await expect(readdir(cache)).rejects.toThrow()
  })
})

describe('what is cached', () => {
  it.each<[string, Files, number]>([
    ['a document', { 'orders.yaml': MENDED }, 3],
    ['a file that a document refers to', { 'shared/parcels.yaml': PARCELS.replace('Parcel', 'All') }, 3],
    ['a file that was not there', { 'shared/letters.yaml': PARCELS.replace('Parcel', 'Letter') }, 3],
    ['a file that is there no longer', { 'shared/parcels.yaml': undefined }, 3],
    ['the policy', { 'specward.yaml': 'extends: [specward:recommended]\n' }, 0],
    ['what the policy extends', { 'policy/shared.yaml': 'extends: [specward:recommended]\n' }, 0],
    ['nothing but waivers', { 'specward.waivers.yaml': 'waivers: []\n' }, 4],
    ['a configuration that is nearer', { 'shared/specward.yaml': 'extends: []\n' }, 4],
  ])('is good as long as it is the same: %s', async (_, change, left) => {
    const { cwd, plain, cached, count } = await small()
    await cached()
    await put(cwd, change)
    expect(await count()).toBe(left)
    expect(await cached()).toEqual(await plain())
    expect(await count()).toBe(DOCUMENTS)
  })

  it.each([
    ['--preset', 'recommended'],
    ['--config', 'policy/shared.yaml'],
  ])('is good for the same options: %s %s', async (...options) => {
    const { plain, cached, count } = await small()
    await cached()
    expect(await count(...options)).toBe(0)
    expect(await cached(...options)).toEqual(await plain(...options))
  })

  it('does not hold what comes of code, which may look at anything', async () => {
    const { plain, cached, count } = await small({
      'code.mjs':
        "export default { rules: { a: { given: '$.info', then: { function: () => [{ message: 'Seen.' }] } } } }\n",
      'orders.yaml': API,
    })
    for (const _ of ['cold', 'warm']) expect(await count('--ruleset', 'code.mjs')).toBe(0)
    expect(await cached('--ruleset', 'code.mjs')).toEqual(await plain('--ruleset', 'code.mjs'))
  })
})

describe('a damaged cache', () => {
  it('is as good as none, whatever has happened to it', { timeout: 240_000 }, async () => {
    const { cache, plain, cached, count } = await small()
    const expected = await plain()
    await cached()
    const names = (await readdir(cache)).sort()
    const whole = new Map<string, Buffer>()
    for (const name of names) whole.set(name, await readFile(join(cache, name)))
    const at = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    const damage = fc.oneof(
      fc.record({ kind: fc.constant('flip' as const), at, bits: fc.integer({ min: 1, max: 255 }) }),
      fc.record({ kind: fc.constant('cut' as const), at }),
      fc.record({
        kind: fc.constant('insert' as const),
        at,
        text: fc.string({ minLength: 1, maxLength: 5 }),
      }),
      fc.record({ kind: fc.constant('swap' as const), by: fc.nat(names.length - 1) }),
      fc.record({ kind: fc.constant('replace' as const), text: fc.oneof(fc.json(), fc.string()) }),
    )
    type Damage = typeof damage extends fc.Arbitrary<infer One> ? One : never
    const damaged = (bytes: Buffer, one: Damage): Buffer => {
      if (one.kind === 'swap') return whole.get(names[one.by] ?? '') ?? bytes
      if (one.kind === 'replace') return Buffer.from(one.text)
      const place = Math.floor(one.at * bytes.length)
      if (one.kind === 'cut') return bytes.subarray(0, place)
      const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)]
      if (one.kind === 'insert') return Buffer.concat([before, Buffer.from(one.text), after])
      const flipped = Buffer.from(bytes)
      flipped[place] = (flipped[place] ?? 0) ^ one.bits
      return flipped
    }
    await fc.assert(
      fc.asyncProperty(
        fc.array(damage, { minLength: names.length, maxLength: names.length }),
        async (all) => {
          for (const [index, name] of names.entries()) {
            const one = all[index]
            const bytes = whole.get(name)
            if (one && bytes) await writeFile(join(cache, name), damaged(bytes, one))
          }
          expect(await cached()).toEqual(expected)
          // and it is mended
          expect(await count()).toBe(DOCUMENTS)
        },
      ),
      { seed: 9, numRuns: 25 },
    )
  })

  it('may be no folder', async () => {
    const { cwd, plain } = await small()
    await writeFile(join(cwd, 'file'), '')
    const { code, out, err } = await runIn(cwd, ['lint', '--format', 'json', '--cache-location', 'file'])
    expect({ code, out, err: '' }).toEqual(await plain())
    expect(err).toMatch(/^warning: the cache in .* is not used: .*\.\n$/)
  })

  it.skipIf(process.platform === 'win32')('is not used through a link', async () => {
    const { cwd, cache, cached, plain } = await small()
    await cached()
    await symlink(cache, join(cwd, 'link'))
    const { code, out, err } = await runIn(cwd, ['lint', '--format', 'json', '--cache-location', 'link'])
    expect({ code, out, err: '' }).toEqual(await plain())
    expect(err).toContain('is not used: it is a link')
  })

  it('is not taken from a commit', async () => {
    const cwd = await temporaryFolder()
    await repository(cwd, { 'orders.yaml': API, 'cache/entry.json': '{}' })
    expect(await runIn(cwd, ['lint', '--cache-location', 'cache'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('holds files that git tracks'),
    })
    git(cwd, 'rm', '-q', '-r', '--cached', 'cache')
    expect((await runIn(cwd, ['lint', '--cache-location', 'cache'])).err).toBe('')
  })

  it('is not taken from a commit where the folder of the user is in one', async () => {
    const cwd = await temporaryFolder()
    await repository(cwd, { 'orders.yaml': API, 'caches/entry.json': '{}' })
    const inCommit = { cacheFolder: () => join(cwd, 'caches') }
    expect(await runIn(cwd, ['lint', '--cache'], undefined, inCommit)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/The folder `.*caches` holds files that git tracks/),
    })
  })
})
