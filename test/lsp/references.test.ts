import { realpath, symlink } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Host } from '@specward/core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { nodeIo } from '../../packages/cli/src/io.ts'
import { Client } from '../../packages/language-server/src/client.test-kit.ts'
import { put, temporaryFolder } from '../project.ts'

// T1, T4, T18: what an editor shows comes from the project, and from hosts that the policy lists

const SECRET = 'what-nobody-may-see'
const ITEM = "delete: { responses: { '204': { description: Gone } } }\n"
const POLICY = 'extends: []\nrules: { no-anonymous-write: error }\n'

function api(ref: string): string {
  return `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
security: []
paths:
  /orders: { $ref: ${JSON.stringify(ref)} }
`
}

let top = ''
let folder = ''
let host: Host
let client: Client
let server: Server
let port = 0
let asked = 0

beforeAll(async () => {
  top = await realpath(await temporaryFolder('specward-lsp-refs-'))
  const project = join(top, 'project')
  folder = `${pathToFileURL(project).href}/`
  await put(top, {
    'project/.git/config': `a: [${SECRET}\n`,
    'project/specward.yaml': POLICY,
    'project/sub/item.yaml': ITEM,
    'repository/.git/HEAD': 'ref: refs/heads/main\n',
    'repository/item.yaml': `delete: { x-it: ${SECRET}, responses: { '204': { description: ${SECRET} } } }\n`,
  })
  await symlink('../repository', join(project, 'linked'))
  host = nodeIo().host({ cwd: top })
  server = createServer((_, response) => {
    asked++
    response.end(`delete: { responses: { '204': { description: ${SECRET} } } }\n`)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  port = (server.address() as AddressInfo).port
})

afterEach(() => client.stop())

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

async function shown(uri: string, text: string) {
  client = await new Client({ folders: [folder], options: { host } }).start()
  await client.open(uri, text)
  return client.diagnostics(uri)
}

describe('a description that is open in an editor', () => {
  it('is judged with what it refers to in the project', async () => {
    expect(await shown(`${folder}api.yaml`, api('sub/item.yaml'))).toEqual([])
    await client.open(`${folder}sub/item.yaml`, ITEM)
    expect(await client.diagnostics(`${folder}sub/item.yaml`)).toMatchObject([{ code: 'no-anonymous-write' }])
  })

  it.each([
    '../repository/item.yaml',
    'linked/item.yaml',
    'linked/nothing.yaml',
    '.git/config',
    '%2e%2e%2frepository/item.yaml',
  ])('is told that %s is not read', async (ref) => {
    const diagnostics = await shown(`${folder}api.yaml`, api(ref))
    expect(diagnostics).toMatchObject([{ code: 'ref-outside-root' }])
    expect(JSON.stringify(diagnostics)).not.toContain(SECRET)
  })

  it('is not read by another way of writing its URI', async () => {
    for (const uri of [
      'sub/%2e%2e/api.yaml',
      'linked/../api.yaml',
      'a%00b.yaml',
      'a%2f..%2f..%2fapi.yaml',
    ].map((name) => folder + name)) {
      const diagnostics = await shown(uri, api('%2e%2e/%2e%2e/repository/item.yaml'))
      expect(JSON.stringify(diagnostics), uri).not.toContain(SECRET)
      await client.stop()
    }
    client = await new Client().start()
  })

  it('of no file refers to none', async () => {
    for (const uri of [
      'untitled:api.yaml',
      'git:/api.yaml?ref',
      `http://127.0.0.1:${port}/api.yaml`,
      'vscode-vfs://x/api.yaml',
    ]) {
      const diagnostics = await shown(uri, api('item.yaml'))
      expect(JSON.stringify(diagnostics), uri).not.toContain(SECRET)
      await client.stop()
    }
    client = await new Client().start()
    expect(asked).toBe(0)
  })

  it('reads from a listed name nothing that only this machine reaches', async () => {
    const name = 'name.example'
    host = nodeIo().host({
      cwd: top,
      lookup: ((_: string, __: object, done: (error: null, found: object[]) => void) =>
        done(null, [{ address: '127.0.0.1', family: 4 }])) as never,
    })
    await put(top, { 'project/specward.yaml': `${POLICY}refs: { allow: ['${name}:${port}'] }\n` })
    const refused = await shown(`${folder}api.yaml`, api(`http://${name}:${port}/item.yaml`))
    expect(refused).toMatchObject([
      {
        code: 'ref-private-address',
        message: expect.stringContaining(`refs: { private: ['${name}:${port}'] }`),
      },
    ])
    expect(asked).toBe(0)
    await client.stop()
    await put(top, { 'project/specward.yaml': `${POLICY}refs: { private: ['${name}:${port}'] }\n` })
    const read = await shown(`${folder}api.yaml`, api(`http://${name}:${port}/item.yaml`))
    expect(read).toMatchObject([{ code: 'no-anonymous-write' }])
    expect(asked).toBe(1)
  })

  it('is held against the lock file', async () => {
    await put(top, {
      'project/specward.yaml': `${POLICY}refs: { allow: ['127.0.0.1:${port}'] }\n`,
      'project/specward.lock': '{ "version": 1, "refs": {} }\n',
    })
    const diagnostics = await shown(`${folder}api.yaml`, api(`http://127.0.0.1:${port}/item.yaml`))
    expect(diagnostics).toMatchObject([{ code: 'ref-not-locked' }])
  })
})
