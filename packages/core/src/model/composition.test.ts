import { describe, expect, it } from 'vitest'
import { graphOf, memoryHost } from '../resolve/graph.test-kit.ts'
import { buildModel } from './build.ts'
import type { Schema } from './concepts.ts'
import { modelOf } from './model.test-kit.ts'
import { NO_FACTS } from './model.ts'

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

describe('what of a schema could not be read', () => {
  const read = async (schema: string) => {
    const text = `openapi: 3.1.1
info: { title: A, version: '1' }
components: { schemas: { A: ${schema} } }
`
    const files = { 'api.yaml': text }
    const model = buildModel(await graphOf(files, { host: memoryHost(files) }), NO_FACTS)
    return model.select('schema').find(({ name }) => name === 'A')
  }

  it('leaves the names of properties known', async () => {
    const schema = await read(
      "{ allOf: [{ properties: { b: { $ref: './gone.yaml' }, c: true } }], properties: { a: { type: string } } }",
    )
    expect([...(schema?.propertyNames ?? [])]).toEqual(['a', 'b', 'c'])
    expect(schema?.properties.map(({ name }) => name)).toEqual(['a'])
    expect(schema?.isWhole).toBe(true)
  })

  it.each([
    ['a member', "{ anyOf: [{ allOf: [{ $ref: './gone.yaml' }] }, { type: string }] }"],
    ['what stands beside other keywords', "{ $ref: './gone.yaml', type: object }"],
  ])('is told for %s', async (_, text) => {
    expect((await read(text))?.isWhole).toBe(false)
  })
})
