import { describe, expect, it } from 'vitest'
import { readIgnoreFile } from './ignore.ts'

/** The ruling on a path: `+3` ignored by line 3, `-3` taken back by it, '' when nothing is said. */
function ruling(text: string, path: string): string {
  const found = readIgnoreFile(text).ruling(path)
  return found ? `${found.ignored ? '+' : '-'}${found.line}` : ''
}

describe('a .gitignore', () => {
  it.each([
    ['build/', 'build/', '+1'],
    ['build/', 'build', ''],
    ['# a comment\n\n*.json', 'a/b.json', '+3'],
    ['*.json\n!keep.json', 'a/keep.json', '-2'],
    ['!keep.json\n*.json', 'keep.json', '+2'],
    ['/a.yaml', 'b/a.yaml', ''],
    ['docs/**/*.yaml', 'docs/a/b/c.yaml', '+1'],
    ['Build/', 'build/', ''],
    ['\\!important.yaml', '!important.yaml', '+1'],
    ['\\#a.yaml', '#a.yaml', '+1'],
    ['a.yaml\r\nb.yaml\r\n', 'b.yaml', '+2'],
    ['\uFEFFa.yaml', 'a.yaml', '+1'],
    ['a.yaml  ', 'a.yaml', '+1'],
  ])('%j says of %j: %j', (text, path, expected) => {
    expect(ruling(text, path)).toBe(expected)
  })

  it('takes a path by itself, for what is above it may have been taken back elsewhere', () => {
    expect(ruling('build', 'a/build/')).toBe('+1')
    expect(ruling('build', 'a/build/openapi.yaml')).toBe('')
    expect(ruling('build', 'a/build/build')).toBe('+1')
  })
})
