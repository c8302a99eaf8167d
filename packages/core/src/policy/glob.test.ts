import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchesGlob } from './glob.ts'

describe('a glob', () => {
  it.each([
    ['api.yaml', 'api.yaml'],
    ['*.yaml', 'api.yaml'],
    ['a?i.yaml', 'api.yaml'],
    ['legacy/**', 'legacy/api.yaml'],
    ['legacy/**', 'legacy/a/b/api.yaml'],
    ['**/api.yaml', 'api.yaml'],
    ['**/api.yaml', 'a/b/api.yaml'],
    ['a/**/z/*.y?ml', 'a/b/c/z/api.yaml'],
    ['a/**/z/*', 'a/z/api.yaml'],
    ['*[v1]*', 'api[v1].yaml'],
    ['??.yaml', '😀é.yaml'],
  ])('%s fits %s', (glob, name) => {
    expect(matchesGlob(glob, name)).toBe(true)
  })

  it.each([
    ['api.yaml', 'a/api.yaml'],
    ['*.yaml', 'a/api.yaml'],
    ['legacy/**', 'legacyapi.yaml'],
    ['legacy/*', 'legacy/a/api.yaml'],
    ['a.yaml', 'axyaml'],
    ['a**b', 'a/b'],
    ['?', ''],
    ['**/z/*', 'a/b/c'],
  ])('%s does not fit %s', (glob, name) => {
    expect(matchesGlob(glob, name)).toBe(false)
  })

  it('of two stars fits every name', () => {
    fc.assert(fc.property(fc.string(), (name) => matchesGlob('**', name)))
  })

  it('ends soon on a pattern that makes backtracking costly', () => {
    expect(matchesGlob(`${'*a'.repeat(50)}b`, 'a'.repeat(2_000))).toBe(false)
    expect(matchesGlob(`${'**/a/'.repeat(50)}b`, 'a/'.repeat(1_000))).toBe(false)
  })
})
