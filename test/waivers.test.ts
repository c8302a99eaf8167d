import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { API, MENDED } from './orders.ts'
import { type Files, project } from './project.ts'
import { type Printed, runIn } from './run-in.ts'

const CONFIG = 'extends: []\nrules: { no-anonymous-write: error }\n'

const governed = (files: Files) => project({ 'specward.yaml': CONFIG, ...files })

const readIn = (cwd: string, name = 'specward.waivers.yaml') => readFile(join(cwd, name), 'utf8')

async function fingerprints(cwd: string): Promise<readonly string[]> {
  const { out } = await runIn(cwd, ['lint', '--format', 'json'])
  const { findings } = JSON.parse(out)
  return findings.map(({ fingerprint }: { fingerprint: string }) => fingerprint)
}

function waive(cwd: string, fingerprint: string, ...more: readonly string[]): Promise<Printed> {
  const whole = ['--reason', 'Until the gateway', '--owner', 'jane', '--expires', '2999-01-31']
  return runIn(cwd, ['waive', fingerprint, ...whole, ...more])
}

const TODAY = new Date().toISOString().slice(0, 10)

describe('specward waive', () => {
  it('writes what makes the run pass, and says so', async () => {
    const cwd = await governed({ 'openapi.yaml': API })
    const [orders = '', users = ''] = await fingerprints(cwd)
    const first = await waive(cwd, orders)
    expect([first.code, first.err]).toEqual([0, ''])
    expect(first.out).toContain('Accepted until 2999-01-31, owner jane: no-anonymous-write at openapi.yaml:7')
    expect((await waive(cwd, users, '--ticket', 'SEC-1', '--approver', 'joe')).code).toBe(0)
    expect(
      await readIn(cwd),
    ).toBe(`# Findings that are accepted for a time: each with an owner, a reason and a last day.
# \`specward waive\` adds to this list, \`specward waivers\` shows what became of it.
waivers:
  - rule: no-anonymous-write
    fingerprint: ${quoted(orders)}
    file: openapi.yaml
    reason: Until the gateway
    owner: jane
    expires: '2999-01-31'
    created: '${TODAY}'
  - rule: no-anonymous-write
    fingerprint: ${quoted(users)}
    file: openapi.yaml
    reason: Until the gateway
    owner: jane
    expires: '2999-01-31'
    ticket: SEC-1
    approver: joe
    created: '${TODAY}'
`)
    const { code, out } = await runIn(cwd, ['lint'])
    expect([code, out]).toEqual([
      0,
      'clean but for 2 accepted findings (by waiver): 1 rule judged 2 operations\n',
    ])
  })

  it('adds to what people have written, and leaves that as it is', async () => {
    const before = `# Ours\r\nwaivers:\r\n- rule: "no-anonymous-write" # why\r\n  operation: POST /orders\r\n  reason: Old\r\n  owner: joe\r\n  expires: 2999-01-01\r\n# end\r\n`
    const cwd = await governed({ 'openapi.yaml': API, 'specward.waivers.yaml': before })
    const [, users = ''] = await fingerprints(cwd)
    expect((await waive(cwd, users)).code).toBe(0)
    const after = await readIn(cwd)
    const [head = '', tail = ''] = before.split('# end')
    expect(after.startsWith(head)).toBe(true)
    expect(after.endsWith(`# end${tail}`)).toBe(true)
    expect(after).toContain(`\r\n- rule: no-anonymous-write\r\n  fingerprint: ${quoted(users)}\r\n`)
    expect((await runIn(cwd, ['lint'])).code).toBe(0)
  })

  it.each(['', '# none yet', 'waivers:\n', 'waivers: []\n', '{ "waivers": [] }\n'])(
    'begins a list in %j',
    async (before) => {
      const cwd = await governed({ 'openapi.yaml': API, 'specward.waivers.yaml': before })
      for (const each of await fingerprints(cwd)) expect((await waive(cwd, each)).err).toBe('')
      expect((await runIn(cwd, ['lint'])).code).toBe(0)
      expect(await readIn(cwd)).toContain(before.trim().replace('[]', '').split(' ')[0] ?? '')
    },
  )

  it('stands beside the configuration', async () => {
    const cwd = await governed({ 'apis/specward.yaml': CONFIG, 'apis/v1/openapi.yaml': API })
    const [orders = ''] = await fingerprints(cwd)
    expect((await waive(cwd, orders)).out).toContain('Written to apis/specward.waivers.yaml.')
    expect(await readIn(cwd, 'apis/specward.waivers.yaml')).toContain('file: v1/openapi.yaml')
  })

  it('takes days from today, and the owner from the environment', async () => {
    const cwd = await governed({ 'openapi.yaml': API })
    const [orders = ''] = await fingerprints(cwd)
    const { out } = await runIn(cwd, ['waive', orders, '--reason', 'r', '--owner', 'jane', '--expires', '0d'])
    expect(out).toContain(`until ${TODAY}`)
    expect((await runIn(cwd, ['lint'])).out).toContain('waiver-ends-soon')
  })

  it('refuses what is waived already, and renews it', async () => {
    const cwd = await governed({ 'openapi.yaml': API })
    const [orders = '', users = ''] = await fingerprints(cwd)
    await waive(cwd, orders, '--expires', '30d')
    const again = await waive(cwd, orders)
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('is waived already')])
    const renewed = await runIn(cwd, ['waive', orders, '--renew', '--expires', '2999-12-31'])
    expect([renewed.code, renewed.out]).toEqual([
      0,
      expect.stringContaining('Renewed until 2999-12-31, owner jane'),
    ])
    expect((await readIn(cwd)).match(/expires: .*/g)).toEqual(["expires: '2999-12-31'"])
    const none = await runIn(cwd, ['waive', users, '--renew', '--expires', '30d'])
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('there is no waiver')])
  })

  it('renews one that has ended', async () => {
    const cwd = await governed({ 'openapi.yaml': API })
    const [orders = ''] = await fingerprints(cwd)
    await waive(cwd, orders)
    const ended = (await readIn(cwd))
      .replace("'2999-01-31'", '2020-01-31 # soon')
      .replace(/ {4}created.*\n/, '')
    await writeFile(join(cwd, 'specward.waivers.yaml'), ended)
    expect((await runIn(cwd, ['lint'])).code).toBe(4)
    expect((await waive(cwd, orders)).err).toContain('was waived already, until 2020-01-31')
    expect((await waive(cwd, orders, '--renew')).code).toBe(0)
    expect(await readIn(cwd)).toMatch(/expires: '?2999-01-31'? # soon/)
    expect((await runIn(cwd, ['lint'])).code).toBe(1)
  })

  it.each([
    ['no fingerprint', ['abc'], 'is no fingerprint'],
    ['a fingerprint that nothing has', ['0123456789abcdef'], 'no finding has the fingerprint'],
    ['a day that is over', ['FIRST', '--expires', '2020-01-31'], 'is over'],
    ['a day of no calendar', ['FIRST', '--expires', '2027-02-30'], 'no day of the calendar'],
    ['a blank owner', ['FIRST', '--owner', ' '], '`--owner <who>` is needed'],
    ['an owner that nobody sees', ['FIRST', '--owner', '\u200b'], '`--owner <who>` is needed'],
    ['a blank reason', ['FIRST', '--reason', ''], '`--reason <text>` is needed'],
  ])('refuses %s', async (_, [fingerprint = '', ...more], words) => {
    const cwd = await governed({ 'openapi.yaml': API })
    const [first = ''] = await fingerprints(cwd)
    const { code, err } = await waive(cwd, fingerprint.replace('FIRST', first), ...more)
    expect([code, err]).toEqual([2, expect.stringContaining(words)])
    await expect(readIn(cwd)).rejects.toThrow()
  })

  it.each([
    ['longest: { error: 90 }', '`--expires 90d` is the longest'],
    ['approval: required', 'add `--approver <who>`'],
    ['forbid: [no-anonymous-write]', 'cannot be accepted'],
  ])('refuses what the policy would not take: %s', async (setting, words) => {
    const cwd = await governed({ 'openapi.yaml': API, 'specward.yaml': `${CONFIG}waivers: { ${setting} }\n` })
    const [first = ''] = await fingerprints(cwd)
    const { code, err } = await waive(cwd, first)
    expect([code, err]).toEqual([2, expect.stringContaining(words)])
  })

  it('asks for a file where several descriptions have the finding', async () => {
    const cwd = await governed({ 'a.yaml': API, 'b.yaml': API })
    const [first = ''] = await fingerprints(cwd)
    const { code, err } = await waive(cwd, first)
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/2 findings have the fingerprint[\s\S]*a\.yaml[\s\S]*b\.yaml/),
    ])
    expect((await waive(cwd, first, 'b.yaml')).code).toBe(0)
    expect(await readIn(cwd)).toContain('file: b.yaml')
  })
})

describe('specward waivers', () => {
  const WAIVERS = `# ours
waivers:
  # about orders
  - rule: no-anonymous-write   # known
    operation: POST /orders
    file: openapi.yaml
    reason: "Known"
    owner: joe
    expires: 2999-01-01
  - rule: no-anonymous-write   # goes
    operation: DELETE /users
    file: openapi.yaml
    reason: Known
    owner: jane
    expires: 2999-01-01
  # the last
  - {rule: no-anonymous-write, operation: "POST /or*", reason: Old, owner: jane, expires: 2020-01-01} # over
`

  it('lists them with what became of them', async () => {
    const cwd = await governed({ 'openapi.yaml': MENDED, 'specward.waivers.yaml': WAIVERS })
    const { code, out } = await runIn(cwd, ['waivers'])
    expect(code).toBe(4)
    expect(
      out
        .split('\n')
        .filter((line) => /^\S/.test(line))
        .map((line) => line.replace(/\(.*?\)/, '(n)')),
    ).toEqual([
      'active        no-anonymous-write  owner joe, until 2999-01-01 (n), 1 finding, specward.waivers.yaml:4',
      'stale         no-anonymous-write  owner jane, until 2999-01-01 (n), 0 findings, specward.waivers.yaml:10',
      'expired       no-anonymous-write  owner jane, until 2020-01-01 (n), 1 finding, specward.waivers.yaml:17',
    ])
    const json = JSON.parse((await runIn(cwd, ['waivers', '--format', 'json'])).out)
    expect(
      json.waivers.map(({ state, owner, findings, line }: Record<string, unknown>) => [
        state,
        owner,
        findings,
        line,
      ]),
    ).toEqual([
      ['active', 'joe', 1, 4],
      ['stale', 'jane', 0, 10],
      ['expired', 'jane', 1, 17],
    ])
  })

  it('removes those that are not needed, and nothing else', async () => {
    const cwd = await governed({ 'openapi.yaml': MENDED, 'specward.waivers.yaml': WAIVERS })
    const before = await runIn(cwd, ['lint'])
    expect([before.code, before.out]).toEqual([
      4,
      expect.stringContaining('waiver-stale  specward.waivers.yaml:10:5'),
    ])
    const { code, out } = await runIn(cwd, ['waivers', '--prune'])
    expect([code, out]).toEqual([4, expect.stringContaining('removed       no-anonymous-write')])
    const gone = WAIVERS.slice(
      WAIVERS.indexOf('  - rule: no-anonymous-write   # goes'),
      WAIVERS.indexOf('  # the last'),
    )
    expect(await readIn(cwd)).toBe(WAIVERS.replace(gone, ''))
    const again = await runIn(cwd, ['waivers', '--prune'])
    expect(again.out).not.toContain('removed')
    expect(await readIn(cwd)).toBe(WAIVERS.replace(gone, ''))
  })

  it('keeps what a run over a part of the descriptions cannot know', async () => {
    const cwd = await governed({
      'openapi.yaml': MENDED,
      'other.yaml': MENDED,
      'specward.waivers.yaml': WAIVERS,
    })
    await runIn(cwd, ['waivers', 'other.yaml', '--prune'])
    expect(await readIn(cwd)).toBe(WAIVERS)
  })

  it('has nothing to say where there are none', async () => {
    const cwd = await governed({ 'openapi.yaml': API })
    expect(await runIn(cwd, ['waivers'])).toEqual({ code: 0, out: 'There are no waivers.\n', err: '' })
  })
})

describe('a remark in a description', () => {
  const RULESET = `rules:
  operation-tags:
    given: $.paths[*][get,post,delete]
    severity: error
    then: { field: tags, function: truthy }
`

  it('is for rules of Spectral rulesets as well', async () => {
    const marked = API.replace(
      '    post:\n',
      '    # specward-ignore operation-tags -- One group is enough.\n    post:\n',
    ).replace(
      '      operationId: deleteUsers\n',
      '      operationId: deleteUsers\n      x-specward-ignore: { operation-tags: One group is enough. }\n',
    )
    const cwd = await governed({ '.spectral.yaml': RULESET, 'openapi.yaml': marked })
    const { out } = await runIn(cwd, ['lint', '--ruleset', '.spectral.yaml', '--format', 'json'])
    const { findings, notices } = JSON.parse(out)
    expect(
      findings.map(({ ruleId, suppressed }: Record<string, { kind: string }>) => [ruleId, suppressed?.kind]),
    ).toEqual([
      ['operation-tags', 'inline'],
      ['operation-tags', 'inline'],
    ])
    expect(notices).toEqual([])
  })

  it('and a waiver are for them, too', async () => {
    const cwd = await governed({ '.spectral.yaml': RULESET, 'openapi.yaml': API })
    const { out } = await runIn(cwd, ['lint', '--ruleset', '.spectral.yaml', '--format', 'json'])
    const [first] = JSON.parse(out).findings
    expect((await waive(cwd, first.fingerprint, '--ruleset', '.spectral.yaml')).code).toBe(0)
    const after = await runIn(cwd, ['lint', '--ruleset', '.spectral.yaml'])
    expect([after.code, after.out]).toEqual([1, expect.stringContaining('1 error, 1 accepted (by waiver)')])
  })
})

describe('tests of a policy', () => {
  it('find what is accepted elsewhere', async () => {
    const test = API.replace('    post:\n', '    post:\n#   ^^^^ no-anonymous-write\n').replace(
      '    delete:\n',
      '    delete:\n#   ^^^^^^ no-anonymous-write\n',
    )
    const waivers =
      'waivers:\n  - { rule: no-anonymous-write, operation: "* /*s", reason: r, owner: o, expires: 2999-01-01 }\n'
    const cwd = await governed({ 'orders.policy-test.yaml': test, 'specward.waivers.yaml': waivers })
    const { code, out } = await runIn(cwd, ['test'])
    expect([code, out]).toEqual([0, expect.stringContaining('all passed; 2 expectations met')])
  })
})

function quoted(fingerprint: string): string {
  return /^\d+(e\d+)?$/.test(fingerprint) ? `'${fingerprint}'` : fingerprint
}

describe('a finding that tells of several things', () => {
  const BODY = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers: [{ url: https://api.example.com }]
security: [{ t: [] }]
paths:
  /orders:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                a: { type: string }
                b: { type: string }
                c: { type: string }
      responses: { '201': { description: Created } }
components: { securitySchemes: { t: { type: http, scheme: bearer } } }
`
  const POLICY = 'extends: []\nrules: { require-bounded-text: error }\n'

  it('stays accepted while some of them are mended, and not when another one joins', async () => {
    const cwd = await governed({ 'specward.yaml': POLICY, 'openapi.yaml': BODY })
    const [fingerprint = ''] = await fingerprints(cwd)
    expect((await waive(cwd, fingerprint)).code).toBe(0)
    const with_ = async (a: string, b: string, more: string) => {
      const text = BODY.replace('a: { type: string }', a).replace('b: { type: string }', `${b}${more}`)
      await writeFile(join(cwd, 'openapi.yaml'), text)
      return (await runIn(cwd, ['lint'])).code
    }
    const bounded = '{ type: string, maxLength: 9 }'
    expect(await with_('a: { type: string }', 'b: { type: string }', '')).toBe(0)
    expect(await with_(`a: ${bounded}`, 'b: { type: string }', '')).toBe(0)
    expect(await with_(`a: ${bounded}`, `b: ${bounded}`, '')).toBe(0)
    expect(await with_(`a: ${bounded}`, `b: ${bounded}`, '\n                d: { type: string }')).toBe(4)
  })
})

describe('a finding about what is returned', () => {
  const people = (open: boolean, fields: readonly string[]) => `openapi: 3.1.0
info: { title: People, version: 1.0.0 }
servers: [{ url: https://api.example.com }]
security: ${open ? '[]' : '[{ t: [] }]'}
paths:
  /people:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: object, properties: { ${fields.map((name) => `${name}: { type: string }`).join(', ')} } }
components: { securitySchemes: { t: { type: http, scheme: bearer } } }
`

  it.each([
    ['no-sensitive-data-public', true],
    ['no-cacheable-sensitive-data', false],
  ])('is another one when a field joins, and the same when one goes: %s', async (rule, open) => {
    const policy = `extends: []\nrules: { ${rule}: error }\n`
    const cwd = await project({
      'specward.yaml': policy,
      'openapi.yaml': people(open, ['ssn', 'dateOfBirth']),
    })
    const [fingerprint = ''] = await fingerprints(cwd)
    expect((await waive(cwd, fingerprint)).code).toBe(0)
    const codeWith = async (...fields: string[]) => {
      await writeFile(join(cwd, 'openapi.yaml'), people(open, fields))
      return (await runIn(cwd, ['lint'])).code
    }
    expect(await codeWith('ssn', 'dateOfBirth')).toBe(0)
    expect(await codeWith('ssn')).toBe(0)
    expect(await codeWith('ssn', 'dateOfBirth', 'passportNumber')).toBe(4)
  })
})

describe('a finding that only the assessment looks for', () => {
  it('can be accepted, and is then accepted in the checklist', async () => {
    const cwd = await governed({ 'openapi.yaml': API })
    const judged = async () => {
      const { out } = await runIn(cwd, ['checklist', 'openapi.yaml', '--format', 'json'])
      const [document] = JSON.parse(out).documents
      return document.findings.find((each: { inPolicy: boolean }) => !each.inPolicy)
    }
    const { fingerprint } = await judged()
    expect(await fingerprints(cwd)).not.toContain(fingerprint)
    expect((await waive(cwd, fingerprint)).out).toContain('Accepted until 2999-01-31, owner jane')
    expect((await judged()).suppressed).toMatchObject({ kind: 'waiver', owner: 'jane' })
    const { out } = await runIn(cwd, ['lint', '--format', 'json'])
    expect(JSON.parse(out).notices).toEqual([])
  })
})
