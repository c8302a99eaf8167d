import { createRequire } from 'node:module'
import type { ApiFormat, ConformanceResult } from '@specward/core'
import { parseSource } from '@specward/core/testing'
import { describe, expect, it, vi } from 'vitest'
import { checkConformance } from './check.ts'

const require = createRequire(import.meta.url)

const HEADS: Readonly<Record<ApiFormat, string>> = {
  oas2: "swagger: '2.0'\ninfo: { title: A, version: '1' }\n",
  'oas3.0': "openapi: 3.0.3\ninfo: { title: A, version: '1' }\n",
  'oas3.1': "openapi: 3.1.0\ninfo: { title: A, version: '1' }\n",
  'oas3.2': "openapi: 3.2.0\ninfo: { title: A, version: '1' }\n",
  asyncapi2: "asyncapi: 2.6.0\ninfo: { title: A, version: '1' }\n",
  asyncapi3: "asyncapi: 3.0.0\ninfo: { title: A, version: '1' }\n",
}
const VERSIONS: Readonly<Record<ApiFormat, string>> = {
  oas2: '2.0',
  'oas3.0': '3.0.3',
  'oas3.1': '3.1.0',
  'oas3.2': '3.2.0',
  asyncapi2: '2.6.0',
  asyncapi3: '3.0.0',
}

/** Checks a text, with further files by name beside it. */
async function check(
  format: ApiFormat,
  text: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Exclude<ConformanceResult, { failed: string }>> {
  const texts = {
    'api.yaml': /^(openapi|swagger|asyncapi):/m.test(text) ? text : HEADS[format] + text,
    ...more,
  }
  const files = await Promise.all(
    Object.entries(texts).map(([name, each]) => parseSource(`file:///project/${name}`, each)),
  )
  const result = checkConformance({ format, version: VERSIONS[format], files })
  if ('failed' in result) throw new Error(result.failed)
  return result
}

/** `file#/pointer message` for each violation; an `@` in front of those that are about the key. */
async function said(...args: Parameters<typeof check>): Promise<readonly string[]> {
  const { violations } = await check(...args)
  return violations.map(({ uri, path, part, message }) => {
    const file = uri.slice('file:///project/'.length).replace('api.yaml', '')
    return `${part === 'key' ? '@' : ''}${file}${path.length > 0 ? path.join(' ') : '.'}: ${message}`
  })
}

const operation = (text: string): string => `paths:\n  /a:\n    get:\n${text.replace(/^(?=.)/gm, '      ')}\n`
const OK = "responses: { '200': { description: OK } }"

describe('a file that cannot be read', () => {
  it('is like one that is missing', async () => {
    const text = `${operation(OK)}components: { schemas: { A: { $ref: broken.yaml } } }\n`
    expect(await said('oas3.0', text, { 'broken.yaml': 'type: object\n}\n' })).toEqual(
      await said('oas3.0', text),
    )
  })
})

describe('a violation', () => {
  it.each<[ApiFormat, string, readonly string[]]>([
    [
      'oas3.1',
      'openapi: 3.1.0\ninfo: { title: A }\npaths: {}',
      ['info: `info` lacks `version`, which OpenAPI 3.1 requires.'],
    ],
    [
      'oas3.0',
      'openapi: 3.0.0\ninfo: { title: A, version: 1.0 }\npaths: {}',
      ['info version: `version` is the number `1`, but must be a string: put it in quotes.'],
    ],
    ['oas3.0', '', ['.: The description lacks `paths`, which OpenAPI 3.0 requires.']],
    [
      'oas3.1',
      '',
      [
        '.: The description lacks `paths` or `components` or `webhooks`: OpenAPI 3.1 requires at least one of them.',
      ],
    ],
    [
      'oas3.0',
      operation(`operationid: a\n${OK}`),
      [
        '@paths /a get operationid: Unknown field `operationid` in an Operation Object; did you mean `operationId`?',
      ],
    ],
    [
      'oas3.1',
      operation(`operationid: a\n${OK}`),
      [
        '@paths /a get operationid: Unknown field `operationid` in an Operation Object; did you mean `operationId`?',
      ],
    ],
    ['oas3.0', 'paths: { a: {} }', ['@paths a: `a` in `paths` is no path: paths begin with `/`.']],
    [
      'oas3.0',
      operation('responses: { abc: { description: OK } }'),
      ['@paths /a get responses abc: `responses` holds `abc`, which is no status code.'],
    ],
    [
      'oas3.1',
      operation("responses: { '200': { description: OK, headers: { ETag: { description: A tag } } } }"),
      [
        'paths /a get responses 200 headers ETag: `ETag` lacks `schema` or `content`: OpenAPI 3.1 requires one of them.',
      ],
    ],
    [
      'oas3.1',
      operation("responses: { '2xx': { description: OK } }"),
      ['@paths /a get responses 2xx: `responses` holds `2xx`, which is no status code: write `2XX`.'],
    ],
    [
      'oas3.0',
      operation('responses: {}'),
      ['paths /a get responses: `responses` is empty, but must have at least one entry.'],
    ],
    [
      'oas3.0',
      operation(`parameters: [{ name: q, in: heder, schema: {} }]\n${OK}`),
      [
        'paths /a get parameters 0 in: `in` is `heder`, but must be one of `path`, `query`, `header`, `cookie`; did you mean `header`?',
      ],
    ],
    [
      'oas3.0',
      operation(`parameters: [{ name: q, in: header, style: form, schema: {} }]\n${OK}`),
      ['paths /a get parameters 0 style: `style` is `form`, but must be `simple`.'],
    ],
    [
      'oas3.0',
      operation(`parameters: [{ name: q, in: path, schema: {} }]\n${OK}`),
      ['paths /a get parameters 0: Path parameter `q` needs `required: true`.'],
    ],
    [
      'oas3.0',
      operation(`parameters: [{ name: q, in: query }]\n${OK}`),
      [
        'paths /a get parameters 0: This Parameter Object lacks `schema` or `content`: OpenAPI 3.0 requires one of them.',
      ],
    ],
    [
      'oas3.0',
      operation(`tags: [1]\n${OK}`),
      ['paths /a get tags 0: Item 1 of `tags` is the number `1`, but must be a string: put it in quotes.'],
    ],
    [
      'oas3.0',
      operation(
        "responses:\n  '200':\n    description: OK\n    content: { a/b: { example: 1, examples: {} } }",
      ),
      ['@paths /a get responses 200 content a/b examples: `a/b` may have `example` or `examples`, not both.'],
    ],
    [
      'oas3.0',
      'paths: {}\ntags: [{ name: a }, { name: b }, { name: a }]',
      ['tags 2: Item 3 of `tags` repeats item 1; each may stand there once.'],
    ],
    [
      'oas3.0',
      'paths: {}\ncomponents: { securitySchemes: { a: { type: basic } } }',
      [
        'components securitySchemes a type: `type` is `basic`, but must be one of `apiKey`, `http`, `oauth2`, `openIdConnect`.',
      ],
    ],
    [
      'oas3.0',
      'paths: {}\ncomponents: { securitySchemes: { a: { name: x, in: header } } }',
      ['components securitySchemes a: `a` lacks `type`, which OpenAPI 3.0 requires.'],
    ],
    [
      'oas3.0',
      'paths: {}\ncomponents: { securitySchemes: { a: { type: oauth2, flow: implicit } } }',
      [
        '@components securitySchemes a flow: Unknown field `flow` in a Security Scheme Object; did you mean `flows`?',
      ],
    ],
    [
      'oas3.0',
      'paths: {}\ncomponents: { schemas: { a: { additionalProperties: maybe } } }',
      [
        'components schemas a additionalProperties: `additionalProperties` is a string, but must be an object or `true` or `false`.',
      ],
    ],
    [
      'oas3.2',
      'paths: {}\nservers: [{ url: /, nme: a }]',
      ['@servers 0 nme: Unknown field `nme` in a Server Object; did you mean `name`?'],
    ],
    [
      'asyncapi2',
      'channels: { a: { subscribe: { mesage: {} } } }',
      [
        '@channels a subscribe mesage: Unknown field `mesage` in an Operation Object; did you mean `message`?',
      ],
    ],
    [
      'asyncapi3',
      'operations: { a: { action: read, channel: { $ref: "#/channels/b" } } }\nchannels: { b: {} }',
      ['operations a action: `action` is `read`, but must be one of `send`, `receive`.'],
    ],
    [
      'asyncapi3',
      'operations: { a: { action: send, channel: { address: b } } }',
      ['operations a channel: `channel` lacks `$ref`, which AsyncAPI 3.0 requires.'],
    ],
  ])('%s %s', async (format, text, expected) => {
    expect(await said(format, text)).toEqual(expected)
  })

  it('has a discriminator of its own among those of its place', async () => {
    const { violations } = await check('oas3.1', 'openapi: 3.1.0\ninfo: {}\npaths: {}')
    expect(violations.map(({ discriminator }) => discriminator)).toEqual([
      'required title',
      'required version',
    ])
  })
})

describe('a description without violations', () => {
  it.each<[ApiFormat, string]>([
    ['oas2', operation(OK)],
    ['oas3.0', operation(OK)],
    ['oas3.1', operation(OK)],
    ['oas3.1', 'components: {}'],
    ['oas3.2', operation(OK)],
    ['asyncapi2', 'channels: {}'],
    [
      'asyncapi3',
      'channels: { a: {} }\noperations: { b: { action: send, channel: { $ref: "#/channels/a" } } }',
    ],
    ['oas3.1', 'paths: {}\nservers: [{ url: "{a}", variables: { a: { default: b, description: c } } }]'],
    ['oas3.1', 'openapi: 3.1.0\ninfo: { title: A, version: "1", license: { name: MIT } }\npaths: {}'],
    [
      'oas3.1',
      `components: { parameters: { a: { name: a, in: query, schema: {} } } }\n${operation(
        `parameters: [{ $ref: '#/components/parameters/a', summary: S }]\n${OK}`,
      )}`,
    ],
  ])('%s %s', async (format, text) => {
    expect(await check(format, text)).toEqual({ violations: [], unread: [] })
  })
})

describe('a version', () => {
  it('that was never published is a violation, though the schema takes its form', async () => {
    expect(await said('oas3.0', 'openapi: 3.0.0-rc1\ninfo: { title: A, version: "1" }\npaths: {}')).toEqual([
      'openapi: `openapi` is `3.0.0-rc1`, which is no published version of OpenAPI 3.0.',
    ])
  })

  it('that there is no schema for is left open', async () => {
    const files = [await parseSource('file:///a.yaml', HEADS.asyncapi2)]
    expect(checkConformance({ format: 'asyncapi2', version: '2.9.0', files })).toEqual({
      violations: [],
      unread: [{ uri: 'file:///a.yaml', path: [], because: 'there is no schema for version `2.9.0`' }],
    })
  })
})

describe('what is behind a reference', () => {
  const shared = { 'shared.yaml': 'bad: { descripton: OK }\ngood: { description: OK }\n' }
  const refer = (name: string): string =>
    operation(
      `responses: { '200': { $ref: './shared.yaml#/${name}' }, '404': { $ref: 'shared.yaml#/${name}' } }`,
    )

  it('is reported once, where it stands', async () => {
    expect(await said('oas3.0', refer('bad'), shared)).toEqual([
      '@shared.yamlbad descripton: Unknown field `descripton` in a Response Object; did you mean `description`?',
    ])
  })

  it('may conform', async () => {
    expect(await said('oas3.0', refer('good'), shared)).toEqual([])
  })

  it('is left open when it could not be read', async () => {
    const { violations, unread } = await check('oas3.0', refer('bad'))
    expect(violations).toEqual([])
    expect(unread.map(({ path, because }) => `${path.join(' ')}: ${because}`)).toEqual([
      'paths /a get responses 200: `./shared.yaml#/bad` could not be read',
      'paths /a get responses 404: `shared.yaml#/bad` could not be read',
    ])
  })

  it('may stand where a field decides what is asked for', async () => {
    const text = `paths: { /a: { parameters: [{ in: { $ref: nowhere }, name: a }] } }\n`
    expect(await said('oas2', text)).toEqual([
      'paths /a parameters 0 in: `in` is an object, but must be one of `body`, `header`, `formData`, `query`, `path`.',
    ])
  })

  it('is not looked for in data', async () => {
    const content = "content: { a/b: { example: { $ref: 'http://unreachable.invalid/x' } } }"
    expect(await check('oas3.0', operation(`responses: { '200': { description: OK, ${content} } }`))).toEqual(
      {
        violations: [],
        unread: [],
      },
    )
  })

  it('has keys beside `$ref` put over its own, each of which is reported where it stands', async () => {
    const text = `components: { responses: { a: { description: OK, x: 1 } } }\n${operation(
      "responses: { '200': { $ref: '#/components/responses/a', y: 2 } }",
    )}`
    expect(await said('oas3.0', text)).toEqual([
      '@components responses a x: Unknown field `x` in a Response Object.',
      '@paths /a get responses 200 y: Unknown field `y` in a Response Object.',
    ])
  })

  it('is told of by the operation to which it belongs', async () => {
    const text = "paths: { /a: { get: { responses: { '200': {} } }, put: {} } }"
    expect(await said('oas3.0', text)).toEqual([
      'paths /a get responses 200: Response `200` of `GET /a` lacks `description`, which OpenAPI 3.0 requires.',
      'paths /a put: `PUT /a` lacks `responses`, which OpenAPI 3.0 requires.',
    ])
  })

  it('is told of once where an unknown key holds what is lacking', async () => {
    const text =
      'channels: { a: { publish: { message: { examples: [{ laurent: { payload: 1 } }], payload: {} } } } }'
    expect(await said('asyncapi2', text)).toEqual([
      '@channels a publish message examples 0 laurent: Unknown field `laurent` in item 1 of `examples`.',
    ])
  })

  it('may be a circle where references are allowed', async () => {
    const text =
      "paths: {}\ncomponents: { schemas: { a: { properties: { b: { $ref: '#/components/schemas/a' } } } } }"
    expect(await said('oas3.0', text)).toEqual([])
  })

  it('may stand in place of a path item, also where a schema below it refers to itself', async () => {
    const paths = `{ a: { get: { responses: { '200': { description: d, content: { a/b: { schema: { $ref: 'schema.yaml' } } } } } } } }`
    for (const format of ['oas3.0', 'oas3.1', 'oas3.2'] as const) {
      const files = {
        'paths.yaml': paths,
        'schema.yaml': 'type: object\nproperties: { self: { $ref: "#" } }',
      }
      expect(await said(format, 'paths: { /a: { $ref: "paths.yaml#/a" } }', files)).toEqual([])
    }
  })

  it('must not be a circle where references are not allowed', async () => {
    const text = `${operation(OK)}    post: { $ref: '#/x-post' }\nx-post: { x-self: { $ref: '#/x-post' } }\n`
    expect(await said('oas3.0', text)).toEqual([
      '@paths /a post $ref: `POST /a` is a `$ref`, which OpenAPI 3.0 does not allow in place of an Operation Object.',
    ])
  })

  it('is judged also as AsyncAPI has it, where some places want a reference and no copy', async () => {
    const text =
      'channels: { a: { $ref: "shared.yaml#/channel" } }\noperations: { b: { action: send, channel: { $ref: "shared.yaml#/channel" } } }'
    expect(await said('asyncapi3', text, { 'shared.yaml': 'channel: { adress: a }' })).toEqual([
      '@shared.yamlchannel adress: Unknown field `adress` in a Channel Object; did you mean `address`?',
    ])
  })
})

describe('what OpenAPI 2.0 says beyond its schema', () => {
  const path = (name: string, text: string): string =>
    `paths:\n  ${name}:\n    get: { operationId: a, ${OK}, ${text} }\n`

  it.each([
    [path('/{id}', ''), 'paths /{id} get: `GET /{id}` lacks a path parameter for `{id}`.'],
    [
      path('/', 'parameters: [{ name: id, in: path, required: true, type: string }]'),
      'paths / get parameters 0: Path parameter `id` has no `{id}` in `/`.',
    ],
    [
      path('/', 'parameters: [{ name: q, in: query, type: string }, { name: q, in: query, type: number }]'),
      'paths / get parameters 1: There is another query parameter `q` in this list.',
    ],
    [
      path('/', 'parameters: [{ name: a, in: body, schema: {} }, { name: b, in: body, schema: {} }]'),
      'paths / get: `GET /` has 2 body parameters, but only one is allowed.',
    ],
    [
      path('/', 'parameters: [{ name: a, in: body, schema: {} }, { name: b, in: formData, type: string }]'),
      'paths / get: `GET /` has a body parameter and form parameters, which exclude each other.',
    ],
    [
      path('/', 'parameters: [{ name: f, in: formData, type: file }]'),
      'paths / get parameters 0: `GET /` takes a file, so it must consume `multipart/form-data` or `application/x-www-form-urlencoded`.',
    ],
    [
      `${path('/', '')}    put: { operationId: a, ${OK} }\n`,
      'paths / put operationId: The `operationId` `a` is that of another operation.',
    ],
    [
      'paths: {}\ndefinitions: { a: { type: object, required: [b] } }',
      'definitions a required 0: `a` requires `b`, which is none of its properties.',
    ],
    [
      path('/', 'parameters: [{ name: q, in: query, type: array }]'),
      'paths / get parameters 0: Parameter `q` is an array and lacks `items`.',
    ],
  ])('%s', async (text, expected) => {
    expect(await said('oas2', text)).toEqual([expected])
  })

  it('finds required properties also in what a schema is composed of', async () => {
    const text =
      "paths: {}\ndefinitions: { a: { type: object, required: [b], allOf: [{ $ref: '#/definitions/c' }] }, c: { properties: { b: {} } } }"
    expect(await said('oas2', text)).toEqual([])
  })
})

describe('hostile descriptions', () => {
  it('may nest references deeper than any stack', async () => {
    const names = Array.from({ length: 20_000 }, (_, index) => index)
    const schemas = Object.fromEntries(
      names.map((index) => [
        `s${index}`,
        { properties: { next: { $ref: `#/components/schemas/s${index + 1}` } } },
      ]),
    )
    const value = {
      openapi: '3.0.0',
      info: { title: 'A', version: '1' },
      paths: {},
      components: { schemas: { ...schemas, s20000: { type: 'sting' } } },
    }
    const result = checkConformance({
      format: 'oas3.0',
      version: '3.0.0',
      files: [{ uri: 'file:///a', value }],
    })
    expect(result).toMatchObject({ violations: [{ path: ['components', 'schemas', 's20000', 'type'] }] })
  })

  it('may refer to everything twice at every level', async () => {
    const level = (index: number) => ({ $ref: `#/components/schemas/s${index}` })
    const schemas = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [
        `s${index}`,
        { properties: { a: level(index + 1), b: level(index + 1) } },
      ]),
    )
    const value = {
      openapi: '3.0.0',
      info: { title: 'A', version: '1' },
      paths: {},
      components: { schemas: { ...schemas, s60: {} } },
    }
    const result = checkConformance({
      format: 'oas3.0',
      version: '3.0.0',
      files: [{ uri: 'file:///a', value }],
    })
    expect(result).toEqual({ violations: [], unread: [] })
  })

  it('may use any name', async () => {
    const text = operation(`__proto__: 1\nconstructor: 2\ntoString: 3\n${OK}`)
    const fields = (await check('oas3.0', text)).violations.map(({ path }) => path.at(-1))
    expect(fields).toEqual(['__proto__', 'constructor', 'toString'])
  })

  it('reach neither network nor disk', async () => {
    const used: string[] = []
    for (const [name, functions] of [
      ['node:http', ['request', 'get']],
      ['node:https', ['request', 'get']],
      ['node:net', ['connect', 'createConnection']],
      ['node:fs', ['readFile', 'readFileSync', 'open', 'openSync', 'createReadStream']],
    ] as const) {
      for (const each of functions) {
        const module = require(name)
        vi.spyOn(module, each).mockImplementation((...args: readonly unknown[]) => {
          used.push(`${name} ${each} ${args[0]}`)
          throw new Error('not allowed')
        })
      }
    }
    vi.stubGlobal('fetch', (url: unknown) => {
      used.push(`fetch ${url}`)
      throw new Error('not allowed')
    })
    try {
      const text = `paths:
  /a: { $ref: 'http://unreachable.invalid/a.yaml' }
  /b: { $ref: 'file:///etc/passwd' }
  /c: { $ref: '../../etc/hosts#/a' }
components:
  schemas:
    S: { $ref: 'http://json-schema.org/draft-07/schema#' }
    T: { example: { $ref: 'https://unreachable.invalid/t' } }
`
      const { violations, unread } = await check('oas3.0', text)
      expect(violations).toEqual([])
      expect(unread).toHaveLength(4)
      expect(used).toEqual([])
    } finally {
      vi.restoreAllMocks()
      vi.unstubAllGlobals()
    }
  })
})

describe('a reference that has to go through references', () => {
  it('ends where one has to go through itself', async () => {
    const text = "paths: {}\ncomponents: { schemas: { $ref: '#/components/schemas/x' } }"
    expect((await check('oas3.1', text)).violations).toBeDefined()
  })

  it('ends in a long chain of them', async () => {
    const chain = Array.from(
      { length: 5_000 },
      (_, at) => `    s${at}: { $ref: '#/components/schemas/s${at + 1}/properties' }`,
    )
    const text = `paths: {}\ncomponents:\n  schemas:\n${chain.join('\n')}\n    s5000: { type: object }`
    expect((await check('oas3.1', text)).violations).toBeDefined()
  })
})
