import { describe, expect, it } from 'vitest'
import { isAmong } from './globs.ts'

describe('globs', () => {
  it.each([
    ['api.yaml', ['**/*.{yaml,yml,json}'], true],
    ['a/b/api.json', ['**/*.{yaml,yml,json}'], true],
    ['a/api.toml', ['**/*.{yaml,yml,json}'], false],
    ['gen/api.yaml', ['**/*.yaml', '!gen/**'], false],
    ['gen/kept.yaml', ['**/*.yaml', '!gen/**', 'gen/kept.yaml'], true],
    ['api.yaml', ['!gen/**'], true],
    ['gen/api.yaml', ['!gen/**'], false],
    ['api.yaml', ['./api.yaml'], true],
    ['a/x.yml', ['{a,b}/*.{yaml,yml}'], true],
    ['c/x.yml', ['{a,{b,c}}/*.yml'], true],
    ['api.yaml', [], true],
  ])('%s is among %j: %s', (name, globs, expected) => {
    expect(isAmong(name, globs)).toBe(expected)
  })

  it('end whatever they hold', () => {
    expect(isAmong('a', ['{a,b}'.repeat(64)])).toBe(false)
  })
})
