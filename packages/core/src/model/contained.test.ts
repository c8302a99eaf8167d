import { describe, expect, it } from 'vitest'
import { modelOf } from './model.test-kit.ts'

async function contained(schema: string): Promise<readonly string[] | undefined> {
  const model = await modelOf(`openapi: 3.1.1
info: { title: A, version: '1' }
components:
  schemas:
    Base: { type: array, items: { title: from base } }
    Loop: { allOf: [{ $ref: '#/components/schemas/Loop' }], items: { title: once } }
    Holder: { properties: { judged: ${schema} } }
`)
  const judged = model.select('property').find(({ name }) => name === 'judged')?.schema
  return judged?.contained.map(
    ({ keyword, schema: held }) => `${keyword}: ${held.node.child('title')?.value}`,
  )
}

describe('what a schema holds without a name', () => {
  it.each([
    ['{ items: { title: a } }', ['items: a']],
    ['{ additionalProperties: { title: a } }', ['additionalProperties: a']],
    ['{ patternProperties: { ^x: { title: a } } }', ['patternProperties: a']],
    ['{ prefixItems: [{ title: a }, { title: b }] }', ['prefixItems: a', 'prefixItems: b']],
    ['{ if: {}, then: { title: a } }', ['if: undefined', 'then: a']],
    ["{ $ref: '#/components/schemas/Base' }", ['items: from base']],
    ["{ $ref: '#/components/schemas/Base', description: beside it }", ['items: from base']],
    ["{ oneOf: [{ $ref: '#/components/schemas/Base' }, {}] }", ['items: from base']],
    ["{ $ref: '#/components/schemas/Loop' }", ['items: once']],
    ['{ additionalProperties: false, items: true }', []],
    ['{ properties: { a: {} } }', []],
  ])('%s', async (schema, found) => {
    expect(await contained(schema)).toEqual(found)
  })
})
