import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readlink,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ReadResult } from '@specward/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HostOptions, nodeIo } from './io.ts'

// T11: patterns that never end

const machine = nodeIo()
let top = ''

beforeAll(async () => {
  top = await mkdtemp(join(tmpdir(), 'specward-io-'))
  await mkdir(join(top, 'project/.git'), { recursive: true })
  await mkdir(join(top, 'project/specs'))
  await writeFile(join(top, 'project/specs/a.yaml'), 'inside')
  await writeFile(join(top, 'secret.yaml'), 'outside')
  await symlink(join(top, 'secret.yaml'), join(top, 'project/specs/out.yaml'))
  await symlink(join(top, 'project/specs/a.yaml'), join(top, 'project/in.yaml'))
  await symlink(top, join(top, 'project/up'))
})

afterAll(() => rm(top, { recursive: true, force: true }))

function uriOf(name: string): string {
  return pathToFileURL(join(top, name)).href
}

function read(uri: string, options: Partial<HostOptions> = {}): Promise<ReadResult> {
  return machine.host({ cwd: join(top, 'project'), ...options }).read(uri, { mayBePrivate: true })
}

function textOf(result: ReadResult): string {
  return 'bytes' in result ? Buffer.from(result.bytes).toString() : `not read: ${JSON.stringify(result)}`
}

describe('reading files', () => {
  it('gives the bytes of a file', async () => {
    expect(textOf(await read(uriOf('project/specs/a.yaml')))).toBe('inside')
  })

  it('follows a link that stays in the project', async () => {
    expect(textOf(await read(uriOf('project/in.yaml')))).toBe('inside')
  })

  it.each(['project/specs/out.yaml', 'project/up/secret.yaml'])(
    'does not follow the link %s, which leads out of the project',
    async (name) => {
      expect(await read(uriOf(name))).toMatchObject({ error: 'outside-root' })
    },
  )

  it('follows any link that was named', async () => {
    const uri = uriOf('project/specs/out.yaml')
    expect(textOf(await read(uri, { named: new Set([uri]) }))).toBe('outside')
  })

  it('says that a file is missing', async () => {
    expect(await read(uriOf('project/b.yaml'))).toMatchObject({ error: 'not-found' })
  })

  it('finds a file in a folder that was not there when it was looked for before', async () => {
    const host = machine.host({ cwd: join(top, 'project') })
    const uri = uriOf('later/a.yaml')
    expect(await host.read(uri)).toMatchObject({ error: 'not-found' })
    await mkdir(join(top, 'later'))
    await writeFile(join(top, 'later/a.yaml'), 'there')
    expect(textOf(await host.read(uri))).toBe('there')
  })

  it('knows no file by a URI that stands for none', async () => {
    const host = machine.host({ cwd: top })
    expect(await host.exists('file:///a%2Fb.yaml')).toBe(false)
    expect(await host.read('file:///a%2Fb.yaml')).toMatchObject({ error: 'unreadable' })
  })

  it('says that what should be a folder is a file', async () => {
    expect(await read(uriOf('project/specs/a.yaml/b.yaml'))).toMatchObject({ error: 'not-found' })
  })

  it('says that a folder is one', async () => {
    expect(await read(uriOf('project/specs'))).toMatchObject({ error: 'is-folder' })
  })

  it('reads no more than its limit', async () => {
    const file = await open(join(top, 'project/huge.yaml'), 'w')
    await file.truncate(257 * 1024 * 1024)
    await file.close()
    expect(await read(uriOf('project/huge.yaml'))).toMatchObject({
      error: 'too-large',
      detail: expect.stringContaining('256 MB'),
    })
  })

  it.skipIf(process.platform === 'win32')('stops reading a device that never ends', async () => {
    const named = new Set(['file:///dev/zero'])
    expect(await read('file:///dev/zero', { named })).toMatchObject({ error: 'too-large' })
  })

  it('takes what is laid over a file', async () => {
    const uri = uriOf('project/stdin.yaml')
    const options = { overlay: new Map([[uri, Buffer.from('piped')]]) }
    expect(textOf(await read(uri, options))).toBe('piped')
    expect(await machine.host({ cwd: top, ...options }).exists(uri)).toBe(true)
  })
})

describe('reading piece by piece', () => {
  it('gives the bytes of a file in order', async () => {
    const text = 'äöü'.repeat(500_000)
    await writeFile(join(top, 'project/long.json'), text)
    const read = [...machine.chunks(join(top, 'project/long.json'))].map((chunk) => chunk.length)
    expect(read.length).toBeGreaterThan(1)
    expect(read.reduce((sum, length) => sum + length, 0)).toBe(3_000_000)
  })

  it('throws the error of the system', () => {
    expect(() => [...machine.chunks(join(top, 'project/nothing.json'))]).toThrow('ENOENT')
  })
})

describe('digests', () => {
  it('are those of SHA-256 over UTF-8', () => {
    const { sha256 } = machine.host({ cwd: top })
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(sha256('ü')).toBe('607474ca475a9724d7360aba71a56d5df77e61350e3f724cfa1f46e857e2d85f')
  })
})

describe('downloading', () => {
  let server: Server
  let base = ''

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/a.yaml') response.end('fetched')
      else if (request.url === '/moved') response.writeHead(302, { location: '/a.yaml' }).end()
      else if (request.url === '/away')
        response.writeHead(302, { location: 'http://127.0.0.1:1/a.yaml' }).end()
      else if (request.url === '/circle') response.writeHead(302, { location: '/circle' }).end()
      else if (request.url === '/closed' && request.headers.authorization !== 'Basic dTpw')
        response.writeHead(401).end()
      else if (request.url === '/closed') response.end('opened')
      else if (request.url === '/nowhere') response.writeHead(302, { location: 'http://[' }).end()
      else if (request.url === '/fails') response.writeHead(500).end()
      else if (request.url === '/huge') sendForever(response)
      else response.writeHead(404).end()
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })

  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  it('gives the bytes of a URL', async () => {
    expect(textOf(await read(`${base}/a.yaml`))).toBe('fetched')
  })

  it('follows a redirect on the same host', async () => {
    expect(textOf(await read(`${base}/moved`))).toBe('fetched')
  })

  it('does not follow a redirect to another host', async () => {
    expect(await read(`${base}/away`)).toMatchObject({
      error: 'unreadable',
      detail: expect.stringContaining('it redirects to http://127.0.0.1:1,'),
    })
  })

  it('gives up on redirects in circles', async () => {
    expect(await read(`${base}/circle`)).toMatchObject({ error: 'unreadable' })
  })

  it('says that there is nothing', async () => {
    expect(await read(`${base}/nothing`)).toEqual({ error: 'not-found', detail: 'HTTP 404' })
  })

  it('says that the server failed', async () => {
    expect(await read(`${base}/fails`)).toEqual({ error: 'unreadable', detail: 'HTTP 500' })
  })

  it('says that the server wants somebody to sign in', async () => {
    expect(await read(`${base}/closed`)).toMatchObject({
      error: 'unreadable',
      detail: expect.stringMatching(/^HTTP 401, .* `curl/),
    })
  })

  it('signs in at the origin that credentials were given for', async () => {
    const credentials = new Map([[`${base}/other.yaml`, 'Basic dTpw']])
    expect(textOf(await read(`${base}/closed`, { credentials }))).toBe('opened')
  })

  it('does not sign in elsewhere', async () => {
    const credentials = new Map([['http://127.0.0.1:1/', 'Basic dTpw']])
    expect(await read(`${base}/closed`, { credentials })).toMatchObject({ error: 'unreadable' })
  })

  it('says that a redirect leads to no URL', async () => {
    expect(await read(`${base}/nowhere`)).toMatchObject({ detail: 'it redirects to what is no URL' })
  })

  it('says that there is no server', async () => {
    const result = await read('http://127.0.0.1:1/a.yaml')
    expect(result).toMatchObject({ error: 'unreadable', detail: expect.stringMatching(/\S/) })
  })

  it('reads no more than its limit', async () => {
    expect(await read(`${base}/huge`)).toMatchObject({ error: 'too-large' })
  })
})

function sendForever(response: import('node:http').ServerResponse): void {
  const chunk = Buffer.alloc(1024 * 1024)
  const send = (): void => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once('drain', send)
  }
  send()
}

describe('putting a file in the place of another', () => {
  it('keeps its mode, and the links that lead to it', async () => {
    const folder = join(top, 'replaced')
    await mkdir(folder)
    await writeFile(join(folder, 'a.yaml'), 'old', { mode: 0o640 })
    await chmod(join(folder, 'a.yaml'), 0o640)
    await symlink('a.yaml', join(folder, 'link.yaml'))
    await machine.replace(join(folder, 'link.yaml'), 'new')
    await machine.replace(join(folder, 'b.yaml'), 'first')
    expect(await machine.text(join(folder, 'a.yaml'))).toBe('new')
    expect((await lstat(join(folder, 'a.yaml'))).mode & 0o777).toBe(0o640)
    expect(await readlink(join(folder, 'link.yaml'))).toBe('a.yaml')
    expect((await readdir(folder)).sort()).toEqual(['a.yaml', 'b.yaml', 'link.yaml'])
  })

  it('leaves nothing behind where that fails', async () => {
    const folder = join(top, 'refused')
    await mkdir(join(folder, 'a.yaml'), { recursive: true })
    await expect(machine.replace(join(folder, 'a.yaml'), 'new')).rejects.toThrow()
    expect(await readdir(folder)).toEqual(['a.yaml'])
  })
})

describe('a link that leads nowhere', () => {
  it('is there, so that it does not pass for a file that nobody has made', async () => {
    const path = join(top, 'project/dangling.yaml')
    await symlink(join(top, 'gone.yaml'), path)
    expect(await machine.kind(path)).toBe('other')
    const host = machine.host({ cwd: join(top, 'project') })
    expect(await host.exists(pathToFileURL(path).href)).toBe(true)
    expect(await host.read(pathToFileURL(path).href)).toMatchObject({ error: 'outside-root' })
  })
})

describe('the watch', () => {
  const { watch } = machine.host({ cwd: top })

  it('lets work end by itself, and passes on what it throws', () => {
    let done = 0
    expect(watch?.(1_000, () => done++)).toBe(true)
    expect(done).toBe(1)
    expect(() =>
      watch?.(1_000, () => {
        throw new RangeError('mine')
      }),
    ).toThrow('mine')
  })

  it('ends a regular expression that would not end', () => {
    // with a backreference, no other engine of V8 can take over
    expect(watch?.(20, () => /^(a|a)*\1$/.test(`${'a'.repeat(60)}b`))).toBe(false)
    expect(watch?.(1_000, () => {})).toBe(true)
  })
})
