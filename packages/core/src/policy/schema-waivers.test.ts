import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parseSource } from '../source/parse.ts'
import { REGISTRY } from './policy.test-kit.ts'
import { readWaivers } from './read-waivers.ts'
import { waiversSchema } from './schema-waivers.ts'

const isValid = new Ajv2020({ strict: false }).compile(waiversSchema(REGISTRY))

const entry = { rule: 'no-a', operation: 'GET /a', reason: 'Known.', owner: 'Jane', expires: '2027-01-31' }
const fingerprint = '00aa11bb22cc33dd'

const GOOD: readonly unknown[] = [
  null,
  {},
  { waivers: null },
  { waivers: [] },
  { waivers: [entry] },
  { waivers: [{ ...entry, operation: undefined, fingerprint, file: 'apis/*.yaml' }] },
  { waivers: [{ ...entry, pointer: '/paths/~1a/*', ticket: 12, approver: 'Joe', created: '2026-01-31' }] },
]

const BAD: readonly unknown[] = [
  [],
  { waiver: [] },
  { waivers: {} },
  { waivers: ['no-a'] },
  { waivers: [{ ...entry, operation: undefined }] },
  { waivers: [{ ...entry, reason: undefined }] },
  { waivers: [{ ...entry, owner: ' ' }] },
  { waivers: [{ ...entry, owner: '\u200b\u2060' }] },
  { waivers: [{ ...entry, expires: '2027-02-29' }] },
  { waivers: [{ ...entry, expires: 20270131 }] },
  { waivers: [{ ...entry, expiry: '2027-01-31' }] },
  { waivers: [{ ...entry, fingerprint: 'abc' }] },
  { waivers: [{ ...entry, pointer: 'paths' }] },
  { waivers: [{ ...entry, operation: '* *' }] },
  { waivers: [{ ...entry, file: '/etc/*' }] },
  { waivers: [{ ...entry, file: ['a'] }] },
  { waivers: [{ ...entry, created: 'then' }] },
]

/** Whether waivers are read without any fault. */
async function isRead(value: unknown): Promise<boolean> {
  const file = await parseSource('file:///specward.waivers.yaml', JSON.stringify(value))
  const read = readWaivers(file, { rules: undefined, today: undefined })
  return 'book' in read || ('broken' in read && read.broken.length === 0)
}

describe('the schema of waivers', () => {
  it.each(GOOD.map((value) => [JSON.stringify(value), value]))('takes what is read: %s', async (_, value) => {
    expect([isValid(JSON.parse(JSON.stringify(value))), await isRead(value)]).toEqual([true, true])
  })

  it.each(BAD.map((value) => [JSON.stringify(value), value]))(
    'refuses what is refused: %s',
    async (_, value) => {
      expect([isValid(JSON.parse(JSON.stringify(value))), await isRead(value)]).toEqual([false, false])
    },
  )
})
