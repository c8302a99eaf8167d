import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memoryHost } from '../resolve/graph.test-kit.ts'
import { createLoader } from '../source/load.ts'
import { parseSource } from '../source/parse.ts'
import { loadPolicy, type PolicyResult } from './load.ts'
import type { Policy } from './policy.ts'
import { defineRule, type Registry, type Rule } from './rule.ts'

// T12: keys that mean something to JavaScript

const URI = 'file:///project/specward.yaml'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

function rule(id: string, options: Rule['options'] = {}): Rule {
  return defineRule({
    id,
    title: `${id} is broken.`,
    why: 'It matters.',
    fix: 'Mend it.',
    presets: {},
    formats: ['oas3'],
    references: { owasp: [], cwe: [], controls: [] },
    select: 'operation',
    options,
    check() {},
    examples: { bad: [], good: [] },
  })
}

const OPTIONS = {
  strict: { type: 'boolean', default: false, description: 'Strict.' },
  limit: { type: 'integer', default: 10, minimum: 1, description: 'Limit.' },
  mode: { type: 'string', default: 'all', enum: ['all', 'some'], description: 'Mode.' },
  names: { type: 'string-list', default: ['a'], description: 'Names.' },
} as const

const REGISTRY: Registry = {
  rules: [
    { rule: rule('require-limit', OPTIONS), category: 'limits' },
    { rule: rule('no-anonymous-write'), category: 'authentication' },
    { rule: rule('no-anonymous-read'), category: 'authentication' },
  ],
  presets: [
    { name: 'recommended', rules: { 'no-anonymous-write': 'error', 'no-anonymous-read': 'info' } },
    {
      name: 'strict',
      rules: { 'no-anonymous-write': 'error', 'no-anonymous-read': 'error', 'require-limit': 'warn' },
    },
  ],
}

interface Asked {
  readonly presets?: readonly string[]
  readonly registry?: Registry
  readonly version?: string
}

async function load(text: string | undefined, asked: Asked = {}): Promise<PolicyResult> {
  const { presets, registry = REGISTRY, version = '1.0.0' } = asked
  const file = text === undefined ? undefined : await parseSource(URI, text)
  const loader = createLoader(memoryHost({}))
  return loadPolicy({ file, loader, root: 'file:///project/', registry, presets, version, sha256 })
}

async function policyOf(text: string | undefined, asked: Asked = {}): Promise<Policy> {
  const result = await load(text, asked)
  if ('errors' in result) throw new Error(JSON.stringify(result.errors))
  return result.policy
}

/** Errors as `line:column message`. */
async function errorsOf(text: string | undefined, asked: Asked = {}): Promise<readonly string[]> {
  const result = await load(text, asked)
  const errors = 'errors' in result ? result.errors : []
  return errors.map((e) => (e.line === undefined ? e.message : `${e.line}:${e.column} ${e.message}`))
}

function levels(policy: Policy): Record<string, string> {
  return Object.fromEntries(policy.rules.map(({ rule, severity }) => [rule.id, severity]))
}

describe('a policy', () => {
  it('is the recommended preset when there is no configuration', async () => {
    const policy = await policyOf(undefined)
    expect(levels(policy)).toEqual({ 'no-anonymous-read': 'info', 'no-anonymous-write': 'error' })
    expect(policy.sources).toEqual(['specward:recommended'])
  })

  it('is the recommended preset when the configuration is empty or holds comments alone', async () => {
    const expected = levels(await policyOf(undefined))
    expect(levels(await policyOf(''))).toEqual(expected)
    expect(levels(await policyOf('# nothing yet\n'))).toEqual(expected)
  })

  it('names the configuration among its sources', async () => {
    expect((await policyOf('failOn: warn\n')).sources).toEqual(['specward:recommended', URI])
  })

  it('lays the rules of the file over the presets, and a later preset over an earlier one', async () => {
    const text = 'extends: [specward:recommended, specward:strict]\nrules:\n  no-anonymous-write: off\n'
    expect(levels(await policyOf(text))).toEqual({ 'no-anonymous-read': 'error', 'require-limit': 'warn' })
  })

  it('holds no rule but its own when it extends nothing', async () => {
    const text = 'extends: []\nrules: { require-limit: hint }\n'
    expect(levels(await policyOf(text))).toEqual({ 'require-limit': 'hint' })
  })

  it('takes presets that are asked for in place of those that the file extends', async () => {
    const policy = await policyOf('extends: [specward:recommended]\n', { presets: ['strict'] })
    expect(levels(policy)['require-limit']).toBe('warn')
    expect(policy.sources).toEqual(['specward:strict', URI])
  })

  it('keeps the severity of the preset when a rule is given options alone', async () => {
    const text = 'extends: [specward:strict]\nrules:\n  require-limit: { options: { limit: 3 } }\n'
    const [active] = (await policyOf(text)).rules.filter(({ rule }) => rule.id === 'require-limit')
    expect(active?.severity).toBe('warn')
    expect(active?.options).toEqual({ strict: false, limit: 3, mode: 'all', names: ['a'] })
  })

  it('reads facts, hosts, problems and the gate', async () => {
    const policy = await policyOf(`policy:
  publicOperations:
    - operation: POST /login
      reason: People log in here.
  allowedHosts: [API.example.com, '*.example.org']
  allowedIssuers: [Login.example.com, '*.idp.example']
  sensitiveNames: { credential: [pass], personal: [nick], financial: [tab] }
  adminWords: [backoffice]
  gateway: { tls: The load balancer ends TLS; see the platform handbook. }
  publicInDescription: false
refs: { allow: [schemas.example.com] }
problems:
  - { code: ref-host-not-allowed, files: 'legacy/**', severity: warn, reason: Old. }
failOn: warn
`)
    expect(policy.facts).toEqual({
      publicOperations: [{ operation: 'POST /login', reason: 'People log in here.' }],
      allowedHosts: ['api.example.com', '*.example.org'],
      allowedIssuers: ['login.example.com', '*.idp.example'],
      sensitiveNames: { credential: ['pass'], personal: ['nick'], financial: ['tab'] },
      adminWords: ['backoffice'],
      gateway: { tls: 'The load balancer ends TLS; see the platform handbook.' },
      publicInDescription: false,
    })
    expect(policy.refHosts).toEqual(['schemas.example.com'])
    expect(policy.problems).toEqual([
      {
        code: 'ref-host-not-allowed',
        files: 'legacy/**',
        base: 'file:///project/',
        severity: 'warn',
        reason: 'Old.',
      },
    ])
    expect(policy.failOn).toBe('warn')
  })
})

describe('a mistake in the configuration', () => {
  it.each([
    ['an unknown key', '§rulez: {}\n', 'Unknown key `rulez`. Did you mean `rules`?'],
    [
      'an unknown rule',
      'rules:\n  §no-anonymus-write: off\n',
      'Unknown rule `no-anonymus-write`. Did you mean `no-anonymous-write`?',
    ],
    [
      'a severity',
      'rules:\n  no-anonymous-write: §eror\n',
      '`no-anonymous-write` must be `error`, `warn`, `info`, `hint` or `off`, not `eror`. Did you mean `error`?',
    ],
    [
      'a severity of another type',
      'rules:\n  no-anonymous-write: §false\n',
      '`no-anonymous-write` must be `error`, `warn`, `info`, `hint` or `off`, not `false`.',
    ],
    [
      'a key of a rule',
      'rules:\n  no-anonymous-write: { §severty: warn }\n',
      'Unknown key `severty`. Did you mean `severity`?',
    ],
    [
      'a rule with nothing in it',
      'rules:\n  §no-anonymous-write: {}\n',
      '`no-anonymous-write` is an empty mapping; give it `severity` or `options`.',
    ],
    [
      'an unknown option',
      'rules:\n  require-limit:\n    severity: warn\n    options: { §limt: 2 }\n',
      'Unknown option of `require-limit` `limt`. Did you mean `limit`?',
    ],
    [
      'an option of a rule without any',
      'rules:\n  no-anonymous-read:\n    options: { §a: 2 }\n',
      '`no-anonymous-read` takes no options.',
    ],
    [
      'a boolean option',
      'rules:\n  require-limit: { severity: warn, options: { strict: §yes } }\n',
      '`strict` must be `true` or `false`, not the text `yes`.',
    ],
    [
      'a fraction',
      'rules:\n  require-limit: { severity: warn, options: { limit: §1.5 } }\n',
      '`limit` must be a whole number, not `1.5`.',
    ],
    [
      'a number below the minimum',
      'rules:\n  require-limit: { severity: warn, options: { limit: §0 } }\n',
      '`limit` must be 1 or more, not 0.',
    ],
    [
      'a word that the option does not know',
      'rules:\n  require-limit: { severity: warn, options: { mode: §al } }\n',
      '`mode` must be `all` or `some`, not `al`. Did you mean `all`?',
    ],
    [
      'a list option',
      'rules:\n  require-limit: { severity: warn, options: { names: §a } }\n',
      '`names` must be a list, not the text `a`.',
    ],
    [
      'options for a rule that nothing turns on',
      'rules:\n  §require-limit: { options: { limit: 3 } }\n',
      '`require-limit` is in none of the presets in use; give it a `severity`.',
    ],
    [
      'an unknown preset',
      'extends: [§specward:recomended]\n',
      'Unknown preset `specward:recomended`. Did you mean `specward:recommended`?',
    ],
    [
      'a preset without its prefix',
      'extends: [§strict]\n',
      'Unknown preset `strict`. Did you mean `specward:strict`?',
    ],
    [
      'a gateway of which nobody says who knows',
      'policy: { gateway: { tls: §true } }\n',
      '`gateway.tls` needs the reason, not `true`: say who does it and how that is known, such as "Kong checks tokens on every route; see the platform handbook".',
    ],
    [
      'a gateway that does not do it',
      'policy: { gateway: { tls: §false } }\n',
      '`gateway.tls` is `false`; leave it out where no gateway does it.',
    ],
    [
      'a duty of the gateway',
      'policy: { gateway: { §ratelimits: Kong. } }\n',
      'Unknown key `ratelimits`. Did you mean `rateLimits`?',
    ],
    [
      'a switch',
      'policy: { publicInDescription: §no }\n',
      '`publicInDescription` must be `true` or `false`, not the text `no`.',
    ],
    [
      'an issuer with its path',
      'policy: { allowedIssuers: [§"https://login.example.com/oauth2"] }\n',
      '`https://login.example.com/oauth2` is not a host name: write `login.example.com`, without protocol, port and path.',
    ],
    [
      'extends that is no list',
      'extends: §specward:strict\n',
      '`extends` must be a list, not the text `specward:strict`.',
    ],
    ['an empty section', 'rules:§\n', '`rules` must be a mapping, not empty.'],
    [
      'a missing reason',
      'policy:\n  publicOperations:\n    - §operation: POST /login\n',
      'A public operation needs `reason`.',
    ],
    [
      'a blank reason',
      'policy:\n  publicOperations:\n    - { operation: POST /login, reason: §" " }\n',
      '`reason` is blank.',
    ],
    [
      'an operation without its method in capitals',
      'policy:\n  publicOperations:\n    - { operation: §get /login, reason: Why not. }\n',
      '`get /login` does not begin with a method in capitals and a space; name the operations, such as `POST /login` or `GET /public/*`.',
    ],
    [
      'every operation as public',
      'policy:\n  publicOperations:\n    - { operation: §"* *", reason: Why not. }\n',
      '`* *` would declare every operation public, or nearly all; name the operations, such as `POST /login` or `GET /public/*`.',
    ],
    [
      'a URL for a host',
      'policy:\n  allowedHosts: [§"https://api.example.com/v1"]\n',
      '`https://api.example.com/v1` is not a host name: write `api.example.com`, without protocol, port and path.',
    ],
    [
      'a wildcard where hosts are looked up',
      'refs: { allow: [§"*.example.com"] }\n',
      '`*.example.com` is not a host name that can be looked up; `*` cannot be used here, so list each host.',
    ],
    [
      'a kind of sensitive names',
      'policy:\n  sensitiveNames: { §personnal: [x] }\n',
      'Unknown key `personnal`. Did you mean `personal`?',
    ],
    [
      'a problem code',
      'problems:\n  - { code: §ref-host-not-alowed, severity: warn, reason: Old. }\n',
      'Unknown problem code `ref-host-not-alowed`. Did you mean `ref-host-not-allowed`?',
    ],
    [
      'a problem that is turned off',
      'problems:\n  - { code: ref-cycle, severity: §off, reason: Old. }\n',
      '`severity` must be `error` or `warn`, not `off`.',
    ],
    [
      'a glob with braces',
      'problems:\n  - { code: ref-cycle, severity: warn, reason: Old., files: §"{a,b}.yaml" }\n',
      '`{a,b}.yaml` cannot be used: `files` is a pattern relative to this file, of `*`, `**` and `?`; write one entry for each alternative.',
    ],
    [
      'a gate',
      'failOn: §errors\n',
      '`failOn` must be `error`, `warn`, `info`, `hint` or `never`, not `errors`. Did you mean `error`?',
    ],
    [
      'a duplicate key',
      'failOn: error\n§failOn: never\n',
      'The key `failOn` stands here a second time; it is already on line 1.',
    ],
    ['a list as the whole', '§- failOn\n', 'The configuration must be a mapping, not a list.'],
  ])('is told with its place: %s', async (_, text, expected) => {
    const before = text.slice(0, text.indexOf('§')).split('\n')
    const place = `${before.length}:${(before.at(-1) ?? '').length + 1}`
    expect(await errorsOf(text.replace('§', ''))).toEqual([`${place} ${expected}`])
  })

  it('is told with its place when the text is no YAML', async () => {
    const [error, ...others] = await errorsOf('rules:\n  a: [\n')
    expect(error).toMatch(/^\d+:\d+ ./u)
    expect(others).toEqual([])
  })

  it('does not hide the others: all come at once, in the order of the text', async () => {
    const errors = await errorsOf('failOn: now\nrules:\n  no-anonymous-write: erro\nrefs: []\nx: 1\n')
    expect(errors.map((error) => error.split(' ')[0])).toEqual(['1:9', '3:23', '4:7', '5:1'])
  })

  it('lists what is known when nothing is near', async () => {
    expect(await errorsOf('refs: { deny: [] }\n')).toEqual([
      '1:9 Unknown key `deny`. Known here: `allow`, `private`.',
    ])
  })

  it('is a preset asked for that does not exist; no file is at fault', async () => {
    const result = await load(undefined, { presets: ['strickt'] })
    expect(result).toEqual({ errors: [{ message: 'Unknown preset `strickt`. Did you mean `strict`?' }] })
    const other = await load(undefined, { presets: ['nope'] })
    expect(other).toEqual({
      errors: [
        { message: expect.stringMatching(/^Unknown preset `nope`\. Known: `[\w-]+`(?:, `[\w-]+`)*\.$/) },
      ],
    })
  })

  it('is a rule that is registered twice', async () => {
    const again = { rule: rule('no-anonymous-read'), category: 'own' }
    const registry = { ...REGISTRY, rules: [...REGISTRY.rules, again] }
    expect(await errorsOf('', { registry })).toEqual([
      'The rule `no-anonymous-read` is defined twice: in authentication and in own.',
    ])
  })

  it('is a preset in use that names a rule which does not exist', async () => {
    const broken = { name: 'broken', rules: { 'no-such-rule': 'warn' } } as const
    const registry = { ...REGISTRY, presets: [...REGISTRY.presets, broken] }
    expect(await load(undefined, { registry, presets: ['broken'] })).toEqual({
      errors: [
        {
          message: 'The preset `specward:broken` names the rule `no-such-rule`, which does not exist.',
        },
      ],
    })
    expect(await load(undefined, { registry })).not.toHaveProperty('errors')
  })

  it.each(['__proto__', 'constructor', 'toString'])(
    'is the key %s, like any other unknown key',
    async (key) => {
      expect(await errorsOf(`${key}: {}\n`)).toHaveLength(1)
      expect(await errorsOf(`rules: { ${key}: off }\n`)).toHaveLength(1)
      expect(
        await errorsOf(`rules: { require-limit: { severity: warn, options: { ${key}: 1 } } }\n`),
      ).toHaveLength(1)
    },
  )

  it('never makes the loader throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 5 }), async (text) => {
        expect(await load(text)).toBeTypeOf('object')
      }),
      { numRuns: 200 },
    )
  })
})

describe('the digest of a policy', () => {
  const digestOf = async (text: string, asked?: Asked): Promise<string> =>
    (await policyOf(text, asked)).digest

  it('is the same however the same settings are written', async () => {
    const one = 'rules: { no-anonymous-read: warn, no-anonymous-write: warn }\nrefs: { allow: [a, b] }\n'
    const other =
      'refs: { allow: [b, A] }\nrules:\n  no-anonymous-write: warn\n  no-anonymous-read: {severity: warn}\n'
    expect(await digestOf(one)).toBe(await digestOf(other))
  })

  it('does not depend on the gate, which the report tells by itself', async () => {
    expect(await digestOf('failOn: never\n')).toBe(await digestOf(''))
  })

  it.each([
    ['a severity', 'rules: { no-anonymous-read: warn }\n'],
    ['a rule that is off', 'rules: { no-anonymous-read: off }\n'],
    ['a fact', 'policy: { allowedHosts: [a.example] }\n'],
    ['a host', 'refs: { allow: [a.example] }\n'],
    ['a host of a private network', 'refs: { private: [a.example] }\n'],
    ['a problem', 'problems: [{ code: ref-cycle, severity: warn, reason: Known. }]\n'],
  ])('changes with %s', async (_, text) => {
    expect(await digestOf(text)).not.toBe(await digestOf(''))
  })

  it('changes with an option and with the version of the tool', async () => {
    const strict = (limit: number): string =>
      `extends: [specward:strict]\nrules: { require-limit: { options: { limit: ${limit} } } }\n`
    expect(await digestOf(strict(1))).not.toBe(await digestOf(strict(2)))
    expect(await digestOf('', { version: '1.0.1' })).not.toBe(await digestOf(''))
  })
})
