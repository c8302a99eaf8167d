import { createConformanceChecker } from '@specward/conformance'
import type { Format } from '@specward/core'
import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import conformance from '../document/spec-conformance.ts'
import closedRequest from '../requests/require-closed-request.ts'
import conflicting from './no-conflicting-type.ts'
import composition from './no-impossible-composition.ts'
import ineffective from './no-ineffective-format.ts'
import optional from './no-optional-discriminator.ts'
import shapeless from './no-shapeless-object.ts'
import required from './no-undefined-required.ts'
import unknown from './no-unknown-format.ts'
import unreachable from './no-unreachable-value.ts'
import closed from './require-closed-object.ts'
import typed from './require-typed-input.ts'

const sent = (schema: string, more = '') => `paths:
  /things:
    post:
      requestBody: { content: { application/json: { schema: ${schema} } } }
      responses: { '204': { description: Done } }
${more}`

const having = (schema: string) =>
  sent(`{ type: object, additionalProperties: false, properties: { thing: ${schema} } }`)

async function messages(rule: Parameters<typeof runRule>[0], text: string, format = 'oas3.1' as const) {
  return (await runRule(rule, { title: 'case', text, format })).findings.map(({ message }) => message)
}

describe('require-closed-object', () => {
  it.each([
    ['says so itself', '{ type: object, properties: { a: {} }, unevaluatedProperties: true }', 'say `false`'],
    ['is open by nothing', '{ type: object, properties: { a: {} } }', 'add `additionalProperties: false`'],
    ['has no type', '{ properties: { a: {} } }', 'add `additionalProperties: false`'],
    [
      'is composed',
      '{ allOf: [{ properties: { a: {} } }, { properties: { b: {} } }] }',
      'put together by `allOf`, so close the whole with `unevaluatedProperties: false`',
    ],
    [
      'is one of several, each of its own',
      '{ oneOf: [{ type: object, properties: { a: {} } }, { type: string }] }',
      'add `additionalProperties: false`',
    ],
  ])('reports an object that %s', async (_, schema, remedy) => {
    const found = await messages(closed, having(schema))
    expect(found).toHaveLength(1)
    expect(found[0]).toContain('`thing`')
    expect(found[0]).toContain(remedy)
  })

  it.each([
    [
      'narrows what stands beside it',
      '{ type: object, additionalProperties: false, properties: { a: {} }, oneOf: [{ properties: { a: { const: 1 } } }] }',
    ],
    [
      'is a mapping beside its names',
      '{ type: object, properties: { a: {} }, additionalProperties: { type: string } }',
    ],
    ['has its names limited', '{ type: object, properties: { a: {} }, propertyNames: { enum: [a, b] } }'],
    ['lists nothing', '{ type: object }'],
    ['is a list', '{ type: array, items: { type: string } }'],
    ['has listed values', '{ type: object, properties: { a: {} }, enum: [{ a: 1 }] }'],
  ])('is silent where an object %s', async (_, schema) => {
    expect(await messages(closed, having(schema))).toEqual([])
  })

  it('names a component once, whoever holds it', async () => {
    const text = sent(
      "{ type: object, additionalProperties: false, properties: { a: { $ref: '#/components/schemas/A' }, b: { $ref: '#/components/schemas/A', description: Again. } } }",
      'components: { schemas: { A: { type: object, properties: { a: { type: string } } } } }\n',
    )
    expect(await messages(closed, text)).toEqual([
      '`A`, sent to `POST /things`, takes any property that is not declared: add `additionalProperties: false`.',
    ])
  })

  it('leaves to `require-closed-request` what that says better', async () => {
    const text = `paths:
  /users:
    post:
      requestBody: { content: { application/json: { schema: { type: object, properties: { name: {}, email: {} } } } } }
      responses:
        '201':
          description: Created
          content: { application/json: { schema: { type: object, properties: { name: {}, email: {}, role: {} } } } }
`
    expect(await messages(closedRequest, text)).toHaveLength(1)
    expect(await messages(closed, text)).toEqual([])
  })

  it('does not want the base of a discriminator closed', async () => {
    const text = sent(
      "{ $ref: '#/components/schemas/Pet' }",
      `components:
  schemas:
    Pet:
      type: object
      properties: { kind: { type: string } }
      discriminator: { propertyName: kind, mapping: { cat: '#/components/schemas/Cat' } }
    Cat:
      allOf: [{ $ref: '#/components/schemas/Pet' }]
      properties: { lives: { type: integer } }
      unevaluatedProperties: false
`,
    )
    expect(await messages(closed, text)).toEqual([])
  })
})

describe('no-shapeless-object', () => {
  it.each(['orderMetadata', 'custom_fields', 'settings', 'payload', 'ConfigRequest'])(
    'takes `%s` for free on purpose',
    async (name) => {
      expect(
        await messages(shapeless, sent(`{ type: object, properties: { ${name}: { type: object } } }`)),
      ).toEqual([])
    },
  )

  it.each([
    '{ type: [string, object] }',
    '{ type: object, nullable: true }',
    '{ anyOf: [{ type: object }, { type: string }] }',
  ])('reports %s', async (schema) => {
    expect(await messages(shapeless, having(schema))).toHaveLength(1)
  })
})

describe('no-shapeless-object', () => {
  it('asks for no list of what is to be empty', async () => {
    const [found] = await messages(
      shapeless,
      having('{ type: object, description: It must be an empty object. }'),
    )
    expect(found).toContain('is to be empty, and can be any object: add `additionalProperties: false`')
  })
})

describe('no-unknown-format', () => {
  it('says that the length is limited where it is', async () => {
    const [open] = await messages(unknown, having('{ type: string, format: slug }'))
    expect(open).toContain('Nothing but the format `slug`')
    const [limited] = await messages(unknown, having('{ type: string, format: slug, maxLength: 100 }'))
    expect(limited).toContain('Nothing but the length and the format `slug`')
    expect(limited).toMatch(/: add a `pattern`\.$/)
  })
})

describe('no-unreachable-value', () => {
  it('says how a number is written that was to be a text', async () => {
    const found = await messages(unreachable, having("{ type: string, enum: ['07', 08] }"))
    expect(found).toEqual([
      '`thing` of `POST /things` lists values that it does not accept: `08` reads as the number 8: quote it.',
    ])
  })
})

describe('no-conflicting-type', () => {
  it('calls what is sent as a whole the body', async () => {
    const found = await messages(conflicting, sent('{ type: string, allOf: [{ type: integer }] }'))
    expect(found).toEqual(['No value fits the body of `POST /things`: it has to be `string` and `integer`.'])
  })
})

describe('no-optional-discriminator', () => {
  it('leaves undecided what a part that could not be read may require', async () => {
    const text = `components:
  schemas:
    Event:
      allOf: [{ $ref: './events.yaml#/CloudEvent' }, { type: object, properties: { type: { type: string } } }]
      discriminator: { propertyName: type }
    Started: { allOf: [{ $ref: '#/components/schemas/Event' }] }
`
    const { findings, undecided } = await runRule(optional, { title: '', text })
    expect(findings).toEqual([])
    expect(undecided.map(({ because }) => because)).toEqual([
      'a part of `Event` could not be read that may require `type`',
    ])
  })

  it('names the operation where a schema has no name', async () => {
    const text = sent(
      `{ oneOf: [{ $ref: '#/components/schemas/A' }], discriminator: { propertyName: kind } }`,
      'components: { schemas: { A: { type: object, properties: { kind: { type: string } } } } }\n',
    )
    const [found] = await messages(optional, text)
    expect(found).toContain('`POST /things` is told apart by `kind`, which may be left out in `A`.')
  })
})

describe('require-typed-input', () => {
  it.each([
    ['{}', 'can be anything'],
    ['{ items: { type: string } }', 'than the list'],
    ['{ additionalProperties: { type: string } }', 'say `type: object`'],
    ['{ required: [a], pattern: a }', 'another type'],
    ['{ format: date }', 'another type'],
    ['{ type: array, items: true }', 'items of any kind'],
    ['{ type: array, items: {} }', '`thing[]` can be anything'],
    ['{ allOf: [{ properties: { a: { type: string } } }] }', 'anything else than the object'],
  ])('reports %s', async (schema, part) => {
    const found = await messages(typed, having(schema))
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(part)
  })

  it.each([
    '{ const: 1 }',
    '{ if: { type: string }, then: { maxLength: 3 } }',
    '{ oneOf: [{ type: string }, { maximum: 3 }] }',
    '{ not: { type: "null" } }',
    '{ description: Any JSON value. }',
    '{ type: [string, integer] }',
    "{ allOf: [{ $ref: 'gone.yaml' }] }",
  ])('is silent about %s', async (schema) => {
    expect(await messages(typed, having(schema))).toEqual([])
  })

  it('takes a part of a form without a type for the file that it is', async () => {
    const form = (type: string) => `paths:
  /things:
    post:
      requestBody: { content: { ${type}: { schema: { properties: { file: {} } } } } }
      responses: { '204': { description: Done } }
`
    expect(await messages(typed, form('multipart/form-data'))).toEqual([])
    expect(await messages(typed, form('application/x-www-form-urlencoded'))).toHaveLength(1)
  })
})

describe('no-impossible-composition', () => {
  it.each([
    [
      'a required property',
      '{ allOf: [{ properties: { a: {} }, additionalProperties: false }, { required: [b], properties: { b: {} } }] }',
      'nothing is valid',
    ],
    [
      'any property',
      '{ allOf: [{ properties: { a: {} }, additionalProperties: false }, { properties: { b: {} } }] }',
      'refuses `b`, which can never be sent.',
    ],
    [
      'that of a choice beside it',
      '{ properties: { a: {} }, additionalProperties: false, oneOf: [{ properties: { b: {} } }, { properties: { c: {} } }] }',
      'refuses `b` and `c`',
    ],
    [
      'by `unevaluatedProperties` in a part',
      '{ allOf: [{ properties: { a: {} }, unevaluatedProperties: false }, { properties: { b: {} } }] }',
      '`unevaluatedProperties: false`',
    ],
  ])('reports that a part refuses %s', async (_, schema, part) => {
    const found = await messages(composition, sent(schema))
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(part)
  })

  it.each([
    [
      'a pattern lets it in',
      "{ allOf: [{ patternProperties: { '^b': {} }, additionalProperties: false }, { properties: { b: {} } }] }",
    ],
    [
      'it is forbidden on purpose',
      '{ allOf: [{ properties: { a: {} }, additionalProperties: false }, { properties: { b: { not: {} } } }] }',
    ],
    [
      'a choice only asks for what is listed',
      '{ properties: { a: {}, b: {} }, additionalProperties: false, oneOf: [{ required: [a] }, { required: [b] }] }',
    ],
    [
      'one of several choices takes it',
      '{ properties: { b: {} }, oneOf: [{ properties: { a: {} }, additionalProperties: false }, { properties: { b: {} }, additionalProperties: false }] }',
    ],
    [
      'the whole sees what is inside',
      '{ allOf: [{ properties: { a: {} } }], properties: { b: {} }, unevaluatedProperties: false }',
    ],
  ])('is silent where %s', async (_, schema) => {
    expect(await messages(composition, sent(schema))).toEqual([])
  })

  it('names what closes once, however many are built on it', async () => {
    const text = sent(
      "{ oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }] }",
      `components:
  schemas:
    Base: { properties: { id: {} }, additionalProperties: false }
    A: { allOf: [{ $ref: '#/components/schemas/Base' }], properties: { a: {} } }
    B: { allOf: [{ $ref: '#/components/schemas/Base' }], properties: { b: {} } }
`,
    )
    expect(await messages(composition, text)).toEqual([
      'In `A` and 1 other schema, `additionalProperties: false` stands in one part of the composition and refuses `a` and `b`, which can never be sent. Take it away here, and close the whole with `unevaluatedProperties: false`.',
    ])
  })
})

describe('no-ineffective-format', () => {
  it.each([
    ['string', 'dateTime', 'date-time'],
    ['string', 'date_time', 'date-time'],
    ['string', 'Uuid', 'uuid'],
    ['string', 'guid', 'uuid'],
    ['string', 'e-mail', 'email'],
    ['integer', 'INT64', 'int64'],
    ['integer', 'long', 'int64'],
    ['string', 'ip-address', 'ipv4` or `ipv6'],
  ])('knows what is meant by %s %s', async (type, format, meant) => {
    const [message] = await messages(ineffective, having(`{ type: ${type}, format: ${format} }`))
    expect(message).toContain(`write \`${meant}\``)
  })

  it.each([
    '{ type: string, format: uint64 }',
    '{ type: number, format: int32 }',
    '{ type: [integer, string], format: date-time }',
    '{ format: date }',
    '{ type: string, format: int }',
  ])('is silent about %s', async (schema) => {
    expect(await messages(ineffective, having(schema))).toEqual([])
  })
})

describe('what the specification asks for is found by `spec-conformance`', () => {
  const checker = createConformanceChecker()
  const found = async (text: string, format: Format) => {
    const { findings } = await runRule(conformance, { title: 'case', text, format }, { conformance: checker })
    return findings.map(({ message }) => message)
  }

  it.each(['oas3.0', 'oas3.1', 'oas3.2'] as const)('a parameter without a schema in %s', async (format) => {
    const text = `paths:
  /things:
    get:
      parameters: [{ name: q, in: query }]
      responses: { '200': { description: OK } }
`
    expect(await found(text, format)).toEqual([expect.stringContaining('lacks `schema` or `content`')])
  })

  it.each(['oas3.0', 'oas3.2'] as const)('a header without a schema in %s', async (format) => {
    const text = `paths:
  /things:
    get:
      responses: { '200': { description: OK, headers: { X-Total: { description: How many. } } } }
`
    expect(await found(text, format)).toEqual([expect.stringContaining('`X-Total` lacks')])
  })

  it('a parameter without a type, a body without a schema and a header without a type in 2.0', async () => {
    const text = `paths:
  /things:
    post:
      parameters:
        - { name: q, in: query }
        - { name: body, in: body }
      responses: { '200': { description: OK, headers: { X-Total: { description: How many. } } } }
`
    expect(await found(text, 'oas2')).toHaveLength(3)
  })
})

describe('a schema of which a part could not be read', () => {
  const judge = (rule: Parameters<typeof runRule>[0], schema: string, more = '') =>
    runRule(rule, { title: 'case', text: sent(schema, more), format: 'oas3.1' })

  it.each([
    ["{ type: object, properties: { a: {} }, allOf: [{ $ref: '#/components/schemas/Missing' }] }"],
    ["{ type: object, properties: { a: {} }, $ref: '#/components/schemas/Missing' }"],
    ["{ type: object, properties: { a: {} }, $dynamicRef: '#missing' }"],
  ])('may be closed there: %s', async (schema) => {
    const { findings, undecided } = await judge(closed, schema)
    expect(findings).toEqual([])
    expect(undecided.map(({ because }) => because)).toEqual(['a part of its schema could not be read'])
  })

  it('does not speak for what stands in it', async () => {
    const schema =
      "{ properties: { a: { type: object, properties: { b: {} } } }, allOf: [{ $ref: '#/components/schemas/Missing' }] }"
    const { findings, undecided } = await judge(closed, schema)
    expect([findings.length, undecided.length]).toEqual([1, 0])
  })

  it.each([
    ["allOf: [{ $ref: '#/components/schemas/Missing' }]"],
    ["$ref: '#/components/schemas/Missing'"],
    ["$dynamicRef: '#missing'"],
    ["oneOf: [{ $ref: '#/components/schemas/Missing' }]"],
  ])('may declare what is required: %s', async (unread) => {
    const { findings } = await judge(required, `{ required: [b], properties: { a: {} }, ${unread} }`)
    expect(findings).toEqual([])
  })
})

describe('the remedy for an impossible composition', () => {
  const CHOICE =
    '{ additionalProperties: false, oneOf: [{ required: [kind], properties: { kind: {}, a: {} } }, { required: [kind], properties: { kind: {}, b: {} } }] }'
  const PARTS = (more: string) =>
    `{ ${more} allOf: [{ additionalProperties: false, properties: { a: {} } }, { properties: { b: {} } }] }`

  it.each([
    [
      'oas3.1',
      CHOICE,
      'each branch requires `kind`, nothing is valid. Write `unevaluatedProperties: false` in its place, which sees all parts.',
    ],
    ['oas3.0', CHOICE, 'Close each branch instead, or list these properties beside it as well.'],
    [
      'oas3.0',
      '{ additionalProperties: false, allOf: [{ properties: { a: {} } }] }',
      'List these properties beside it as well, or take it away.',
    ],
    [
      'oas3.0',
      '{ additionalProperties: false, oneOf: [{ additionalProperties: false, properties: { a: {} } }] }',
      'Take it away: each branch is closed already.',
    ],
    ['oas3.0', PARTS(''), 'Take it away here, or write all properties into one schema that is closed.'],
    ['oas3.1', PARTS(''), 'Take it away here, and close the whole with `unevaluatedProperties: false`.'],
    ['oas3.1', PARTS('unevaluatedProperties: false,'), 'Take it away here: the whole is closed already.'],
    [
      'oas3.1',
      PARTS('additionalProperties: false,'),
      'Take it away here, and on the whole write `unevaluatedProperties: false` in place of `additionalProperties: false`.',
    ],
    [
      'oas3.0',
      '{ properties: { c: {} }, oneOf: [{ additionalProperties: false, properties: { a: {} } }, { additionalProperties: false, properties: { b: {} } }] }',
      'List these properties in each branch as well.',
    ],
  ] as const)('says in %s what mends %s', async (format, schema, remedy) => {
    const { findings } = await runRule(composition, { title: 'case', text: sent(schema), format })
    expect(findings.map(({ message }) => message).join('\n')).toContain(remedy)
  })
})
