import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RawFinding } from '../evaluate/types.ts'
import { PlaceNames } from '../resolve/place-names.ts'
import { Node } from '../source/node.ts'
import { parseSource } from '../source/parse.ts'
import { settle } from './settle.ts'
import type { SettledFinding } from './types.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const TEXT = `security:
  - {}
paths:
  /users:
    get:
      parameters:
        - name: a
          in: query
        - name: b
          in: query
      tags:
        - one
        - two
    post: {}
`

async function rootOf(text: string, uri = 'file:///project/api.yaml'): Promise<Node> {
  const file = await parseSource(uri, text)
  return new Node(file, undefined, '', file.value)
}

const ROOT = await rootOf(TEXT)

function at(...keys: readonly string[]): Node {
  const node = ROOT.at(...keys)
  if (!node) throw new Error(`nothing at ${keys.join('/')}`)
  return node
}

const GET = at('paths', '/users', 'get')

function finding(more: Partial<RawFinding> = {}): RawFinding {
  return {
    ruleId: 'no-a',
    category: 'input',
    severity: 'error',
    message: 'Bad.',
    at: GET,
    node: GET,
    operations: ['GET /users'],
    identity: 'GET /users',
    discriminator: undefined,
    cause: undefined,
    related: [],
    fix: undefined,
    references: { owasp: [], cwe: [], controls: [] },
    ...more,
  }
}

const places = new PlaceNames()

const settled = (...findings: readonly RawFinding[]): readonly SettledFinding[] =>
  settle(findings, { sha256, placeOf: (node) => places.of(node) })

const textOf = ({ at: where, span }: SettledFinding): string =>
  ('node' in where ? where.node : where).file.text.slice(span.start, span.end)

describe('settled findings', () => {
  it('are one where the same is said of the same place, with the operations of all', () => {
    const [one, ...others] = settled(
      finding({ operations: ['PUT /b', 'GET /a'] }),
      finding({ operations: ['GET /a', 'GET /c'] }),
    )
    expect(others).toEqual([])
    expect(one?.operations).toEqual(['GET /a', 'GET /c', 'PUT /b'])
  })

  it.each<[string, Partial<RawFinding>]>([
    ['rule', { ruleId: 'no-b' }],
    ['message', { message: 'Worse.' }],
    ['identity', { identity: 'GET /b' }],
    ['discriminator', { discriminator: 'b' }],
    ['place', { at: at('paths', '/users', 'post') }],
    ['side of the place', { at: { node: GET, part: 'value' } }],
  ])('are two where the %s differs, each with a fingerprint of its own', (_, more) => {
    const two = settled(finding(), finding(more))
    expect(new Set(two.map(({ fingerprint }) => fingerprint)).size).toBe(2)
  })

  it('are sorted by file, position, rule and message, however they came', async () => {
    const other = await rootOf('a: 1\n', 'file:///project/aaa.yaml')
    const all = [
      finding({ at: other, node: other }),
      finding({ at: at('security', '0') }),
      finding({ ruleId: 'no-b', message: 'A.' }),
      finding({ ruleId: 'no-b', message: 'B.' }),
      finding({ ruleId: 'no-c' }),
    ]
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        const names = settled(...shuffled).map(({ ruleId, message, span }) => [ruleId, message, span.start])
        expect(names).toEqual(
          settled(...all).map(({ ruleId, message, span }) => [ruleId, message, span.start]),
        )
      }),
    )
    expect(settled(...all).map(textOf)).toEqual(['a', '{}', 'get', 'get', 'get'])
  })
})

describe('the place of a finding', () => {
  it.each<[string, RawFinding['at'], string]>([
    ['the value of a scalar', at('paths', '/users', 'get', 'parameters', '0', 'name'), 'a'],
    ['the key of an empty mapping', at('paths', '/users', 'post'), 'post'],
    ['the key of a mapping', GET, 'get'],
    ['the key of a list', at('security'), 'security'],
    ['the value where that is asked for', { node: at('security', '0'), part: 'value' }, '{}'],
    ['the key where that is asked for', { node: at('paths', '/users', 'post'), part: 'key' }, 'post'],
    ['a list item as far as its first line', at('paths', '/users', 'get', 'parameters', '1'), 'name: b'],
    ['the whole of a list item on one line', at('paths', '/users', 'get', 'tags', '1'), 'two'],
    [
      'the value of a list item that has no key',
      { node: at('paths', '/users', 'get', 'tags', '0'), part: 'key' },
      'one',
    ],
    ['the first key of the root', ROOT, 'security'],
  ])('is %s', (_, place, expected) => {
    const [one] = settled(finding({ at: place }))
    expect(one && textOf(one)).toBe(expected)
  })

  it('is that of the nearest node above, where the file does not know the node', () => {
    const lost = new Node(GET.file, GET, 'lost', 'x')
    const [one] = settled(finding({ at: lost }))
    expect(one && textOf(one)).toBe('get')
  })
})

describe('the fingerprint of a finding', () => {
  const prints = (...findings: readonly RawFinding[]): readonly string[] =>
    settled(...findings).map(({ fingerprint }) => fingerprint)

  it('is 16 hexadecimal digits', () => {
    expect(prints(finding())[0]).toMatch(/^[0-9a-f]{16}$/u)
  })

  it('is the same in another file, on another line and in other words', async () => {
    const moved = await rootOf(`# a line more\n${TEXT}`, 'file:///elsewhere/other.yaml')
    const get = moved.at('paths', '/users', 'get') as Node
    const [here] = prints(finding())
    expect(prints(finding({ at: get, node: get }))).toEqual([here])
    expect(prints(finding({ message: 'In other words.' }))).toEqual([here])
  })

  it('tells list items apart by their names, so that their order does not matter', async () => {
    const list = '    - { in: query, name: b }\n        - { in: query, name: a }'
    const reversed = await rootOf(`paths:\n  /users:\n    get:\n      parameters:\n    ${list}\n`)
    const get = reversed.at('paths', '/users', 'get') as Node
    const items = (node: Node) => [...(node.child('parameters')?.children() ?? [])]
    const one = prints(...items(GET).map((item) => finding({ at: item })))
    const other = prints(...items(get).map((item) => finding({ at: item, node: get })))
    expect(new Set(one).size).toBe(2)
    expect(other).toEqual(one.toReversed())
  })

  it.each<[string, string, string]>([
    ['a server by its URL', 'servers: [{ url: https://a.example }, { url: https://b.example }]', 'servers'],
    ['a scalar by its value', 'enum: [1, one, null, true]', 'enum'],
    ['an alternative by its schemes', 'security: [{}, { a: [] }, { b: [], a: [] }]', 'security'],
    ['a reference by its target', "allOf: [{ $ref: '#/a' }, { $ref: '#/b' }]", 'allOf'],
    [
      'a part by its type',
      'oneOf: [{ type: string }, { type: [string, "null"] }, { type: integer }]',
      'oneOf',
    ],
    [
      'a part by its fixed values',
      'oneOf: [{ properties: { kind: { const: cat } } }, { properties: { kind: { const: dog } } }]',
      'oneOf',
    ],
    ['a tag by its name', 'tags: [{ name: a }, { name: b }]', 'tags'],
  ])('knows %s, in whatever order they stand', async (_, text, key) => {
    const of = async (turn: boolean) => {
      const root = await rootOf(`${text}\na: {}\nb: {}\n`)
      const items = [...(root.child(key)?.children() ?? [])].map((item) => item.value)
      const lines = (turn ? items.toReversed() : items).map((item) => `  - ${JSON.stringify(item)}\n`)
      const list = (await rootOf(`${key}:\n${lines.join('')}`)).child(key)
      return prints(...[...(list?.children() ?? [])].map((at) => finding({ at, node: ROOT })))
    }
    const one = await of(false)
    expect(new Set(one).size).toBe(one.length)
    expect((await of(true)).toReversed()).toEqual(one)
  })

  it('is another one where another secret stands, and shows too little of it to be guessed from', async () => {
    const digests: string[] = []
    const print = async (secret: string) => {
      const at = (await rootOf(`key: ${secret}\n`)).child('key') as Node
      const [one] = settle([finding({ at, node: at, secrets: [secret] })], {
        sha256: (text) => {
          digests.push(text)
          return sha256(text)
        },
        placeOf: (node) => places.of(node),
      })
      return one?.fingerprint
    }
    expect(await print('hunter2')).toBe(await print('hunter2'))
    expect(await print('hunter2')).not.toBe(await print('hunter3'))
    const ofSecret = sha256(JSON.stringify(['hunter2']))
    expect(digests.filter((text) => text.startsWith('["no-a'))).not.toContainEqual(
      expect.stringContaining('hunter'),
    )
    expect(digests.join()).toContain(ofSecret.slice(0, 3))
    expect(digests.join()).not.toContain(ofSecret.slice(0, 5))
  })

  it('of a group is made of all that it covers, whichever it points at', () => {
    const [a, b, c] = [at('paths', '/users', 'get'), at('paths', '/users', 'post'), at('security')]
    const [one] = settled(finding({ at: a, covers: [a, b] }))
    const [turned] = settled(finding({ at: b, node: b, identity: 'POST /users', covers: [b, a, b] }))
    const [more] = settled(finding({ at: a, covers: [a, b, c] }))
    const alone = [a, b, c].flatMap((each) => prints(finding({ at: each, covers: [each] })))
    expect(turned?.fingerprint).toBe(one?.fingerprint)
    expect(more?.fingerprint).not.toBe(one?.fingerprint)
    expect(one?.parts).toEqual(alone.slice(0, 2).toSorted())
    expect(more?.parts).toEqual(alone.toSorted())
    expect([a, b].map((each) => settled(finding({ at: each, covers: [each] }))[0]?.parts)).toEqual([
      undefined,
      undefined,
    ])
  })

  it('is told apart by what stands there where nothing else does it', async () => {
    const text = (items: string) => `list:\n${items}`
    const [x, y] = ['  - { a: 1 }\n', '  - { b: 2, c: 3 }\n']
    const of = async (items: string) => {
      const list = (await rootOf(text(items))).child('list')
      return prints(...[...(list?.children() ?? [])].map((item) => finding({ at: item, node: ROOT })))
    }
    const one = await of(`${x}${y}`)
    expect(new Set(one).size).toBe(2)
    expect(await of(`  - { c: 3, b: 2 }\n${x}`)).toEqual(one.toReversed())
  })
})
