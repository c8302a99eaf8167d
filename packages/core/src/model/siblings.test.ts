import { describe, expect, it } from 'vitest'
import { modelOf } from './model.test-kit.ts'

const described = (version: string) => `openapi: ${version}
info: { title: A, version: '1' }
paths:
  /a:
    get:
      parameters: [{ $ref: '#/components/parameters/Size', required: true }]
      responses: {}
components:
  parameters:
    Size: { name: size, in: query, schema: { type: integer } }
  schemas:
    Text: { type: string }
    Holder: { properties: { note: { $ref: '#/components/schemas/Text', maxLength: 3 } } }
`

describe('keywords beside a reference', () => {
  it('are what the schema says itself from OpenAPI 3.1 on', async () => {
    const model = await modelOf(described('3.1.1'))
    const note = model.select('property').find(({ name }) => name === 'note')?.schema
    expect(Object.keys(note?.written.value as object)).toEqual(['$ref', 'maxLength'])
    expect(note?.node.pointer).toBe('/components/schemas/Text')
  })

  it('are no schema of their own before', async () => {
    const model = await modelOf(described('3.0.4'))
    const note = model.select('property').find(({ name }) => name === 'note')?.schema
    expect(note?.written).toBe(note?.node)
  })

  it.each([
    ['3.0.4', ['parameter true', 'schema true']],
    ['3.1.1', ['parameter true', 'schema false']],
  ])('count or not by the kind of object: %s', async (version, expected) => {
    const model = await modelOf(described(version))
    const told = model.select('reference').map(({ kind, standsAlone }) => `${kind} ${standsAlone}`)
    expect(told.sort()).toEqual(expected)
  })
})
