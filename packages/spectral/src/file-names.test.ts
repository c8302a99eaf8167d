import { posix } from 'node:path'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { sourceOf, uriOf } from './file-names.ts'

const SEED = Number(process.env.SPECWARD_SEED ?? 1)

describe('The name that Spectral has for a file', () => {
  it.each([
    ['file:///a%20b/c%2520d%23e%3F.yaml', '/a b/c%20d#e?.yaml'],
    ['file:///c:/x/y.yaml', 'c:/x/y.yaml'],
    ['file://server/share/a%20b.yaml', '//server/share/a b.yaml'],
    ['https://e.org/a%20b.yaml', 'https://e.org/a%20b.yaml'],
  ])('stands for %s', (uri, source) => {
    expect(sourceOf(uri)).toBe(source)
    expect(uriOf(source)).toBe(uri)
  })

  it('may be written with backslashes', () => {
    expect(uriOf('c:\\x\\y.yaml')).toBe('file:///c:/x/y.yaml')
  })

  it('leads back to the file, whatever Node escapes in its URI', () => {
    const part = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !/[/\\]/u.test(text))
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const path = posix.normalize(`/${parts.join('/')}`)
        fc.pre(!/^\/[a-z]:/iu.test(path))
        const uri = pathToFileURL(path).href
        expect(uriOf(sourceOf(uri), uri)).toBe(uri)
        expect(sourceOf(uriOf(sourceOf(uri)))).toBe(sourceOf(uri))
      }),
      { numRuns: 100, seed: SEED },
    )
  })

  it.each([
    ['file:///app/%5Bid%5D/api.yaml', '/app/[id]/a;b/c%.yaml', 'file:///app/%5Bid%5D/a;b/c%25.yaml'],
    ['file:///app/%5Bid%5D/api.yaml', '/app/[id]/api.yaml/b', 'file:///app/%5Bid%5D/api.yaml/b'],
    ['file:///app/%5Bid%5D/api.yaml', '/app/[id]', 'file:///app/%5Bid%5D'],
    ['file:///c%3A/app/api.yaml', 'c:/app/b.yaml', 'file:///c%3A/app/b.yaml'],
    ['file://server/a%7Eb/api.yaml', '//server/a~b/c.yaml', 'file://server/a%7Eb/c.yaml'],
  ])('has the spelling of %s for the same folders', (near, source, uri) => {
    expect(uriOf(source, near)).toBe(uri)
  })
})
