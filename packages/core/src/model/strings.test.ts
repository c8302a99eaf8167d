import { describe, expect, it } from 'vitest'
import { modelOf } from './model.test-kit.ts'

const TEXT = `openapi: 3.1.1
info: { title: A, version: '1' }
paths: {}
x-list: [needle one, [needle two], hay]
x-map:
  needle key: hay
  __proto__: needle three
  number: 3
x-anchor: &anchor { text: needle four }
x-alias: *anchor
`

const found = async (pattern: RegExp, shortest?: number) =>
  (await modelOf(TEXT))
    .stringsWith(pattern, shortest)
    .map(({ node }) => node.pointer)
    .sort()

describe('strings in which a pattern is found', () => {
  it('are values at any depth, but no keys', async () => {
    expect(await found(/needle/)).toEqual(['/x-anchor/text', '/x-list/0', '/x-list/1/0', '/x-map/__proto__'])
  })

  it('can be asked to have a length', async () => {
    expect(await found(/needle/, 12)).toEqual(['/x-map/__proto__'])
  })

  it('can be asked to stand below a key, or under it', async () => {
    const model = await modelOf(TEXT)
    const below = (under: RegExp) =>
      model
        .stringsWith(/needle|hay/, 0, under)
        .map(({ node }) => node.pointer)
        .sort()
    expect(below(/^x-list$/)).toEqual(['/x-list/0', '/x-list/1/0', '/x-list/2'])
    expect(below(/^1$/)).toEqual(['/x-list/1/0'])
    expect(below(/^(?:needle key|text)$/)).toEqual(['/x-anchor/text', '/x-map/needle key'])
  })

  it('are the same that a search through all strings gives', async () => {
    const model = await modelOf(TEXT)
    const all = model.select('string').filter(({ value }) => /needle/.test(value))
    const identities = (strings: readonly (typeof all)[number][]) =>
      strings.map(({ identity, value }) => `${identity}: ${value}`).sort()
    expect(identities(model.stringsWith(/needle/))).toEqual(identities(all))
  })

  it('are found again where they stand twice', async () => {
    const model = await modelOf(`${TEXT}x-b: needle one\nx-c: needle one\n`)
    expect(model.stringsWith(/needle one/)).toHaveLength(3)
  })
})

describe('keys in which a pattern is found', () => {
  const keys = async (text: string) =>
    (await modelOf(`openapi: 3.1.1\n${text}`))
      .keysWith(/[é\u200b]/)
      .map(({ pointer }) => pointer)
      .sort()

  it('are those of mappings at any depth, written out or by an escape', async () => {
    expect(await keys('x-a: [{ é: 1 }, é]\nx-b: { "b\\u200b": { é: 2 } }\n')).toEqual([
      '/x-a/0/é',
      '/x-b/b\u200b',
      '/x-b/b\u200b/é',
    ])
  })

  it('are none where the text is all ASCII, and each once where an alias shows them twice', async () => {
    expect(await keys('x-a: { e: 1 }\n')).toEqual([])
    expect(await keys('x-a: &a { é: 1 }\nx-b: *a\n')).toHaveLength(1)
  })
})
