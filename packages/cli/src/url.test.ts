import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodeIo } from './io.ts'
import { run } from './main.ts'

const machine = nodeIo()
const API = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers: [{ url: https://api.example.com }]
security: [{ token: [] }]
paths:
  /orders:
    $ref: './orders.yaml'
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`
const PAGES: Readonly<
  Record<string, { readonly status?: number; readonly type?: string; readonly body: string }>
> = {
  '/api/openapi.yaml': { type: 'text/plain', body: API },
  '/api/orders.yaml': {
    body: "get: { responses: { '200': { description: OK }, '401': { description: No } } }\n",
  },
  '/login': { type: 'text/html', body: '<!DOCTYPE html>\n<html><body>Sign in</body></html>' },
  '/fails': { status: 500, body: '' },
  '/closed': { status: 403, body: '' },
}
let server: Server
let base = ''
let cwd = ''

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'specward-url-'))
  await mkdir(join(cwd, '.git'))
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://localhost')
    if (pathname === '/moved') return response.writeHead(301, { location: '/api/openapi.yaml' }).end()
    if (pathname === '/away') return response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()
    if (pathname === '/private.yaml' && request.headers.authorization === undefined) {
      return response.writeHead(401).end()
    }
    const page = pathname === '/private.yaml' ? PAGES['/api/openapi.yaml'] : PAGES[pathname]
    if (!page) return response.writeHead(404).end()
    const { status = 200, type = 'application/octet-stream', body } = page
    return response.writeHead(status, { 'content-type': type }).end(body)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await rm(cwd, { recursive: true, force: true })
})

interface Printed {
  readonly code: number
  readonly report: {
    readonly documents: readonly { readonly file: string; readonly operations: number }[]
    readonly problems: readonly { readonly code: string; readonly message: string }[]
  }
  readonly all: string
}

async function lint(url: string, config = ''): Promise<Printed> {
  await writeFile(join(cwd, 'specward.yaml'), config)
  let all = ''
  const write = (text: string): void => {
    all += text
  }
  const args = ['lint', url, '--format', 'json']
  const code = await run({ ...machine, args, cwd, env: {}, errColumns: undefined, out: write, err: write })
  return { code, report: JSON.parse(all), all }
}

describe('a description that is named by its URL', () => {
  it('is judged, whatever the server says that it is', async () => {
    const { report } = await lint(`${base}/api/openapi.yaml?version=1`)
    expect(report.documents).toMatchObject([{ file: `${base}/api/openapi.yaml?version=1` }])
  })

  it('is judged where a redirect on the same host leads to it', async () => {
    expect((await lint(`${base}/moved`)).report.documents).toHaveLength(1)
  })

  it('is read alone: a reference names the line of configuration that would allow more', async () => {
    const { code, report } = await lint(`${base}/api/openapi.yaml`)
    expect(code).toBe(3)
    expect(report.problems).toMatchObject([
      {
        code: 'ref-host-not-allowed',
        message: expect.stringContaining(`refs: { allow: ['${new URL(base).host}'] }`),
      },
    ])
  })

  it('is judged by the configuration of the working directory, with what it refers to', async () => {
    const { code, report } = await lint(
      `${base}/api/openapi.yaml`,
      `refs: { allow: ['${new URL(base).host}'] }`,
    )
    expect(report.problems).toEqual([])
    expect(report.documents).toMatchObject([{ operations: 1 }])
    expect(code).toBe(0)
  })

  it('may need credentials, which nothing prints', async () => {
    const { code, report, all } = await lint(`${base.replace('//', '//me:hidden@')}/private.yaml`)
    expect(report.documents).toMatchObject([{ file: `${base}/private.yaml` }])
    expect(code).toBe(3)
    expect(all).not.toContain('hidden')
  })
})

describe('a URL that gives no description', () => {
  it.each([
    ['/nothing.yaml', 'file-not-found', /was not delivered: HTTP 404\.$/],
    ['/fails', 'file-unreadable', /was not delivered: HTTP 500\.$/],
    ['/closed', 'file-unreadable', /HTTP 403, the server wants you to sign in/],
    ['/away', 'file-unreadable', /it redirects to http:\/\/127\.0\.0\.1:1, and/],
    ['/login', 'not-an-api-description', /it is an HTML page\. .* name the URL of the YAML or JSON itself/],
  ])('%s: %s', async (path, code, message) => {
    const { code: exit, report } = await lint(base + path)
    expect(report.problems).toMatchObject([{ code, message: expect.stringMatching(message) }])
    expect(exit).toBe(3)
  })
})
