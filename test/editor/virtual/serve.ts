import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Files } from '../../project.ts'

/** Scheme of the file system in memory. */
export const SCHEME = 'specward-test'

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.md': 'text/markdown',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
}

const PROVIDER = {
  name: 'specward-test-files',
  publisher: 'specward',
  version: '1.0.0',
  engines: { vscode: '^1.92.0' },
  browser: './provider.js',
  activationEvents: [`onFileSystem:${SCHEME}`],
  capabilities: { virtualWorkspaces: true, untrustedWorkspaces: { supported: true } },
}

export interface Served {
  /** Addresses of the extensions: the one that is tested, and the one that has the files. */
  readonly extensions: readonly string[]
  close(): Promise<void>
}

/**
 * Serves an unpacked extension as a gallery does for browsers, and a file system in memory.
 * @param extension folder of the extension
 * @param files texts by path in `/project/`
 */
export async function serve(extension: string, files: Files): Promise<Served> {
  const texts = Object.fromEntries(
    Object.entries(files).map(([name, text]) => [`/project/${name}`, text ?? '']),
  )
  const provider = fileURLToPath(new URL('provider.js', import.meta.url))
  const made = new Map<string, () => Promise<string | Buffer>>([
    ['/files/package.json', async () => JSON.stringify(PROVIDER)],
    ['/files/files.json', async () => JSON.stringify(texts)],
    ['/files/provider.js', () => readFile(provider)],
  ])
  const server = createServer(async ({ url = '/' }, response) => {
    const path = normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname))
    const own = path.startsWith('/specward/')
      ? () => readFile(join(extension, path.slice('/specward/'.length)))
      : undefined
    const content = await (made.get(path) ?? own)?.().catch(() => undefined)
    response.writeHead(content === undefined ? 404 : 200, {
      'Access-Control-Allow-Origin': '*',
      'Content-Type': TYPES[extname(path)] ?? 'text/plain',
    })
    response.end(content)
  })
  const port = await listen(server)
  return {
    extensions: ['specward', 'files'].map((name) => `http://localhost:${port}/${name}`),
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((done) => {
    server.listen(0, 'localhost', () => {
      const address = server.address()
      done(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
}
