import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FLEET } from './fleet.ts'
import { inShards, onThreads, reported, specward } from './fleet-runs.ts'
import { API, MENDED } from './orders.ts'
import { type Files, put, temporaryFolder } from './project.ts'
import { repository } from './repository.ts'
import { runIn } from './run-in.ts'

// Threads run as they were built: `npm test` builds first.

const BASE: Files = { ...FLEET, 'apis/users.yaml': MENDED, 'apis/old/parts.yaml': MENDED }

/** What a branch does to the fleet: of all kinds of what a comparison has to tell. */
const BRANCH: Files = {
  // two changes, of which one is to blame
  'apis/users.yaml': MENDED.replace('      security: [{ t: [] }]\n', '').replace('Gone', 'Deleted'),
  // a part that several may refer to, and nothing else of them
  'shared/users.yaml': FLEET['shared/users.yaml']
    ?.replace('listUsers', 'getUsers')
    .replace('token', 'secret'),
  'apis/carts.yaml': `${FLEET['apis/carts.yaml']}  /new:\n    post:\n      responses: { '201': { description: New } }\n`,
  // a renamed one, a new one, one that is gone and one that says of itself that it is public
  'apis/old/parts.yaml': undefined,
  'apis/new/parts.yaml': `${MENDED}x-note: moved\n`,
  'apis/added.yaml': API.replace('title: Orders', 'title: Added'),
  'apis/mended.json': undefined,
  'apis/orders.yaml': API.replace(
    '      operationId: createOrder\n',
    '      operationId: createOrder\n      x-specward-public: It is a form for everybody\n',
  ),
}

const SOFTER: Files = {
  'specward.yaml': FLEET['specward.yaml']?.replace(
    'no-anonymous-write: warn',
    'no-anonymous-write: off, no-anonymous-read: off',
  ),
}

const PATIENT = { timeout: 240_000 }

/** What the cache had of what was asked for. */
function told(err: string): string | undefined {
  return /judged: (.*)\n/.exec(err)?.[1]
}

describe.each([
  ['as it is', BRANCH, ['--base', 'main']],
  ['under a softer policy', { ...BRANCH, ...SOFTER }, ['--base', 'main']],
  [
    'by rulesets alone',
    BRANCH,
    ['apis', 'spectral', '--base', 'main', '--ruleset', 'rulesets/code.mjs', '--ruleset', 'spectral:oas'],
  ],
  [
    'of which files have changed',
    BRANCH,
    ['--changed', ...Object.keys(BRANCH), '!apis/legacy', '--base', 'main'],
  ],
])('a fleet %s, against a commit', (_, branch, args) => {
  it('has the same report on threads, and with a cold cache and a warm one', PATIENT, async () => {
    const cwd = await repository(BASE, branch)
    const lint = ['lint', ...args]
    const expected = await reported(cwd, [...lint, '--jobs', '1'])
    expect(JSON.parse(expected.reports.json ?? '').base).toMatchObject({ kind: 'git', name: 'main' })
    expect(await reported(cwd, [...lint, '--jobs', '3'], specward)).toEqual(expected)
    const cache = ['--cache-location', join(await temporaryFolder(), 'cache')]
    expect(await reported(cwd, [...lint, ...cache], onThreads)).toEqual(expected)
    expect(await reported(cwd, [...lint, ...cache])).toEqual(expected)
  })
})

describe('a comparison with a commit', () => {
  it('judges nothing that a run on the base has judged, nor anything twice', PATIENT, async () => {
    const cwd = await repository({ 'a.yaml': API, 'b.yaml': MENDED, 'shared.yaml': 'a: 1\n' })
    const cache = ['--timing', '--cache-location', join(await temporaryFolder(), 'cache')]
    await runIn(cwd, ['lint', ...cache])
    await put(cwd, { 'b.yaml': API })
    const first = await runIn(cwd, ['lint', '--base', 'main', ...cache])
    expect(told(first.err)).toBe('2 of 3 documents from the cache, no threads')
    const second = await runIn(cwd, ['lint', '--base', 'main', ...cache])
    expect(told(second.err)).toBe('3 of 3 documents from the cache, no threads')
  })

  it('keeps both sides of what differs in a part alone', PATIENT, async () => {
    const user = (scope: string) =>
      `post:\n  security: [{ t: [${scope}] }]\n  responses: { '201': { description: A } }\n`
    const refers = MENDED.replace('/orders:\n', "/parts: { $ref: 'part.yaml' }\n  /orders:\n")
    const cwd = await repository({ 'a.yaml': refers, 'part.yaml': user('') }, { 'part.yaml': user('x') })
    const cache = ['--timing', '--cache-location', join(await temporaryFolder(), 'cache')]
    await runIn(cwd, ['lint', 'a.yaml', '--base', 'main', ...cache])
    const again = await runIn(cwd, ['lint', 'a.yaml', '--base', 'main', ...cache])
    expect(told(again.err)).toBe('2 of 2 documents from the cache, no threads')
  })

  it('judges a softer policy and the one that it was by records of both', PATIENT, async () => {
    const policy = 'extends: [specward:recommended]\n'
    const cwd = await repository({ 'a.yaml': API, 'b.yaml': MENDED, 'specward.yaml': policy })
    const cache = ['--timing', '--cache-location', join(await temporaryFolder(), 'cache')]
    await runIn(cwd, ['lint', ...cache])
    await put(cwd, { 'specward.yaml': `${policy}rules: { no-anonymous-write: off }\n` })
    const first = await runIn(cwd, ['lint', '--base', 'main', ...cache])
    expect(told(first.err)).toBe('2 of 4 documents from the cache, no threads')
    const second = await runIn(cwd, ['lint', '--base', 'main', ...cache])
    expect(told(second.err)).toBe('4 of 4 documents from the cache, no threads')
  })

  it('judges the two sides of one description at once', async () => {
    const cwd = await repository({ 'a.yaml': API }, { 'a.yaml': MENDED })
    const lint = ['lint', '--base', 'main', '--timing']
    expect(told((await onThreads(cwd, lint)).err)).toBe('0 of 2 documents from the cache, 2 on 2 threads')
    expect(told((await runIn(cwd, [...lint, '--jobs', '1'])).err)).toBeUndefined()
  })

  it.each([
    ['of all', []],
    ['of which files have changed', ['--changed', ...Object.keys(BRANCH)]],
  ])('is made by what merges shards %s, with the same report', PATIENT, async (_, judging) => {
    const cwd = await repository(BASE, BRANCH)
    const expected = await reported(cwd, ['lint', ...judging, '--base', 'main', '--jobs', '1'])
    expect(await inShards(cwd, judging, ['--base', 'main'], 2)).toEqual(expected)
  })

  it('is no matter of a single shard, which says so', async () => {
    const cwd = await repository({ 'a.yaml': API })
    expect(await runIn(cwd, ['lint', '--base', 'main', '--shard', '1/2'])).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        '`--base` is about the report, which `specward merge` makes of all shards',
      ),
    })
  })

  it('reads a folder below the top as a thread does', PATIENT, async () => {
    const cwd = await repository({ 'in/a.yaml': API, 'in/b.yaml': MENDED }, { 'in/b.yaml': API })
    const below = join(cwd, 'in')
    const expected = await reported(below, ['lint', '--base', 'main', '--jobs', '1'])
    expect(await reported(below, ['lint', '--base', 'main'], onThreads)).toEqual(expected)
  })
})
