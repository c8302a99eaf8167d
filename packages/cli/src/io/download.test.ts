import type { LookupAddress, lookup } from 'node:dns'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGzip, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type DownloadOptions, download, redirectOf } from './download.ts'

const LIMITS = { firstByte: 300, total: 600 }
let server: Server
let port = 0
let asked: { url: string; headers: IncomingHttpHeaders }[] = []

type Answer = (response: ServerResponse) => unknown

const PAGES: Readonly<Record<string, Answer>> = {
  '/a.yaml': (response) => response.end('fetched'),
  '/packed': (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('unpacked')),
  '/torn': (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip at all'),
  '/brotli': (response) => response.writeHead(200, { 'content-encoding': 'br' }).end('?'),
  '/bomb': bomb,
  '/claims': (response) => response.writeHead(200, { 'content-length': String(2 ** 40) }).write('a'),
  '/silent': () => undefined,
  '/slow': drip,
  '/elsewhere': (response) => response.writeHead(302, { location: 'http://other.example/a.yaml' }).end(),
  '/port': (response) => response.writeHead(302, { location: 'http://good.example:1/a.yaml' }).end(),
  '/named': (response) =>
    response.writeHead(302, { location: `http://me:secret@good.example:${port}/a.yaml` }).end(),
  '/file': (response) => response.writeHead(302, { location: 'file:///etc/hostname' }).end(),
  '/heads': (response) => response.writeHead(200, { long: 'a'.repeat(100_000) }).end(),
}

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push({ url: request.url ?? '', headers: request.headers })
    PAGES[request.url ?? '']?.(response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  port = (server.address() as AddressInfo).port
})

beforeEach(() => {
  asked = []
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** 1 GB of nothing in 1 MB. */
function bomb(response: ServerResponse): void {
  response.writeHead(200, { 'content-encoding': 'gzip' })
  const packing = createGzip()
  packing.pipe(response)
  const chunk = Buffer.alloc(1024 * 1024)
  let left = 1024
  const send = (): void => {
    while (left-- > 0) if (!packing.write(chunk)) return void packing.once('drain', send)
    packing.end()
  }
  send()
  response.on('close', () => packing.destroy())
}

function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write('a'), 20)
  response.on('close', () => clearInterval(timer))
}

/** The names of a network: each time it is asked, a name has the next addresses. */
function names(...answers: readonly (readonly string[])[]): typeof lookup {
  let time = 0
  const find = (_: string, __: object, done: (error: null, found: LookupAddress[]) => void): void => {
    const addresses = answers[Math.min(time++, answers.length - 1)] ?? []
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
  return find as unknown as typeof lookup
}

function get(path: string, options: Partial<DownloadOptions> = {}, host = 'good.example') {
  return download(`http://${host}:${port}${path}`, {
    mayReach: 'private',
    limits: LIMITS,
    lookup: names(['127.0.0.1']),
    ...options,
  })
}

function textOf(result: Awaited<ReturnType<typeof download>>): string {
  return 'bytes' in result ? Buffer.from(result.bytes).toString() : JSON.stringify(result)
}

describe('a name (T4)', () => {
  it('is connected to where it leads, if that may be', async () => {
    expect(textOf(await get('/a.yaml'))).toBe('fetched')
    expect(asked[0]?.headers.host).toBe(`good.example:${port}`)
  })

  it('that leads to a private network is not asked', async () => {
    expect(await get('/a.yaml', { mayReach: 'public' })).toEqual({
      error: 'private-address',
      detail: '`good.example` has an address of a private network',
    })
    expect(asked).toEqual([])
  })

  it.each([[['93.184.216.34', '10.0.0.1']], [['::ffff:127.0.0.1']], [['fd00::1']], [['::1']]])(
    'is not asked where one of its addresses is private: %s',
    async (addresses) => {
      expect(await get('/a.yaml', { mayReach: 'public', lookup: names(addresses) })).toMatchObject({
        error: 'private-address',
      })
    },
  )

  it.each(['169.254.169.254', '0.0.0.0', 'fe80::1', '224.0.0.1'])(
    'that leads to %s is not asked, even if it may be private',
    async (address) => {
      expect(await get('/a.yaml', { lookup: names([address]) })).toMatchObject({ error: 'private-address' })
    },
  )

  it('is looked up once: the address that was checked is the one that is connected to', async () => {
    let times = 0
    const find = names(['127.0.0.1'], ['169.254.169.254'])
    const counting = ((...given: Parameters<typeof find>) => {
      times++
      return find(...given)
    }) as typeof lookup
    expect(textOf(await get('/a.yaml', { lookup: counting }))).toBe('fetched')
    expect(times).toBe(1)
  })

  it.each(['2130706433', '0x7f.1', '0177.0.0.1', '127.1', '[::ffff:127.0.0.1]', '[::1]'])(
    'that is the address of this machine in other words is refused: %s',
    async (host) => {
      expect(await get('/a.yaml', { mayReach: 'public' }, host)).toMatchObject({ error: 'private-address' })
      expect(asked).toEqual([])
    },
  )

  it('that a person has named may lead anywhere', async () => {
    expect(textOf(await get('/a.yaml', { mayReach: 'anything' }, '127.0.0.1'))).toBe('fetched')
  })
})

describe('a redirect (T5)', () => {
  it.each(['/elsewhere', '/port', '/file'])(
    'to another host, port or protocol is not followed: %s',
    async (path) => {
      expect(await get(path)).toMatchObject({
        error: 'unreadable',
        detail: expect.stringContaining('it redirects to'),
      })
      expect(asked).toHaveLength(1)
    },
  )

  it('with a name and password is not followed', async () => {
    expect(await get('/named')).toEqual({ error: 'unreadable', detail: 'its URL holds a name or password' })
  })

  it('is checked again, wherever the name leads by then', async () => {
    const lookup = names(['127.0.0.1'], ['10.0.0.1'])
    const redirecting = createServer((_, response) => response.writeHead(302, { location: '/a.yaml' }).end())
    await new Promise<void>((done) => redirecting.listen(0, '127.0.0.1', done))
    const url = `http://good.example:${(redirecting.address() as AddressInfo).port}/`
    // the second address is refused where none but the metadata of a cloud would be
    const result = await download(url, {
      mayReach: 'private',
      limits: LIMITS,
      lookup: names(['127.0.0.1'], ['169.254.169.254']),
    })
    expect(result).toMatchObject({ error: 'private-address' })
    expect(lookup).toBeTypeOf('function')
    redirecting.close()
  })

  it('leads from http to https, and never back', () => {
    expect(redirectOf('https://a.example/b', new URL('http://a.example/'))).toMatchObject({
      url: expect.any(URL),
    })
    expect(redirectOf('http://a.example/b', new URL('https://a.example/'))).toEqual({
      refused: 'it redirects to http://a.example, where nothing is encrypted',
    })
  })
})

describe('credentials (T5)', () => {
  it('go to the origin that they were given for, and nowhere else', async () => {
    const credentials = new Map([[`http://good.example:${port}/other`, 'Basic dTpw']])
    await get('/a.yaml', { credentials })
    await get('/a.yaml', { credentials }, 'other.example')
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Basic dTpw', undefined])
    expect(asked.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined])
  })

  it('of a URL are not sent', async () => {
    expect(await get('/a.yaml', {}, 'me:secret@good.example')).toMatchObject({ error: 'unreadable' })
    expect(asked).toEqual([])
  })
})

describe('what a server delivers (T6)', () => {
  it('is unpacked', async () => {
    expect(textOf(await get('/packed'))).toBe('unpacked')
  })

  it('is told where it is damaged or packed in a way that nobody asked for', async () => {
    expect(await get('/torn')).toMatchObject({ error: 'unreadable' })
    expect(await get('/brotli')).toMatchObject({ detail: 'it is packed as `br`, which nobody asked for' })
  })

  it('is counted once it is unpacked', async () => {
    expect(await get('/bomb', { limits: { firstByte: 5_000, total: 30_000 } })).toMatchObject({
      error: 'too-large',
    })
  })

  it('is not waited for where it says that it is too large', async () => {
    expect(await get('/claims')).toMatchObject({ error: 'too-large' })
  })

  it('has a head of bounded size', async () => {
    expect(await get('/heads')).toMatchObject({ error: 'unreadable' })
  })

  it('is given up where nothing comes', async () => {
    expect(await get('/silent')).toEqual({ error: 'unreadable', detail: 'no answer within 0.3 s' })
  })

  it('is given up where it comes in drops', async () => {
    expect(await get('/slow')).toEqual({ error: 'unreadable', detail: 'no answer within 0.6 s' })
  })
})
