import { spawnSync } from 'node:child_process'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, it } from 'vitest'
import { API, MENDED } from './orders.ts'
import { project, put } from './project.ts'
import { type Printed, runIn } from './run-in.ts'

// What people sign or agree on beside the policy: waivers, attestations, the baseline.

const TODAY = '2027-01-31'
const WAIVERS = 'specward.waivers.yaml'
const ATTESTATIONS = 'specward.attestations.yaml'
const BASELINE = 'specward.baseline.json'

let cwd = ''

beforeEach(async () => {
  const config = 'extends: []\nrules: { no-anonymous-write: error }\n'
  cwd = await project({ 'openapi.yaml': API, 'specward.yaml': config })
})

const write = (name: string, text: string): Promise<void> => put(cwd, { [name]: text })
const read = (name: string) => readFile(join(cwd, name), 'utf8')
const specward = (args: readonly string[], today = TODAY): Promise<Printed> =>
  runIn(cwd, args, undefined, { today: () => today })

async function fingerprintOf(operation: string): Promise<string> {
  const { findings } = JSON.parse((await specward(['lint', '--no-baseline', '--format', 'json'])).out)
  return findings.find(({ operations }: { operations: string[] }) => operations[0] === operation).fingerprint
}

const waiveArgs = (fingerprint: string, expires: string): readonly string[] => [
  ...['waive', fingerprint, '--reason', 'Until the gateway', '--owner', 'jane', '--expires', expires],
]
const attestArgs = (control: string, document = 'openapi.yaml'): readonly string[] => [
  ...['attest', control, '--document', document, '--answer', 'no', '--by', 'Dana'],
]

describe('the name of a record', () => {
  it.each([WAIVERS, ATTESTATIONS, BASELINE])('is refused to reports: %s', async (name) => {
    const refused = await specward(['lint', '--no-baseline', '--format', 'json', '--output', name])
    expect(refused.err).toContain(`\`--output ${name}\` would`)
    expect(refused.code).toBe(2)
    await expect(read(name)).rejects.toThrow('ENOENT')
    expect((await specward(['checklist', '--output', name])).code).toBe(2)
    const other = await specward(['lint', '--no-baseline', '--format', 'json', '--output', 'report.json'])
    expect(other.code).toBe(1)
  })

  it('keeps a baseline from being overwritten by a report', async () => {
    await specward(['baseline'])
    const before = await read(BASELINE)
    const { code } = await specward(['lint', '--no-baseline', '--format', 'json', '--output', BASELINE])
    expect(code).toBe(2)
    expect(await read(BASELINE)).toBe(before)
  })

  it('makes no baseline of a report, which would accept all that it tells', async () => {
    await specward(['lint', '--format', 'json', '--output', 'report.json'])
    await write(BASELINE, await read('report.json'))
    const { code, out, err } = await specward(['lint'])
    expect(out).toBe('')
    expect(err).toContain(`${BASELINE}:1:1`)
    expect(err).toContain('specward baseline')
    expect(code).toBe(2)
    expect((await specward(['lint', '--no-baseline'])).code).toBe(1)
    expect((await specward(['lint', '--base', 'report.json'])).code).toBe(0)
  })
})

/** Runs the executable as it was built, so that no file can be given a single byte. */
function onFullDisk(args: readonly string[]) {
  const bin = fileURLToPath(new URL('../packages/cli/bin/specward.js', import.meta.url))
  const script = 'ulimit -f 0; trap "" XFSZ; exec "$@"'
  return spawnSync('bash', ['-c', script, 'bash', process.execPath, bin, ...args], { cwd, encoding: 'utf8' })
}

describe.runIf(process.platform === 'linux')('a write that fails', () => {
  it('leaves the records as they were, and is told the same way', async () => {
    const [first, second] = [await fingerprintOf('POST /orders'), await fingerprintOf('DELETE /users')]
    // the executable knows what day it is
    const earlier = '2020-01-01'
    const setUp = [waiveArgs(first, '2999-01-01'), attestArgs('TRANSPORT-7'), ['baseline']]
    for (const args of setUp) expect(await specward(args, earlier)).toMatchObject({ code: 0, err: '' })
    const records = [WAIVERS, ATTESTATIONS, BASELINE]
    const before = await Promise.all(records.map(read))
    const names = await readdir(cwd)
    for (const [name, args] of [
      [WAIVERS, waiveArgs(second, '2999-01-01')],
      [ATTESTATIONS, attestArgs('INV-5')],
      [BASELINE, ['baseline']],
    ] as const) {
      const { status, stderr, stdout } = onFullDisk(args)
      expect(stderr).toMatch(new RegExp(`^error: \`${name}\` cannot be written: .+\\.$`, 'm'))
      expect(stdout).toBe('')
      expect(status).toBe(2)
    }
    await write('openapi.yaml', `${API.split('  /orders:')[0]}  {}\n`)
    expect(onFullDisk(['waivers', '--prune']).status).toBe(2)
    expect(await Promise.all(records.map(read))).toEqual(before)
    expect(await readdir(cwd)).toEqual(names)
  })
})

describe('an entry is written', () => {
  const waived = async () => waiveArgs(await fingerprintOf('POST /orders'), '2027-03-01')
  const commands = [
    [WAIVERS, waived],
    [ATTESTATIONS, async () => attestArgs('TRANSPORT-7')],
  ] as const

  it.each(commands)('with the mark and the line ends of %s', async (name, args) => {
    const before = '\ufeff# ours\r\n# until May'
    await write(name, before)
    expect((await specward(await args())).code).toBe(0)
    const after = await read(name)
    expect(after.startsWith(`${before}\r\n${name.split('.')[1]}:\r\n  - `)).toBe(true)
    expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(await specward(['lint', '--fail-on', 'never'])).toMatchObject({ code: 0, err: '' })
  })

  it('in one way, be it the first or the next', async () => {
    await specward(attestArgs('TRANSPORT-7'))
    await specward(attestArgs('INV-5'))
    const [, first, next] = (await read(ATTESTATIONS)).split('  - control: ')
    const lines = (text = '') => text.replace(/^.*\n/, '').replace(/ digest[\s\S]*/, '')
    expect(lines(first)).toContain("answer: 'no'\n")
    expect(lines(next)).toBe(lines(first))
  })

  it('with the mark of attestations that are there', async () => {
    await specward(attestArgs('TRANSPORT-7'))
    await write(ATTESTATIONS, `\ufeff${await read(ATTESTATIONS)}`)
    await specward(attestArgs('INV-5'))
    expect((await read(ATTESTATIONS)).startsWith('\ufeff#')).toBe(true)
  })
})

describe('specward baseline', () => {
  it('is written in the place of nothing else', async () => {
    for (const name of ['openapi.yaml', 'specward.yaml', WAIVERS]) {
      const { code, err } = await specward(['baseline', '--output', name])
      expect(err).toContain(`\`--output ${name}\` would`)
      expect(code).toBe(2)
    }
    expect((await specward(['baseline', '--output', 'debt.json'])).code).toBe(0)
    await mkdir(join(cwd, 'apis'))
    expect((await specward(['baseline', '--output', `apis/${BASELINE}`])).code).toBe(0)
  })

  const waiver = (fingerprint: string, expires: string) =>
    `waivers:\n  - rule: no-anonymous-write\n    fingerprint: "${fingerprint}"\n    reason: Gateway\n    owner: jane\n    expires: ${expires}\n`

  it('passes over no waiver that has ended', async () => {
    await write(WAIVERS, waiver(await fingerprintOf('POST /orders'), '2027-01-30'))
    const { code, err } = await specward(['baseline'])
    expect(err).toContain(`error: ${WAIVERS}:2:5: The waiver for \`no-anonymous-write\``)
    expect(code).toBe(4)
    await write(WAIVERS, waiver(await fingerprintOf('POST /orders'), '2027-12-31'))
    expect(await specward(['baseline'])).toMatchObject({ code: 0, err: '' })
  })

  it('calls nothing fixed that somebody has accepted', async () => {
    await specward(['baseline'])
    await write(WAIVERS, waiver(await fingerprintOf('POST /orders'), '2027-12-31'))
    const { code, out } = await specward(['baseline'])
    expect(out).toContain(
      '1 finding accepted otherwise, taken out:\n  - error no-anonymous-write  POST /orders',
    )
    expect(out).not.toContain('fixed')
    expect(code).toBe(0)
    await write('openapi.yaml', MENDED)
    const mended = await specward(['baseline'])
    expect(mended.out).toContain('1 finding fixed, taken out:\n  - error no-anonymous-write  DELETE /users')
    expect(mended.out).not.toContain('accepted')
  })
})

const LENIENT = 'extends: []\nrules: { no-anonymous-write: info }\n'

describe('an answer', () => {
  it('holds for as long as the policy of its document allows', async () => {
    for (const [name, longest] of Object.entries({ a: 30, b: 365 })) {
      await write(`${name}/openapi.yaml`, API)
      await write(`${name}/specward.yaml`, `${LENIENT}attestations: { longest: ${longest} }\n`)
    }
    await rm(join(cwd, 'openapi.yaml'))
    await specward([...attestArgs('TRANSPORT-7', 'b/openapi.yaml'), '--valid', '200d'])
    const text = (await read('b/specward.attestations.yaml')).replace('document: ', 'document: b/')
    await rm(join(cwd, 'b/specward.attestations.yaml'))
    await write(ATTESTATIONS, text)
    for (const names of [['b'], ['a'], ['a', 'b']]) expect((await specward(['lint', ...names])).code).toBe(0)
    await write(ATTESTATIONS, text.replace('document: b/', 'document: a/'))
    for (const names of [['a'], ['a', 'b']]) {
      const { code, out } = await specward(['lint', '--format', 'json', ...names])
      const notices = JSON.parse(out).notices.map(({ code, message }: Record<string, string>) => [
        code,
        message,
      ])
      const message = expect.stringContaining('It holds for 200 days, and the policy allows 30')
      expect(notices).toEqual([['attestation-incomplete', message]])
      expect(code).toBe(4)
    }
    expect((await specward(['lint', 'b'])).code).toBe(0)
  })

  it('needs nothing more of the template than the answer and the name', async () => {
    await write('specward.yaml', LENIENT)
    const { out } = await specward(['attest', '--template', '--document', 'openapi.yaml'])
    const filled = (answer: string) =>
      out.replace(/ answer:$/gm, ` answer: ${answer}`).replace(/ by:$/gm, ' by: Dana')
    expect(filled('no').split('answer: no').length).toBeGreaterThan(10)
    await write(ATTESTATIONS, filled('no'))
    expect(await specward(['lint', '--fail-on', 'never'])).toMatchObject({ code: 0, err: '' })
    await write(ATTESTATIONS, filled('yes'))
    const { code, out: told } = await specward(['lint', '--fail-on', 'never'])
    expect(told).toContain('A `yes` needs `evidence`')
    expect(code).toBe(4)
  })
})
