import { createConformanceChecker } from '@specward/conformance'
import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import ambiguousSecurity from '../authorization/no-ambiguous-path-security.ts'
import success from '../errors/require-success-response.ts'
import ambiguous from './no-ambiguous-path.ts'
import operationId from './no-duplicate-operation-id.ts'
import parameter from './no-duplicate-parameter.ts'
import identical from './no-identical-path.ts'
import query from './no-query-in-path.ts'
import pathParameter from './no-undeclared-path-parameter.ts'
import conformance from './spec-conformance.ts'

type Format = 'oas2' | 'oas3.0' | 'oas3.1' | 'oas3.2'

const ALL: readonly Format[] = ['oas2', 'oas3.0', 'oas3.1', 'oas3.2']
const checker = createConformanceChecker()

async function said(rule: Parameters<typeof runRule>[0], format: Format, text: string) {
  const { findings } = await runRule(rule, { title: '', format, text }, { conformance: checker })
  return findings.map(({ message }) => message)
}

const ok = "responses: { '200': { description: OK } }"

const id = (format: Format, rest = ', required: true') =>
  `parameters: [{ name: id, in: path${rest}, ${format === 'oas2' ? 'type: string' : 'schema: { type: string }'} }]`

/** How many findings each of two rules has, over all versions of OpenAPI. */
async function counts(
  rules: readonly Parameters<typeof runRule>[0][],
  text: (format: Format) => string,
  formats = ALL,
) {
  const found: Record<string, readonly number[]> = {}
  for (const format of formats) {
    const all = await Promise.all(rules.map((rule) => said(rule, format, text(format))))
    found[format] = all.map(({ length }) => length)
  }
  return found
}

describe('what is wrong with responses', () => {
  it('is told once where they are empty, by the specification or by the rule', async () => {
    expect(await counts([conformance, success], () => 'paths: { /a: { get: { responses: {} } } }\n')).toEqual(
      {
        oas2: [expect.any(Number), 0],
        'oas3.0': [1, 0],
        'oas3.1': [0, 1],
        'oas3.2': [expect.any(Number), 0],
      },
    )
  })

  it('is told once where they are missing, and that only some versions allow it', async () => {
    expect(await counts([conformance, success], () => 'paths: { /a: { get: { summary: A } } }\n')).toEqual({
      oas2: [1, 0],
      'oas3.0': [1, 0],
      'oas3.1': [0, 1],
      'oas3.2': [0, 1],
    })
  })

  it.each(['99', '600', '4x4', 'ok', '2xx0'])(
    'is told by the specification for the status %s',
    async (status) => {
      const text = () =>
        `paths: { /a: { get: { responses: { '200': { description: OK }, '${status}': { description: No } } } } }\n`
      const found = await counts([conformance], text)
      expect(Object.values(found).every(([count = 0]) => count > 0)).toBe(true)
    },
  )

  it('is not told for statuses and ranges that are right', async () => {
    const text = (format: Format) =>
      `paths: { /a: { get: { responses: { '200': { description: OK }, '599': { description: No }, default: { description: No }${format === 'oas2' ? '' : ', 4XX: { description: No }'} } } } }\n`
    expect(Object.values(await counts([conformance], text))).toEqual([[0], [0], [0], [0]])
  })
})

describe('what is written twice', () => {
  it('is told once for an `operationId`', async () => {
    const text = () =>
      `paths: { /a: { get: { operationId: a, ${ok} } }, /b: { get: { operationId: a, ${ok} } } }\n`
    expect(await counts([conformance], text, ['oas2'])).toEqual({ oas2: [1] })
    expect(await counts([conformance, operationId], text, ['oas3.0', 'oas3.1', 'oas3.2'])).toEqual({
      'oas3.0': [0, 1],
      'oas3.1': [0, 1],
      'oas3.2': [0, 1],
    })
  })

  it('is told once for a parameter', async () => {
    const text = (format: Format) => {
      const type = (name: string) => (format === 'oas2' ? `type: ${name}` : `schema: { type: ${name} }`)
      return `paths: { /a: { get: { parameters: [{ name: q, in: query, ${type('string')} }, { name: q, in: query, ${type('integer')} }], ${ok} } } }\n`
    }
    expect(await counts([conformance, parameter], text)).toEqual({
      oas2: [1, 0],
      'oas3.0': [0, 1],
      'oas3.1': [0, 1],
      'oas3.2': [0, 1],
    })
  })

  it('is told for header fields in another case, whatever the version', async () => {
    const text = (format: Format) => {
      const type = format === 'oas2' ? 'type: string' : 'schema: { type: string }'
      return `paths: { /a: { get: { parameters: [{ name: X-A, in: header, ${type} }, { name: x-a, in: header, ${type} }], ${ok} } } }\n`
    }
    expect(Object.values(await counts([conformance, parameter], text))).toEqual(ALL.map(() => [0, 1]))
  })
})

describe('paths and their parameters', () => {
  it('are told once where a name is not declared', async () => {
    const text = () => `paths: { '/a/{id}': { get: { ${ok} } } }\n`
    expect(await counts([conformance], text, ['oas2'])).toEqual({ oas2: [1] })
    expect(await said(pathParameter, 'oas3.0', text())).toEqual([
      '`GET /a/{id}` does not declare `{id}` of the path, so nothing says what may stand there.',
    ])
    expect(await said(conformance, 'oas3.0', text())).toEqual([])
  })

  it('are told once where a parameter has no place', async () => {
    const text = (format: Format) => `paths: { /a: { get: { ${id(format)}, ${ok} } } }\n`
    expect(await counts([conformance], text, ['oas2'])).toEqual({ oas2: [1] })
    expect(await counts([conformance, pathParameter], text, ['oas3.0', 'oas3.1', 'oas3.2'])).toEqual({
      'oas3.0': [0, 1],
      'oas3.1': [0, 1],
      'oas3.2': [0, 1],
    })
  })

  it('are told by the specification where a parameter is not required', async () => {
    const text = (format: Format) => `paths: { '/a/{id}': { get: { ${id(format, '')}, ${ok} } } }\n`
    expect(Object.values(await counts([conformance], text))).toEqual([[1], [1], [1], [1]])
  })

  it('are not told where some parameters could not be read', async () => {
    const text = `paths: { '/a/{id}': { get: { parameters: [{ $ref: '#/components/parameters/No' }], ${ok} } } }\n`
    expect(await said(pathParameter, 'oas3.1', text)).toEqual([])
  })

  it.each(['/a?x=1', '/a#x', '/a/{id}?x'])('are told where %s is a path', async (path) => {
    expect(await said(query, 'oas3.1', `paths: { '${path}': { get: { ${ok} } } }\n`)).toHaveLength(1)
  })

  it.each([
    '/{',
    `/${'{'.repeat(3000)}`,
    `/{${':'.repeat(100_000)}`,
    `/${'/'.repeat(100_000)}`,
    '/{a}}{',
    '/{}',
  ])('come to an end whatever stands in them (%#)', async (path) => {
    const text = `paths: { '${path}': { get: { ${ok} } } }\n`
    for (const rule of [query, pathParameter, identical, ambiguous]) await said(rule, 'oas3.1', text)
  })

  it('are fine without an operation', async () => {
    const text = () => 'paths: { /a: {} }\n'
    expect(Object.values(await counts([conformance], text))).toEqual([[0], [0], [0], [0]])
  })
})

describe('paths that match the same URL', () => {
  const api = (...paths: readonly string[]) =>
    `paths:\n${paths.map((path) => `  '${path}': { get: { ${ok} } }\n`).join('')}`

  it.each([
    [['/{a}/x', '/x/{b}']],
    [['/v1/{a}/x', '/v1/x/{b}']],
    [['/{a}/x/{c}', '/b/{d}/{e}']],
    [['/{a}/x.json', '/b/{c}.json', '/{d}/{e}']],
  ])('are told of: %s', async (paths) => {
    expect((await said(ambiguous, 'oas3.1', api(...paths))).length).toBe(paths.length === 3 ? 0 : 1)
    expect(await said(identical, 'oas3.1', api(...paths))).toEqual([])
  })

  it.each([
    [['/u/{id}', '/u/me']],
    [['/u/{id}/x', '/u/{id}/{y}']],
    [['/u/{id}', '/u/{id}/']],
    [['/{a}/x', '/x/{b}', '/x/x']],
    [['/{proxy+}', '/u/{id}', '/{id}']],
    [['/{a}/', '/a/{b}']],
  ])('are not told of: %s', async (paths) => {
    expect(await said(ambiguous, 'oas3.1', api(...paths))).toEqual([])
    expect(await said(identical, 'oas3.1', api(...paths))).toEqual([])
  })

  it('are told once for each path that is the same as one before', async () => {
    expect(await said(identical, 'oas3.1', api('/u/{a}', '/u/{b}', '/u/{c}'))).toEqual([
      '`/u/{b}` and `/u/{a}` are one and the same path, because names of parameters do not count.',
      '`/u/{c}` and `/u/{a}` are one and the same path, because names of parameters do not count.',
    ])
  })

  it('are grouped under the one that stands in the way of most', async () => {
    const many = Array.from({ length: 30 }, (_, index) => `/kind${index}/{id}`)
    expect(await said(ambiguous, 'oas3.1', api(...many, '/{kind}/me'))).toEqual([
      '`/{kind}/me` matches the same URLs as `/kind0/{id}`, `/kind1/{id}`, `/kind2/{id}` and 27 more, `/kind0/me` for one, and nothing says which of them counts.',
    ])
  })

  it('are told by one rule where security differs', async () => {
    const text = `components: { securitySchemes: { t: { type: http, scheme: bearer } } }\npaths:\n  '/{a}/me': { get: { security: [{ t: [] }], ${ok} } }\n  '/b/{c}': { get: { security: [{}], ${ok} } }\n`
    expect(await said(ambiguous, 'oas3.1', text)).toEqual([])
    expect(await said(ambiguousSecurity, 'oas3.1', text)).toEqual([
      '`GET /b/{c}` can be called by anyone, but `/b/me` matches `GET /{a}/me` as well, which requires `t`. Nothing says which of them counts.',
    ])
  })

  it('are told of with every way into the stricter one', async () => {
    const schemes = 't: { type: http, scheme: bearer }, k: { type: apiKey, in: header, name: X-Key }'
    const text = `components: { securitySchemes: { ${schemes} } }\npaths:\n  '/{a}/me': { get: { security: [{ t: [] }, { k: [] }], ${ok} } }\n  '/b/{c}': { get: { security: [{}], ${ok} } }\n`
    expect(await said(ambiguousSecurity, 'oas3.1', text)).toEqual([
      '`GET /b/{c}` can be called by anyone, but `/b/me` matches `GET /{a}/me` as well, which requires `t` or `k`. Nothing says which of them counts.',
    ])
  })

  it('are compared up to a limit, and what is beyond it is not decided', async () => {
    const half = Array.from({ length: 1500 }, (_, index) => `/{a}/x${index}/y`)
    const other = Array.from({ length: 1500 }, (_, index) => `/x${index}/{b}/z`)
    const { undecided } = await runRule(ambiguous, {
      title: '',
      format: 'oas3.1',
      text: api(...half, ...other),
    })
    expect(undecided).toHaveLength(1)
  })
})
