import { expect, it } from 'vitest'
import { modelOf } from './model.test-kit.ts'

const response = (schema: string) =>
  `responses: { '200': { description: OK, content: { application/json: { schema: ${schema} } } } }`

const API = `openapi: 3.1.1
info: { title: A, version: '1' }
paths:
  /pets: { get: { ${response("{ type: array, items: { $ref: '#/components/schemas/Pet' } }")} } }
  /pet: { get: { ${response("{ $ref: '#/components/schemas/Pet' }")} } }
  /dog: { get: { ${response("{ $ref: '#/components/schemas/Dog' }")} } }
components:
  schemas:
    Pet:
      type: object
      discriminator:
        propertyName: kind
        mapping: { dog: Dog, cat: '#/components/schemas/Cat', lost: Nowhere, odd: 3 }
      properties: { kind: { type: string } }
    Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }], properties: { bark: { type: string } } }
    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }], properties: { purr: { type: string } } }
`

it('what a discriminator maps to is used where the base is, and not where a sister is', async () => {
  const model = await modelOf(API)
  const users = (name: string) =>
    model
      .select('property')
      .find((property) => property.name === name)
      ?.uses.map(({ operation }) => operation.label)
  expect(users('purr')).toEqual(['GET /pets', 'GET /pet'])
  expect(users('bark')).toEqual(['GET /pets', 'GET /pet', 'GET /dog'])
})

it('a base holds what can stand in its place, and a schema that is built on it does not', async () => {
  const schemas = (await modelOf(API)).select('schema')
  const held = (name: string) =>
    schemas
      .find((schema) => schema.name === name)
      ?.contained.map(({ keyword, schema }) => [keyword, schema.name])
  expect(held('Pet')).toEqual([
    ['discriminator', 'Dog'],
    ['discriminator', 'Cat'],
  ])
  expect(held('Dog')).toEqual([])
})
