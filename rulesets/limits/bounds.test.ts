import type { Rule } from '@specward/core'
import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import recursion from './no-unbounded-recursion.ts'
import bulk from './require-bounded-bulk.ts'
import list from './require-bounded-list.ts'
import map from './require-bounded-map.ts'
import number from './require-bounded-number.ts'
import text from './require-bounded-text.ts'
import restricted from './require-restricted-text.ts'

type Version = 'oas2' | 'oas3.0' | 'oas3.1'

/** What a rule says of a property `judged` of a body that has others beside it. */
async function messagesOf(rule: Rule, name: string, schema: string, format: Version = 'oas3.1') {
  const inner = `{ type: object, properties: { ${name}: ${schema}, other: { type: boolean } } }`
  const body =
    format === 'oas2'
      ? `parameters: [{ name: body, in: body, schema: ${inner} }]`
      : `requestBody: { content: { application/json: { schema: ${inner} } } }`
  return told(
    rule,
    `paths: { /things: { post: { ${body}, responses: { '201': { description: OK } } } } }\n`,
    format,
  )
}

async function told(rule: Rule, description: string, format: Version = 'oas3.1') {
  const { findings, problems } = await runRule(rule, { title: 'case', format, text: description })
  expect(problems).toEqual([])
  return findings.map(({ message }) => message)
}

describe('what does nothing any more needs no limit', () => {
  it.each([
    'deprecated: true',
    'description: "**Deprecated**. Use `name`."',
    'description: "Obsolete."',
    'description: "[OBSOLETE] It will no longer have any effect."',
    'description: "A name. This field is deprecated."',
  ])('by %s', async (more) => {
    expect(await messagesOf(text, 'judged', `{ type: string, ${more} }`)).toEqual([])
    expect(await messagesOf(list, 'judged', `{ type: array, items: { type: string }, ${more} }`)).toEqual([])
    expect(await messagesOf(text, 'judged', `{ type: array, items: { type: string }, ${more} }`)).toEqual([])
    const members = '{ type: object, additionalProperties: { type: integer }'
    expect(await messagesOf(map, 'judged', `${members}, ${more} }`)).toEqual([])
  })

  it.each([
    'deprecated: false',
    'description: "Names that are not known are ignored."',
    'description: "Whether this field is deprecated."',
    'description: "Ignored if the field is empty."',
  ])('but not by %s', async (more) => {
    expect(await messagesOf(text, 'judged', `{ type: string, ${more} }`)).toHaveLength(1)
  })
})

describe('work that may be unlimited', () => {
  it.each([
    ['0 means unlimited parallelism.', 0],
    ['Set to -1 for no limit.', 0],
    ['Unlimited if 0.', 0],
    ['How many run at once, 10 of them by default.', 1],
    ['0.5 is no unlimited number.', 1],
  ])('%j', async (description, count) => {
    const schema = `{ type: integer, description: '${description}' }`
    expect(await messagesOf(number, 'parallelism', schema)).toHaveLength(count)
  })
})

describe('a circle', () => {
  it('names the keyword for each way in which it branches', async () => {
    const node = (properties: string) =>
      `components: { schemas: { N: { type: object, properties: { ${properties} } } } }\npaths: { /n: { post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/N' } } } }, responses: { '201': { description: OK } } } } }\n`
    const items = "all: { type: array, items: { $ref: '#/components/schemas/N' } }"
    const members = "named: { type: object, additionalProperties: { $ref: '#/components/schemas/N' } }"
    expect(await told(recursion, node(items))).toEqual([expect.stringContaining('set `maxItems` there,')])
    expect(await told(recursion, node(members))).toEqual([
      expect.stringContaining('set `maxProperties` there,'),
    ])
    expect(await told(recursion, node(`${items}, ${members}`))).toEqual([
      expect.stringContaining('set `maxItems` and `maxProperties` there (for lists, and for maps),'),
    ])
  })
})

describe('a text has a bound', () => {
  it.each([
    '{ type: string, maxLength: 5 }',
    '{ type: string, enum: [a] }',
    '{ const: a }',
    '{ type: [string, "null"], format: uuid }',
    "{ type: string, pattern: '^[0-9]{8}$' }",
    '{ type: string, contentEncoding: base64, maxLength: 5 }',
    '{ allOf: [{ type: string }, { maxLength: 5 }] }',
    '{ maxLength: 5, oneOf: [{ type: string }, { type: integer }] }',
    '{ anyOf: [{ type: string, maxLength: 5 }, { type: "null" }] }',
    '{ oneOf: [{ oneOf: [{ type: string, maxLength: 5 }, { type: boolean }] }, { type: string, enum: [a] }] }',
    '{ type: boolean }',
    '{ type: integer, format: int64 }',
    '{ type: string, readOnly: true }',
  ])('by %s', async (schema) => {
    expect(await messagesOf(text, 'judged', schema)).toEqual([])
  })

  it.each([
    '{ type: string }',
    '{ type: string, minLength: 5 }',
    '{ type: string, format: uri }',
    "{ type: string, pattern: '^a+$' }",
    "{ type: string, pattern: '^a$|b' }",
    '{ oneOf: [{ type: string, maxLength: 5 }, { type: string, minLength: 6 }] }',
    '{ type: string, anyOf: [{ format: uuid }, { minLength: 1 }] }',
    '{ oneOf: [{ type: boolean }, { anyOf: [{ type: integer }, { type: string }] }] }',
    '{ type: string, not: { maxLength: 5 } }',
  ])('but not by %s', async (schema) => {
    expect(await messagesOf(text, 'judged', schema)).toHaveLength(1)
  })

  it.each(['{}', '{ description: anything }', '{ maxItems: 3 }'])(
    'and nothing is said of %s',
    async (schema) => {
      expect(await messagesOf(text, 'judged', schema)).toEqual([])
    },
  )
})

describe('a list has a bound', () => {
  it.each([
    '{ type: array, maxItems: 3, items: { type: integer } }',
    '{ allOf: [{ type: array, items: { type: integer } }, { maxItems: 3 }] }',
    '{ type: array, prefixItems: [{ type: integer }], items: false }',
    '{ type: array, uniqueItems: true, items: { enum: [a, b] } }',
    '{ type: array, uniqueItems: true, items: { type: boolean } }',
    '{ type: array, enum: [[1], [2]], items: { type: integer } }',
    '{ type: array, readOnly: true, items: { type: integer } }',
  ])('by %s', async (schema) => {
    expect(await messagesOf(list, 'judged', schema)).toEqual([])
  })

  it.each([
    '{ type: array, items: { type: integer } }',
    '{ type: array, minItems: 3, items: { type: integer } }',
    '{ type: array, prefixItems: [{ type: integer }] }',
    '{ type: array, uniqueItems: true, items: { type: integer } }',
    '{ type: array, items: { enum: [a, b] } }',
    '{ oneOf: [{ type: string }, { type: array, items: { type: string } }] }',
  ])('but not by %s', async (schema) => {
    expect(await messagesOf(list, 'judged', schema)).toHaveLength(1)
  })

  it('whatever lists it holds', async () => {
    const inner = '{ type: array, maxItems: 3, items: { type: array, items: { type: number } } }'
    expect(await messagesOf(list, 'judged', inner)).toEqual([
      'The body of `POST /things` sets no limit on the number of items of `judged[]`: add `maxItems`.',
    ])
  })

  it('more than ever where objects are compared with each other', async () => {
    const objects =
      '{ type: array, uniqueItems: true, items: { type: object, properties: { a: { type: integer } } } }'
    const [message] = await messagesOf(list, 'judged', objects)
    expect(message).toMatch(/every object with every other\.$/)
    const numbers = '{ type: array, uniqueItems: true, items: { type: integer } }'
    expect((await messagesOf(list, 'judged', numbers))[0]).not.toMatch(/every other/)
  })
})

describe('a map has a bound', () => {
  it.each([
    '{ type: object, maxProperties: 3, additionalProperties: { type: integer } }',
    '{ type: object, propertyNames: { enum: [a] }, additionalProperties: { type: integer } }',
    '{ allOf: [{ type: object, additionalProperties: { type: integer } }, { maxProperties: 3 }] }',
    // open or not described at all, which is another matter
    '{ type: object, additionalProperties: true }',
    '{ type: object, properties: { a: { type: integer } }, additionalProperties: { type: integer } }',
  ])('or is none: %s', async (schema) => {
    expect(await messagesOf(map, 'judged', schema)).toEqual([])
  })

  it.each([
    '{ type: object, additionalProperties: { type: integer } }',
    "{ type: object, patternProperties: { '^x': { type: integer } } }",
    '{ type: object, propertyNames: { minLength: 1 }, additionalProperties: { type: integer } }',
  ])('but not by %s', async (schema) => {
    expect(await messagesOf(map, 'judged', schema)).toHaveLength(1)
  })
})

describe('an amount has a bound', () => {
  it.each([
    ['oas3.1', '{ type: integer, minimum: 0 }'],
    ['oas3.1', '{ type: number, exclusiveMinimum: 0 }'],
    ['oas3.1', '{ type: number, minimum: 0, exclusiveMinimum: 0 }'],
    ['oas3.1', '{ type: integer, enum: [5, 10] }'],
    ['oas3.1', '{ const: 5, type: integer }'],
    ['oas3.1', '{ type: integer, format: uint8 }'],
    ['oas3.1', '{ type: number, minimum: -100 }'],
    ['oas3.1', '{ allOf: [{ type: number }, { minimum: 0 }] }'],
    ['oas3.1', "{ type: string, pattern: '^[0-9]+$' }"],
    ['oas3.0', '{ type: number, minimum: 0, exclusiveMinimum: true }'],
    ['oas2', '{ type: number, minimum: 0, exclusiveMinimum: true }'],
  ] as const)('in %s by %s', async (format, schema) => {
    expect(await messagesOf(number, 'totalAmount', schema, format)).toEqual([])
  })

  it.each([
    ['oas3.1', '{ type: integer, format: int32 }'],
    ['oas3.1', '{ type: number, maximum: 100 }'],
    ['oas3.1', '{ oneOf: [{ type: number }, { type: string }] }'],
    ['oas3.0', '{ type: number, exclusiveMinimum: true }'],
  ] as const)('but not in %s by %s', async (format, schema) => {
    expect(await messagesOf(number, 'totalAmount', schema, format)).toEqual([
      'The body of `POST /things` sets no `minimum` for `totalAmount`.',
    ])
  })

  it.each(['amountType', 'pageSize', 'currentReplicas', 'viewCount', 'depths of despair'])(
    'and %s is none',
    async (name) => {
      expect(await messagesOf(number, name, '{ type: integer }')).toEqual([])
    },
  )
})

describe('what callers send is told of once', () => {
  const parameter = (name: string) => `{ name: ${name}, in: query, schema: { type: string } }`
  const get = (...parameters: readonly string[]) =>
    `get: { parameters: [${parameters.join(', ')}], responses: { '200': { description: OK } } }`

  it('for a parameter of several operations, with all of them', async () => {
    const paths = `paths: { /a: { ${get(parameter('sort'))} }, /b: { ${get(parameter('sort'))} } }\n`
    expect(await told(text, paths)).toEqual([
      'Query parameter `sort` of 2 operations sets no limit on its length: add `maxLength`.',
    ])
  })

  it('for a component, however many operations take it, and at its own place', async () => {
    const post = `post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }, responses: { '201': { description: OK } } }`
    const description = `paths: { /a: { ${post} }, /b: { ${post} } }
components: { schemas: { Note: { type: object, properties: { a: { type: string }, b: { type: object, properties: { c: { type: string } } } } } } }
`
    expect(await told(text, description)).toEqual([
      '`Note`, which `POST /a` takes, sets no limit on the length of `a` and `b.c`: add `maxLength`.',
    ])
  })

  it('an identifier that may be any text, by the rule for identifiers', async () => {
    expect(await messagesOf(restricted, 'userId', '{ type: string }')).toHaveLength(1)
    expect(await messagesOf(text, 'userId', '{ type: string }')).toEqual([])
    expect(await messagesOf(restricted, 'userId', "{ type: string, pattern: '^[a-z]+$' }")).toEqual([])
    expect(await messagesOf(text, 'userId', "{ type: string, pattern: '^[a-z]+$' }")).toHaveLength(1)
  })

  it('a list of whatever it may be, where the operation says that it does many things at once', async () => {
    const post = (path: string) =>
      `paths: { ${path}: { post: { requestBody: { content: { application/json: { schema: { type: object, properties: { rows: { type: array, items: {} } } } } } }, responses: { '201': { description: OK } } } } }\n`
    expect(
      [await told(bulk, post('/rows/bulk')), await told(list, post('/rows/bulk'))].map(
        ({ length }) => length,
      ),
    ).toEqual([1, 0])
    expect(
      [await told(bulk, post('/rows')), await told(list, post('/rows'))].map(({ length }) => length),
    ).toEqual([0, 1])
  })

  it('a list that is worked off, or that holds itself, by the rule for it', async () => {
    const items = `paths: { /a: { post: { requestBody: { content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Tree' } } } } }, responses: { '201': { description: OK } } } } }
components: { schemas: { Tree: { type: object, properties: { trees: { type: array, items: { $ref: '#/components/schemas/Tree' } } } } } }
`
    expect(await told(bulk, items)).toHaveLength(1)
    expect(await told(recursion, items)).toHaveLength(1)
    expect(await told(list, items)).toEqual([])
  })

  it('and not at all for what webhooks send and responses return', async () => {
    const schema =
      '{ type: object, properties: { a: { type: string }, b: { type: array, items: { type: string } } } }'
    const content = `content: { application/json: { schema: ${schema} } }`
    const description = `webhooks: { changed: { post: { requestBody: { ${content} }, responses: { '200': { description: OK } } } } }
paths: { /a: { get: { responses: { '200': { description: OK, ${content} } } } } }
`
    for (const rule of [text, list, bulk]) expect(await told(rule, description)).toEqual([])
  })
})

describe('schemas that stand in each other very deep', () => {
  it('are gone through', async () => {
    const depth = 3_000
    const schemas = Array.from(
      { length: depth },
      (_, at) =>
        `S${at}: { type: object, properties: { next: { oneOf: [{ $ref: '#/components/schemas/S${(at + 1) % depth}' }] } } }`,
    )
    const description = `paths: { /a: { post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/S0' } } } }, responses: { '201': { description: OK } } } } }
components: { schemas: { ${schemas.join(', ')} } }
`
    for (const rule of [text, recursion]) expect(await told(rule, description)).toEqual([])
  })
})
