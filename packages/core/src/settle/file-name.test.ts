import { describe, expect, it } from 'vitest'
import { relativeName, uriOfName } from './file-name.ts'

describe('the name of a file', () => {
  it.each([
    ['file:///project/', 'file:///project/api.yaml', 'api.yaml'],
    ['file:///project/', 'file:///project/a/b.yaml', 'a/b.yaml'],
    ['file:///project/here/', 'file:///project/there/b.yaml', '../there/b.yaml'],
    ['file:///project/a/b/', 'file:///x.yaml', '../../../x.yaml'],
    ['file:///project/', 'file:///workshop/x.yaml', '../workshop/x.yaml'],
    ['file:///project/', 'file:///project/my%20api%C3%A9.yaml', 'my apié.yaml'],
    ['file:///my%20work/', 'file:///my%20work/x.yaml', 'x.yaml'],
    ['file:///project/', 'file:///project/100%.yaml', '100%.yaml'],
    ['file:///C:/repo/', 'file:///C:/repo/x.yaml', 'x.yaml'],
    ['file:///C:/repo/', 'file:///C:/other/x.yaml', '../other/x.yaml'],
    ['file:///C:/repo/', 'file:///D:/x.yaml', 'D:/x.yaml'],
    ['file:///project/', 'https://example.com/a%20b.yaml', 'https://example.com/a%20b.yaml'],
    ['vscode-vfs://github/o/r/', 'vscode-vfs://github/o/r/a/b%20c.yaml', 'a/b c.yaml'],
    ['vscode-vfs://github/o/r/', 'vscode-vfs://github/o/x.yaml', '../x.yaml'],
    ['vscode-vfs://github/o/r/', 'vscode-vfs://other/o/r/x.yaml', 'vscode-vfs://other/o/r/x.yaml'],
    ['vscode-vfs://github/o/r/', 'file:///o/r/x.yaml', 'file:///o/r/x.yaml'],
    ['memfs:/project/here/', 'memfs:/project/there/b.yaml', '../there/b.yaml'],
    ['memfs:/project/', 'other:/project/b.yaml', 'other:/project/b.yaml'],
    ['file:///project/', 'untitled:Untitled-1', 'untitled:Untitled-1'],
  ])('from %s, of %s, is %s', (folder, uri, expected) => {
    expect(relativeName(folder, uri)).toBe(expected)
  })

  it.each([
    ['file:///project/', 'a/my api#1.yaml', 'file:///project/a/my%20api%231.yaml'],
    ['file:///project/here/', '../b.yaml', 'file:///project/b.yaml'],
    ['file:///project/', 'https://example.com/a.yaml', undefined],
    ['file:///project/', 'git+ssh://example.com/a.yaml', undefined],
  ])('from %s, %s leads to %s', (folder, name, expected) => {
    expect(uriOfName(folder, name)).toBe(expected)
  })
})
