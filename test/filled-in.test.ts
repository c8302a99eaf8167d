import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runIn } from './run-in.ts'

const API = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers: [{ url: https://api.example.com }]
security: []
paths:
  /orders:
    post:
      operationId: createOrder
      responses:
        "201": { description: Created }
`

const TODAY = '2027-01-31'

let cwd = ''

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'specward-'))
  await mkdir(join(cwd, '.git'))
  await writeFile(join(cwd, 'openapi.yaml'), API)
})

afterEach(() => rm(cwd, { recursive: true, force: true }))

const specward = (args: readonly string[], today = TODAY) =>
  runIn(cwd, args, undefined, { today: () => today })
const read = (name: string) => readFile(join(cwd, name), 'utf8')

const ATTEST = ['attest', 'TRANSPORT-7', '--document', 'openapi.yaml']
const GIVEN = { '--answer': 'yes', '--by': 'Dana', '--evidence': 'https://wiki.example.com/7' }

type Given = Readonly<Record<string, string>>

/** A command line with options, some of them given otherwise. */
const line = (command: readonly string[], given: Given, other: Given = {}) => [
  ...command,
  ...Object.entries<string>({ ...given, ...other }).flat(),
]

async function fingerprint(): Promise<string> {
  const { out } = await specward(['lint', '--format', 'json'])
  return JSON.parse(out).findings.find(({ ruleId }: { ruleId: string }) => ruleId === 'no-anonymous-write')
    .fingerprint
}

describe('a command that is printed to be filled in', () => {
  it.each(['--by', '--evidence', '--comment'])(
    'records no answer with a placeholder for %s',
    async (name) => {
      const { code, err } = await specward(line(ATTEST, GIVEN, { [name]: '<link or text>' }))
      expect([code, err]).toEqual([
        2,
        expect.stringContaining(`\`${name} '<link or text>'\` is not filled in`),
      ])
      await expect(read('specward.attestations.yaml')).rejects.toThrow()
    },
  )

  it.each(['Dana <dana@example.com>', '<https://wiki.example.com/7>', 'x < y > z'])(
    'takes %j, which is no placeholder',
    async (evidence) => {
      expect((await specward(line(ATTEST, GIVEN, { '--evidence': evidence }))).code).toBe(0)
    },
  )

  it.each(['--owner', '--reason', '--ticket', '--approver'])(
    'writes no waiver with a placeholder for %s',
    async (name) => {
      const given = { '--owner': 'jane', '--reason': 'r', '--expires': '30d' }
      const command = ['waive', await fingerprint()]
      const { code, err } = await specward(line(command, given, { [name]: '<who>' }))
      expect([code, err]).toEqual([2, expect.stringContaining(`\`${name} '<who>'\` is not filled in`)])
      await expect(read('specward.waivers.yaml')).rejects.toThrow()
      expect((await specward(line(command, given))).code).toBe(0)
    },
  )

  it('has its placeholders in quotes, so that a shell takes them for words', async () => {
    await specward(line(ATTEST, GIVEN))
    const given = { '--owner': 'jane', '--reason': 'r', '--expires': '30d' }
    await specward(line(['waive', await fingerprint()], given))
    const { out } = await specward(['lint', '--verbose'], '2029-01-01')
    const printed = out.replace(/\s+/g, ' ')
    for (const words of [
      "--expires '<date>'",
      "--by '<name>'",
      "waive '<fingerprint>' --reason '<text>' --owner '<who>'",
    ])
      expect(printed).toContain(words)
    expect(printed).not.toMatch(/--[a-z]+ </)
  })
})

const ATTESTATIONS = 'specward.attestations.yaml'

describe('the answer that something does not apply', () => {
  const NOT = { '--answer': 'not-applicable', '--by': 'Dana' }

  it('needs a reason', async () => {
    const { code, err } = await specward(line(ATTEST, NOT))
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('`not-applicable` to TRANSPORT-7 needs a reason'),
    ])
    await expect(read(ATTESTATIONS)).rejects.toThrow()
  })

  it.each(['--comment', '--evidence'])(
    'is taken with %s, and keeps it when it is given again',
    async (name) => {
      expect((await specward(line(ATTEST, NOT, { [name]: 'It has no hosts.' }))).code).toBe(0)
      expect((await specward(line(ATTEST, { '--by': 'Kim' }))).code).toBe(0)
      expect(await read(ATTESTATIONS)).toMatch(/by: Kim\n[\s\S]*It has no hosts\./)
      expect((await specward(['lint'])).out).not.toContain('attestation-')
    },
  )

  it('is incomplete in the file without one', async () => {
    await specward(line(ATTEST, NOT, { '--comment': 'It has no hosts.' }))
    const text = await read(ATTESTATIONS)
    await writeFile(join(cwd, ATTESTATIONS), text.replace(/ {4}comment.*\n/, ''))
    const { code, out } = await specward(['lint'])
    expect(code).toBe(4)
    expect(out.replace(/\s+/g, ' ')).toContain('A `not-applicable` needs `comment` or `evidence`')
  })
})

describe('entries that wait for answers', () => {
  const notices = async () => {
    const { code, out } = await specward(['lint', '--format', 'json', '--fail-on', 'never'])
    return {
      code,
      notices: JSON.parse(out).notices.map(({ severity, code, message }: Record<string, string>) =>
        [severity, code, message].join(' '),
      ),
    }
  }

  it('can be filled in one by one', async () => {
    const { out } = await specward(['attest', '--template'])
    await writeFile(join(cwd, ATTESTATIONS), out)
    const all = out.match(/^ {2}- control/gm)?.length ?? 0
    const before = await notices()
    expect(before).toEqual({
      code: 0,
      notices: [expect.stringMatching(`^warn .* ${all} entries of this file`)],
    })
    expect((await specward(['checklist', '--fail-on', 'open'])).code).toBe(1)

    const [blank = ''] = / {2}- control: TRANSPORT-7[\s\S]*?evidence:\n/.exec(out) ?? []
    const filled = blank
      .replace('answer:', 'answer: yes')
      .replace('by:', 'by: Dana')
      .replace('evidence:', 'evidence: TICKET-7')
    await writeFile(join(cwd, ATTESTATIONS), out.replace(blank, filled))
    expect(await notices()).toEqual({ code: 0, notices: [expect.stringContaining(` ${all - 1} entries`)] })

    await writeFile(join(cwd, ATTESTATIONS), out.replace(blank, filled.replace('by: Dana', 'by:')))
    expect((await notices()).code).toBe(4)
  })

  it('have their questions above them, and none of it in what is said by a person', async () => {
    const { out } = await specward(['attest', 'TRANSPORT-7', '--template'])
    expect(out).toMatch(
      /^attestations:\n {2}# Do all hosts offer TLS.*\n {2}# Evidence: .*\n {2}- control: TRANSPORT-7\n/,
    )
    expect(out).not.toContain('comment:')
  })

  it('are wrong all the same where what they are about is', async () => {
    const { out } = await specward(['attest', 'TRANSPORT-7', '--template'])
    await writeFile(join(cwd, ATTESTATIONS), out.replace('control: TRANSPORT-7', 'control: TRANSPORT-77'))
    expect((await notices()).code).toBe(4)
  })

  it('are answered by the command as well', async () => {
    await writeFile(join(cwd, ATTESTATIONS), (await specward(['attest', 'TRANSPORT-7', '--template'])).out)
    expect((await specward(line(ATTEST, GIVEN))).code).toBe(0)
    expect((await read(ATTESTATIONS)).match(/control: TRANSPORT-7/g)).toHaveLength(1)
    expect(await notices()).toEqual({ code: 0, notices: [] })
  })
})
