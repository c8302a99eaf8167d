import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Ajv } from 'ajv'
import { beforeEach, describe, expect, it } from 'vitest'
import { identifiersOf, OSCAL_SCHEMA } from './oscal-schema.ts'
import { project, put } from './project.ts'
import { type Printed, runIn } from './run-in.ts'

/** What is promised to those who accept, compare, assess and sign, each by one story through the command line. */

const TODAY = '2027-01-31'

const API = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers:
  - url: https://api.example.com
security:
  - token: []
paths:
  /orders:
    get:
      operationId: listOrders
      parameters:
        - { name: page, in: query, schema: { type: integer, minimum: 1, maximum: 100 } }
        - { name: password, in: query, schema: { type: string } }
      responses: { '200': { description: All orders. } }
    post:
      operationId: createOrder
      responses: { '201': { description: Created. } }
  /orders/{orderId}:
    delete:
      operationId: deleteOrder
      parameters:
        - { name: orderId, in: path, required: true, schema: { type: string, format: uuid } }
      responses: { '204': { description: Gone. } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`

interface Finding {
  readonly ruleId: string
  readonly fingerprint: string
  readonly message: string
  readonly isNew: boolean
  readonly operations: readonly string[]
  readonly suppressed: { readonly kind: string; readonly reason: string } | null
  readonly change?: {
    readonly kind: string
    readonly pointer: string
    readonly range: { start: { line: number } }
  }
}

interface Told {
  readonly code: number
  readonly findings: readonly Finding[]
  readonly notices: readonly { code: string; severity: string; message: string; place: string }[]
}

let cwd = ''

beforeEach(async () => {
  cwd = await project({ 'openapi.yaml': API })
})

const write = (name: string, text: string) => put(cwd, { [name]: text })
const read = (name: string) => readFile(join(cwd, name), 'utf8')
const specward = (...args: readonly string[]): Promise<Printed> =>
  runIn(cwd, args, undefined, { today: () => TODAY })

async function edit(name: string, from: string, to: string): Promise<void> {
  const text = await read(name)
  expect(text).toContain(from)
  await write(name, text.replace(from, to))
}

async function lint(...args: readonly string[]): Promise<Told> {
  const { code, out } = await specward('lint', '--format', 'json', ...args)
  const { findings, notices } = JSON.parse(out)
  return {
    code,
    findings,
    // biome-ignore lint/suspicious/noExplicitAny: as the report has it
    notices: notices.map(({ file, range, ...rest }: any) => ({
      ...rest,
      place: `${file}:${range?.start.line}`,
    })),
  }
}

async function fingerprintOf(ruleId: string): Promise<string> {
  const found = (await lint()).findings.filter((finding) => finding.ruleId === ruleId)
  expect(found).toHaveLength(1)
  return found[0]?.fingerprint ?? ''
}

const waiver = (more: string): string =>
  `waivers:\n  - rule: no-credential-in-url\n    file: openapi.yaml\n${more.replace(/^/gm, '    ')}\n`

const WHOLE = 'operation: GET /orders\nreason: Clients move in spring.\nowner: Jane'

describe('what is accepted', () => {
  it('does not hide what stands in its place: a new parameter at an old index is reported', async () => {
    const accepted = await fingerprintOf('no-credential-in-url')
    await edit(
      'openapi.yaml',
      '        - { name: page',
      '        - { name: secret, in: query, schema: { type: string } }\n        - { name: page',
    )
    const found = (await lint()).findings.filter(({ ruleId }) => ruleId === 'no-credential-in-url')
    expect(found.map(({ fingerprint }) => fingerprint === accepted).sort()).toEqual([false, true])
    expect(found.find(({ fingerprint }) => fingerprint !== accepted)?.message).toContain('`secret`')
  })

  it.each([
    ['lacks an owner', WHOLE.replace('\nowner: Jane', '\nexpires: 2027-06-30'), 'waiver-incomplete'],
    ['lacks a reason', 'operation: GET /orders\nowner: Jane\nexpires: 2027-06-30', 'waiver-incomplete'],
    ['lacks an end', WHOLE, 'waiver-incomplete'],
    ['has ended', `${WHOLE}\nexpires: 2027-01-30`, 'waiver-expired'],
    ['holds for too long', `${WHOLE}\nexpires: 2029-01-30`, 'waiver-too-long'],
  ])('fails the run at its own line, and accepts nothing, where it %s', async (_what, more, code) => {
    await write('specward.yaml', 'waivers: { longest: { error: 180 } }\n')
    await write('specward.waivers.yaml', waiver(more))
    const told = await lint()
    expect(told.code).toBe(4)
    expect(told.notices).toContainEqual(
      expect.objectContaining({ code, severity: 'error', place: 'specward.waivers.yaml:2' }),
    )
    expect(told.findings.filter(({ suppressed }) => suppressed)).toEqual([])
  })

  it('is told before it ends', async () => {
    await write('specward.waivers.yaml', waiver(`${WHOLE}\nexpires: 2027-02-10`))
    const told = await lint()
    expect([told.code, told.notices.map(({ code, severity }) => [code, severity])]).toEqual([
      0,
      [['waiver-ends-soon', 'warn']],
    ])
  })

  it('is named once it is no longer needed, and taken out alone, with every comment left', async () => {
    const kept = `${waiver(`${WHOLE}\nexpires: 2027-06-30 # with the release`)}`
    const stale =
      '  # the second\n  - rule: no-plaintext-server\n    file: openapi.yaml\n    pointer: /servers\n    reason: Later.\n    owner: Jane\n    expires: 2027-06-30\n'
    await write('specward.waivers.yaml', `# ours\n${kept}${stale}`)
    const told = await lint()
    expect(told.code).toBe(4)
    expect(told.notices.map(({ code, place }) => [code, place])).toEqual([
      ['waiver-stale', 'specward.waivers.yaml:10'],
    ])
    await specward('waivers', '--prune')
    const text = await read('specward.waivers.yaml')
    expect(text).toContain(`# ours\n${kept}`)
    expect(text).not.toContain('no-plaintext-server')
    expect((await lint()).code).toBe(0)
  })

  it('is nothing where a remark gives no reason, which is an error itself', async () => {
    const api = { openapi: '3.1.0', info: { title: 'A', version: '1' }, security: [], paths: {} as object }
    const remark = (value: unknown) => ({
      ...api,
      paths: { '/a': { delete: { 'x-specward-ignore': value, responses: {} } } },
    })
    await rm(join(cwd, 'openapi.yaml'))
    await write('a.json', JSON.stringify(remark(['no-anonymous-write'])))
    const without = await lint()
    expect(without.code).toBe(4)
    expect(without.notices.map(({ code }) => code)).toContain('ignore-incomplete')
    expect(without.findings.every(({ suppressed }) => suppressed === null)).toBe(true)
    await write('a.json', JSON.stringify(remark({ 'no-anonymous-write': 'A sandbox.' })))
    const suppressed = (await lint()).findings.filter((finding) => finding.suppressed)
    expect(suppressed.map(({ ruleId, suppressed: by }) => [ruleId, by?.kind, by?.reason])).toEqual([
      ['no-anonymous-write', 'inline', 'A sandbox.'],
    ])
  })
})

describe('a change that only deletes the root security', () => {
  it('reports every operation that it exposes as new, by the deleted line, and fails on no old debt', async () => {
    await rm(join(cwd, '.git'), { recursive: true })
    await git('init', '--quiet', '--initial-branch=main')
    await git('add', '.')
    await git('commit', '--quiet', '--message', 'base')
    expect((await lint('--base', 'HEAD')).code).toBe(0)
    await edit('openapi.yaml', 'security:\n  - token: []\n', '')
    const { code, findings } = await lint('--base', 'HEAD')
    expect(code).toBe(1)
    const exposed = findings.filter(({ ruleId }) => ruleId.startsWith('no-anonymous-'))
    expect(exposed.map(({ operations }) => operations.join()).sort()).toEqual([
      'DELETE /orders/{orderId}',
      'POST /orders',
    ])
    for (const { isNew, change } of exposed) {
      expect([isNew, change?.kind, change?.pointer, change?.range.start.line]).toEqual([
        true,
        'removed',
        '/security',
        5,
      ])
    }
    const old = findings.filter(({ ruleId }) => ruleId === 'no-credential-in-url')
    expect(old.map(({ isNew }) => isNew)).toEqual([false])
  })
})

describe('an assessment', () => {
  it('lists all ten risks of OWASP and all practices and threats, and passes none that nobody looked at', async () => {
    const { out } = await specward('checklist', 'openapi.yaml', '--format', 'json')
    const [document] = JSON.parse(out).documents
    const owasp = document.frameworks.find(({ id }: { id: string }) => id === 'owasp-api-2023')
    expect(owasp.items.map(({ id }: { id: string }) => id)).toEqual(
      Array.from({ length: 10 }, (_, index) => `API${index + 1}:2023`),
    )
    expect(document.rows.map(({ id }: { id: string }) => id)).toEqual([
      ...Array.from({ length: 19 }, (_, index) => `P${index + 1}`),
      ...Array.from({ length: 9 }, (_, index) => `T${index + 1}`),
    ])
    for (const control of document.controls) {
      const judged = control.rules.some(({ judged: checks }: { judged: number }) => checks > 0)
      if (control.result === 'pass') expect([control.id, judged]).toEqual([control.id, true])
      expect(control.because).not.toBe('')
    }
  })

  it('asks again for the one answer whose part of the API has changed, and fails the gate until it is given', async () => {
    const attest = (control: string) =>
      specward(
        ...['attest', control, '--document', 'openapi.yaml', '--answer', 'yes', '--by', 'Dana'],
        ...['--evidence', 'https://wiki.example.com/7'],
      )
    for (const control of ['TRANSPORT-7', 'INV-5']) expect((await attest(control)).code).toBe(0)
    const gate = async () =>
      (await lint('--fail-on', 'never')).notices.map(({ code, message }) => [
        code,
        /[A-Z]+-\d+/.exec(message)?.[0],
      ])
    expect(await gate()).toEqual([])
    await edit('openapi.yaml', 'https://api.example.com', 'https://api.example.net')
    expect(await gate()).toEqual([['attestation-changed', 'TRANSPORT-7']])
    expect((await lint('--fail-on', 'never')).code).toBe(4)
    await attest('TRANSPORT-7')
    expect((await lint('--fail-on', 'never')).code).toBe(0)
  })
})

describe('evidence', () => {
  it('as OSCAL is valid, names what is waived as approved, and is the same bytes the next time', async () => {
    await write('specward.waivers.yaml', waiver(`${WHOLE}\nexpires: 2027-06-30`))
    const { out } = await specward('lint', '--format', 'oscal')
    const value = JSON.parse(out)
    const isValid = new Ajv({ strict: false, unicodeRegExp: true }).compile(OSCAL_SCHEMA)
    expect(isValid(value) ? [] : isValid.errors).toEqual([])
    const { defined, named } = identifiersOf(value)
    expect(named.filter((uuid) => !defined.includes(uuid))).toEqual([])
    const [result] = value['assessment-results'].results
    const risk = result.risks.find(({ title }: { title: string }) => title === 'no-credential-in-url')
    expect([risk.status, risk.deadline]).toEqual(['deviation-approved', '2027-06-30T23:59:59Z'])
    expect((await specward('lint', '--format', 'oscal')).out).toBe(out)
  })

  it('as SARIF knows results again, has all of them, and says of the waived who accepts them', async () => {
    await write('specward.waivers.yaml', waiver(`${WHOLE}\nexpires: 2027-06-30`))
    const sarif = async () =>
      JSON.parse((await specward('lint', '--format', 'sarif', '--preset', 'strict')).out).runs[0].results
    const before = await sarif()
    await edit('openapi.yaml', 'openapi: 3.1.0\n', '# moved\nopenapi: 3.1.0\n')
    const after = await sarif()
    const prints = (results: readonly { partialFingerprints: object }[]) =>
      results.map(({ partialFingerprints }) => Object.values(partialFingerprints).at(-1))
    expect(new Set(prints(before)).size).toBe(before.length)
    expect(prints(after)).toEqual(prints(before))
    const waived = before.filter(
      ({ suppressions }: { suppressions: readonly unknown[] }) => suppressions.length > 0,
    )
    expect(waived.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(['no-credential-in-url'])
    const [suppression] = waived[0].suppressions
    expect([suppression.kind, suppression.status]).toEqual(['external', 'accepted'])
    expect(suppression.justification).toContain('Clients move in spring.')
    expect(suppression.justification).toContain('Jane')
    expect(before).toHaveLength((await lint('--preset', 'strict')).findings.length)
  })
})

async function git(...args: readonly string[]): Promise<void> {
  const who = ['-c', 'user.name=Jane', '-c', 'user.email=jane@example.com', '-c', 'commit.gpgsign=false']
  await promisify(execFile)('git', [...who, ...args], { cwd })
}
