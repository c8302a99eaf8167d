import { describe, expect, it } from 'vitest'
import { modelOf } from './model.test-kit.ts'

const CLOSED = '{ type: object, additionalProperties: false }'

async function isClosed(schema: string): Promise<boolean | undefined> {
  const model = await modelOf(`openapi: 3.1.1
info: { title: A, version: '1' }
components:
  schemas:
    Closed: ${CLOSED}
    Open: { type: object }
    Loop: { allOf: [{ $ref: '#/components/schemas/Loop' }] }
    Holder: { properties: { judged: ${schema} } }
`)
  return model.select('property').find(({ name }) => name === 'judged')?.schema.isClosed
}

describe('a schema is closed', () => {
  it.each([
    CLOSED,
    '{ type: object, unevaluatedProperties: false }',
    "{ $ref: '#/components/schemas/Closed', description: with siblings }",
    "{ allOf: [{ $ref: '#/components/schemas/Open' }, { $ref: '#/components/schemas/Closed' }] }",
    "{ allOf: [{ $ref: '#/components/schemas/Open' }], unevaluatedProperties: false }",
    "{ oneOf: [{ $ref: '#/components/schemas/Closed' }, { unevaluatedProperties: false }] }",
  ])('by %s', async (schema) => {
    expect(await isClosed(schema)).toBe(true)
  })

  it.each([
    '{ type: object }',
    '{ type: object, additionalProperties: true }',
    '{ type: object, additionalProperties: { type: string } }',
    '{ type: object, additionalProperties: {} }',
    "{ anyOf: [{ $ref: '#/components/schemas/Closed' }, { $ref: '#/components/schemas/Open' }] }",
    "{ properties: { a: { $ref: '#/components/schemas/Closed' } } }",
    "{ $ref: '#/components/schemas/Loop', description: with siblings }",
    '{ oneOf: [] }',
  ])('but not by %s', async (schema) => {
    expect(await isClosed(schema)).toBe(false)
  })
})
