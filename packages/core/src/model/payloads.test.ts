import { describe, expect, it } from 'vitest'
import { modelOf, operation } from './model.test-kit.ts'

describe('a schema', () => {
  it('finds a keyword behind `$ref` and in `allOf`, but not in alternatives', async () => {
    const model = await modelOf(`openapi: 3.1.0
components:
  schemas:
    A: { $ref: '#/components/schemas/B', maxLength: 9 }
    B: { allOf: [{ maxLength: 8 }, { allOf: [{ $ref: '#/components/schemas/C' }] }], oneOf: [{ maxLength: 6 }] }
    C: { maxLength: 7, allOf: [{ $ref: '#/components/schemas/B' }] }
`)
    const schema = model
      .select('schema')
      .find(({ identity }) => identity.endsWith('A') || identity === 'schema B')
    const all = model.select('schema').map((each) => each.all('maxLength').map(({ value }) => value))
    expect(schema).toBeDefined()
    expect(all).toContainEqual([9, 8, 7])
  })
})

describe('a header', () => {
  it('has the values that examples and its schema show', async () => {
    const model = await modelOf(`openapi: 3.1.0
paths:
  /a:
    get:
      responses:
        '200':
          description: d
          headers:
            Access-Control-Allow-Origin:
              description: Who may read it.
              example: '*'
              schema: { type: string, enum: [a, b], allOf: [{ default: c }] }
`)
    const [header] = operation(model, 'GET /a').responses[0]?.response?.headers ?? []
    expect(header?.description).toBe('Who may read it.')
    expect(header?.values.map(({ value }) => value)).toEqual(['*', 'c', 'a', 'b'])
  })
})

describe('a media type', () => {
  it('has its examples, behind references too, and the schema of its items', async () => {
    const model = await modelOf(`openapi: 3.2.0
paths:
  /a:
    get:
      responses:
        '200':
          description: d
          content:
            application/jsonl:
              schema: { type: array }
              itemSchema: { type: object }
              examples: { a: { $ref: '#/components/examples/E' }, b: { dataValue: 2 } }
components:
  examples: { E: { value: 1 } }
`)
    const [media] = operation(model, 'GET /a').responses[0]?.response?.content ?? []
    expect(media?.examples.map(({ value }) => value)).toEqual([1, 2])
    expect([media?.schema?.types, media?.itemSchema?.types]).toEqual([['array'], ['object']])
  })

  it('of OpenAPI 2.0 has the example of its name', async () => {
    const model = await modelOf(`swagger: '2.0'
paths:
  /a:
    get:
      produces: [application/json]
      responses:
        '200': { description: d, schema: { type: object }, examples: { application/json: { a: 1 }, text/plain: b } }
`)
    const [media] = operation(model, 'GET /a').responses[0]?.response?.content ?? []
    expect(media?.examples.map(({ value }) => value)).toEqual([{ a: 1 }])
  })
})
