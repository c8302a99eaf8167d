import { describe, expect, it } from 'vitest'
import { errorsOf, levels, optionsOf, policyOf, ROOT } from './policy.test-kit.ts'
import type { Policy } from './policy.ts'

function severityAt(policy: Policy, rule: string, pointer: string, file = 'openapi.yaml'): unknown {
  const path = pointer
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/'))
  return policy.severityAt?.(rule, { uri: ROOT + file, path })
}

describe('an override for files', () => {
  const files = {
    'specward.yaml': `extends: [specward:strict]
policy: { allowedHosts: [a.example] }
overrides:
  - files: ['legacy/**', '!legacy/new/**']
    rules: { no-a: hint, require-limit: { options: { limit: 3 } } }
    policy:
      allowedHosts: [b.example]
      adminWords: [staff]
      gateway: { authentication: 'Kong stands before legacy/.' }
  - files: ['legacy/v?/*.yaml']
    rules: { no-a: off }
`,
  }

  it('changes severities, options and facts of the documents that its globs match', async () => {
    const policy = await policyOf(files, { document: 'legacy/a/openapi.yaml' })
    expect(levels(policy)).toMatchObject({ 'no-a': 'hint', 'no-b': 'error' })
    expect(optionsOf(policy, 'require-limit')).toEqual({ limit: 3 })
    expect(policy.facts).toMatchObject({
      allowedHosts: ['a.example', 'b.example'],
      adminWords: ['staff'],
      gateway: { authentication: 'Kong stands before legacy/.' },
    })
  })

  it.each(['openapi.yaml', 'legacy/new/openapi.yaml', 'other/legacy/openapi.yaml'])(
    'leaves other documents alone: %s',
    async (document) => {
      const policy = await policyOf(files, { document })
      expect(levels(policy)['no-a']).toBe('error')
      expect(optionsOf(policy, 'require-limit')).toEqual({ limit: 10 })
      expect(policy.facts).toMatchObject({ allowedHosts: ['a.example'], adminWords: [], gateway: {} })
    },
  )

  it('is laid over those before it', async () => {
    const policy = await policyOf(files, { document: 'legacy/v1/openapi.yaml' })
    expect(levels(policy)).toEqual({ 'no-b': 'error', 'require-limit': 'warn' })
  })

  it('is no part of the policy of documents under another configuration', async () => {
    const both = { ...files, 'legacy/b/specward.yaml': 'extends: [specward:recommended]\n' }
    expect(levels(await policyOf(both, { document: 'legacy/b/openapi.yaml' }))['no-a']).toBe('error')
  })

  it('matches names that are percent-encoded in the URI', async () => {
    const text = "overrides: [{ files: ['my specs/*'], rules: { no-a: hint } }]\n"
    const policy = await policyOf({ 'specward.yaml': text }, { document: 'my%20specs/a.yaml' })
    expect(levels(policy)['no-a']).toBe('hint')
  })

  it('gives way to what a file that extends its file says', async () => {
    const policy = await policyOf({
      'specward.yaml': 'extends: [./base.yaml]\nrules: { no-a: info }\n',
      'base.yaml': "overrides: [{ files: ['**'], rules: { no-a: hint } }]\n",
    })
    expect(levels(policy)['no-a']).toBe('info')
  })
})

describe('an override for places', () => {
  it('holds at its pointer and below it, and nowhere else', async () => {
    const text = 'overrides: [{ pointers: [/paths/~1admin], rules: { no-a: hint } }]\n'
    const policy = await policyOf({ 'specward.yaml': text })
    const at = (pointer: string): unknown => severityAt(policy, 'no-a', pointer)
    expect(at('/paths/~1admin')).toBe('hint')
    expect(at('/paths/~1admin/get/responses')).toBe('hint')
    expect(at('/paths/~1administrators/get')).toBe('error')
    expect(at('/paths')).toBe('error')
    expect(levels(policy)['no-a']).toBe('error')
  })

  it('says nothing about other rules', async () => {
    const text = 'overrides: [{ pointers: [/paths], rules: { no-a: hint } }]\n'
    expect(severityAt(await policyOf({ 'specward.yaml': text }), 'no-b', '/paths')).toBeUndefined()
  })

  it('may leave one key open with a star', async () => {
    const text = "overrides: [{ pointers: ['/paths/*/get'], rules: { no-a: off } }]\n"
    const policy = await policyOf({ 'specward.yaml': text })
    expect(severityAt(policy, 'no-a', '/paths/~1a/get')).toBe('off')
    expect(severityAt(policy, 'no-a', '/paths/~1a/post')).toBe('error')
    expect(severityAt(policy, 'no-a', '/paths/get')).toBe('error')
  })

  it('may be for some files alone: those in which findings stand', async () => {
    const text = 'overrides: [{ files: [common.yaml], pointers: [/paths], rules: { no-a: info } }]\n'
    const policy = await policyOf({ 'specward.yaml': text })
    expect(severityAt(policy, 'no-a', '/paths/~1a', 'common.yaml')).toBe('info')
    expect(severityAt(policy, 'no-a', '/paths/~1a', 'openapi.yaml')).toBe('error')
  })

  it('can turn on a rule that is off elsewhere', async () => {
    const text = 'overrides: [{ pointers: [/paths/~1pay], rules: { require-limit: error } }]\n'
    const policy = await policyOf({ 'specward.yaml': text })
    expect(levels(policy)['require-limit']).toBe('error')
    expect(severityAt(policy, 'require-limit', '/paths/~1pay/post')).toBe('error')
    expect(severityAt(policy, 'require-limit', '/paths/~1other')).toBe('off')
  })

  it('is weighed with overrides for files in the order of the text', async () => {
    const text = `overrides:
  - { pointers: [/paths/~1a], rules: { no-a: hint } }
  - { files: ['legacy/*'], rules: { no-a: info } }
`
    const policy = await policyOf({ 'specward.yaml': text }, { document: 'legacy/a.yaml' })
    expect(severityAt(policy, 'no-a', '/paths/~1a', 'legacy/a.yaml')).toBe('info')
  })

  it.each(['__proto__', 'constructor', 'length'])('takes the key %s as any other', async (key) => {
    const text = `overrides: [{ pointers: [/paths/${key}], rules: { no-a: hint } }]\n`
    const policy = await policyOf({ 'specward.yaml': text })
    expect(severityAt(policy, 'no-a', `/paths/${key}`)).toBe('hint')
    expect(severityAt(policy, 'no-a', '/paths/other')).toBe('error')
  })
})

describe('a mistake in an override', () => {
  it.each([
    [
      'neither files nor pointers',
      '§{ rules: { no-a: hint } }',
      'An override needs `files` or `pointers`: what it sets for all, set outside of it.',
    ],
    ['nothing that is set', '§{ files: [a] }', 'An override that sets nothing: give it `rules` or `policy`.'],
    ['a gate', '{ files: [a], §failOn: never }', '`failOn` cannot be set in an override.'],
    [
      'problems',
      '{ files: [a], §problems: [] }',
      '`problems` cannot be set in an override; an entry of `problems` takes `files` itself.',
    ],
    [
      'facts for places',
      '{ pointers: [/a], rules: {}, §policy: {} }',
      '`policy` holds for a whole document; set it in an override that has `files` alone.',
    ],
    [
      'options for places',
      '{ pointers: [/a], rules: { require-limit: { severity: warn, §options: { limit: 3 } } } }',
      'With `pointers`, only a severity can be set: options hold for a whole document. Set them without `pointers`.',
    ],
    [
      'a pointer of a URI',
      "{ pointers: [§'#/paths'], rules: { no-a: hint } }",
      '`#/paths` is no JSON Pointer: leave out the `#`: `/paths`.',
    ],
    [
      'a path for a pointer',
      '{ pointers: [§paths], rules: { no-a: hint } }',
      '`paths` is no JSON Pointer: write it like `/paths/~1admin`, with `~1` for `/` and `~0` for `~` in a key, and `*` for any key.',
    ],
    [
      'globs that only leave out',
      "{ §files: ['!a'], rules: { no-a: hint } }",
      '`files` only leaves out; begin with what to take in, such as `**`.',
    ],
  ])('is told with its place: %s', async (_, entry, message) => {
    const column = `  - ${entry}`.indexOf('§') + 1
    const text = `overrides:\n  - ${entry.replace('§', '')}\n`
    expect(await errorsOf({ 'specward.yaml': text })).toEqual([`specward.yaml:2:${column} ${message}`])
  })
})

describe('the digest of a policy with overrides', () => {
  const digest = async (text: string, document = 'a.yaml'): Promise<string> =>
    (await policyOf({ 'specward.yaml': text }, { document })).digest

  it('is the same for every document', async () => {
    const text = 'overrides: [{ files: [a.yaml], rules: { no-a: hint } }]\n'
    expect(await digest(text, 'a.yaml')).toBe(await digest(text, 'b.yaml'))
  })

  it.each([
    ['its files', "overrides: [{ files: ['b'], rules: { no-a: hint } }]\n"],
    ['its severity', "overrides: [{ files: ['a'], rules: { no-a: info } }]\n"],
    ['its facts', "overrides: [{ files: ['a'], rules: { no-a: hint }, policy: { adminWords: [x] } }]\n"],
    ['its pointers', "overrides: [{ files: ['a'], pointers: [/a], rules: { no-a: hint } }]\n"],
    ['being there', ''],
  ])('changes with %s', async (_, text) => {
    expect(await digest(text)).not.toBe(
      await digest("overrides: [{ files: ['a'], rules: { no-a: hint } }]\n"),
    )
  })

  it('does not change with its reason', async () => {
    const entry = "files: ['a'], rules: { no-a: hint }"
    expect(await digest(`overrides: [{ ${entry}, reason: Old. }]\n`)).toBe(
      await digest(`overrides: [{ ${entry} }]\n`),
    )
  })
})
