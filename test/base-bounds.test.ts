import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { API, changed, softened } from './base-run.ts'

// T15: a change that lets descriptions read and ask for more than they may

describe('a policy that lets descriptions do more than the base', () => {
  const PART = "get: { operationId: readPart, responses: { '200': { description: Part } } }\n"
  const SPLIT = changed(API, 'paths:\n', "paths:\n  /part: { $ref: 'part.yaml' }\n")

  it.each([
    ['new', API, 'error', 4],
    ['old', SPLIT, 'warn', 0],
  ])('is seen in a limit that was raised, where what needs it is %s', async (_, before, severity, exit) => {
    const [code, notices] = await softened(
      { 'openapi.yaml': before, 'part.yaml': PART, 'specward.yaml': 'limits:\n  files: 1\n' },
      { 'openapi.yaml': SPLIT, 'specward.yaml': 'extends: [specward:recommended]\nlimits:\n  files: 2\n' },
    )
    expect(notices).toEqual([`3 ${severity} \`limits.files\` is 2 files instead of 1 since main`])
    expect(code).toBe(exit)
  })

  it('is seen in a rule that is told less loudly as well, where more is read than in the base', async () => {
    const limits = (files: number) => `extends: [specward:strict]\nlimits:\n  files: ${files}\n`
    const before = `${limits(1)}rules:\n  no-unguarded-business-flow: error\n`
    expect(
      await softened(
        { 'openapi.yaml': SPLIT, 'part.yaml': PART, 'specward.yaml': before },
        { 'specward.yaml': limits(2) },
      ),
    ).toEqual([
      0,
      [
        'undefined warn The policy was softened since main',
        '3 warn `limits.files` is 2 files instead of 1 since main',
      ],
    ])
  })

  it('is seen in a limit that is set no more, and not in one that was lowered', async () => {
    const limits = 'limits: { nesting: 50 }\n'
    expect(await softened({ 'specward.yaml': limits }, { 'specward.yaml': 'failOn: error\n' })).toEqual([
      0,
      ['undefined warn `limits.nesting` is 1,000 levels instead of 50 since main'],
    ])
    expect(await softened({}, { 'specward.yaml': limits })).toEqual([0, []])
  })

  it('is seen in hosts that may be read from, and in what they may lead to', async () => {
    const refs = (allow: string, more = '') => `refs: { allow: [${allow}]${more} }\n`
    const base = { 'specward.yaml': refs('a.example') }
    expect(await softened(base, { 'specward.yaml': refs('a.example, b.example') })).toEqual([
      0,
      ['1 warn Descriptions may refer to `b.example` since main'],
    ])
    const opened = refs('a.example', ', private: [a.example, b.example]')
    expect(await softened(base, { 'specward.yaml': opened })).toEqual([
      0,
      [
        '1 warn `a.example` may have an address of a private network since main',
        '1 warn Descriptions may refer to `b.example` since main, also in a private network',
      ],
    ])
    expect(await softened(base, { 'specward.yaml': 'failOn: error\n' })).toEqual([0, []])
  })

  it('fails the run where something new is read from such a host, or without a lock file', async () => {
    const server = createServer((_, answer) => answer.end(PART))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    try {
      const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
      const remote = changed(SPLIT, "'part.yaml'", `'http://${host}/part.yaml'`)
      const allowed = { 'specward.yaml': `refs: { allow: ['${host}'] }\n` }
      expect(await softened({}, { ...allowed, 'openapi.yaml': remote })).toEqual([
        4,
        [`1 error Descriptions may refer to \`${host}\` since main, also in a private network`],
      ])
      // one more behind one that the base could not read
      const second = changed(remote, 'paths:\n', `paths:\n  /more: { $ref: 'http://${host}/more.yaml' }\n`)
      expect(await softened({ 'openapi.yaml': remote }, { ...allowed, 'openapi.yaml': second })).toEqual([
        4,
        [`1 error Descriptions may refer to \`${host}\` since main, also in a private network`],
      ])
      const locked = { ...allowed, 'specward.lock': '{ "version": 1, "refs": {} }\n' }
      const says =
        'There is no `specward.lock` for this policy any more since main, so that what is fetched may be anything'
      const gone = { 'specward.lock': undefined }
      expect(await softened(locked, { ...gone, 'openapi.yaml': remote })).toEqual([
        4,
        [`undefined error ${says}`],
      ])
      expect(await softened(locked, gone)).toEqual([0, [`undefined warn ${says}`]])
    } finally {
      server.close()
    }
  })
})
