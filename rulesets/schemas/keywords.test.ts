import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import broken from './no-broken-discriminator.ts'
import conflicting from './no-conflicting-type.ts'
import contradictory from './no-contradictory-access.ts'
import impossible from './no-impossible-value.ts'
import ineffective from './no-ineffective-keyword.ts'
import example from './no-invalid-example.ts'
import inverted from './no-inverted-bounds.ts'
import lost from './no-lost-reference-sibling.ts'
import misspelt from './no-misspelt-keyword.ts'
import nullable from './no-nullable-keyword.ts'
import optional from './no-optional-discriminator.ts'
import required from './no-undefined-required.ts'
import unread from './no-unread-keyword.ts'

type Rule = Parameters<typeof runRule>[0]

const schemas = (text: string) =>
  `paths: {}\ncomponents:\n  schemas:\n${text.replaceAll(/^(?=.)/gm, '    ')}\n`

const messages = async (rule: Rule, text: string) =>
  (await runRule(rule, schemas(text))).findings.map(({ message }) => message)

describe('keywords of schemas', () => {
  it('that fail in the same way are told once', async () => {
    const text = schemas(
      'A: { type: integer, maxLength: 3 }\nB: { type: integer, maxLength: 4 }\nC: { type: integer, pattern: a }',
    )
    const { findings } = await runRule(ineffective, text)
    expect(findings.map(({ message }) => message)).toEqual([
      '`A` is an `integer`, so its `maxLength` has no effect. Use `maximum`, or declare the type `string` if that is meant. The same holds for 1 other place.',
      '`C` is an `integer`, so its `pattern` has no effect. Remove it, or declare the type `string` if that is meant.',
    ])
  })

  it('that are meant for the list around are sent there', async () => {
    expect(await messages(ineffective, 'A: { type: array, items: { type: string, minItems: 1 } }')).toEqual([
      '`A[]` is a `string`, so its `minItems` has no effect. Move it out of `items`, to the list.',
    ])
  })

  it('mean another limit for each type where they are called `max`', async () => {
    const found = await messages(
      misspelt,
      'A: { type: string, max: 3 }\nB: { type: object, properties: { b: { type: array, Max: 3 } } }\nC: { max: 3 }',
    )
    expect(found).toEqual([
      '`max` of `A` is no keyword, so nothing reads it. Did you mean `maxLength`?',
      '`Max` of `B.b` is no keyword, so nothing reads it. Did you mean `maxItems`?',
    ])
  })

  it.each([
    'height: 5',
    'itemized: {}',
    'enumerable: true',
    'xml: { name: a }',
    'minDate: 5',
    'constructor: 3',
  ])('are not looked for in %s', async (key) => {
    expect(await messages(misspelt, `A: { type: object, ${key} }`)).toEqual([])
  })

  it('of another dialect are left undecided where the description names it', async () => {
    const text = `jsonSchemaDialect: http://json-schema.org/draft-04/schema#\n${schemas('A: { minimum: 1, exclusiveMinimum: true }')}`
    const { findings, undecided } = await runRule(unread, text)
    expect([findings.length, undecided.length]).toEqual([0, 1])
  })

  it('are compared with those of a base, whichever of them is the stricter', async () => {
    const base = 'Base: { minimum: 5, allOf: [{ minimum: 1 }] }\n'
    expect(
      await messages(inverted, `${base}A: { allOf: [{ $ref: '#/components/schemas/Base' }], maximum: 3 }`),
    ).toEqual(['`A` accepts no value: `minimum: 5` is above `maximum: 3`.'])
  })

  it('come to an end where schemas are built with each other', async () => {
    const loop =
      "A: { required: [x], properties: { a: { type: string } }, allOf: [{ $ref: '#/components/schemas/B' }] }\nB: { allOf: [{ $ref: '#/components/schemas/A' }], type: object }"
    expect(await messages(required, loop)).toHaveLength(1)
    for (const rule of [inverted, conflicting, impossible, broken, ineffective])
      expect(await messages(rule, loop)).toEqual([])
  })
})

describe('a discriminator', () => {
  it('may stand at a choice between choices', async () => {
    const text = `Any:
  oneOf: [{ $ref: '#/components/schemas/Some' }]
  discriminator: { propertyName: kind }
Some: { oneOf: [{ $ref: '#/components/schemas/One' }] }
One: { type: object, properties: { kind: { type: string } } }`
    expect(await messages(broken, text)).toEqual([])
    expect(await messages(broken, text.replace('kind: {', 'type: {'))).toEqual([
      '`Any` is told apart by `kind`, which `One` does not declare. Declare it there as a required string.',
    ])
  })
})

describe('what stands beside a reference', () => {
  it('is judged by what it is for', async () => {
    const text = `paths:
  /a:
    get:
      responses:
        '200': { $ref: '#/components/responses/Ok', description: Fine }
        '400': { $ref: '#/components/responses/Ok', headers: { A: { schema: { type: string } } } }
components:
  responses: { Ok: { description: OK } }
`
    const { findings } = await runRule(lost, text)
    expect(findings.map(({ message }) => message)).toEqual([
      '`headers` beside `$ref: #/components/responses/Ok` is ignored in OpenAPI 3.1. Say it in the target, or write the object out here.',
    ])
  })
})

describe('names that are required and not declared', () => {
  it.each([
    [
      '[id, name, made]',
      '{ Id: {}, Name: {} }',
      'Did you mean `Id` for `id` and `Name` for `name`? Declare the others, or take them out.',
    ],
    [
      '[id, first_name]',
      '{ _id: {}, firstName: {} }',
      'Did you mean `_id` for `id` and `firstName` for `first_name`?',
    ],
    ['[id]', '{ ip: {} }', 'Declare it under `properties`, or correct the name.'],
    ['[id, Id]', '{ _id: {} }', 'Did you mean `_id` for `id`? Declare the others, or take them out.'],
  ])('%s beside %s', async (names, properties, advice) => {
    const [found] = await messages(
      required,
      `A: { type: object, required: ${names}, properties: ${properties} }`,
    )
    expect(found).toContain(advice)
  })
})

describe('a discriminator without variants', () => {
  it('is told to have nothing to tell apart', async () => {
    expect(
      await messages(
        broken,
        'A: { type: object, discriminator: { propertyName: kind }, properties: { id: {} } }',
      ),
    ).toEqual([
      '`A` has a discriminator, `kind`, which it does not declare, and no variants to tell apart: remove it, or declare `kind` and write the variants.',
    ])
  })
})

describe('what cannot be read', () => {
  const GONE = "{ $ref: '#/components/schemas/Gone' }"
  const outcome = async (rule: Rule, schema: string) => {
    const { findings, undecided } = await runRule(rule, schemas(`A: ${schema}`))
    return {
      found: findings.map(({ message }) => message),
      undecided: undecided.map(({ because }) => because),
    }
  }

  it('declares a property all the same', async () => {
    const schema = `{ type: object, discriminator: { propertyName: kind }, required: [kind], properties: { kind: ${GONE} } }`
    for (const rule of [broken, optional, required])
      expect(await outcome(rule, schema)).toEqual({ found: [], undecided: [] })
  })

  it('leaves a discriminator undecided that it may declare', async () => {
    const schema = `{ allOf: [${GONE}], discriminator: { propertyName: kind }, properties: { id: {} } }`
    expect(await outcome(broken, schema)).toEqual({
      found: [],
      undecided: ['`kind` may be declared in a schema that it is composed of, which could not be read'],
    })
  })

  it('leaves a required name undecided that it may declare', async () => {
    const schema = `{ allOf: [${GONE}], required: [kind], properties: { id: {} } }`
    expect(await outcome(required, schema)).toEqual({
      found: [],
      undecided: ['a schema that may declare `kind` could not be read'],
    })
  })
})

describe('keywords of a list that are made for another type', () => {
  it.each([
    [
      'required: [items], items: { type: object, properties: { op: {} } }',
      'Remove it; use `minItems` if the list may not be empty.',
    ],
    ['required: [op], items: { type: object, properties: { op: {} } }', 'Move it into `items`.'],
    [
      'minimum: 1, items: { type: object, properties: { op: {} } }',
      'Use `minItems` if the number of items is meant, or remove it.',
    ],
    [
      'minimum: 1, items: { type: integer }',
      'Move it into `items`; the number of items is limited by `minItems`.',
    ],
    ['pattern: a, items: { type: integer }', 'Remove it.'],
  ])('%s', async (keywords, advice) => {
    const [found] = await messages(ineffective, `A: { type: array, ${keywords} }`)
    expect(found?.split('no effect. ')[1]).toBe(advice)
  })

  it('hold alternatives for an object', async () => {
    const [found] = await messages(
      ineffective,
      'A: { type: object, items: [{ type: object }, { properties: {} }] }',
    )
    expect(found).toContain('Write `anyOf` in its place if one of these schemas has to fit')
  })

  it('are sent to the list where they are misspelt, once', async () => {
    const text =
      'A: { type: object, properties: { range: { type: array, items: { type: number, max_items: 2, min_items: 2 } } } }'
    expect(await messages(misspelt, text)).toEqual([
      '`max_items` and `min_items` of `A.range[]` are no keywords, so nothing reads them. Write `maxItems` and `minItems` on `A.range` itself: in `items` they would limit nothing.',
    ])
  })
})

describe('`null` beside listed values', () => {
  it('has to be listed where `nullable` becomes a type', async () => {
    const listed = await messages(
      nullable,
      'A: { type: string, enum: [a], nullable: true }\nB: { type: string, nullable: true }',
    )
    expect(listed[0]).toContain("Add `'null'` to its `type`, and `null` to its `enum`. The same holds")
    const second = await messages(
      nullable,
      'B: { type: string, nullable: true }\nC: { type: string, enum: [a], nullable: true }',
    )
    expect(second[0]).toContain("Add `'null'` to its `type`, and `null` to `enum` where there is one.")
    expect((await messages(nullable, 'B: { type: string, nullable: true }'))[0]).toMatch(/to its `type`\.$/)
  })

  it('is named where an example holds it', async () => {
    const text = schemas(
      'A: { type: object, properties: { b: { type: string, nullable: true, enum: [c] } }, example: { b: null } }',
    )
    const { findings } = await runRule(example, { title: 'case', text, format: 'oas3.0' })
    expect(findings.map(({ message }) => message)).toEqual([
      'An example of `A` does not fit: `b` is `null`, which `enum` does not list.',
    ])
  })
})

describe('`readOnly` and `writeOnly` of one property', () => {
  it('are told with the place from which the other comes', async () => {
    const text =
      "A: { type: object, properties: { b: { readOnly: true, allOf: [{ $ref: '#/components/schemas/Secret' }] } } }\nSecret: { type: string, writeOnly: true }"
    expect(await messages(contradictory, text)).toEqual([
      '`A.b` is both `readOnly` and `writeOnly`, where `writeOnly` comes from `Secret`: it may be neither sent nor returned. Keep the one that is meant.',
    ])
  })
})

describe('what is lost beside a reference', () => {
  it('is not sent to `allOf` where that would not bring it back', async () => {
    const text = schemas(
      "A: { type: object, properties: { b: { $ref: '#/components/schemas/B', nullable: true } } }\nB: { type: string }",
    )
    const { findings } = await runRule(lost, { title: 'case', text, format: 'oas3.0' })
    expect(findings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/Say `nullable` in the target, or in a copy of it with its `type`\.$/),
    ])
  })

  it('is shown first where callers send it', async () => {
    const text = `paths:
  /accounts:
    put:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/New' } } } }
      responses: { '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Account' } } } } }
components:
  schemas:
    Account: { type: object, properties: { note: { $ref: '#/components/schemas/Text', maxLength: 3 } } }
    New: { type: object, properties: { note: { $ref: '#/components/schemas/Text', maxLength: 3 } } }
    Text: { type: string }
`
    const { findings } = await runRule(lost, { title: 'case', text, format: 'oas3.0' })
    expect(findings.map(({ message }) => message)).toEqual([expect.stringContaining('`New.note`')])
  })
})

describe('an example that does not fit in two ways', () => {
  const order = (...properties: readonly string[]) =>
    schemas(`Order:
  type: object
  properties: { ${properties.join(', ')} }
  example: { sent: true, buyer: {} }`)

  it('is told by the same one however the properties are ordered', async () => {
    const properties = ['sent: { type: integer }', 'buyer: { type: object, required: [name] }']
    const found = await runRule(example, order(...properties))
    const reversed = await runRule(example, order(...properties.toReversed()))
    for (const { findings } of [found, reversed])
      expect(findings.map(({ message }) => message)).toEqual([
        'An example of `Order` does not fit: `buyer` lacks `name`, which is required.',
      ])
  })
})
