import { policyFileKind } from '@specward/core'
import { afterEach, describe, expect, it } from 'vitest'
import { Client, type ClientSetup } from '../client.test-kit.ts'

let client: Client

afterEach(() => client.stop())

async function start(setup: ClientSetup = {}): Promise<Client> {
  const policyFiles = async (folder: string) =>
    [...client.disk.keys()].filter((uri) => uri.startsWith(folder) && policyFileKind(uri) !== undefined)
  client = new Client({ ...setup, options: { policyFiles, ...setup.options } })
  return client.start()
}

const told = async (name: string) =>
  (await client.diagnostics(name)).map(
    ({ code, range, message }) => `${range.start.line + 1} ${code}: ${message}`,
  )

const API = `openapi: 3.1.0
info: { title: Users, version: 1.0.0 }
servers: [{ url: 'https://api.acme.example' }]
paths:
  /users: { post: { security: [], responses: { '200': { description: OK } } } }
`

describe('what is wrong with a policy file', () => {
  it.each([
    ['specward.yaml', 'failOn: erro\n', '1 configuration: `failOn` must be'],
    [
      'specward.yml',
      'rules:\n  no-anonymous-writ: off\n',
      '2 configuration: Unknown rule `no-anonymous-writ`',
    ],
    ['specward.yaml', 'rules: [\n', 'configuration: '],
    ['specward.yaml', 'extends: [./base.yaml]\n', '1 configuration: '],
    ['specward.waivers.yaml', 'waiver: []\n', '1 configuration: Unknown key `waiver`'],
    [
      'specward.waivers.yaml',
      'waivers:\n  - rule: no-get-body\n',
      '2 waiver-incomplete: The waiver for `no-get-body`',
    ],
    [
      'specward.waivers.yaml',
      'waivers:\n  - rule: no-such\n    file: a.yaml\n    reason: R.\n    owner: o\n    expires: 2027-03-01\n',
      'There is no rule `no-such`',
    ],
    ['specward.attestations.yaml', 'attestations: 1\n', '1 configuration: '],
    ['specward.attestations.yaml', 'attestations:\n  - control: NONE-1\n', '2 attestation-incomplete: '],
  ])('is told in %s at its line, with no description: %j', async (name, text, expected) => {
    await start()
    await client.open(name, text)
    const all = await told(name)
    expect(all).toHaveLength(1)
    expect(all[0]).toContain(expected)
  })

  it('is told of the file that a configuration extends in that file', async () => {
    await start({
      files: { 'specward.yaml': 'extends: [specward:recommended, ./base.yaml]\n', 'openapi.yaml': API },
    })
    await client.open('openapi.yaml')
    await client.open('base.yaml', 'failOn: erro\n')
    expect(await told('openapi.yaml')).toEqual([expect.stringContaining('base.yaml: `failOn` must be')])
    expect(await told('base.yaml')).toEqual([expect.stringContaining('1 configuration: `failOn` must be')])
  })

  it('is that nothing reads it, as long as that is so', async () => {
    await start({ files: { 'openapi.yaml': API } })
    await client.open('a/specward.waivers.yaml', 'waivers: []\n')
    expect(await told('a/specward.waivers.yaml')).toEqual([
      '1 not-in-force: Nothing reads this file: waivers are looked for beside the `specward.yaml` that is in force for a description, and in the workspace folder.',
    ])
    await client.write('a/specward.yaml', 'failOn: error\n')
    expect(await told('a/specward.waivers.yaml')).toEqual([])
    await client.open('specward.attestations.yaml', 'attestations: []\n')
    expect(await told('specward.attestations.yaml')).toEqual([])
  })

  it('goes away as it is mended, and the findings come back', async () => {
    await start({ files: { 'openapi.yaml': API } })
    await client.open('openapi.yaml')
    await client.open('specward.yaml', 'failOn: erro\n')
    expect(await told('specward.yaml')).toHaveLength(1)
    await client.change('specward.yaml', 'failOn: error\n')
    expect(await client.found('openapi.yaml')).toContain('no-anonymous-write:4')
    expect(await told('specward.yaml')).toEqual([])
  })

  it('goes away at once, however many descriptions are still to be judged', async () => {
    const many = Array.from({ length: 20 }, (_, at) => [`api-${at}.yaml`, API] as const)
    await start({ files: { ...Object.fromEntries(many), 'specward.yaml': 'failOn: erro\n' } })
    const pull = client.workspacePull()
    await pull.until(() => pull.of(client.uri('specward.yaml'))?.length === 1)
    await client.open('specward.yaml')
    expect(await told('specward.yaml')).toHaveLength(1)
    await client.change('specward.yaml', 'failOn: error\n')
    expect(await told('specward.yaml')).toEqual([])
    pull.cancel()
  })

  it('is told of files that nobody has opened and no description uses, also of new ones', async () => {
    await start({ files: { 'a/specward.yaml': 'failOn: erro\n', 'openapi.yaml': API } })
    const pull = client.workspacePull()
    const uri = client.uri('a/specward.yaml')
    await pull.until(() => pull.of(uri)?.length === 1)
    expect(pull.of(uri)?.[0]).toMatchObject({ code: 'configuration', range: { start: { line: 0 } } })
    await client.write('a/specward.yaml', 'failOn: error\n')
    await pull.until(() => pull.of(uri)?.length === 0)
    const other = client.uri('a/specward.waivers.yaml')
    await client.write('a/specward.waivers.yaml', 'waivers:\n  - rule: no-get-body\n')
    await pull.until(() => pull.of(other)?.length === 1)
    expect(pull.of(other)?.[0]).toMatchObject({ code: 'waiver-incomplete' })
    pull.cancel()
  })
})
