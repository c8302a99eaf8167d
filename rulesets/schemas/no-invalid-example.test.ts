import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import rule from './no-invalid-example.ts'

describe('no-invalid-example', () => {
  it.each(['[street, city]', '[city, street]'])('names the same where %s are missing', async (required) => {
    const text = `paths: {}\ncomponents: { schemas: { Address: { type: object, required: ${required}, properties: { city: {}, street: {} }, example: {} } } }\n`
    const { findings } = await runRule(rule, text)
    expect(findings.map(({ message }) => message)).toEqual([
      'An example of `Address` does not fit: it lacks `city`, which is required.',
    ])
  })
})
