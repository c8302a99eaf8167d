import { describe, expect, it } from 'vitest'
import { graphOf, memoryHost } from './graph.test-kit.ts'
import type { Graph } from './graph.ts'

// T10: chains of references

const HEAD = 'openapi: 3.0.3\ninfo: { title: T, version: "1" }\n'

/** Codes with the text that each problem points at. */
function problemsOf(graph: Graph): string[] {
  return graph.problems.map(({ code, severity, uri, span }) => {
    const file = graph.files.find((each) => each.uri === uri)
    return `${code} ${severity} ${span ? file?.text.slice(span.start, span.end) : '-'}`
  })
}

function resolved(graph: Graph, ...path: string[]): unknown {
  const node = graph.root.at(...path)
  return node && graph.resolve(node)?.value
}

/** Schemas of which each is a reference to the next, and the last a text. */
function chainOf(length: number): string {
  const names = Array.from({ length }, (_, index) => index)
  const chain = names.map((index) => `"S${index}":{"$ref":"#/components/schemas/S${index + 1}"}`)
  return `{"openapi":"3.0.0","components":{"schemas":{${chain.join(',')},"S${length}":{"type":"string"}}}}`
}

describe('references', () => {
  it('lead to a component of the same file', async () => {
    const graph = await graphOf({
      'api.yaml': `${HEAD}components: { schemas: { A: { $ref: '#/components/schemas/B' }, B: { type: string } } }`,
    })
    expect(resolved(graph, 'components', 'schemas', 'A')).toEqual({ type: 'string' })
    expect(graph.problems).toEqual([])
  })

  it('lead into other files, relative to the file in which they stand', async () => {
    const graph = await graphOf({
      'api/main.yaml': `${HEAD}paths: { /a: { $ref: 'paths/a.yaml' } }`,
      'api/paths/a.yaml': 'get: { responses: { "200": { $ref: "../../shared/ok.json#/ok" } } }',
      'shared/ok.json': '{ "ok": { "description": "fine" } }',
    })
    expect(graph.problems).toEqual([])
    expect(graph.files.map((file) => file.uri.slice('file:///project/'.length))).toEqual([
      'api/main.yaml',
      'api/paths/a.yaml',
      'shared/ok.json',
    ])
    expect(graph.nodes('response').map((node) => node.value)).toEqual([{ description: 'fine' }])
  })

  it('give the same order of files, whichever of them is read first', async () => {
    const files = {
      'api.yaml': `${HEAD}paths: { /a: { $ref: slow.yaml }, /b: { $ref: fast.yaml } }`,
      'slow.yaml': 'get: { responses: {} }',
      'fast.yaml': 'get: { responses: {} }',
    }
    const host = memoryHost(files)
    const late: typeof host = {
      ...host,
      async read(uri) {
        // some turns of the event loop later than the other
        for (let turn = 0; uri.endsWith('slow.yaml') && turn < 20; turn++) await Promise.resolve()
        return host.read(uri)
      },
    }
    const graph = await graphOf(files, { host: late })
    expect(host.reads.map((uri) => uri.replace(/.*\//, ''))).toEqual(['api.yaml', 'fast.yaml', 'slow.yaml'])
    expect(graph.files.map(({ uri }) => uri.replace(/.*\//, ''))).toEqual([
      'api.yaml',
      'slow.yaml',
      'fast.yaml',
    ])
  })

  it('read each file once, however many references lead there', async () => {
    const files = {
      'api.yaml': `${HEAD}components: { schemas: { A: { $ref: 'b.yaml#/X' }, B: { $ref: 'b.yaml#/Y' }, C: { $ref: './b.yaml#/X' } } }`,
      'b.yaml': 'X: { type: string }\nY: { type: integer }',
    }
    const host = memoryHost(files)
    await graphOf(files, { host })
    expect(host.reads).toEqual(['file:///project/api.yaml', 'file:///project/b.yaml'])
  })

  it('may be a block scalar', async () => {
    const graph = await graphOf({
      'api.yaml': `${HEAD}components:\n  schemas:\n    A:\n      $ref: >-\n        #/components/schemas/B\n    B: { type: string }\n`,
    })
    expect(resolved(graph, 'components', 'schemas', 'A')).toEqual({ type: 'string' })
  })

  it('decode what RFC 6901 and RFC 3986 escape', async () => {
    const graph = await graphOf({
      'api.yaml': `${HEAD}paths:\n  /a/{b}: { get: {} }\n  /c: { $ref: '#/paths/~1a~1%7Bb%7D' }`,
    })
    expect(resolved(graph, 'paths', '/c')).toEqual({ get: {} })
  })

  it('may lead through an object that is itself a reference', async () => {
    const graph = await graphOf({
      'api.yaml': `${HEAD}components:\n  schemas:\n    A: { $ref: '#/components/schemas/B/properties/x' }\n    B: { $ref: 'b.yaml' }\n`,
      'b.yaml': 'properties: { x: { type: boolean } }',
    })
    expect(resolved(graph, 'components', 'schemas', 'A')).toEqual({ type: 'boolean' })
    expect(graph.problems).toEqual([])
  })

  it('find an $anchor', async () => {
    const graph = await graphOf({
      'api.yaml':
        'openapi: 3.1.0\ncomponents: { schemas: { A: { $ref: "#here" }, B: { $anchor: here, type: string } } }',
    })
    expect(resolved(graph, 'components', 'schemas', 'A')).toEqual({ $anchor: 'here', type: 'string' })
  })

  describe('below an $id', () => {
    const head = HEAD.replace('3.0.3', '3.1.0')
    const schemas = (text: string) => `${head}components:\n  schemas:\n${text.replace(/^(?=.)/gm, '    ')}`

    it('are relative to it, and may lead to a schema that calls itself so', async () => {
      const files = {
        'api.yaml': schemas(`
A:
  $id: https://example.com/schemas/a
  properties: { b: { $ref: b }, c: { $ref: '#/$defs/C' }, d: { $ref: '#down' }, e: { $ref: 'b#/$defs/E' } }
  $defs: { C: { type: string }, D: { $anchor: down, type: integer } }
B: { $id: b/../b, $defs: { E: { type: number } }, $ref: 'https://example.com/schemas/a#/$defs/C' }
Other: { $id: https://example.com/schemas/b, type: boolean, $defs: { E: { type: number } } }
`),
      }
      const graph = await graphOf(files)
      expect(graph.problems).toEqual([])
      const at = (name: string) => resolved(graph, 'components', 'schemas', 'A', 'properties', name)
      expect(at('b')).toMatchObject({ type: 'boolean' })
      expect(at('c')).toEqual({ type: 'string' })
      expect(at('d')).toMatchObject({ type: 'integer' })
      expect(at('e')).toEqual({ type: 'number' })
      expect(resolved(graph, 'components', 'schemas', 'B')).toEqual({ type: 'string' })
    })

    it('lead through others, and mean the file where the schema has no such place', async () => {
      const graph = await graphOf({
        'api.yaml': schemas(`
A: { $id: https://example.com/a, properties: { b: { $ref: '#/components/schemas/B' }, c: { $ref: c.yaml }, d: { $ref: '#/$defs/D/properties/x' } }, $defs: { D: { $ref: '#/components/schemas/D' } } }
B: { type: string }
D: { properties: { x: { type: integer } } }
`),
        'c.yaml': 'type: number',
      })
      expect(graph.problems).toEqual([])
      const at = (name: string) => resolved(graph, 'components', 'schemas', 'A', 'properties', name)
      expect([at('b'), at('c'), at('d')]).toEqual([
        { type: 'string' },
        { type: 'number' },
        { type: 'integer' },
      ])
    })

    it('mean the file where the schema itself refers to something else', async () => {
      const graph = await graphOf({
        'api.yaml': schemas(`
A: { $id: https://example.com/a, $ref: '#/components/schemas/B', $defs: { C: { $ref: '#/components/schemas/B' } } }
B: { type: string }
`),
      })
      expect(graph.problems).toEqual([])
      expect(resolved(graph, 'components', 'schemas', 'A')).toEqual({ type: 'string' })
      expect(resolved(graph, 'components', 'schemas', 'A', '$defs', 'C')).toEqual({ type: 'string' })
    })

    it('are those of the file in OpenAPI 3.0, and beside a property of that name', async () => {
      const text = `components: { schemas: { A: { $id: 'https://x.example/a', properties: { $id: { $ref: '#/components/schemas/B' } } }, B: { type: string } } }`
      for (const start of [HEAD, head]) {
        const graph = await graphOf({ 'api.yaml': `${start}${text}` })
        expect(graph.problems).toEqual([])
        expect(resolved(graph, 'components', 'schemas', 'A', 'properties', '$id')).toEqual({ type: 'string' })
      }
      const old = await graphOf({
        'api.yaml': `${HEAD}${text.replace("'#/components/schemas/B'", "'#/properties'")}`,
      })
      expect(problemsOf(old)).toEqual([`ref-not-found error '#/properties'`])
    })
  })

  it('know the document by its $self', async () => {
    const graph = await graphOf({
      'api.yaml':
        'openapi: 3.2.0\n$self: https://example.com/api\ncomponents: { schemas: { A: { $ref: "https://example.com/api#/components/schemas/B" }, B: { type: string } } }',
    })
    expect(resolved(graph, 'components', 'schemas', 'A')).toEqual({ type: 'string' })
  })

  it('lead from $self to the document itself, whatever its file is called', async () => {
    const graph = await graphOf({
      'api.yaml':
        'openapi: 3.2.0\n$self: https://example.com/a/orders.yaml\ncomponents: { schemas: { A: { $ref: "./orders.yaml#/components/schemas/B" }, B: { type: string } } }',
    })
    expect(graph.problems).toEqual([])
    expect(resolved(graph, 'components', 'schemas', 'A')).toEqual({ type: 'string' })
  })

  it('follow a chain of 500', async () => {
    const graph = await graphOf({ 'api.json': chainOf(500) })
    expect(resolved(graph, 'components', 'schemas', 'S0')).toEqual({ type: 'string' })
    expect(graph.problems).toEqual([])
  })

  it('are not followed where a chain is longer, and that is told once, where it gets too long', async () => {
    const graph = await graphOf({ 'api.json': chainOf(10_000) })
    expect(resolved(graph, 'components', 'schemas', 'S0')).toBeUndefined()
    expect(resolved(graph, 'components', 'schemas', 'S9499')).toBeUndefined()
    expect(resolved(graph, 'components', 'schemas', 'S9500')).toEqual({ type: 'string' })
    const { text } = graph.root.file
    expect(
      graph.problems.map(({ code, severity, span }) => [code, severity, text.slice(span?.start, span?.end)]),
    ).toEqual([['reference-limit', 'error', '"#/components/schemas/S9500"']])
  })

  it('may form cycles through content', async () => {
    const graph = await graphOf({
      'api.yaml': `${HEAD}components: { schemas: { Tree: { properties: { left: { $ref: '#/components/schemas/Tree' } } } } }`,
    })
    expect(graph.problems).toEqual([])
    expect(graph.nodes('schema')).toHaveLength(1)
  })
})

describe('data', () => {
  it.each([
    ['an example', 'example: { $ref: nowhere.yaml }'],
    ['a default', 'default: { $ref: nowhere.yaml }'],
    ['an enum', 'enum: [{ $ref: nowhere.yaml }]'],
    ['a const', 'const: { $ref: nowhere.yaml }'],
    ['examples of a schema', 'examples: [{ $ref: nowhere.yaml }]'],
    ['an extension', 'x-note: { $ref: nowhere.yaml }'],
  ])('has no references: %s', async (_, keyword) => {
    const graph = await graphOf({
      'api.yaml': `openapi: 3.1.0\ncomponents: { schemas: { A: { ${keyword} } } }`,
    })
    expect(graph.references).toEqual([])
    expect(graph.problems).toEqual([])
  })

  it('is told apart from properties that are named like keywords', async () => {
    const graph = await graphOf({
      'api.yaml': `${HEAD}components: { schemas: { A: { properties: { example: { $ref: '#/components/schemas/B' }, default: { $ref: '#/components/schemas/B' } } }, B: {} } }`,
    })
    expect(graph.references.map((reference) => reference.holder.key)).toEqual(['example', 'default'])
  })

  it('is the value of a named example, but the example itself may be a reference', async () => {
    const graph = await graphOf({
      'api.yaml': `${HEAD}components: { examples: { A: { value: { $ref: nowhere.yaml } }, B: { $ref: '#/components/examples/A' } } }`,
    })
    expect(graph.references.map((reference) => reference.value)).toEqual(['#/components/examples/A'])
    expect(graph.problems).toEqual([])
  })

  it('is a payload in another schema language', async () => {
    const graph = await graphOf({
      'api.yaml':
        'asyncapi: 2.6.0\nchannels: { a: { publish: { message: { schemaFormat: application/vnd.apache.avro, payload: { fields: { $ref: nowhere.yaml } } } } } }',
    })
    expect(graph.references).toEqual([])
  })

  it('is no problem where that language is written as a text or a list', async () => {
    const payload = (schema: string) =>
      `asyncapi: 3.0.0\nchannels: { a: { messages: { b: { payload: { schemaFormat: 'application/vnd.google.protobuf;version=3', schema: ${schema} } } } } }`
    for (const schema of ["'message X { string a = 1; }'", "['null', string]"]) {
      expect(problemsOf(await graphOf({ 'api.yaml': payload(schema) }))).toEqual([])
    }
  })
})

describe('a broken reference', () => {
  it('is one problem at the reference', async () => {
    const graph = await graphOf({
      'api.yaml': `${HEAD}components: { schemas: { A: { $ref: '#/components/schemas/Pett' }, Pet: {} } }`,
    })
    expect(problemsOf(graph)).toEqual(["ref-not-found error '#/components/schemas/Pett'"])
    expect(graph.problems[0]?.message).toBe(
      '`#/components/schemas/Pett` leads nowhere: there is no `Pett` in `schemas`. Did you mean `Pet`?',
    )
  })

  it('points into the file in which it stands', async () => {
    const graph = await graphOf({
      'api.yaml': `${HEAD}paths: { /a: { $ref: a.yaml } }`,
      'a.yaml': 'get: { parameters: [{ $ref: gone.yaml }] }',
    })
    expect(graph.problems.map(({ code, uri }) => [code, uri])).toEqual([
      ['ref-file-not-found', 'file:///project/a.yaml'],
    ])
  })

  it('only warns where no security question depends on it', async () => {
    const graph = await graphOf({
      'api.yaml': `${HEAD}components: { examples: { A: { $ref: gone.yaml } }, links: { L: { $ref: '#/nope' } } }`,
    })
    expect(graph.problems.map(({ code, severity }) => `${code} ${severity}`)).toEqual([
      'ref-not-found warn',
      'ref-file-not-found warn',
    ])
  })

  it('that leads back to itself is one problem for the circle', async () => {
    const graph = await graphOf({
      'api.yaml': `${HEAD}components: { schemas: { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } } }`,
    })
    expect(graph.problems.map(({ code }) => code)).toEqual(['ref-cycle'])
    expect(resolved(graph, 'components', 'schemas', 'A')).toBeUndefined()
  })

  it('that leads through itself ends', async () => {
    const graph = await graphOf({
      'api.yaml': `${HEAD}components: { schemas: { A: { $ref: '#/components/schemas/A/properties/x' } } }`,
    })
    expect(graph.problems.map(({ code }) => code)).toEqual(['ref-cycle'])
  })

  it('into a file with a syntax error is told once, in that file', async () => {
    const graph = await graphOf({
      'api.yaml': `${HEAD}components: { schemas: { A: { $ref: 'b.yaml#/A' }, B: { $ref: 'b.yaml#/B' } } }`,
      'b.yaml': 'A: { type: string\nB: ]',
    })
    expect(new Set(graph.problems.map(({ code, uri }) => `${code} ${uri}`))).toEqual(
      new Set(['syntax-error file:///project/b.yaml']),
    )
  })

  it('of a foreign schema is told, though the schema is not read', async () => {
    const graph = await graphOf({
      'api.yaml':
        'asyncapi: 2.6.0\nchannels: { a: { publish: { message: { schemaFormat: application/vnd.apache.avro, payload: { $ref: ../outside.avsc } } } } }',
    })
    expect(graph.problems.map(({ code }) => code)).toEqual(['ref-outside-root'])
  })
})

describe('what may be read', () => {
  it.each([
    ['a parent folder', '../secret.yaml'],
    ['an absolute path', '/etc/passwd'],
    ['a file URL', 'file:///etc/passwd'],
    ['an escaped parent folder', '%2e%2e/secret.yaml'],
    ['an escaped slash', '..%2fsecret.yaml'],
    ['another scheme', 'ftp://example.com/a.yaml'],
  ])('ends at the root: %s', async (_, ref) => {
    const files = { 'api.yaml': `${HEAD}paths: { /a: { $ref: '${ref}' } }` }
    const host = memoryHost(files)
    const graph = await graphOf(files, { host })
    expect(graph.problems.map(({ code }) => code)).toEqual(['ref-outside-root'])
    expect(host.reads).toEqual(['file:///project/api.yaml'])
  })

  it('has no network, and the message tells how to allow a host', async () => {
    const files = { 'api.yaml': `${HEAD}paths: { /a: { $ref: 'https://schemas.example.com/a.yaml' } }` }
    const host = memoryHost(files)
    const graph = await graphOf(files, { host })
    expect(graph.problems.map(({ code }) => code)).toEqual(['ref-host-not-allowed'])
    expect(graph.problems[0]?.message).toContain('refs: { allow: [schemas.example.com] }')
    expect(host.reads).toHaveLength(1)
  })

  it('includes the hosts that policy allows, and no other', async () => {
    const graph = await graphOf(
      {
        'api.yaml': `${HEAD}paths: { /a: { $ref: 'https://ok.example.com/a.yaml' }, /b: { $ref: 'https://no.example.com/b.yaml' } }`,
        'https://ok.example.com/a.yaml': 'get: { responses: {} }',
      },
      { refHosts: ['ok.example.com'] },
    )
    expect(problemsOf(graph)).toEqual(["ref-host-not-allowed error 'https://no.example.com/b.yaml'"])
    expect(graph.nodes('operation')).toHaveLength(1)
  })
})

describe('a shape that cannot be read', () => {
  it.each([
    ['security as a mapping', 'security: { key: [] }', 'unexpected-shape error { key: [] }'],
    ['security without a value', 'security:\n', 'unexpected-shape error '],
    ['a requirement whose scopes are text', 'security: [{ key: read }]', 'unexpected-shape error read'],
    ['paths as a list', 'paths: [a]', 'unexpected-shape error [a]'],
    ['an operation as text', 'paths: { /a: { get: nothing } }', 'unexpected-shape error nothing'],
    [
      'parameters as a mapping',
      'paths: { /a: { parameters: { a: {} } } }',
      'unexpected-shape error { a: {} }',
    ],
    [
      'a list of parameters behind a reference',
      "paths: { /a: { parameters: { $ref: '#/x' } } }",
      "unexpected-shape error { $ref: '#/x' }",
    ],
    ['servers behind a reference', "servers: { $ref: '#/x' }", "unexpected-shape error { $ref: '#/x' }"],
    [
      'a security requirement behind a reference',
      "security: [{ $ref: '#/x' }]",
      "unexpected-shape error { $ref: '#/x' }",
    ],
    ['an empty item of security', 'security: [null]', 'unexpected-shape error null'],
    ['an empty item of servers', 'servers: [null]', 'unexpected-shape error null'],
    ['a method in another case', 'paths: { /a: { Post: {} } }', 'unexpected-shape error Post'],
    ['a method of a later version', 'paths: { /a: { query: {} } }', 'unexpected-shape error query'],
    ['a `$ref` that is a number', 'paths: { /a: { $ref: 42 } }', 'ref-invalid error 42'],
    ['a reference to the whole document', "paths: { /a: { $ref: '#' } }", "ref-invalid error '#'"],
    [
      'a reference to another kind of component',
      "paths: { /a: { $ref: '#/components/schemas/S' } }\ncomponents: { schemas: { S: {} } }",
      "ref-invalid error '#/components/schemas/S'",
    ],
    ['an example as text', 'components: { examples: { A: nothing } }', 'unexpected-shape warn nothing'],
  ])('is a problem: %s', async (_, text, problem) => {
    expect(problemsOf(await graphOf({ 'api.yaml': `${HEAD}${text}\n` }))).toEqual([problem])
  })

  it('is not: a boolean schema', async () => {
    const graph = await graphOf({
      'api.yaml': 'openapi: 3.1.0\ncomponents: { schemas: { A: true, B: { additionalProperties: false } } }',
    })
    expect(graph.problems).toEqual([])
  })

  it('is not: a key without a value that reads as absent', async () => {
    const graph = await graphOf({ 'api.yaml': `${HEAD}components:\n  schemas:\n    A:\n      properties:\n` })
    expect(graph.problems).toEqual([])
  })
})

describe('names', () => {
  it('of a component stay the same when it is moved to another file', async () => {
    const graph = await graphOf({
      'api.yaml': `${HEAD}components: { schemas: { Pet: { $ref: 'models/animal.yaml#/Creature' } } }`,
      'models/animal.yaml': 'Creature: { type: object }',
    })
    const node = graph.root.at('components', 'schemas', 'Pet')
    const end = node && graph.resolve(node)
    expect(end && graph.nameOf(end)).toBe('Pet')
  })

  it('of a file without a component is its stem', async () => {
    const graph = await graphOf({
      'api.yaml': `${HEAD}paths: { /a: { parameters: [{ $ref: 'parameters/page-size.yaml' }] } }`,
      'parameters/page-size.yaml': '{ name: size, in: query }',
    })
    expect(graph.nodes('parameter').map((node) => graph.nameOf(node))).toEqual(['page-size'])
  })
})

describe('hostile names', () => {
  it('change nothing', async () => {
    const graph = await graphOf({
      'api.yaml': `${HEAD}components: { schemas: { __proto__: { type: string }, constructor: { $ref: '#/components/schemas/toString' }, toString: { type: integer } } }`,
    })
    expect(graph.problems).toEqual([])
    expect(resolved(graph, 'components', 'schemas', 'constructor')).toEqual({ type: 'integer' })
    expect(resolved(graph, 'components', 'schemas', 'hasOwnProperty')).toBeUndefined()
  })
})
