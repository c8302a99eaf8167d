import { join } from 'node:path'
import { loadCatalogue } from '@specward/rulesets'
import { beforeAll, describe, expect, it } from 'vitest'
import { project } from './project.ts'
import { runIn } from './run-in.ts'

const catalogue = await loadCatalogue()
let folder = ''

beforeAll(async () => {
  folder = await project({
    'off/specward.yaml': 'extends: [specward:recommended]\nrules:\n  no-anonymous-write: off\n',
    'broken/specward.yaml': 'rulez: {}\n',
  })
})

const controls = (...args: readonly string[]) => runIn(folder, ['controls', ...args])

async function json(...args: readonly string[]) {
  const { code, out, err } = await controls(...args, '--format', 'json')
  expect([code, err]).toEqual([0, ''])
  return JSON.parse(out)
}

describe('specward controls', () => {
  it('lists every control with who can tell, its rules and rows', async () => {
    const { code, out } = await controls()
    expect(code).toBe(0)
    for (const { id, title } of catalogue.controls)
      expect(out).toMatch(new RegExp(`^${id} .*${title.replace(/[.*+?()[\]]/g, '\\$&')}$`, 'm'))
    expect(out).toMatch(/^TRANSPORT-7 +a person +0 +P1 P4 P11 +TLS versions/m)
    expect(out).toContain('95 controls. Rules speak for ')
  })

  it('prints all that is known of them for programs', async () => {
    const { version, controls } = await json()
    expect(version).toBe(1)
    expect(controls).toEqual(JSON.parse(JSON.stringify(catalogue.controls)))
  })
})

describe('specward controls <control>', () => {
  it('shows question, evidence, rules and mappings', async () => {
    const { code, out } = await controls('AUTHN-1')
    expect(code).toBe(0)
    expect(out).toMatch(/^AUTHN-1 {2}The description requires/)
    expect(out).toMatch(/^Question\n {2}Has every operation .*\?$/m)
    expect(out).toMatch(/^Evidence\n {2}The list of anonymous operations/m)
    expect(out).toMatch(/^ {2}no-anonymous-write +error +An operation/m)
    expect(out).toMatch(/^ {2}owasp-api-2023 +API2:2023, API5:2023$/m)
  })

  it('takes an id in small letters', async () => {
    expect(await controls('authn-1')).toEqual(await controls('AUTHN-1'))
  })

  it('says of each rule what the policy here makes of it', async () => {
    const { out } = await runIn(join(folder, 'off'), ['controls', 'AUTHN-1', '--format', 'json'])
    const levels = new Map(
      JSON.parse(out).control.rules.map((rule: { id: string; severity: string }) => [rule.id, rule.severity]),
    )
    expect(levels.get('no-anonymous-write')).toBe('off')
    expect(levels.get('no-optional-authentication')).toBe('error')
  })

  it('is told that a control has no rule', async () => {
    expect((await controls('TRANSPORT-7')).out).toContain('No rule speaks for it: a person answers.')
    expect((await controls('INTEG-3')).out).toContain('No rule decides it yet, so it stays open.')
    expect((await controls('APIKEY-1')).out).not.toContain('No rule')
  })

  it('names formats in which rules decide a part alone', async () => {
    expect((await controls('AUTHZ-4')).out).toContain('in AsyncAPI in part alone')
    expect((await controls('AUTHN-1')).out).not.toContain('in part alone')
  })

  it('is refused for one that is not there, with the nearest', async () => {
    expect(await controls('AUTN-1')).toEqual({
      code: 2,
      out: '',
      err: 'error: There is no control `AUTN-1`. Did you mean `AUTHN-1`?\n',
    })
    expect((await controls('__proto__')).err).toContain('`specward controls` lists them all.')
  })

  it('does not pass over a policy that is wrong', async () => {
    const { code, err, out } = await runIn(join(folder, 'broken'), ['controls', 'AUTHN-1'])
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain('specward.yaml:1:1')
  })
})

describe('specward controls --framework', () => {
  it('lists every requirement with its controls, and says where there is none', async () => {
    const { code, out } = await controls('--framework', 'nist-800-228')
    expect(code).toBe(0)
    expect(out).toMatch(/^NIST SP 800-228.*\n.*\nA mapping says .* never that the requirement is met\.\n/)
    expect(out).toMatch(/^REC-API-9\n {2}TRANSPORT-1 +description +No server/m)
    expect(out).toMatch(/^REC-API-3\n {2}No control speaks for it\.$/m)
    expect(out).toMatch(/26 items\. No control speaks for 16 of them: REC-API-3, .*REC-API-26\.\n$/)
  })

  it('counts no silent item where each has a control', async () => {
    expect((await controls('--framework', 'owasp-api-2023')).out).toMatch(/\n10 items\.\n$/)
  })

  it.each(catalogue.frameworks.map((framework) => [framework.id, framework] as const))(
    '%s',
    async (id, framework) => {
      expect((await json('--framework', id)).framework).toEqual(JSON.parse(JSON.stringify(framework)))
    },
  )

  it('refuses one that is not there, with the nearest', async () => {
    const { code, out, err } = await controls('--framework', 'owasp-api-2032')
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/`--framework owasp-api-2032` is not known: .* Did you mean `owasp-api-2023`\?\n$/)
  })
})

describe('specward controls --rows', () => {
  it('tells of all practices and threats who can tell', async () => {
    const { out } = await controls('--rows')
    for (const { id, title } of catalogue.rows) expect(out).toContain(`${id}  ${title}\n`)
    expect(out).toMatch(/^P12 .*\n {2}a person {2}1 {2}TRANSPORT-8\n {2}No description shows any of it\.$/m)
    expect(out).toMatch(/^P11 .*\n {2}description {2}6 .*\n {2}a person +1 {2}TRANSPORT-7\n\n/m)
    expect(out).toMatch(/\n28 rows\.\n$/)
  })

  it('puts each control that answers a row where it belongs', async () => {
    for (const row of (await json('--rows')).rows) {
      for (const told of ['description', 'both', 'person'] as const) {
        const expected = catalogue.controls.filter((each) => each.told === told && each.rows.includes(row.id))
        expect(row.controls[told]).toEqual(expected.map(({ id }) => id))
      }
    }
  })
})

describe('a command line that asks for two things', () => {
  it.each([
    [['AUTHN-1', '--rows'], 'Give a control or `--rows`, not both.'],
    [['AUTHN-1', '--framework', 'cwe'], 'Give a control or `--framework`, not both.'],
    [['--framework', 'cwe', '--rows'], 'Give `--framework` or `--rows`, not both.'],
  ])('%j is refused', async (args, message) => {
    expect(await controls(...args)).toEqual({ code: 2, out: '', err: `error: ${message}\n` })
  })
})
