import { describe, expect, it } from 'vitest'
import { API, accepted, fingerprintOf, messages, notices, run, waivers } from './lint-accepting.test-kit.ts'

describe('a fingerprint', () => {
  const text = async (more: Readonly<Record<string, string>> = {}) =>
    waivers({ rule: 'no-delete', fingerprint: await fingerprintOf('DELETE /users'), ...more })

  it('alone is good for no finding where several documents have it', async () => {
    const result = await run({ 'a.yaml': API, 'b.yaml': API, 'specward.waivers.yaml': await text() })
    expect([accepted(result), notices(result)]).toEqual([
      [],
      ['error waiver-ambiguous specward.waivers.yaml:2'],
    ])
    expect(messages(result)).toContain('`a.yaml`, `b.yaml`')
  })

  it('with a file is good for that one alone, so that a copy hides nothing', async () => {
    const files = { 'a.yaml': API, 'b.yaml': API, 'specward.waivers.yaml': await text({ file: 'a.yaml' }) }
    const result = await run(files)
    expect([accepted(result), notices(result)]).toEqual([['a.yaml no-delete DELETE /users'], []])
  })

  it('is found elsewhere when its file is gone, if it is one finding', async () => {
    const moved = { 'b.yaml': API, 'specward.waivers.yaml': await text({ file: 'a.yaml' }) }
    const result = await run(moved)
    expect([accepted(result), notices(result)]).toEqual([
      ['b.yaml no-delete DELETE /users'],
      ['warn waiver-moved specward.waivers.yaml:2'],
    ])
    const twice = await run({ ...moved, 'openapi.yaml': API })
    expect([accepted(twice), notices(twice)]).toEqual([
      [],
      ['error waiver-ambiguous specward.waivers.yaml:2'],
    ])
  })

  it('of an operation that moves to another file stays good for its document', async () => {
    const split = API.replace(
      '  /users:\n    get: {}\n    delete: {}\n    put: {}\n',
      '  /users: { $ref: users.yaml }\n',
    )
    const files = { 'openapi.yaml': split, 'users.yaml': 'get: {}\ndelete: {}\nput: {}\n' }
    const result = await run({ ...files, 'specward.waivers.yaml': await text({ file: 'openapi.yaml' }) })
    expect([accepted(result), notices(result)]).toEqual([['users.yaml no-delete DELETE /users'], []])
  })

  it('of what two documents share counts where one of them has not accepted it', async () => {
    const split = API.replace(
      '  /users:\n    get: {}\n    delete: {}\n    put: {}\n',
      '  /users: { $ref: users.yaml }\n',
    )
    const files = { 'a.yaml': split, 'b.yaml': split, 'users.yaml': 'get: {}\ndelete: {}\nput: {}\n' }
    const one = await run({ ...files, 'specward.waivers.yaml': await text({ file: 'a.yaml' }) })
    expect(accepted(one)).toEqual([])
    const both = await run({ ...files, 'specward.waivers.yaml': await text({ file: 'users.yaml' }) })
    expect(accepted(both)).toEqual(['users.yaml no-delete DELETE /users'])
  })
})
