import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detect } from './detect.ts'
import { claimsToBeApi, mayBeApi } from './sniff.ts'

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text))
const may = (text: string): boolean => mayBeApi([bytes(text)])

describe('looking into a file without parsing it', () => {
  it.each([
    'openapi: 3.1.0',
    "'swagger' : '2.0'",
    '{"info":{},"asyncapi":"3.0.0"}',
    '{ openapi: 3.0.0 }',
    '{"openapi"\n  : "3.1.0"}',
    '? openapi\n: 3.1.0',
    '? openapi # the version\n: 3.1.0',
    '!!str openapi: 3.1.0',
    'x: &key openapi\n*key : 3.1.0',
    '{"\\u006fpenapi": "3.1.0"}',
    '"\\x6fpenapi": 3.1.0',
    '\uFEFFopenapi: 3.1.0',
    'info: {}\r\nopenapi: 3.1.0\r\n',
    'overlay: 1.0.0',
    '{"arazzo":"1.0.1"}',
  ])('takes %j for one', (text) => {
    expect(may(text)).toBe(true)
  })

  it.each([
    '{ "dependencies": { "openapi-types": "12.0.0", "@scope/openapi": "1.0.0" } }',
    'kind: CustomResourceDefinition\nspec: { openAPIV3Schema: {} }',
    'on: push # builds the openapi documents',
    'x-openapi: 1',
    '',
  ])('does not take %j for one', (text) => {
    expect(may(text)).toBe(false)
  })

  it('takes a file in UTF-16 for one, whatever it says', () => {
    expect(mayBeApi([new Uint8Array([0xff, 0xfe, 0x61, 0x00])])).toBe(true)
  })

  it('finds the key wherever the bytes are cut', () => {
    const whole = bytes(`${'# ä\n'.repeat(200)}openapi: 3.1.0\n${'x: 1\n'.repeat(200)}`)
    for (let at = 790; at < 830; at++) {
      expect(mayBeApi([whole.subarray(0, at), whole.subarray(at)]), String(at)).toBe(true)
    }
  })

  it('misses no JSON text with the key at its root', () => {
    const key = fc.constantFrom('openapi', 'swagger', 'asyncapi', 'arazzo')
    const blank = fc.stringMatching(/^[ \n\r\t]{0,3}$/)
    fc.assert(
      fc.property(
        fc.jsonValue(),
        key,
        fc.integer({ min: 0, max: 4 }),
        blank,
        (value, name, indent, white) => {
          const text = JSON.stringify({ a: value, [name]: '3.1.0' }, null, indent)
          const spaced = text.replace(`"${name}":`, `"${name}"${white}:`)
          expect(detect(JSON.parse(spaced))).toBeDefined()
          expect(may(spaced)).toBe(true)
        },
      ),
    )
  })
})

describe('a text that cannot be parsed', () => {
  it.each([
    'openapi: 3.1.0\npaths: [',
    '"openapi": "3.1.0",,',
    'info:\n  title: a\n openapi: 3.1.0\n',
    '  openapi: 3.1.0\n  paths: [',
    '---\n# a comment\nswagger: "2.0"\npaths: {',
    'openapi: {{ version }}\npaths: {',
    'openapi:\npaths: [',
    'openapi: 4\npaths: [',
    '{"asyncapi":"3.0.0",',
    'arazzo: 1.0.1\nworkflows: [',
    'overlay: 1.1.0\nactions: [',
  ])('means to be an API description: %j', (text) => {
    expect(claimsToBeApi(text)).toBe(true)
  })

  it.each([
    'swagger:\n  enabled: {{ enabled }}\n',
    'swagger: { enabled: {{ enabled }} }\n',
    'server:\n  openapi: {{ path }}\n',
    '{ "scripts": { "openapi": "generate" },,',
    'overlay: {{ opacity }}\ncolors: [',
    'note: the openapi file {{ is }} elsewhere: [',
  ])('means to be something else: %j', (text) => {
    expect(claimsToBeApi(text)).toBe(false)
  })
})
