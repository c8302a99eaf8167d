import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'

import { puttingOff } from './put-off.ts'

/** A schema that a validator refuses to compile. */
const INVALID = { type: 'nothing' }

describe('What is put off while modules load', () => {
  it('is compiled when it is first used', async () => {
    const validate = await puttingOff(async () => new Ajv().compile({ type: 'string' }))
    expect(validate('a')).toBe(true)
    expect(validate(1)).toBe(false)
    expect(validate.errors).toHaveLength(1)
  })

  it('is put off no longer when work that overlaps has ended, in whatever order', async () => {
    const ends: (() => void)[] = []
    const work = () => puttingOff(() => new Promise<void>((end) => ends.push(end)))
    const both = [work(), work()]
    ends[0]?.()
    await both[0]
    expect(() => new Ajv().compile(INVALID)).not.toThrow()
    ends[1]?.()
    await both[1]
    expect(() => new Ajv().compile(INVALID)).toThrow()
  })
})
