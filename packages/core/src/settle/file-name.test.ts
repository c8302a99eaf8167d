import { describe, expect, it } from 'vitest'
import { relativeName } from './file-name.ts'

describe('the name of a file', () => {
  it.each([
    ['file:///work/', 'file:///work/api.yaml', 'api.yaml'],
    ['file:///work/', 'file:///work/a/b.yaml', 'a/b.yaml'],
    ['file:///work/here/', 'file:///work/there/b.yaml', '../there/b.yaml'],
    ['file:///work/a/b/', 'file:///x.yaml', '../../../x.yaml'],
    ['file:///work/', 'file:///workshop/x.yaml', '../workshop/x.yaml'],
    ['file:///work/', 'file:///work/my%20api%C3%A9.yaml', 'my apié.yaml'],
    ['file:///my%20work/', 'file:///my%20work/x.yaml', 'x.yaml'],
    ['file:///work/', 'file:///work/100%.yaml', '100%.yaml'],
    ['file:///C:/work/', 'file:///C:/work/x.yaml', 'x.yaml'],
    ['file:///C:/work/', 'file:///C:/other/x.yaml', '../other/x.yaml'],
    ['file:///C:/work/', 'file:///D:/x.yaml', 'D:/x.yaml'],
    ['file:///work/', 'https://example.com/a%20b.yaml', 'https://example.com/a%20b.yaml'],
  ])('from %s, of %s, is %s', (folder, uri, expected) => {
    expect(relativeName(folder, uri)).toBe(expected)
  })
})
