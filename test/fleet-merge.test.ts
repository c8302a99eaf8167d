import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { API, MENDED } from './orders.ts'
import { type Files, project, put, temporaryFolder } from './project.ts'
import { runIn } from './run-in.ts'

const SMALL: Files = {
  'specward.yaml': 'extends: [specward:recommended]\n',
  'a.yaml': API,
  'b.yaml': API.replace('  /users:\n', "  /parcels: { $ref: './shared.yaml' }\n  /users:\n"),
  'c.yaml': MENDED,
  'shared.yaml': 'get: { responses: { "200": { description: Parcels } } }\n',
}

/** A project with the files of its shards, outside of it. */
async function sharded(files: Files = SMALL, args: readonly string[] = [], of = 2) {
  const [cwd, folder] = [await project(files), await temporaryFolder()]
  const shard = (index: number, name = `${index}.json`, more = args) =>
    runIn(cwd, ['lint', ...more, '--shard', `${index}/${of}`, '--output', join(folder, name)])
  for (let index = 1; index <= of; index++) expect(await shard(index)).toMatchObject({ code: 0, err: '' })
  const merge = (...all: readonly string[]) => runIn(cwd, ['merge', ...all])
  const path = (name: string): string => join(folder, name)
  return { cwd, folder, shard, merge, path, one: path('1.json'), two: path('2.json') }
}

describe('specward merge', () => {
  it('takes files in any order, or the folder that they are in', async () => {
    const { cwd, folder, merge, one, two } = await sharded()
    const expected = await runIn(cwd, ['lint'])
    expect(expected.code).toBe(1)
    for (const files of [[one, two], [two, one], [folder]]) expect(await merge(...files)).toEqual(expected)
  })

  it('takes files that stand among the descriptions', async () => {
    const { cwd, merge, one, two } = await sharded()
    const expected = await runIn(cwd, ['lint', '--format', 'json'])
    for (const [from, to] of [
      [one, 'shard-1.json'],
      [two, 'shard-2.json'],
    ] as const) {
      await writeFile(join(cwd, to), await readFile(from))
    }
    expect(await merge('shard-1.json', 'shard-2.json', '--format', 'json')).toEqual(expected)
  })

  it('merges more shards than there are documents', async () => {
    const { cwd, folder, merge } = await sharded(SMALL, [], 5)
    expect(await merge(folder)).toEqual(await runIn(cwd, ['lint']))
  })

  it('merges in another folder with the same files, also what rulesets have found', async () => {
    const rulesets: Files = { ...SMALL, '.spectral.yaml': 'extends: [spectral:oas]\n' }
    const { folder } = await sharded(rulesets)
    const elsewhere = await project(rulesets)
    expect(await runIn(elsewhere, ['merge', folder])).toEqual(await runIn(elsewhere, ['lint']))
  })

  it('judges by its own gate', async () => {
    const { folder, merge } = await sharded()
    expect((await merge(folder, '--fail-on', 'never')).code).toBe(0)
  })

  it('holds the findings against a commit, a report or a baseline that it is given', async () => {
    const { cwd, folder, merge } = await sharded()
    await runIn(cwd, ['lint', '--format', 'json', '--output', '../report.json'])
    expect(await merge(folder, '--base', '../report.json')).toMatchObject({ code: 0 })
  })

  it.each<[string, (at: Awaited<ReturnType<typeof sharded>>) => Promise<readonly string[]>, RegExp]>([
    ['a shard that is missing', async ({ one }) => [one], /of 2 shards, one is missing: 2\/2/],
    ['no file', async ({ path }) => [path('3.json')], /3\.json cannot be merged: there is no such file/],
    [
      'a shard that is there twice',
      async ({ one, two, path }) => {
        await writeFile(path('copy.json'), await readFile(one))
        return [one, two, path('copy.json')]
      },
      /copy\.json cannot be merged: it is shard 1 of 2, as .*1\.json is/,
    ],
    [
      'something else',
      async ({ one, path }) => {
        await writeFile(path('else.json'), '{}\n')
        return [one, path('else.json')]
      },
      /else\.json cannot be merged: it is no file of a shard/,
    ],
    [
      'a file that was cut off',
      async ({ one, two }) => {
        await writeFile(two, (await readFile(two)).subarray(0, -100))
        return [one, two]
      },
      /2\.json cannot be merged: its end is missing/,
    ],
    [
      'a file that was changed',
      async ({ one, two }) => {
        await writeFile(two, (await readFile(two, 'utf8')).replace('a.yaml', 'z.yaml'))
        return [one, two]
      },
      /2\.json cannot be merged: it was changed after it was written/,
    ],
    [
      'a shard of another number of shards',
      async ({ one, cwd, path }) => {
        await runIn(cwd, ['lint', '--shard', '2/3', '--output', path('of-3.json')])
        return [one, path('of-3.json')]
      },
      /of-3\.json cannot be merged: it belongs to another run than .*1\.json: it is one of 3 shards, not of 2/,
    ],
    [
      'a shard with other options',
      async ({ one, shard, path }) => {
        await shard(2, 'other.json', ['--preset', 'strict'])
        return [one, path('other.json')]
      },
      /other\.json cannot be merged: .*it was made with other options/,
    ],
    [
      'a shard of other documents',
      async ({ one, shard, cwd, path }) => {
        await put(cwd, { 'd.yaml': API })
        await shard(2, 'other.json')
        return [one, path('other.json')]
      },
      /other\.json cannot be merged: .*it knows d\.yaml/,
    ],
    [
      'a document that has changed',
      async ({ cwd, one, two }) => {
        await put(cwd, { 'a.yaml': MENDED })
        return [one, two]
      },
      /[12]\.json cannot be merged: of a\.yaml, a\.yaml is not what it was there/,
    ],
    [
      'a file that has changed to which a document refers',
      async ({ cwd, one, two }) => {
        await put(cwd, { 'shared.yaml': 'put: {}\n' })
        return [one, two]
      },
      /[12]\.json cannot be merged: of b\.yaml, shared\.yaml is not what it was there/,
    ],
    [
      'a document that is there no longer',
      async ({ cwd, one, two }) => {
        await put(cwd, { 'c.yaml': undefined })
        return [one, two]
      },
      /1\.json cannot be merged: it knows c\.yaml, which is not found here/,
    ],
    [
      'a document that is new',
      async ({ cwd, one, two }) => {
        await put(cwd, { 'd.yaml': API })
        return [one, two]
      },
      /1\.json cannot be merged: it does not know d\.yaml, which is found here/,
    ],
    [
      'another policy',
      async ({ cwd, one, two }) => {
        await put(cwd, { 'specward.yaml': 'extends: [specward:strict]\n' })
        return [one, two]
      },
      /[12]\.json cannot be merged: of a\.yaml, it was judged by another policy/,
    ],
  ])('says what is wrong with %s', async (_, prepare, expected) => {
    const at = await sharded()
    const { code, out, err } = await at.merge(...(await prepare(at)))
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringMatching(expected) })
  })

  it('says so where another build has written a shard', async () => {
    const { folder, path } = await sharded()
    const text = await readFile(path('1.json'), 'utf8')
    const { createHash } = await import('node:crypto')
    const body = /"body":(.*)\}\n$/s.exec(text)?.[1]?.replace(/"version":"[^"]*"/, '"version":"9.9.9"') ?? ''
    const sha256 = createHash('sha256').update(body).digest('hex')
    await writeFile(path('1.json'), `{"specward-shard":1,"sha256":"${sha256}","body":${body}}\n`)
    expect(await runIn(folder, ['merge', '1.json', '2.json'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/1\.json cannot be merged: Specward 9\.9\.9 has written it, and this is/),
    })
  })

  it('runs no code that it was not given itself', async () => {
    const files = {
      ...SMALL,
      'code.mjs':
        "export default { rules: { a: { given: '$', then: { function: () => [{ message: 'Seen.' }] } } } }\n",
    }
    const ruleset = ['--ruleset', 'code.mjs']
    const { cwd, folder, merge } = await sharded(files, ruleset)
    expect(await merge(folder)).toMatchObject({
      code: 2,
      err: expect.stringContaining('was made with `--ruleset code.mjs`: give `specward merge` the same'),
    })
    expect(await merge(folder, ...ruleset)).toEqual(await runIn(cwd, ['lint', ...ruleset]))
    const allowed = await sharded(SMALL, ['--allow-scripts'])
    expect(await allowed.merge(allowed.folder)).toMatchObject({
      code: 2,
      err: expect.stringContaining('was made with `--allow-scripts`'),
    })
  })
})

describe('lint --shard', () => {
  it.each([
    ['--format', 'json'],
    ['--fail-on', 'warn'],
    ['--base', 'main'],
    ['--no-baseline'],
    ['--quiet'],
    ['--verbose'],
  ])('leaves %s to the report', async (...option) => {
    const { code, err } = await runIn(await project(SMALL), ['lint', '--shard', '1/2', ...option])
    expect([code, err]).toEqual([2, expect.stringContaining(`\`${option[0]}\` is about the report`)])
  })

  it.each([['--fix'], ['--fix-dry-run']])('fixes nothing: %s', async (option) => {
    expect(await runIn(await project(SMALL), ['lint', '--shard', '1/2', option])).toMatchObject({
      code: 2,
      err: expect.stringContaining('nothing is fixed'),
    })
  })

  it.each([
    ['-', 'name the file'],
    ['https://api.example.com/openapi.yaml', 'is none'],
  ])('takes no %s', async (arg, words) => {
    expect(await runIn(await project(SMALL), ['lint', '--shard', '1/2', arg])).toMatchObject({
      code: 2,
      err: expect.stringContaining(words),
    })
  })

  it('prints what it leaves behind where no file is named', async () => {
    const { code, out } = await runIn(await project(SMALL), ['lint', '--shard', '1/2'])
    expect([code, out]).toEqual([0, expect.stringMatching(/^\{"specward-shard":1,.*\}\n$/)])
  })

  it('tells of a configuration that is not valid', async () => {
    const cwd = await project({ ...SMALL, 'specward.yaml': 'extends: [specward:none]\n' })
    expect(await runIn(cwd, ['lint', '--shard', '1/2'])).toMatchObject({ code: 2, out: '' })
  })

  it('takes what only a change concerns', async () => {
    const changed = ['--changed', 'shared.yaml']
    const { cwd, folder, merge } = await sharded(SMALL, changed)
    expect(await merge(folder)).toEqual(await runIn(cwd, ['lint', ...changed]))
  })

  it('takes records from a cache', async () => {
    const [cwd, cache] = [await project(SMALL), join(await temporaryFolder(), 'cache')]
    const args = ['lint', '--shard', '1/1', '--timing', '--cache-location', cache]
    const [cold, warm] = [await runIn(cwd, args), await runIn(cwd, args)]
    expect(cold.err).toMatch(/^judged: 0 of 3 /)
    expect(warm.err).toMatch(/^judged: 3 of 3 /)
    expect(warm.out).toBe(cold.out)
  })
})
