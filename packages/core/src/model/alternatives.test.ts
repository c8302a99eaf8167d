import { describe, expect, it } from 'vitest'
import { modelOf } from './model.test-kit.ts'

async function alternatives(schema: string): Promise<readonly (readonly (string | undefined)[])[]> {
  const model = await modelOf(`openapi: 3.1.1
info: { title: A, version: '1' }
components:
  schemas:
    Choice: { oneOf: [{ title: a }, { title: b }] }
    Loop: { allOf: [{ $ref: '#/components/schemas/Loop' }], anyOf: [{ title: a }] }
    Holder: { properties: { judged: ${schema} } }
`)
  const judged = model.select('property').find(({ name }) => name === 'judged')?.schema
  return (judged?.alternatives ?? []).map((members) =>
    members.map((member) => member.all('title')[0]?.string),
  )
}

describe('the alternatives of a schema', () => {
  it.each([
    ['{ oneOf: [{ title: a }, { title: b }] }', [['a', 'b']]],
    ['{ oneOf: [{ title: a }], anyOf: [{ title: b }] }', [['a'], ['b']]],
    ["{ $ref: '#/components/schemas/Choice', description: with siblings }", [['a', 'b']]],
    ["{ allOf: [{ $ref: '#/components/schemas/Choice' }, { anyOf: [{ title: c }] }] }", [['a', 'b'], ['c']]],
    ["{ $ref: '#/components/schemas/Loop' }", [['a']]],
  ])('are found in %s', async (schema, expected) => {
    expect(await alternatives(schema)).toEqual(expected)
  })

  it.each(['{ type: string }', '{ oneOf: [] }', '{ items: { oneOf: [{ title: a }] } }'])(
    'are none in %s',
    async (schema) => {
      expect(await alternatives(schema)).toEqual([])
    },
  )
})
