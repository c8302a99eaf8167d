import { describe, expect, it } from 'vitest'
import { type Asked, errorsOf, levels, notices, optionsOf, policyOf, ROOT } from './policy.test-kit.ts'

/** A shared policy that locks all that it can. */
const BASE = `extends: [specward:strict]
rules: { require-limit: { options: { limit: 5 } } }
policy:
  publicOperations: [{ operation: GET /health, reason: Probes. }]
  allowedHosts: [a.example]
  gateway: { tls: The load balancer. }
  publicInDescription: false
refs: { allow: [schemas.example] }
problems: [{ code: ref-cycle, severity: warn, reason: Known. }]
failOn: warn
locked:
  rules: ['*']
  settings:
    - failOn
    - problems
    - refs
    - overrides
    - policy.publicOperations
    - policy.allowedHosts
    - policy.allowedIssuers
    - policy.gateway
    - policy.publicInDescription
    - waivers
    - limits
waivers: { stale: error, longest: { error: 90 }, approval: required, endsSoon: 14 }
`

/** The same without a lock on overrides. */
const OPEN = BASE.replace('    - overrides\n', '')

const files = (own: string, base = BASE) => ({
  'specward.yaml': `extends: [./base.yaml]\n${own}`,
  'base.yaml': base,
})

const exception = (more: string): string =>
  `exceptions:\n  - { ${more}, reason: Until the gateway is there, owner: Jane, expires: 2027-01-31 }\n`

const TODAY = '2026-11-24'

describe('what is locked', () => {
  it.each([
    [
      'a rule that is turned off',
      'rules: { no-a: §off }',
      'no-a',
      'cannot be `off` here: it is locked at `error`',
    ],
    [
      'a rule that is softened',
      'rules: { no-a: §hint }',
      'no-a',
      'cannot be `hint` here: it is locked at `error`',
    ],
    [
      'an option that is changed',
      'rules: { require-limit: { options: { §limit: 6 } } }',
      'require-limit',
      'cannot be given another `limit` here: it is locked',
    ],
    ['a gate', 'failOn: §error', 'failOn', 'cannot be `error` here: it is locked at `warn`'],
    [
      'what a stale waiver is',
      'waivers: { stale: §warn }',
      'waivers',
      'cannot be softened here (`stale: warn`): they are locked',
    ],
    [
      'the longest term of a waiver',
      'waivers: { longest: { error: §91 } }',
      'waivers',
      'cannot be softened here (`longest.error: 91`): they are locked',
    ],
    [
      'who approves a waiver',
      'waivers: { approval: §optional }',
      'waivers',
      'cannot be softened here (`approval: optional`): they are locked',
    ],
    [
      'a limit',
      'limits: { ruleTime: §6 }',
      'limits',
      'cannot be raised here (`ruleTime: 6`): they are locked',
    ],
    ['a host', 'refs: { allow: [§b.example] }', 'refs', 'cannot be added to here: the list is locked'],
    [
      'a problem',
      'problems: [§{ code: ref-cycle, files: a, severity: warn, reason: x }]',
      'problems',
      'cannot be made `warn` here: they are locked',
    ],
    [
      'a public operation',
      'policy: { publicOperations: [§{ operation: GET /a, reason: x }] }',
      'policy.publicOperations',
      'cannot be added to here: the list is locked',
    ],
    [
      'an allowed host',
      'policy: { allowedHosts: [§b.example] }',
      'policy.allowedHosts',
      'cannot be added to here: the list is locked',
    ],
    [
      'a duty of the gateway',
      'policy: { gateway: { authentication: §Kong. } }',
      'policy.gateway',
      'cannot be added to or changed here: it is locked',
    ],
    [
      'what descriptions may say',
      'policy: { publicInDescription: §true }',
      'policy.publicInDescription',
      'cannot be `true` here: it is locked at `false`',
    ],
    [
      'an override',
      'overrides: [§{ files: [a], rules: { no-a: error } }]',
      'overrides',
      'cannot be added here: they are locked',
    ],
  ])('stops the run with both places: %s', async (_, text, subject, said) => {
    const isRule = subject.startsWith('no-') || subject.startsWith('require-')
    const order = [
      'failOn',
      'problems',
      'refs',
      'overrides',
      'policy.publicOperations',
      'policy.allowedHosts',
    ]
    const all = [
      ...order,
      'policy.allowedIssuers',
      'policy.gateway',
      'policy.publicInDescription',
      'waivers',
      'limits',
    ]
    const line = isRule ? 12 : 14 + all.indexOf(subject)
    const place = `2:${text.indexOf('§') + 1}`
    expect(await errorsOf(files(`${text.replace('§', '')}\n`))).toEqual([
      `specward.yaml:${place} \`${subject}\` ${said} in base.yaml:${line}. If it has to be, record it under ` +
        `\`exceptions\`, with \`${isRule ? 'rule' : 'setting'}: ${subject}\`, \`reason\`, \`owner\` and \`expires\`.`,
    ])
  })

  it.each([
    ['a rule for some files', "{ files: ['a/*'], rules: { no-b: warn } }"],
    ['a rule for some places', '{ pointers: [/paths], rules: { no-b: off } }'],
    ['an option', "{ files: ['a/*'], rules: { require-limit: { options: { limit: 9 } } } }"],
    ['a fact', "{ files: ['a/*'], policy: { publicOperations: [{ operation: GET /a, reason: x }] } }"],
  ])('binds overrides: %s', async (_, entry) => {
    expect(await errorsOf(files(`overrides: [${entry}]\n`, OPEN))).toEqual([
      expect.stringContaining('locked'),
    ])
  })

  it.each([
    ['a rule', 'extends: []\nrules: { no-a: warn }\nlocked: { rules: [no-a] }\n', 'rules: { no-a: error }\n'],
    ['a gate', BASE, 'failOn: hint\n'],
    ['what a problem means', BASE, 'problems: [{ code: ref-cycle, severity: error, reason: Strict. }]\n'],
    ['a limit', BASE, 'limits: { ruleTime: 4 }\n'],
    ['the first of the issuers', BASE, 'policy: { allowedIssuers: [login.example] }\n'],
  ])('may be made stricter: %s', async (_, base, own) => {
    expect(await errorsOf(files(own, base))).toEqual([])
  })

  it('may be said again', async () => {
    const own = BASE.replace('extends: [specward:strict]\n', '').replace(/locked:[\s\S]*/, '')
    expect(await errorsOf(files(own))).toEqual([])
  })

  it('may be softened back to where it is locked', async () => {
    const chain = {
      'specward.yaml': 'extends: [./team.yaml]\nrules: { no-a: warn }\n',
      'team.yaml': 'extends: [./base.yaml]\nrules: { no-a: error }\n',
      'base.yaml': 'extends: []\nrules: { no-a: warn }\nlocked: { rules: [no-a] }\n',
    }
    expect(levels(await policyOf(chain))).toEqual({ 'no-a': 'warn' })
  })

  it('leaves alone what is off where it is locked', async () => {
    const base = "extends: [specward:recommended]\nlocked: { rules: ['*'] }\n"
    const own = 'rules: { require-limit: { severity: hint, options: { limit: 3 } } }\n'
    expect(levels(await policyOf(files(own, base)))['require-limit']).toBe('hint')
  })

  it('must be on, where it is named', async () => {
    const base = 'extends: [specward:recommended]\nlocked: { rules: [require-limit] }\n'
    expect(await errorsOf(files('', base))).toEqual([
      'base.yaml:2:19 `require-limit` is off here, so there is nothing to lock; give it a severity under `rules`.',
    ])
  })

  it('cannot be softened by a file that comes before: the lock puts rules right', async () => {
    const others = {
      'specward.yaml': 'extends: [./soft.yaml, ./base.yaml]\n',
      'soft.yaml':
        'extends: [specward:strict]\nrules: { no-a: off, require-limit: { options: { limit: 99 } } }\n',
      'base.yaml': BASE,
    }
    const policy = await policyOf(others)
    expect(levels(policy)['no-a']).toBe('error')
    expect(optionsOf(policy, 'require-limit')).toEqual({ limit: 5 })
  })

  it('cannot be added to by a file that comes before', async () => {
    const others = {
      'specward.yaml': 'extends: [./soft.yaml, ./base.yaml]\n',
      'soft.yaml': 'extends: []\nrefs: { allow: [b.example] }\n',
      'base.yaml': BASE,
    }
    expect(await errorsOf(others)).toEqual([
      'soft.yaml:2:17 `refs` cannot be added to here: the list is locked in base.yaml:16. Extend base.yaml before this file, or leave it out.',
    ])
  })

  it('lets no override stand in a file that comes before', async () => {
    const others = {
      'specward.yaml': 'extends: [./soft.yaml, ./org.yaml]\n',
      'soft.yaml': "extends: []\noverrides: [{ files: ['**'], reason: x, rules: { no-a: off } }]\n",
      'org.yaml': 'extends: []\nlocked: { settings: [overrides] }\n',
    }
    const errors = await errorsOf(others)
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatch(
      /^soft\.yaml:2:\d+ `overrides` cannot be added here: they are locked in org\.yaml:2\./,
    )
  })

  it('cannot be unlocked by another policy that locks it lower', async () => {
    const two = {
      'specward.yaml': 'extends: [./high.yaml, ./low.yaml]\nrules: { no-b: warn }\n',
      'high.yaml': 'rules: { no-b: error }\nlocked: { rules: [no-b] }\n',
      'low.yaml': "locked: { rules: ['*'] }\n",
    }
    expect(await errorsOf(two)).toEqual([
      expect.stringContaining('`no-b` cannot be `warn` here: it is locked at `error`'),
    ])
  })

  it('cannot be softened by a preset that comes after', async () => {
    const text = 'extends:\n  - ./base.yaml\n  - specward:recommended\n'
    expect(await errorsOf({ 'specward.yaml': text, 'base.yaml': BASE })).toEqual([
      'specward.yaml:3:5 `no-b` cannot be `warn` here: it is locked at `error` in base.yaml:12. Name the preset before the policy that locks it.',
    ])
  })

  it('holds in the stricter form that an override of the shared policy gives to some documents', async () => {
    const base = `extends: []
rules: { no-a: warn }
overrides: [{ files: ['pay/*'], rules: { no-a: error } }]
locked: { rules: [no-a] }
`
    const both = files('rules: { no-a: warn }\n', base)
    expect(levels(await policyOf(both, { document: 'pay/a.yaml' }))).toEqual({ 'no-a': 'error' })
    expect(levels(await policyOf(both, { document: 'a.yaml' }))).toEqual({ 'no-a': 'warn' })
  })

  it('binds no document under a configuration that does not extend it', async () => {
    const both = { ...files(''), 'other/specward.yaml': 'rules: { no-a: off }\n' }
    expect(levels(await policyOf(both, { document: 'other/a.yaml' }))).toEqual({ 'no-b': 'warn' })
  })
})

describe('the command line under a lock', () => {
  const locked = files('')

  it('cannot go below a locked rule by a preset', async () => {
    expect(await errorsOf(locked, { presets: ['recommended'] })).toEqual([
      '`--preset recommended` would soften or turn off `no-b`, `require-limit`, locked in base.yaml:12. Leave it out.',
    ])
  })

  it('can name a preset that keeps what is locked', async () => {
    const base = BASE.replace('specward:strict', 'specward:recommended').replace(
      'require-limit: {',
      'require-limit: { severity: warn,',
    )
    expect(levels(await policyOf(files('', base), { presets: ['strict'] }))['no-b']).toBe('error')
  })

  it('cannot go below a locked gate', async () => {
    expect(await errorsOf(locked, { failOn: 'never' })).toEqual([
      '`--fail-on never` would let pass what the gate `warn`, which is locked in base.yaml:14, stops. Leave it out.',
    ])
    expect(await errorsOf(locked, { failOn: 'hint' })).toEqual([])
  })

  it('cannot go below the gate that holds where a lock names none', async () => {
    const base = 'locked: { settings: [failOn] }\n'
    expect(await errorsOf(files('', base), { failOn: 'never' })).toHaveLength(1)
    expect(await errorsOf(files('', base), { failOn: 'error' })).toEqual([])
  })
})

describe('an exception', () => {
  const SOFT = 'rules: { no-a: hint }\n'
  const asked = (today?: string): Asked => ({ today })

  it('allows what is locked and is told', async () => {
    const policy = await policyOf(files(`${SOFT}${exception('rule: no-a')}`), asked(TODAY))
    expect(levels(policy)['no-a']).toBe('hint')
    expect(notices(policy)).toEqual(['info exception-in-use specward.yaml:4'])
    expect(policy.notices?.[0]?.message).toBe(
      'An exception from `no-a`, which is locked in base.yaml:12, holds until 2027-01-31: Until the gateway is there. Owner: Jane.',
    )
  })

  it('names who approved it, and where', async () => {
    const own = `${SOFT}${exception('rule: no-a, approver: The CISO, ticket: SEC-12')}`
    const [notice] = (await policyOf(files(own), asked(TODAY))).notices ?? []
    expect(notice?.message).toMatch(/Owner: Jane, approved by The CISO, ticket SEC-12\.$/)
  })

  it.each([
    ['failOn', 'failOn: never\n'],
    ['refs', 'refs: { allow: [b.example] }\n'],
    ['policy.gateway', 'policy: { gateway: { authentication: Kong. } }\n'],
  ])('may be for a setting: %s', async (setting, own) => {
    const policy = await policyOf(files(`${own}${exception(`setting: ${setting}`)}`), asked(TODAY))
    expect(notices(policy)).toEqual(['info exception-in-use specward.yaml:4'])
  })

  it('for overrides does not allow what they soften', async () => {
    const own = "overrides: [{ files: ['a/*'], rules: { no-a: hint } }]\n"
    expect(await errorsOf(files(`${own}${exception('setting: overrides')}`), asked(TODAY))).toEqual([
      expect.stringContaining('`no-a` cannot be `hint` here'),
    ])
  })

  it('holds on its last day, and the day after no more', async () => {
    const own = files(`${SOFT}${exception('rule: no-a')}`)
    expect(levels(await policyOf(own, asked('2027-01-31')))['no-a']).toBe('hint')
    const after = await policyOf(own, asked('2027-02-01'))
    expect(levels(after)['no-a']).toBe('error')
    expect(notices(after)).toEqual(['error exception-expired specward.yaml:4'])
  })

  it('that has ended leaves a locked setting as it is', async () => {
    const own = `refs: { allow: [b.example] }\n${exception('setting: refs')}`
    expect((await policyOf(files(own), asked('2028-01-01'))).refHosts).toEqual(['schemas.example'])
  })

  it.each([
    ['2027-01-16', 1],
    ['2027-01-17', 2],
    ['2027-01-31', 2],
  ])('is told to end soon from two weeks before on: %s', async (today, count) => {
    const policy = await policyOf(files(`${SOFT}${exception('rule: no-a')}`), asked(today))
    expect(notices(policy)).toHaveLength(count)
    if (count > 1) expect(notices(policy)).toContain('warn exception-ends-soon specward.yaml:4')
  })

  it('holds where nobody knows the date, which is told', async () => {
    const policy = await policyOf(files(`${SOFT}${exception('rule: no-a')}`))
    expect(levels(policy)['no-a']).toBe('hint')
    expect(notices(policy)).toEqual([
      'info exception-in-use specward.yaml:4',
      'warn exception-unchecked specward.yaml:4',
    ])
  })

  it.each([
    ['nothing is softened', exception('rule: no-a')],
    ['the rule is not locked', exception('setting: policy.allowedIssuers')],
  ])('is told to be unused when %s', async (_, own) => {
    expect(notices(await policyOf(files(own), asked(TODAY)))).toEqual([
      'warn exception-unused specward.yaml:3',
    ])
  })

  it('is for its own file alone', async () => {
    const chain = {
      'specward.yaml': `extends: [./team.yaml]\n${exception('rule: no-a')}`,
      'team.yaml': `extends: [./base.yaml]\n${SOFT}`,
      'base.yaml': BASE,
    }
    expect(await errorsOf(chain, asked(TODAY))).toEqual([expect.stringMatching(/^team\.yaml:2:16 `no-a`/)])
  })

  it('for some files allows overrides for those files, and nothing else', async () => {
    const scoped = exception("rule: no-a, files: ['legacy/**']")
    const override = (glob: string): string =>
      `overrides: [{ files: ['${glob}'], rules: { no-a: hint } }]\n${scoped}`
    expect(await errorsOf(files(override('legacy/**'), OPEN), asked(TODAY))).toEqual([])
    const message =
      '`no-a` cannot be `hint` here: it is locked at `error` in base.yaml:12. The exception on line 4 is for `legacy/**` alone: set this in an override with those `files`.'
    expect(await errorsOf(files(override('**'), OPEN), asked(TODAY))).toEqual([
      `specward.yaml:2:45 ${message}`,
    ])
    expect(await errorsOf(files(`${SOFT}${scoped}`, OPEN), asked(TODAY))).toEqual([
      `specward.yaml:2:16 ${message}`,
    ])
  })

  it('can be forbidden', async () => {
    const base = BASE.replace("rules: ['*']", "rules: ['*']\n  noExceptions: [no-a]")
    const own = `${SOFT}${exception('rule: no-a')}`
    expect(await errorsOf(files(own, base), asked(TODAY))).toEqual([
      'specward.yaml:4:5 There are no exceptions from `no-a`, by base.yaml:13. Remove this one.',
    ])
    expect(await errorsOf(files(SOFT, base), asked(TODAY))).toEqual([
      'specward.yaml:2:16 `no-a` cannot be `hint` here: it is locked at `error` in base.yaml:12. There are no exceptions from `no-a`, by base.yaml:13.',
    ])
  })

  it('changes the digest when it ends', async () => {
    const own = files(`${SOFT}${exception('rule: no-a')}`)
    const before = await policyOf(own, asked(TODAY))
    const after = await policyOf(own, asked('2028-01-01'))
    expect(before.digest).not.toBe(after.digest)
  })

  it('is the same for every document', async () => {
    const own = files(`${SOFT}${exception('rule: no-a')}`)
    const policy = await policyOf(own, { today: TODAY, document: 'deep/er/a.yaml' })
    expect(policy.notices?.map(({ uri }) => uri)).toEqual([`${ROOT}specward.yaml`])
  })
})
