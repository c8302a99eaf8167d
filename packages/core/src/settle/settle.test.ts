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
    const moved = await rootOf('# a line more\nx: {}\n', 'file:///elsewhere/other.yaml')
    const [here] = prints(finding())
    expect(prints(finding({ at: moved, node: moved }))).toEqual([here])
    expect(prints(finding({ message: 'In other words.' }))).toEqual([here])
  })

  it('tells list items apart by their names, so that their order does not matter', async () => {
    const reversed = await rootOf(
      'get:\n  parameters:\n    - { in: query, name: b }\n    - { in: query, name: a }\n',
    )
    const get = reversed.at('get') as Node
    const items = (node: Node) => [...(node.child('parameters')?.children() ?? [])]
    const one = prints(...items(GET).map((item) => finding({ at: item })))
    const other = prints(...items(get).map((item) => finding({ at: item, node: get })))
    expect(new Set(one).size).toBe(2)
    expect(other).toEqual(one.toReversed())
  })

  it('takes the order in the text where nothing else tells two apart', () => {
    const tags = [...(GET.child('tags')?.children() ?? [])].map((item) => finding({ at: item }))
    const two = prints(...tags)
    expect(new Set(two).size).toBe(2)
    expect(prints(...tags.toReversed())).toEqual(two)
  })
})
