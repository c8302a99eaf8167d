import type { Host } from '@specward/core'
import { describe, expect, it } from 'vitest'
import { Client, type ClientSetup, PULLS } from '../client.test-kit.ts'
import { ONE_RULE, OPEN_DELETE, PATH_ITEM, referring } from '../fixtures.test-kit.ts'
import type { FindingsAnswer } from '../views/protocol.ts'
import { EditorFiles } from './editor-files.ts'
import { MOST_LOOKED_INTO } from './walk.ts'

const FOLDER = 'vscode-vfs://github/acme/orders/'
const NOWHERE = { error: 'not-found', detail: 'no such file' } as const

/** An editor that has a virtual file system, and answers for it. */
class VirtualClient extends Client {
  /** What the server has asked for, in order: `read openapi.yaml`. */
  readonly asked: string[] = []
  readonly virtual: Map<string, string>

  constructor(files: Readonly<Record<string, string>>, setup: ClientSetup = {}) {
    super({ folders: [FOLDER], initializationOptions: { readsFiles: true }, ...setup })
    this.virtual = new Map(Object.entries(files).map(([name, text]) => [new URL(name, FOLDER).href, text]))
    this.#answer('read', (uri) => {
      const text = this.virtual.get(uri)
      if (text === undefined) return NOWHERE
      return text.startsWith('base64:') ? { base64: text.slice(7) } : { text }
    })
    this.#answer('stat', (uri) => ({ kind: this.virtual.has(uri) ? 'file' : 'missing' }))
    this.#answer('list', (uri) => ({ entries: this.#entries(uri) }))
  }

  async openVirtual(name: string): Promise<string> {
    const uri = new URL(name, FOLDER).href
    return this.open(uri, this.virtual.get(uri) ?? '')
  }

  #answer(what: string, answer: (uri: string) => object): void {
    this.connection.onRequest(`specward/${what}`, ({ uri }: { uri: string }) => {
      this.asked.push(`${what} ${uri.replace(FOLDER, '')}`)
      return answer(uri)
    })
  }

  #entries(folder: string): readonly object[] {
    const names = [...this.virtual.keys()]
      .filter((uri) => uri.startsWith(folder))
      .map((uri) => uri.slice(folder.length))
    const folders = new Set(
      names.filter((name) => name.includes('/')).map((name) => name.replace(/\/.*/, '')),
    )
    return [
      ...names.filter((name) => !name.includes('/')).map((name) => ({ name, kind: 'file' })),
      ...[...folders].map((name) => ({ name, kind: 'folder' })),
    ]
  }
}

describe('a virtual file system', () => {
  it('is reviewed over several files, each of which shows what stands in it', async () => {
    const client = await new VirtualClient({
      'specward.yaml': ONE_RULE,
      'api/openapi.yaml': referring('../paths/a%20b.yaml'),
      'paths/a%20b.yaml': PATH_ITEM,
    }).start()
    const uri = await client.openVirtual('api/openapi.yaml')
    expect(await client.found(uri)).toEqual([])
    const pull = await client.pull(uri)
    const related = 'relatedDocuments' in pull ? pull.relatedDocuments : {}
    expect(Object.keys(related ?? {})).toEqual([`${FOLDER}paths/a%20b.yaml`])
    expect(await client.found(`${FOLDER}paths/a%20b.yaml`)).toEqual(['no-anonymous-write:0'])
    await client.stop()
  })

  it('has its folder as its root, wherever the configuration stands, and nothing outside is asked for', async () => {
    const client = await new VirtualClient({
      'team/specward.yaml': ONE_RULE,
      'team/openapi.yaml': referring('../shared/one.yaml', '../../other/two.yaml', 'file:///etc/three.yaml'),
      'shared/one.yaml': PATH_ITEM,
    }).start()
    const uri = await client.openVirtual('team/openapi.yaml')
    expect(await client.found(uri)).toEqual(['ref-outside-root:5', 'ref-outside-root:6'])
    expect(await client.found(`${FOLDER}shared/one.yaml`)).toEqual(['no-anonymous-write:0'])
    expect(client.asked.filter((each) => /vscode-vfs:|file:/.test(each))).toEqual([])
    expect(client.reads.filter((each) => !each.startsWith('file:///apis/'))).toEqual([])
    await client.stop()
  })

  it('is searched for descriptions as the command line does', async () => {
    const client = await new VirtualClient(
      {
        '.gitignore': 'out/\n',
        'a.yaml': OPEN_DELETE,
        'b.json': '{"dependencies": {}}',
        'deep/er/c.yaml': OPEN_DELETE,
        'out/d.yaml': OPEN_DELETE,
        '.hidden/e.yaml': OPEN_DELETE,
        'node_modules/f/openapi.yaml': OPEN_DELETE,
        'specward.yaml': ONE_RULE,
      },
      {
        options: {
          ignoreFile: () => ({ ruling: (path) => (path === 'out/' ? { ignored: true } : undefined) }),
        },
      },
    ).start()
    const findings = () => client.connection.sendRequest<FindingsAnswer>('specward/findings', {})
    await expect.poll(async () => (await findings()).descriptions).toBe(2)
    expect(client.asked.filter((each) => each.startsWith('read ')).sort()).toEqual(
      expect.arrayContaining(['read .gitignore', 'read a.yaml', 'read b.json', 'read deep/er/c.yaml']),
    )
    expect(client.asked.filter((each) => /out\/|hidden|node_modules/.test(each))).toEqual([])
    await client.stop()
  })

  it('says when it holds more files than are looked into', async () => {
    const many = Array.from({ length: MOST_LOOKED_INTO }, (_, index) => [`${index}.json`, '{}'])
    const client = await new VirtualClient({
      ...Object.fromEntries(many),
      'z-openapi.yaml': OPEN_DELETE,
    }).start()
    await client.until(() => client.log.some((line) => /looked into 1000 of them/.test(line)))
    await expect.poll(() => client.asked).toContain('read z-openapi.yaml')
    await client.stop()
  })

  it('may hold what is no UTF-8, which comes as bytes', async () => {
    const utf16 = Buffer.from(`\uFEFF${PATH_ITEM}`, 'utf16le').toString('base64')
    const client = await new VirtualClient({
      'specward.yaml': ONE_RULE,
      'openapi.yaml': referring('a.yaml'),
      'a.yaml': `base64:${utf16}`,
    }).start()
    await client.openVirtual('openapi.yaml')
    expect(await client.found(`${FOLDER}a.yaml`)).toEqual(['no-anonymous-write:0'])
    await client.stop()
  })

  it('leaves documents alone that are in no folder of the workspace', async () => {
    const client = await new VirtualClient({ 'specward.yaml': ONE_RULE }).start()
    for (const uri of [
      'git:/acme/orders/openapi.yaml',
      'vscode-vfs://github%2Babc/acme/orders/openapi.yaml',
    ]) {
      await client.open(uri, referring())
      expect(await client.found(uri)).toEqual([])
    }
    await client.stop()
  })

  it('that the editor does not read is told as unread, and not as missing', async () => {
    const client = new VirtualClient(
      { 'openapi.yaml': referring('a.yaml'), 'a.yaml': PATH_ITEM },
      { initializationOptions: {}, capabilities: PULLS },
    )
    await client.start()
    const uri = await client.openVirtual('openapi.yaml')
    expect(await client.found(uri)).toContain('ref-unreadable:4')
    expect(client.asked).toEqual([])
    await client.stop()
  })
})

describe('the disk and the network', () => {
  it('are read as before, by the same rules', async () => {
    const told: unknown[] = []
    const given: Host = {
      read: async (...asked) => {
        told.push(asked)
        return { error: 'not-found', detail: '' }
      },
      real: async (uri) => `${uri}?`,
      exists: async () => true,
      sha256: String,
      now: () => 7,
      watch: () => false,
    }
    const files = new EditorFiles({ host: given, version: '', workingDirectory: 'file:///' }, () => {
      throw new Error('the editor is not asked')
    })
    const { host } = files.options
    await host.read('https://a.example/b', { mayBePrivate: true })
    await host.read('file:///c')
    expect(told).toEqual([
      ['https://a.example/b', { mayBePrivate: true }],
      ['file:///c', undefined],
    ])
    expect(await host.real?.('file:///c')).toBe('file:///c?')
    expect(await host.real?.('vscode-vfs://github/c')).toBe('vscode-vfs://github/c')
    expect([host.watch?.(1, () => undefined), host.now(), await host.exists('file:///c')]).toEqual([
      false,
      7,
      true,
    ])
  })
})
