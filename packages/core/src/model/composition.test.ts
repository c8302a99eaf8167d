import { describe, expect, it } from 'vitest'
import type { Schema } from './concepts.ts'
import { modelOf } from './model.test-kit.ts'

async function schemaNamed(name: string, schema: string): Promise<Schema | undefined> {
  const model = await modelOf(`openapi: 3.1.1
info: { title: A, version: '1' }
components:
  schemas:
    Base: { type: object, title: the base }
    Other: { type: object, title: the other }
    Holder: { properties: { ${name}: ${schema} } }
`)
  return model.select('property').find((property) => property.name === name)?.schema
}

const titles = (schemas: readonly Schema[] = []) => schemas.map((each) => each.own('title')?.string)

describe('the composition of a schema', () => {
  it('has the members of `allOf` and what `$ref` leads to as its parts', async () => {
    const schema = await schemaNamed(
      'a',
      "{ $ref: '#/components/schemas/Base', title: mine, allOf: [{ $ref: '#/components/schemas/Other' }, { title: inline }] }",
    )
    expect(schema?.own('title')?.string).toBe('mine')
    expect(titles(schema?.parts)).toEqual(['the other', 'inline', 'the base'])
    expect(schema?.alternatives).toEqual([])
  })

  it('has a list of choices for `oneOf` and one for `anyOf`', async () => {
    const schema = await schemaNamed(
      'a',
      "{ anyOf: [{ title: one }], oneOf: [{ $ref: '#/components/schemas/Base' }, { title: two }] }",
    )
    expect(schema?.alternatives.map(titles)).toEqual([['the base', 'two'], ['one']])
    expect(schema?.parts).toEqual([])
  })

  it('has nothing where the keywords list no schemas', async () => {
    const schema = await schemaNamed('a', '{ oneOf: [], anyOf: [true] }')
    expect([schema?.parts, schema?.alternatives, schema?.own('title')]).toEqual([[], [], undefined])
  })
})
