import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runIn } from './run-in.ts'

// What the README shows of waivers, remarks and attestations is read as it stands there.

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')

let cwd = ''

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'specward-'))
  await mkdir(join(cwd, '.git'))
  await write(
    'openapi.yaml',
    `${HEAD}paths: { '/users/{id}': { delete: { responses: { '204': { description: Gone } } } } }\n`,
  )
})

afterEach(() => rm(cwd, { recursive: true, force: true }))

const HEAD = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers: [{ url: https://api.example.com }]
security: []
`

const write = (name: string, text: string) => writeFile(join(cwd, name), text)

/** The one block of YAML that holds some words. */
function block(words: string): string {
  const found = [...readme.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].flatMap(([, text = '']) => text)
  const [only, ...others] = found.filter((text) => text.includes(words))
  expect([only === undefined, others]).toEqual([false, []])
  return only ?? ''
}

async function lint(today = '2027-02-01') {
  const { out, err } = await runIn(cwd, ['lint', '--format', 'json', '--fail-on', 'never'], undefined, {
    today: () => today,
  })
  expect(err).toBe('')
  const { findings, notices, problems } = JSON.parse(out)
  const codes: readonly string[] = notices.map(({ code }: { code: string }) => code)
  const messages: readonly string[] = notices.map(({ message }: { message: string }) => message)
  const accepted = findings.filter(({ suppressed }: { suppressed: unknown }) => suppressed !== null)
  const rules: readonly string[] = accepted.map(({ ruleId }: { ruleId: string }) => ruleId)
  return { codes, messages, problems, accepted: [...new Set(rules)].sort() }
}

it('waivers', async () => {
  await write('specward.waivers.yaml', block('fingerprint: 00d1f7a52ce98b34'))
  expect(new Set((await lint()).codes)).toEqual(new Set(['waiver-stale']))
})

it('remarks in a description, each of which accepts something', async () => {
  await write('specward.yaml', 'extends: [specward:strict]\n')
  await write('openapi.yaml', HEAD + block('# specward-ignore'))
  const { messages, problems, accepted } = await lint()
  expect(messages).toEqual([])
  expect(problems).toEqual([])
  expect(accepted).toEqual(['no-anonymous-write', 'require-problem-details', 'require-retry-after'])
})

it('attestations, which hold for another API', async () => {
  await write('specward.attestations.yaml', block('control: AUTHZ-3'))
  expect((await lint()).codes).toEqual(['attestation-changed'])
})

it.each(['approval: other-than-owner', 'outdated: error'])('settings: %s', async (words) => {
  await write('specward.yaml', block(words))
  expect((await lint()).codes).toEqual([])
})
