import { baselineText, lintWithSources, updateBaseline } from '@specward/core'
import { registry } from '@specward/rulesets'
import { createSpectralEngine } from '@specward/spectral'
import { afterEach, describe, expect, it } from 'vitest'
import { Client, FOLDER } from '../client.test-kit.ts'
import { ONE_RULE, OPEN_DELETE, PATH_ITEM, QUIET, READ_ITEM, referring } from '../fixtures.test-kit.ts'

let client: Client

afterEach(() => client.stop())

/** Has a document open whose diagnostics the editor has. */
async function editor(
  files: Record<string, string>,
  name = 'api.yaml',
  setup: object = {},
): Promise<string[]> {
  client = await new Client({ files: { 'specward.yaml': ONE_RULE, ...files }, ...setup }).start()
  await client.open(name)
  return [...(await client.found(name))]
}

/** Changes the disk, and pulls once the server has asked for that. */
async function after(change: () => Promise<void>, name = 'api.yaml'): Promise<readonly string[]> {
  const { refreshes } = client
  await change()
  await client.until(() => client.refreshes > refreshes)
  return client.found(name)
}

const WAIVER =
  'waivers:\n  - { rule: no-anonymous-write, operation: DELETE /orders, reason: Known, owner: Jane, expires: 2027-12-31 }\n'

describe('an editor is asked to ask again', () => {
  it('when a referenced file changes on the disk, goes and comes', async () => {
    expect(await editor({ 'api.yaml': referring('item.yaml'), 'item.yaml': PATH_ITEM })).toEqual([])
    expect(await after(() => client.remove('item.yaml'))).toEqual(['ref-file-not-found:4'])
    expect(await after(() => client.write('item.yaml', PATH_ITEM))).toEqual([])
    expect(await after(() => client.write('item.yaml', 'get: [\n'))).toContain('syntax-error:4')
  })

  it('when a referenced file changes in another editor', async () => {
    await editor({ 'api.yaml': referring('item.yaml'), 'item.yaml': READ_ITEM })
    await client.open('item.yaml')
    expect(await after(() => client.change('item.yaml', 'get: [\n'))).toContain('syntax-error:4')
  })

  it('when the configuration changes, goes and comes', async () => {
    expect(await editor({ 'api.yaml': OPEN_DELETE })).toEqual(['no-anonymous-write:5'])
    expect(await after(() => client.write('specward.yaml', QUIET))).toEqual([])
    expect(await after(() => client.write('specward.yaml', ONE_RULE))).toEqual(['no-anonymous-write:5'])
    expect((await after(() => client.remove('specward.yaml'))).length).toBeGreaterThan(1)
    expect(await after(() => client.write('specward.yml', ONE_RULE))).toEqual(['no-anonymous-write:5'])
  })

  it('when a configuration changes that another one extends', async () => {
    await editor({
      'api.yaml': OPEN_DELETE,
      'specward.yaml': 'extends: [./base.yaml]\n',
      'base.yaml': ONE_RULE,
    })
    expect(await after(() => client.write('base.yaml', QUIET))).toEqual([])
  })

  it('when somebody accepts a finding, or no longer', async () => {
    await editor({ 'api.yaml': OPEN_DELETE })
    expect(await after(() => client.write('specward.waivers.yaml', WAIVER))).toEqual([])
    expect(await after(() => client.remove('specward.waivers.yaml'))).toEqual(['no-anonymous-write:5'])
  })

  it('when a baseline knows a finding', async () => {
    await editor({ 'api.yaml': OPEN_DELETE })
    const documents = [{ uri: client.uri('api.yaml'), named: true }]
    const run = await lintWithSources(
      { documents, registry, version: '1', workingDirectory: FOLDER },
      client.host,
    )
    const update = updateBaseline(run.baseline(FOLDER), {
      before: undefined,
      acceptNew: true,
      gone: new Set(),
    })
    const baseline = baselineText(update, '1', run.report.policy.digest)
    expect(await after(() => client.write('specward.baseline.json', baseline))).toEqual([])
  })

  it('when a nearer configuration comes', async () => {
    await editor({ 'sub/api.yaml': OPEN_DELETE }, 'sub/api.yaml')
    const change = () => client.write('sub/specward.yaml', QUIET)
    expect(await after(change, 'sub/api.yaml')).toEqual([])
  })

  it('when a ruleset of Spectral comes and changes', async () => {
    const options = { rulesetEngine: async () => createSpectralEngine() }
    await editor({ 'api.yaml': OPEN_DELETE }, 'api.yaml', { options })
    const ruleset = (severity: string) =>
      `rules:\n  title: { given: $.info, severity: ${severity}, then: { field: title, function: length, functionOptions: { min: 50 } } }\n`
    expect(await after(() => client.write('.spectral.yaml', ruleset('warn')))).toContain('title:1')
    expect(await after(() => client.write('.spectral.yaml', ruleset('off')))).not.toContain('title:1')
  })

  it('and is never told that a policy is no API description, whatever is wrong with a ruleset', async () => {
    const options = { rulesetEngine: async () => createSpectralEngine() }
    const ruleset = (severity: string) =>
      `rules:\n  odd: { given: "$.paths[?(@.constructor.constructor('1')())]", severity: ${severity}, then: { function: truthy } }\n`
    await editor({ '.spectral.yaml': ruleset('warn'), 'api.yaml': OPEN_DELETE }, 'specward.yaml', { options })
    await client.open('api.yaml')
    expect(await client.found('api.yaml')).toContain('rule-failed:0')
    await client.write('.spectral.yaml', ruleset('error'))
    expect(await client.found('specward.yaml')).toEqual([])
  })

  it('not when nothing depends on what has changed', async () => {
    await editor({ 'api.yaml': OPEN_DELETE })
    const reads = client.reads.length
    await client.write('other.yaml', 'services: {}\n')
    await client.write('else/specward.yaml', 'extends: []\n')
    await client.pull('api.yaml')
    expect(client.reads.slice(reads).filter((uri) => uri.endsWith('api.yaml'))).toEqual([])
    expect(client.refreshes).toBe(0)
  })

  it('not when an open file changes on the disk, because the editor has its text', async () => {
    await editor({ 'api.yaml': OPEN_DELETE })
    await client.write('api.yaml', 'openapi: 3.1.0\n')
    expect(await client.found('api.yaml')).toEqual(['no-anonymous-write:5'])
    expect(client.refreshes).toBe(0)
  })
})
