import { describe, expect, it } from 'vitest'
import { parsePath } from './json-path.ts'

/** As a path is understood: `..` for what is deep, names in quotes, `*`, and `?` for what the path does not tell. */
function read(path: string): string | undefined {
  return parsePath(path)
    ?.map(({ deep, selectors }) => {
      const each = selectors.map((one) =>
        one.takes === 'name' ? JSON.stringify(one.name) : one.takes === 'all' ? '*' : '?',
      )
      return `${deep ? '..' : ''}[${each.join(',')}]`
    })
    .join('')
}

describe('a JSONPath', () => {
  it.each([
    ['$', ''],
    ['$.info', '["info"]'],
    ["$.paths['/a.b/{c}'].get", '["paths"]["/a.b/{c}"]["get"]'],
    ['$.paths["/it\'s"]', '["paths"]["/it\'s"]'],
    [String.raw`$['a\'b']['\u0061\\']`, '["a\'b"]["a\\\\"]'],
    ['$.paths.*["get","head"]', '["paths"][*]["get","head"]'],
    ['$..security', '..["security"]'],
    ['$..*', '..[*]'],
    ["$..['x-a']", '..["x-a"]'],
    ['$.servers[0].url', '["servers"][?]["url"]'],
    ['$.servers[-1:]', '["servers"][?]'],
    ["$.paths.*[?(@.tags[0] == 'a]b')].security", '["paths"][*][?]["security"]'],
    ['$.paths.*[?@.x, ?(@.y)]', '["paths"][*][?,?]'],
    ['$.paths./orders.get', '["paths"]["/orders"]["get"]'],
    [' $ .info ', '["info"]'],
  ])('%s', (path, expected) => {
    expect(read(path)).toBe(expected)
  })

  it.each([
    '',
    'info',
    '/paths',
    '#/paths',
    '$info',
    '$.',
    '$..',
    '$[',
    '$[]',
    "$['a",
    "$['a'",
    '$.a b',
    '$.a[?(@.b]',
  ])('is not %j', (path) => {
    expect(parsePath(path)).toBeUndefined()
  })

  it.each(['$', '[', '(', "'", '..', '.*', "['a']", '[?(', '\\'])(
    'comes to an end with a long run of %j',
    (piece) => {
      expect(() => parsePath(`$${piece.repeat(50_000)}`)).not.toThrow()
    },
  )
})
