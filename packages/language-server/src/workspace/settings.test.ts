import { afterEach, describe, expect, it } from 'vitest'
import { Client, type ClientSetup, PULLS } from '../client.test-kit.ts'
import { ONE_RULE, OPEN_DELETE, PATH_ITEM, QUIET, READ_ONLY, referring } from '../fixtures.test-kit.ts'

let client: Client

afterEach(() => client.stop())

async function start(setup: ClientSetup): Promise<Client> {
  client = new Client({
    ...setup,
    files: { 'specward.yaml': ONE_RULE, 'api.yaml': OPEN_DELETE, ...setup.files },
  })
  return client.start()
}

describe('settings', () => {
  it('turn everything off and on again', async () => {
    await start({})
    await client.open('api.yaml')
    const pull = client.workspacePull()
    expect(await client.found('api.yaml')).toEqual(['no-anonymous-write:5'])
    await client.configure({ enable: false })
    expect(await client.found('api.yaml')).toEqual([])
    const reads = client.reads.length
    await client.change('api.yaml', `# more\n${OPEN_DELETE}`)
    expect(await client.found('api.yaml')).toEqual([])
    expect(client.reads).toHaveLength(reads)
    await client.configure({ enable: true })
    expect(await client.found('api.yaml')).toEqual(['no-anonymous-write:6'])
    pull.cancel()
  })

  it('name a configuration and presets', async () => {
    await start({ files: { 'policy/quiet.yaml': QUIET } })
    await client.open('api.yaml')
    await client.configure({ configPath: 'policy/quiet.yaml' })
    expect(await client.found('api.yaml')).toEqual([])
    await client.configure({ configPath: 'policy/missing.yaml' })
    expect(await client.found('api.yaml')).toEqual(['configuration:0'])
    await client.configure({ presets: ['specward:recommended'] })
    expect((await client.found('api.yaml')).length).toBeGreaterThan(1)
  })

  it('let a document be judged when it is saved, and its findings follow the text until then', async () => {
    await start({ initializationOptions: { settings: { run: 'onSave' } } })
    await client.open('api.yaml')
    expect(await client.found('api.yaml')).toEqual(['no-anonymous-write:5'])
    await client.change('api.yaml', `# one\n${OPEN_DELETE}`)
    expect(await client.found('api.yaml')).toEqual(['no-anonymous-write:6'])
    await client.change('api.yaml', `# one\n${READ_ONLY}`)
    const { refreshes } = client
    await client.pull('api.yaml')
    await client.save('api.yaml')
    expect(await client.found('api.yaml')).toEqual([])
    expect(client.refreshes).toBe(refreshes)
  })

  it('place findings in what is written when the disk changes before it is saved', async () => {
    await start({ initializationOptions: { settings: { run: 'onSave' } }, files: { 'specward.yaml': QUIET } })
    await client.open('api.yaml')
    await client.change('api.yaml', `# one\n# two\n${OPEN_DELETE}`)
    await client.write('specward.yaml', ONE_RULE)
    expect(await client.found('api.yaml')).toEqual(['no-anonymous-write:7'])
  })

  it('of the start hold as long as the editor says nothing else', async () => {
    await start({
      initializationOptions: { settings: { configPath: 'quiet.yaml' } },
      files: { 'quiet.yaml': QUIET },
    })
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: {} })
    await client.open('api.yaml')
    expect(await client.found('api.yaml')).toEqual([])
    await client.stop()
    const settings = new Map<string, object>()
    await start({
      settings,
      initializationOptions: { settings: { configPath: 'quiet.yaml' } },
      files: { 'quiet.yaml': QUIET },
    })
    await client.open('api.yaml')
    expect(await client.found('api.yaml')).toEqual([])
  })

  it('are asked of the editor, for each folder', async () => {
    const settings = new Map<string, object>([
      ['', { enable: true }],
      ['file:///apis/b/', { enable: false }],
    ])
    await start({
      settings,
      folders: ['file:///apis/a/', 'file:///apis/b/'],
      files: { 'a/api.yaml': OPEN_DELETE, 'b/api.yaml': OPEN_DELETE },
    })
    await client.open('a/api.yaml')
    await client.open('b/api.yaml')
    expect(await client.found('a/api.yaml')).toEqual(['no-anonymous-write:5'])
    expect(await client.found('b/api.yaml')).toEqual([])
    settings.delete('file:///apis/b/')
    await client.configure({})
    await client.until(() =>
      client.told.some(({ params }) => (params as { documents?: number })?.documents === 2),
    )
    expect(await client.found('b/api.yaml')).toEqual(['no-anonymous-write:5'])
  })
})

describe('a workspace', () => {
  it('of several folders has the nearest configuration for each document', async () => {
    await start({
      folders: ['file:///apis/a', 'file:///apis/b'],
      files: { 'a/api.yaml': OPEN_DELETE, 'a/specward.yaml': QUIET, 'b/api.yaml': OPEN_DELETE },
    })
    const pull = client.workspacePull()
    await pull.until(() => pull.of('file:///apis/b/api.yaml')?.length === 1)
    expect(pull.of('file:///apis/a/api.yaml')).toBeUndefined()
  })

  it('gains and loses folders', async () => {
    await start({
      folders: ['file:///apis/a'],
      files: { 'a/api.yaml': OPEN_DELETE, 'b/api.yaml': OPEN_DELETE },
    })
    const pull = client.workspacePull()
    await pull.until(() => pull.of('file:///apis/a/api.yaml')?.length === 1)
    expect(pull.of('file:///apis/b/api.yaml')).toBeUndefined()
    const event = {
      added: [{ uri: 'file:///apis/b', name: 'b' }],
      removed: [{ uri: 'file:///apis/a', name: 'a' }],
    }
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event })
    await pull.until(
      () =>
        pull.of('file:///apis/b/api.yaml')?.length === 1 && pull.of('file:///apis/a/api.yaml')?.length === 0,
    )
  })
})

describe('trust', () => {
  it('lets references be read from the network and code be run once it is given', async () => {
    const script =
      "export default { rules: { own: { given: '$', then: { function: () => [{ message: 'Mine.' }] } } } }"
    const { createSpectralEngine } = await import('@specward/spectral')
    const { mkdtemp, realpath, writeFile, rm } = await import('node:fs/promises')
    const { pathToFileURL } = await import('node:url')
    const { tmpdir } = await import('node:os')
    const folder = await realpath(await mkdtemp(`${tmpdir()}/specward-trust-`))
    await writeFile(`${folder}/.spectral.mjs`, script)
    const base = `${pathToFileURL(folder).href}/`
    client = new Client({
      folders: [base],
      files: {
        [`${base}.git`]: '',
        [`${base}.spectral.mjs`]: script,
        [`${base}api.yaml`]: READ_ONLY,
        [`${base}specward.yaml`]: QUIET,
      },
      options: { rulesetEngine: async () => createSpectralEngine() },
    })
    await client.start()
    await client.open(`${base}api.yaml`)
    const refused = (await client.diagnostics(`${base}api.yaml`)).filter(
      ({ code }) => code === 'script-not-allowed',
    )
    expect(refused).toMatchObject([{ message: expect.stringContaining('trust the workspace') }])
    expect(refused[0]?.message).not.toContain('--allow-scripts')
    await client.connection.sendNotification('specward/trust', { trusted: true })
    expect(await client.found(`${base}api.yaml`)).toEqual(['own:0'])
    await writeFile(`${folder}/.spectral.mjs`, script.replace('own', 'other'))
    await client.write(`${base}.spectral.mjs`, script.replace('own', 'other'))
    expect(await client.found(`${base}api.yaml`)).toEqual(['other:0'])
    await rm(folder, { recursive: true, force: true })
  })
})

describe('an editor that only receives diagnostics', () => {
  const capabilities = { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } }

  it('is sent those of the workspace and of referenced files, as they change', async () => {
    await start({ capabilities, files: { 'api.yaml': referring('item.yaml'), 'item.yaml': PATH_ITEM } })
    await client.awaitPush('item.yaml', (found) => found.length === 1)
    await client.write('specward.yaml', QUIET)
    await client.awaitPush('item.yaml', (found) => found.length === 0)
    await client.open('item.yaml', 'get: [\n')
    await client.awaitPush('item.yaml', (found) => found.some(({ code }) => code === 'syntax-error'))
    await client.close('item.yaml')
    await client.awaitPush('item.yaml', (found) => found.length === 0)
  })

  it('is sent none of what is closed, where nobody wants the rest of the workspace', async () => {
    const initializationOptions = { settings: { workspace: false } }
    await start({ capabilities, initializationOptions })
    await client.open('api.yaml')
    await client.awaitPush('api.yaml', (found) => found.length === 1)
    await client.change('api.yaml', READ_ONLY)
    await client.awaitPush('api.yaml', (found) => found.length === 0)
    await client.change('api.yaml', OPEN_DELETE)
    await client.awaitPush('api.yaml', (found) => found.length === 1)
    await client.close('api.yaml')
    await client.awaitPush('api.yaml', (found) => found.length === 0)
  })

  it('is sent nothing of what is no description', async () => {
    await start({ capabilities, initializationOptions: { settings: { workspace: false } } })
    await client.open('compose.yaml', 'services: {}\n')
    await client.open('api.yaml')
    await client.awaitPush('api.yaml', (found) => found.length === 1)
    expect(client.pushed.get(client.uri('compose.yaml')) ?? []).toEqual([])
  })
})

describe('an editor that does not watch the disk', () => {
  it('gets what is true each time it asks', async () => {
    await start({
      capabilities: { textDocument: PULLS.textDocument ?? {} },
      files: { 'api.yaml': referring('item.yaml'), 'item.yaml': PATH_ITEM },
    })
    await client.open('item.yaml')
    expect(await client.found('item.yaml')).toEqual(['no-anonymous-write:0'])
    client.disk.set(client.uri('specward.yaml'), QUIET)
    expect(await client.found('item.yaml')).toEqual([])
  })
})
