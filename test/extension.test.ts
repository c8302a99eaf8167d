import { type ChildProcess, fork } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { crc32, inflateRawSync } from 'node:zlib'
import type { ReportFinding } from '@specward/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  InitializedNotification,
  InitializeRequest,
  IPCMessageReader,
  IPCMessageWriter,
} from 'vscode-languageserver/node'
import { nodeIo } from '../packages/cli/src/io.ts'
import { run } from '../packages/cli/src/main.ts'
import { DEFAULT_SETTINGS } from '../packages/language-server/src/settings.ts'
import { bundleExtension } from '../scripts/lib/extension.mjs'
import { packExtension } from '../scripts/lib/vsix.mjs'

const folder = fileURLToPath(new URL('../extension', import.meta.url))
const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
const { contributes } = manifest

/** Text of all sources of the extension but its tests. */
const sources = await Promise.all(
  (await readdir(join(folder, 'src')))
    .filter((name) => !name.endsWith('.test.ts'))
    .map(async (name) => [name, await readFile(join(folder, 'src', name), 'utf8')] as const),
)
const source = sources.map(([, text]) => text).join('\n')

const ids = (each: { readonly command: string }[]): readonly string[] => each.map(({ command }) => command)

describe('the manifest of the extension', () => {
  it('contributes the commands that are registered, and no others', () => {
    const registered = [...source.matchAll(/^ {4}'(specward\.[\w.]+)': /gm)].map(([, id]) => id)
    expect(registered.length).toBeGreaterThan(15)
    expect([...ids(contributes.commands)].sort()).toEqual([...registered].sort())
  })

  it('names in menus, texts and steps only commands that there are', () => {
    const own = new Set(ids(contributes.commands))
    const menus = Object.values(contributes.menus).flatMap((each) => ids(each as { command: string }[]))
    const texts = JSON.stringify([contributes.viewsWelcome, contributes.walkthroughs])
    const linked = [...texts.matchAll(/(?:\(command:|onCommand:)(specward\.[\w.]+)/g)].map(
      ([, id]) => id ?? '',
    )
    const used = [...menus, ...linked].filter((id) => id !== 'specward.findings.focus')
    expect(used.filter((id) => !own.has(id))).toEqual([])
  })

  it('shows in the palette only what makes sense there', () => {
    const hidden = contributes.menus.commandPalette
      .filter(({ when }: { when: string }) => when === 'false')
      .map(({ command }: { command: string }) => command)
    const shown = ids(contributes.commands).filter((id) => !hidden.includes(id))
    expect([...shown].sort()).toEqual([
      'specward.createConfig',
      'specward.fixAll',
      'specward.lintWorkspace',
      'specward.openChecklist',
      'specward.openReport',
      'specward.openRule',
      'specward.restart',
      'specward.showOutput',
    ])
  })

  it('has the settings of the server, with its defaults', () => {
    const { 'specward.trace.server': trace, ...settings } = contributes.configuration.properties
    const defaults = Object.fromEntries(
      Object.entries(settings as Record<string, { default?: unknown }>).map(([name, { default: value }]) => [
        name.replace('specward.', ''),
        value,
      ]),
    )
    expect(defaults).toEqual(DEFAULT_SETTINGS)
    expect(trace.default).toBe('off')
  })

  it('takes from no untrusted workspace what can name code', () => {
    expect(manifest.capabilities.untrustedWorkspaces).toMatchObject({
      supported: 'limited',
      restrictedConfigurations: ['specward.configPath'],
    })
  })

  it('runs in browsers, and says what it cannot do there', () => {
    expect(manifest.browser).toBe('./dist/bundle/web/extension.js')
    expect(manifest.capabilities.virtualWorkspaces).toMatchObject({
      supported: 'limited',
      description: expect.stringMatching(/Spectral.*network.*tasks/),
    })
  })

  it('is activated by documents that can be descriptions, by nothing else of its own', () => {
    expect(manifest.activationEvents).toEqual(['onLanguage:yaml', 'onLanguage:json', 'onLanguage:jsonc'])
  })

  it('says what every step shows, in the order of somebody who begins', () => {
    const [{ steps }] = contributes.walkthroughs
    expect(steps.map(({ id }: { id: string }) => id)).toEqual([
      'open',
      'see',
      'fix',
      'policy',
      'ci',
      'ci-virtual',
    ])
  })
})

describe('the problem matchers', () => {
  const api = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers: [{ url: https://api.example.com }]
security: []
paths:
  /orders:
    delete: { responses: { '204': { description: Gone } } }
    post: { responses: { '201': { description: Made } } }
  /prices:
    get: { parameters: [{ name: api_key, in: query, schema: { type: string } }], responses: { '200': { description: OK } } }
`
  let folder = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'specward-matchers-'))
    await mkdir(join(folder, '.git'))
    await writeFile(join(folder, 'openapi.yaml'), api)
  })

  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function lint(...args: readonly string[]): Promise<string> {
    let text = ''
    const out = (piece: string): void => {
      text += piece
    }
    const machine = { ...nodeIo(), cwd: folder, env: {}, isTerminal: false, columns: undefined }
    await run({ ...machine, args: ['lint', ...args], out, err: () => undefined })
    return text
  }

  it('read single findings from the text', async () => {
    expect(matches('specward', await lint())).toContainEqual({
      severity: 'error',
      code: 'no-credential-in-url',
      file: 'openapi.yaml',
      line: '10',
      column: '33',
      message: 'Query parameter `api_key` carries an API key in the URL.',
    })
  })

  it('read from the text what shares a cause, at the cause', async () => {
    const [found] = matches('specward-cause', await lint())
    expect(found).toMatchObject({
      severity: 'error',
      code: 'no-anonymous-write',
      file: 'openapi.yaml',
      line: '4',
    })
    expect(found?.message).toMatch(/can be called by anyone/)
  })

  it('read every finding from annotations', async () => {
    const report = JSON.parse(await lint('--format', 'json'))
    const found = matches('specward-annotations', await lint('--format', 'github'))
    expect(found.map(({ code, line, column, message }) => [code, line, column, message])).toEqual(
      report.findings.map(({ ruleId, range: { start }, message }: ReportFinding) => [
        ruleId,
        String(start.line),
        String(start.column),
        message,
      ]),
    )
  })
})

type Pattern = Readonly<Record<string, string | number>> & { readonly regexp: string }

/** What VS Code makes of an output: each pattern has to match the line after that of the one before. */
function matches(name: string, output: string): readonly Readonly<Record<string, string | undefined>>[] {
  const matcher = contributes.problemMatchers.find((each: { name: string }) => each.name === name)
  const patterns: readonly Pattern[] = [matcher.pattern].flat()
  const lines = output.split('\n')
  return lines.flatMap((_, at) => {
    const found: Record<string, string | undefined> = {}
    for (const [index, { regexp, ...parts }] of patterns.entries()) {
      const match = new RegExp(regexp).exec(lines[at + index] ?? '')
      if (!match) return []
      for (const [part, group] of Object.entries(parts)) found[part] = match[Number(group)]
    }
    return [found]
  })
}

describe('the sources of the extension', () => {
  it('ask nothing of the network and measure nobody', () => {
    expect(source).not.toMatch(/\bfetch\(|node:https?|node:net|createTelemetryLogger|XMLHttpRequest/)
  })
})

describe('the packed extension', () => {
  let scratch = ''
  let packed: Buffer
  let files = new Map<string, Buffer>()

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'specward-vsix-'))
    const bundle = join(scratch, 'bundle')
    await bundleExtension({ target: bundle })
    packed = (await packExtension(bundle)).bytes
    files = unzip(packed)
    for (const [path, content] of files) {
      await mkdir(dirname(join(scratch, 'unpacked', path)), { recursive: true })
      await writeFile(join(scratch, 'unpacked', path), content)
    }
  }, 120_000)

  afterAll(() => rm(scratch, { recursive: true, force: true }))

  const paths = (): readonly string[] => [...files.keys()]

  it('is small, and holds neither packages as they are installed nor sources', () => {
    expect(packed.length).toBeLessThan(3_300_000)
    expect(paths().filter((path) => /node_modules|\.map$|\.ts$|\.test\./.test(path))).toEqual([])
  })

  it('is the same to the byte when it is packed again', async () => {
    expect((await packExtension(join(scratch, 'bundle'))).bytes.equals(packed)).toBe(true)
  })

  it('has what VS Code and galleries look for', () => {
    expect(paths().slice(0, 2)).toEqual(['extension.vsixmanifest', '[Content_Types].xml'])
    const about = files.get('extension.vsixmanifest')?.toString() ?? ''
    expect(about).toContain(
      `Id="${manifest.name}" Version="${manifest.version}" Publisher="${manifest.publisher}"`,
    )
    const assets = [...about.matchAll(/Path="([^"]+)"/g)].map(([, path]) => path ?? '')
    expect(assets.length).toBe(5)
    expect(assets.filter((path) => !files.has(path))).toEqual([])
    const endings = [...new Set(paths().map((path) => path.slice(path.lastIndexOf('.') + 1)))]
    const types = files.get('[Content_Types].xml')?.toString() ?? ''
    expect(endings.filter((ending) => ending !== 'xml' && !types.includes(`Extension=".${ending}"`))).toEqual(
      [],
    )
  })

  it('has every file that its manifest names', () => {
    const inside = JSON.parse(files.get('extension/package.json')?.toString() ?? '{}')
    expect(inside.devDependencies).toBeUndefined()
    const named = [...JSON.stringify(inside).matchAll(/"(?:\.\/)?((?:media|dist)\/[^"]+)"/g)].map(
      ([, path]) => path,
    )
    expect(named.length).toBeGreaterThan(10)
    expect(named.filter((path) => !files.has(`extension/${path}`))).toEqual([])
  })

  it('loads the client of the server no sooner than the server is started', () => {
    const first = files.get('extension/dist/bundle/extension.cjs')?.toString() ?? ''
    expect(first.length).toBeLessThan(60_000)
    const required = [...first.matchAll(/(=>[^,;]*)?\brequire\([`"']([^`"']+)[`"']\)/g)]
    expect(required.find(([, , name]) => name === './client.cjs')?.[1]).toMatch(/=>/)
    const atOnce = required.filter(([, later]) => later === undefined).map(([, , name]) => name)
    expect(atOnce).toContain('vscode')
    expect(atOnce.filter((name) => !/^(?:vscode|node:.+)$/.test(name ?? ''))).toEqual([])
  })

  it('has two files for browsers, which load no others and do not repeat pages and schemas', () => {
    const inWeb = paths().filter((path) => path.startsWith('extension/dist/bundle/web/'))
    expect(inWeb).toEqual(['extension/dist/bundle/web/extension.js', 'extension/dist/bundle/web/server.js'])
    const [client = '', server = ''] = inWeb.map((path) => files.get(path)?.toString() ?? '')
    const required = [...client.matchAll(/\brequire\([`"']([^`"']+)[`"']\)/g)].map(([, name]) => name)
    expect([...new Set(required)]).toEqual(['vscode'])
    for (const text of [client, server]) {
      expect(text).not.toMatch(/["'`]node:|\bimport\(|\bimportScripts\(|\bfetch\(|XMLHttpRequest|\beval\(/)
    }
    expect(server).not.toMatch(/^(?:import|export)\b|\brequire\(/m)
    expect(server).not.toContain('http://asyncapi.com/definitions/3.0.0/asyncapi.json')
    const marketplace = files.get('extension.vsixmanifest')?.toString() ?? ''
    expect(marketplace).toContain('__web_extension')
  })

  it('names the licenses of what is bundled', () => {
    const licenses = files.get('extension/dist/bundle/LICENSES.txt')?.toString() ?? ''
    for (const name of [
      'vscode-languageclient',
      'vscode-languageserver',
      'js-yaml',
      'yaml',
      '@asyncapi/specs',
    ]) {
      expect(licenses).toContain(`\n${name} `)
    }
  })

  it('has a server that needs nothing else, which judges by its own rules, specifications and Spectral', async () => {
    const work = join(scratch, 'work')
    await mkdir(join(work, '.git'), { recursive: true })
    await writeFile(
      join(work, '.spectral.yaml'),
      'extends: [[spectral:oas, off]]\nrules: { info-contact: warn }\n',
    )
    const module = join(scratch, 'unpacked/extension/dist/bundle/server/server.js')
    const child = fork(module, ['--node-ipc'], { cwd: work, execArgv: [] })
    try {
      const codes = await codesOf(child, work, {
        'openapi.yaml': `openapi: 3.1.0\ninfo: { title: Orders, version: 1.0.0 }\nservers: [{ url: http://api.example.com }]\npaths: []\n`,
        'events.yaml': `asyncapi: 3.0.0\ninfo: { title: Orders, version: 1.0.0 }\nservers: { main: { host: a.example, protocol: 7 } }\n`,
      })
      expect(codes['openapi.yaml']).toEqual(
        expect.arrayContaining(['no-plaintext-server', 'spec-conformance', 'info-contact']),
      )
      expect(codes['events.yaml']).toEqual(expect.arrayContaining(['spec-conformance']))
    } finally {
      child.kill()
    }
  })
})

/** Codes of the diagnostics of documents, by name, that a server gives over the channel of its process. */
async function codesOf(
  child: ChildProcess,
  work: string,
  documents: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const connection = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child))
  connection.listen()
  const root = pathToFileURL(`${work}/`).href
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: [{ uri: root, name: 'work' }],
    capabilities: { textDocument: { diagnostic: {} } },
  })
  await connection.sendNotification(InitializedNotification.type, {})
  const codes: Record<string, readonly unknown[]> = {}
  for (const [name, text] of Object.entries(documents)) {
    const uri = `${root}${name}`
    const textDocument = { uri, languageId: 'yaml', version: 1, text }
    await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument })
    const report = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } })
    codes[name] = report.kind === 'full' ? report.items.map(({ code }) => code) : []
  }
  connection.dispose()
  return codes
}

/** Files of a zip archive by path, read from its directory, with their checksums verified. */
function unzip(bytes: Buffer): Map<string, Buffer> {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  const count = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  const found = new Map<string, Buffer>()
  for (let index = 0; index < count; index++) {
    const [size, length, offset] = [
      bytes.readUInt32LE(at + 20),
      bytes.readUInt16LE(at + 28),
      bytes.readUInt32LE(at + 42),
    ]
    const path = bytes.toString('utf8', at + 46, at + 46 + length)
    const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
    const content = inflateRawSync(bytes.subarray(start, start + size))
    if (crc32(content) !== bytes.readUInt32LE(at + 16)) throw new Error(`${path} has another checksum.`)
    found.set(path, content)
    at += 46 + length
  }
  return found
}
