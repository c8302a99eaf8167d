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

/** A command line with options, some of them given otherwise. */
const line = (command: readonly string[], given: object, other: object = {}) => [
  ...command,
  ...Object.entries({ ...given, ...other }).flat(),
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
