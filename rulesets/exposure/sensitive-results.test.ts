import { runRule } from '@specward/core/testing'
import { expect, it } from 'vitest'
import noEnumerableId from '../authorization/no-enumerable-id.ts'
import noSensitiveDataPublic from './no-sensitive-data-public.ts'

const range = (count: number) => Array.from({ length: count }, (_, index) => index)

it('looks at each schema once, however many operations return it', async () => {
  const schemas = range(120).map((index) => [
    `S${index}`,
    {
      allOf: [{ $ref: `#/components/schemas/S${(index + 1) % 120}` }],
      properties: { [`p${index}`]: { $ref: `#/components/schemas/S${(index + 7) % 120}` } },
    },
  ])
  const paths = range(1500).map((index) => [
    `/orders${index}/{orderId}`,
    {
      get: {
        parameters: [{ name: 'orderId', in: 'path', required: true, schema: { type: 'integer' } }],
        responses: {
          '200': {
            content: { 'application/json': { schema: { $ref: `#/components/schemas/S${index % 120}` } } },
          },
        },
      },
    },
  ])
  const text = JSON.stringify({
    security: [{ token: [] }],
    paths: Object.fromEntries(paths),
    components: {
      schemas: Object.fromEntries(schemas),
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  })
  const { findings } = await runRule(noEnumerableId, text)
  expect(findings).toEqual([])
}, 10_000)

it('says the way to what is found behind a schema that others return as well', async () => {
  const person = "{ $ref: '#/components/schemas/Person' }"
  const of = (schema: string) =>
    `{ get: { security: [], responses: { '200': { description: OK, content: { application/json: { schema: ${schema} } } } } } }`
  const text = `paths:
  /people: ${of(`{ type: array, items: ${person} }`)}
  /homes: ${of(`{ type: object, properties: { owner: ${person}, all: { type: array, items: ${person} } } }`)}
  /circles: ${of("{ $ref: '#/components/schemas/Circle' }")}
components:
  schemas:
    Person: { type: object, properties: { ssn: { type: string } } }
    Circle: { type: object, properties: { next: { $ref: '#/components/schemas/Circle' } } }
`
  const { findings } = await runRule(noSensitiveDataPublic, text)
  expect(findings.map(({ message }) => message)).toEqual([
    '`GET /people` returns `ssn` in every entry to anyone: its `security` is `[]`.',
    '`GET /homes` returns `ssn` in `owner` to anyone: its `security` is `[]`.',
  ])
})
