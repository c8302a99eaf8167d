import type { Host } from '@specward/core'
import { describe, expect, it } from 'vitest'
import { keyOf, overlay, uriIn } from './files.ts'

describe('names of files', () => {
  it.each([
    ['file:///c%3A/a.yaml', 'file:///C:/a.yaml'],
    ['file:///a%20b.yaml', 'file:///a b.yaml'],
    ['file:///a@b.yaml', 'file:///a%40b.yaml'],
  ])('%s and %s are the same', (a, b) => {
    expect(keyOf(a)).toBe(keyOf(b))
  })

  it('letter case tells files apart', () => {
    expect(keyOf('file:///A.yaml')).not.toBe(keyOf('file:///a.yaml'))
  })

  it('a percent sign that escapes nothing stands for itself', () => {
    expect(keyOf('file:///100%.yaml')).toBe(keyOf('file:///100%25.yaml'))
  })

  it.each(['file:///a%2520b.yaml', 'file:///100%25.yaml', 'file:///c%3A/a%20b%23c.yaml', 'untitled:a'])(
    'the key of the key of %s is the same',
    (uri) => expect(keyOf(keyOf(uri))).toBe(keyOf(uri)),
  )

  it('a file whose name holds an escape is none whose name holds what that stands for', () => {
    expect(keyOf(keyOf('file:///a%2520b.yaml'))).not.toBe(keyOf('file:///a%20b.yaml'))
  })

  it.each([
    ['a.yaml', 'file:///project/a.yaml'],
    ['../a b#c.yaml', 'file:///a%20b%23c.yaml'],
    ['https://example.com/a.yaml', 'https://example.com/a.yaml'],
    ['D:/a.yaml', 'file:///D:/a.yaml'],
  ])('%s in file:///project/ is %s', (name, uri) => {
    expect(keyOf(uriIn('file:///project/', name))).toBe(keyOf(uri))
  })
})

describe('open documents', () => {
  const disk: Host = {
    read: async () => ({ error: 'not-found', detail: '' }),
    exists: async () => false,
    sha256: String,
    now: () => 0,
  }
  const host = overlay(disk, (uri) => (uri === 'file:///open.yaml' ? '' : undefined))

  it('are read from the editor, also when they are empty', async () => {
    expect(await host.read('file:///open.yaml')).toEqual({ text: '' })
    expect(await host.exists('file:///open.yaml')).toBe(true)
  })

  it('leave everything else to the disk', async () => {
    expect(await host.read('file:///closed.yaml')).toMatchObject({ error: 'not-found' })
    expect(await host.exists('file:///closed.yaml')).toBe(false)
  })

  it('are judged under the same watch', () => {
    const watched = overlay({ ...disk, watch: () => false }, () => undefined)
    expect(watched.watch?.(5, () => {})).toBe(false)
    expect(host.watch).toBeUndefined()
  })
})
