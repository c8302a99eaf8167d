import { readFile } from 'node:fs/promises'
import type { LintRequest } from '@specward/core'
import { ConfigurationFailure, lint } from '@specward/core'
import { registry } from '@specward/rulesets'
import { describe, expect, it } from 'vitest'
import { browserOptions } from './options.ts'
import { sha256 } from './sha256.ts'
import { VERSION } from './version.ts'

const FOLDER = 'vscode-vfs://github/acme/orders/'
const API = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers: [{ url: http://api.example.com }]
paths:
  /orders: { $ref: https://example.com/orders.yaml }
`

const asked: string[] = []

const options = browserOptions(
  {
    port: {} as never,
    today: () => '2027-01-31',
    host: {
      read: async (uri) =>
        uri.startsWith('https:') ? { error: 'no-network', detail: '' } : { error: 'not-found', detail: uri },
      exists: async () => false,
      sha256,
      now: () => 0,
    },
  },
  async <Result>(method: string, params: object) => {
    asked.push(`${method} ${JSON.stringify(params)}`)
    const folder = 'https://extensions.example/specward/server/'
    const answer = method === 'specward/packageUri' ? { uri: folder } : { text: '{ "title": "a schema" }' }
    return answer as Result
  },
  VERSION,
)

async function run(files: Readonly<Record<string, string>>) {
  const texts = new Map(Object.entries(files).map(([name, text]) => [FOLDER + name, text]))
  const request: LintRequest = {
    documents: [{ uri: `${FOLDER}openapi.yaml`, named: true }],
    registry,
    version: VERSION,
    workingDirectory: FOLDER,
    rulesetEngine: options.rulesetEngine,
    today: '2027-01-31',
  }
  return lint(request, {
    ...options.host,
    async read(uri) {
      const text = texts.get(uri)
      return text === undefined ? options.host.read(uri) : { text }
    },
    exists: async (uri) => texts.has(uri) || uri === `${FOLDER}.git`,
  })
}

describe('the server in a browser', () => {
  it('has the version of the package', async () => {
    const about = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
    expect(VERSION).toBe(JSON.parse(about).version)
  })

  it('has the editor read what belongs to the package, which is asked for once', async () => {
    expect(await options.packageUri?.('rulesets/docs/a.md')).toBe(
      'https://extensions.example/specward/server/rulesets/docs/a.md',
    )
    expect(await options.packageFile?.('rulesets/docs/a.md')).toBe('{ "title": "a schema" }')
    expect(asked).toEqual([
      'specward/packageUri {}',
      'specward/read {"uri":"https://extensions.example/specward/server/rulesets/docs/a.md"}',
    ])
  })

  it('finds what the command line finds, by names from the folder, and tells that it has no network', async () => {
    const report = await run({ 'openapi.yaml': API })
    expect(report.findings.map(({ ruleId, file }) => `${ruleId} ${file}`)).toContain(
      'no-plaintext-server openapi.yaml',
    )
    const problem = report.problems.find(({ code }) => code === 'ref-host-not-allowed')
    expect(problem?.file).toBe('openapi.yaml')
    const allowed = await run({ 'openapi.yaml': API, 'specward.yaml': 'refs: { allow: [example.com] }\n' })
    expect(allowed.problems).toMatchObject([
      { code: 'ref-unreadable', message: expect.stringMatching(/there is no network here, as in a browser/) },
    ])
    expect(allowed.complete).toBe(false)
  })

  it('says of each ruleset of Spectral, where it is asked for, that it is not judged by', async () => {
    const report = await run({
      'openapi.yaml': API.replace(/ {2}\/orders.*\n/, ''),
      'specward.yaml': "extends: ['specward:recommended', spectral:oas]\nrules: { info-contact: error }\n",
      'specward.waivers.yaml':
        'waivers:\n  - { rule: info-license, operation: GET /a, reason: a good one, owner: me, expires: 2027-12-31 }\n',
      '.spectral.yaml': 'extends: spectral:oas\n',
    })
    expect(
      report.problems.map(({ code, severity, file, range }) => [code, severity, file, range?.start.line]),
    ).toEqual([
      ['rule-failed', 'warn', '.spectral.yaml', undefined],
      ['rule-failed', 'warn', 'specward.yaml', 1],
    ])
    expect(report.problems[1]?.message).toMatch(
      /`spectral:oas` is not judged by here.*do not run in a browser/,
    )
    expect(report.complete).toBe(false)
    expect(report.findings.map(({ ruleId }) => ruleId)).toContain('no-plaintext-server')
    expect(report.notices.filter(({ code }) => code === 'waiver-stale')).toEqual([])
  })

  it('still knows a mistyped rule where there is no ruleset', async () => {
    await expect(
      run({ 'openapi.yaml': API, 'specward.yaml': 'rules: { info-contact: error }\n' }),
    ).rejects.toThrow(ConfigurationFailure)
  })

  it('loses a rule alone that needs JSON Schema, and says so', async () => {
    const rule =
      'title-is-short: { severity: warn, select: operation, then: { field: summary, function: schema, functionOptions: { schema: { maxLength: 5 } } } }'
    const report = await run({
      'openapi.yaml': API.replace(/ {2}\/orders.*\n/, '  /a: { get: { summary: a long one } }\n'),
      'specward.yaml': `extends: ['specward:recommended']\nrules: { ${rule} }\n`,
    })
    expect(report.problems).toMatchObject([
      {
        code: 'rule-failed',
        message: expect.stringMatching(/title-is-short.*`schema` does not run in a browser/),
      },
    ])
    expect(report.findings.map(({ ruleId }) => ruleId)).toContain('no-plaintext-server')
  })
})
