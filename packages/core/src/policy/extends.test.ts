import { describe, expect, it } from 'vitest'
import { memoryHost } from '../resolve/graph.test-kit.ts'
import { errorsOf, levels, notices, policyOf, REGISTRY, sources } from './policy.test-kit.ts'
import type { Registry } from './rule.ts'

const PACKAGE = 'node_modules/@acme/api-policy'

describe('a file that is extended', () => {
  it('holds as far as the file that extends it says nothing else', async () => {
    const policy = await policyOf({
      'specward.yaml': 'extends: [./policy/base.yaml]\nrules: { no-b: hint }\n',
      'policy/base.yaml': 'rules: { no-a: warn, no-b: error }\nfailOn: warn\nrefs: { allow: [a.example] }\n',
    })
    expect(levels(policy)).toEqual({ 'no-a': 'warn', 'no-b': 'hint' })
    expect([policy.failOn, policy.refHosts]).toEqual(['warn', ['a.example']])
    expect(sources(policy)).toEqual(['specward:recommended', 'policy/base.yaml', 'specward.yaml'])
  })

  it('is laid over those before it in the list', async () => {
    const files = {
      'one.yaml': 'extends: []\nrules: { no-a: hint }\n',
      'two.yaml': 'extends: []\nrules: { no-a: info }\n',
    }
    const forth = await policyOf({ ...files, 'specward.yaml': 'extends: [./one.yaml, ./two.yaml]\n' })
    const back = await policyOf({ ...files, 'specward.yaml': 'extends: [./two.yaml, ./one.yaml]\n' })
    expect([levels(forth), levels(back)]).toEqual([{ 'no-a': 'info' }, { 'no-a': 'hint' }])
  })

  it('may extend others, which are relative to itself', async () => {
    const policy = await policyOf(
      {
        'apis/specward.yaml': 'extends: [../policy/base.yaml]\n',
        'policy/base.yaml': 'extends: [./more/hosts.yaml]\n',
        'policy/more/hosts.yaml': 'extends: []\npolicy: { allowedHosts: [a.example] }\n',
      },
      { document: 'apis/openapi.yaml' },
    )
    expect(policy.facts.allowedHosts).toEqual(['a.example'])
    expect(sources(policy)).toEqual(['policy/more/hosts.yaml', 'policy/base.yaml', 'apis/specward.yaml'])
  })

  it('builds on the recommended rules unless it says what it extends', async () => {
    const silent = { 'specward.yaml': 'extends: [./base.yaml]\n', 'base.yaml': 'failOn: warn\n' }
    expect(levels(await policyOf(silent))).toEqual({ 'no-a': 'error', 'no-b': 'warn' })
    expect(levels(await policyOf({ ...silent, 'base.yaml': 'extends: []\n' }))).toEqual({})
  })

  it('does not lower a preset before it by the recommended rules that it builds on silently', async () => {
    const policy = await policyOf({
      'specward.yaml': 'extends: [specward:strict, ./facts.yaml]\n',
      'facts.yaml': 'policy: { adminWords: [staff] }\n',
    })
    expect(levels(policy)['no-b']).toBe('error')
  })

  it('is read once and laid once, however many extend it', async () => {
    const host = memoryHost({
      'specward.yaml': 'extends: [./one.yaml, ./two.yaml]\n',
      'one.yaml': 'extends: [./base.yaml]\nrules: { no-a: hint }\n',
      'two.yaml': 'extends: [./base.yaml]\n',
      'base.yaml': 'extends: []\nrules: { no-a: error }\n',
    })
    const policy = await policyOf({}, { host })
    expect(levels(policy)).toEqual({ 'no-a': 'hint' })
    expect(sources(policy)).toEqual(['base.yaml', 'one.yaml', 'two.yaml', 'specward.yaml'])
    expect(host.reads.filter((uri) => uri.endsWith('base.yaml'))).toHaveLength(1)
  })

  it('stays when presets are named on the command line, which replace presets alone', async () => {
    const files = {
      'specward.yaml': 'extends: [specward:recommended, ./base.yaml]\n',
      'base.yaml': 'extends: [specward:recommended]\nrules: { no-a: hint }\n',
    }
    const policy = await policyOf(files, { presets: ['strict'] })
    expect(levels(policy)).toEqual({ 'no-a': 'hint', 'no-b': 'error', 'require-limit': 'warn' })
    expect(sources(policy)).toEqual(['specward:strict', 'base.yaml', 'specward.yaml'])
  })

  it('tells what a preset cannot tell, at the line that names it', async () => {
    const registry: Registry = {
      ...REGISTRY,
      presets: [
        ...REGISTRY.presets,
        { name: 'risks', rules: { 'no-a': 'warn' }, caveats: ['Not all of it.'] },
      ],
    }
    const named = await policyOf({ 'specward.yaml': 'extends:\n  - specward:risks\n' }, { registry })
    expect(notices(named)).toEqual(['info preset-caveat specward.yaml:2'])
    const asked = await policyOf({}, { registry, presets: ['risks'] })
    expect(asked.notices).toEqual([
      { code: 'preset-caveat', severity: 'info', message: 'Not all of it.', uri: undefined },
    ])
    expect(notices(await policyOf({}, { registry }))).toEqual([])
  })

  it('takes globs from the folder of the configuration in force', async () => {
    const files = {
      'specward.yaml': 'extends: [./policy/base.yaml]\n',
      'policy/base.yaml': 'overrides: [{ files: [drafts/*], rules: { no-a: hint } }]\n',
    }
    expect(levels(await policyOf(files, { document: 'drafts/a.yaml' }))['no-a']).toBe('hint')
  })
})

describe('a package that is extended', () => {
  const files = {
    'specward.yaml': 'extends: ["@acme/api-policy"]\n',
    [`${PACKAGE}/package.json`]: '{}',
    [`${PACKAGE}/specward.yaml`]: 'extends: []\nrules: { no-a: info }\n',
  }

  it('is its specward.yaml', async () => {
    expect(levels(await policyOf(files))).toEqual({ 'no-a': 'info' })
  })

  it('is not guessed where its package.json cannot be read', async () => {
    const broken = { ...files, [`${PACKAGE}/package.json`]: '{ "specward": "strict.yaml", }' }
    const [error] = await errorsOf(broken)
    expect(error).toContain('`@acme/api-policy` cannot be extended: its package.json cannot be read:')
  })

  it('is what its package.json names', async () => {
    const named = {
      ...files,
      [`${PACKAGE}/package.json`]: '{ "specward": "./sets/main.yaml" }',
      [`${PACKAGE}/sets/main.yaml`]: 'extends: []\nrules: { no-a: hint }\n',
    }
    expect(levels(await policyOf(named))).toEqual({ 'no-a': 'hint' })
  })

  it('may be named with one of its files', async () => {
    const strict = {
      ...files,
      'specward.yaml': 'extends: ["@acme/api-policy/sets/strict.yaml"]\n',
      [`${PACKAGE}/sets/strict.yaml`]: 'extends: [../specward.yaml]\nrules: { no-b: error }\n',
    }
    expect(levels(await policyOf(strict))).toEqual({ 'no-a': 'info', 'no-b': 'error' })
  })

  it('is looked for from the folder of the configuration upwards, the nearest first', async () => {
    const nested = {
      ...files,
      'apis/a/specward.yaml': 'extends: ["@acme/api-policy"]\n',
      'apis/node_modules/@acme/api-policy/package.json': '{}',
      'apis/node_modules/@acme/api-policy/specward.yaml': 'extends: []\nrules: { no-b: info }\n',
    }
    expect(levels(await policyOf(nested, { document: 'apis/a/openapi.yaml' }))).toEqual({ 'no-b': 'info' })
    expect(levels(await policyOf(nested, { document: 'openapi.yaml' }))).toEqual({ 'no-a': 'info' })
  })

  it('may extend a package that is installed beside it', async () => {
    const other = 'node_modules/base-policy'
    const both = {
      ...files,
      [`${PACKAGE}/specward.yaml`]: 'extends: [base-policy]\n',
      [`${other}/package.json`]: '{}',
      [`${other}/specward.yaml`]: 'extends: []\nrules: { no-b: hint }\n',
    }
    expect(levels(await policyOf(both))).toEqual({ 'no-b': 'hint' })
  })

  it('is not looked for above the root', async () => {
    const above = {
      'specward.yaml': 'extends: [base-policy]\n',
      '../node_modules/base-policy/package.json': '{}',
      '../node_modules/base-policy/specward.yaml': '',
    }
    expect(await errorsOf(above)).toEqual([
      'specward.yaml:1:11 `base-policy` cannot be extended: there is no `node_modules/base-policy` beside this file ' +
        'or above it, up to the root of the project. Install it, and list it among the dependencies.',
    ])
  })

  it('must name a file of its own', async () => {
    const escaping = { ...files, [`${PACKAGE}/package.json`]: '{ "specward": "../../../evil.yaml" }' }
    expect(await errorsOf(escaping)).toEqual([
      `specward.yaml:1:11 \`@acme/api-policy\` cannot be extended: \`specward\` in ${PACKAGE}/package.json must be the path of a YAML or JSON file of the package.`,
    ])
  })

  it('must not be a link that leads out of the project', async () => {
    const host = memoryHost(files)
    const linked = {
      ...host,
      read: async (uri: string) =>
        uri.includes('node_modules')
          ? ({ error: 'outside-root', detail: 'it is a link that leads outside of the project' } as const)
          : host.read(uri),
    }
    expect(await errorsOf({}, { host: linked })).toEqual([
      'specward.yaml:1:11 `@acme/api-policy` cannot be extended: it is a link that leads outside of the project, where nothing is read. Install a copy inside of the project instead of a link.',
    ])
  })
})

describe('a mistake in what is extended', () => {
  it.each([
    [
      'a file that is missing',
      './policy/base.yaml',
      '`./policy/base.yaml` cannot be extended: there is no file policy/base.yaml.',
    ],
    [
      'a file outside of the root',
      '../base.yaml',
      '`../base.yaml` cannot be extended: it is outside of the root of the project, beyond which nothing is read. Keep the policy inside, or install it as a package of npm.',
    ],
    ['a file without ./', 'base.yaml', '`base.yaml` cannot be extended: for a file, write `./base.yaml`.'],
    [
      'a file in a folder without ./',
      'policy/base.yaml',
      '`policy/base.yaml` cannot be extended: there is no `node_modules/policy` beside this file or above it, up to the root of the project. For a file, write `./policy/base.yaml`.',
    ],
    [
      'a URL',
      'https://acme.example/policy.yaml',
      '`https://acme.example/policy.yaml` cannot be extended: policies are read from files and installed packages, not from URLs.',
    ],
    [
      'an absolute path',
      '/etc/specward.yaml',
      '`/etc/specward.yaml` cannot be extended: `extends` takes presets (`specward:recommended`, `specward:strict`), files (`./policy.yaml`) and packages of npm (`@acme/api-policy`).',
    ],
    [
      'a script',
      './policy.js',
      '`./policy.js` cannot be extended: it takes the name of a YAML or JSON file.',
    ],
  ])('is told with its place: %s', async (_, name, message) => {
    expect(await errorsOf({ 'specward.yaml': `extends:\n  - ${name}\n` })).toEqual([
      `specward.yaml:2:5 ${message}`,
    ])
  })

  it('is told at its own place, with the line that extends the file', async () => {
    const errors = await errorsOf({
      'specward.yaml': 'extends: [./base.yaml]\nfailOn: warning\n',
      'base.yaml': '\nrulez: {}\n',
    })
    expect(errors).toEqual([
      'specward.yaml:2:9 `failOn` must be `error`, `warn`, `info`, `hint` or `never`, not `warning`.',
      'base.yaml:2:1 Unknown key `rulez`. Did you mean `rules`? (This file is extended by specward.yaml:1.)',
    ])
  })

  it('is a circle, which is named', async () => {
    const files = {
      'specward.yaml': 'extends: [./one.yaml]\n',
      'one.yaml': 'extends: [./two.yaml]\n',
      'two.yaml': 'extends: [./one.yaml]\n',
    }
    expect(await errorsOf(files)).toEqual([
      'two.yaml:1:11 `./one.yaml` is extended in a circle: one.yaml -> two.yaml -> one.yaml. (This file is extended by one.yaml:1.)',
    ])
  })

  it('is a file that extends itself', async () => {
    expect(await errorsOf({ 'specward.yaml': 'extends: [./specward.yaml]\n' })).toEqual([
      'specward.yaml:1:11 `./specward.yaml` is extended in a circle: specward.yaml -> specward.yaml.',
    ])
  })

  it('is a row of files without end', async () => {
    const numbers = Array.from({ length: 40 }, (_, index) => index)
    const files = Object.fromEntries(numbers.map((n) => [`${n}.yaml`, `extends: [./${n + 1}.yaml]\n`]))
    expect(await errorsOf({ ...files, 'specward.yaml': 'extends: [./0.yaml]\n' })).toEqual([
      expect.stringContaining('`./15.yaml` is one too many: 16 files extend each other in a row.'),
    ])
  })

  it('is options in one file for a rule that no file turns on', async () => {
    const files = {
      'specward.yaml': 'extends: [./base.yaml]\n',
      'base.yaml': 'rules:\n  require-limit: { options: { limit: 3 } }\n',
    }
    expect(await errorsOf(files)).toEqual([
      'base.yaml:2:3 `require-limit` is in none of the presets in use; give it a `severity`.',
    ])
    const on = { ...files, 'specward.yaml': 'extends: [./base.yaml]\nrules: { require-limit: warn }\n' }
    expect(levels(await policyOf(on))['require-limit']).toBe('warn')
  })
})
