import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { mentionsOf, type Node, readGraph } from '@specward/core'
import { describe, expect, it } from 'vitest'
import {
  CodeLensRequest,
  DefinitionRequest,
  DocumentSymbolRequest,
  HoverRequest,
  type Location,
} from 'vscode-languageserver'
import { Client } from '../client.test-kit.ts'
import { SHOWS } from './editor.test-kit.ts'

const CORPUS = new URL('../../../../../shared/corpus/', import.meta.url)
const isThere = existsSync(CORPUS)

/** Files of the corpus that are asked about: of each folder some, and none that takes minutes. */
const MOST_BYTES = 400_000
const DOCUMENTS = 50
/** Places of one document at which is asked. */
const MOST_PLACES = 60

async function descriptions(): Promise<readonly URL[]> {
  const rows = readFileSync(new URL('INDEX.tsv', CORPUS), 'utf8').split('\n').slice(1)
  const fit = rows
    .map((row) => row.split('\t'))
    .filter(([path = '', , , format = '', bytes]) => {
      const isApi = /^(?:OpenAPI|Swagger|AsyncAPI)/i.test(format)
      return isApi && Number(bytes) < MOST_BYTES && /\.(?:json|ya?ml)$/.test(path)
    })
    .map(([path = '']) => new URL(path, CORPUS))
  const step = Math.max(1, Math.floor(fit.length / DOCUMENTS))
  return fit.filter((_, index) => index % step === 0).slice(0, DOCUMENTS)
}

/** Up to so many of a list, from all over it. */
function some<T>(all: readonly T[], most: number): readonly T[] {
  const step = Math.max(1, all.length / most)
  return Array.from({ length: Math.min(most, all.length) }, (_, index) => all[Math.floor(index * step)] as T)
}

function hostOf() {
  return {
    read: async (uri: string) => {
      try {
        return { bytes: readFileSync(fileURLToPath(uri)) }
      } catch {
        return { error: 'not-found' as const, detail: 'no such file' }
      }
    },
    exists: async (uri: string) => existsSync(fileURLToPath(uri)),
    sha256: (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex'),
    now: () => performance.now(),
  }
}

/** Where the editor would have to go. */
function placeOf(node: Node): string {
  const span = node.parent ? (node.span?.key ?? node.span?.value) : { start: 0 }
  const { line, column } = node.file.position(span?.start ?? -1)
  return `${node.file.uri}:${line}:${column}`
}

function shown({ uri, range: { start } }: Location): string {
  return `${uri}:${start.line + 1}:${start.character + 1}`
}

describe.skipIf(!isThere)('real descriptions (skipped without ../shared/corpus)', () => {
  it('are told of at every place, and every name leads where the graph says', {
    timeout: 600_000,
  }, async () => {
    const host = hostOf()
    const folder = CORPUS.href
    const client = new Client({
      capabilities: SHOWS,
      folders: [folder],
      options: { host, workingDirectory: folder, descriptions: async () => [] },
    })
    await client.start()
    const { connection } = client
    let asked = 0
    for (const url of await descriptions()) {
      const graph = await readGraph(url.href, host, { root: folder, refHosts: [] })
      if (!graph) continue
      const uri = await client.open(url.href, readFileSync(url, 'utf8'))
      const at = (node: Node, part: 'key' | 'value') => {
        const offset = node.span?.[part]?.start
        const place = offset === undefined ? undefined : node.file.position(offset)
        if (!place || node.file.uri !== url.href) return undefined
        asked += 1
        return { textDocument: { uri }, position: { line: place.line - 1, character: place.column - 1 } }
      }
      for (const operation of some(graph.nodes('operation'), MOST_PLACES)) {
        const params = at(operation, 'key')
        if (params)
          expect(await connection.sendRequest(HoverRequest.type, params), operation.pointer).not.toBeNull()
      }
      for (const { node, part, targets } of some(mentionsOf(graph).all, MOST_PLACES)) {
        const params = at(node, part)
        if (!params) continue
        await connection.sendRequest(HoverRequest.type, params)
        const found = (await connection.sendRequest(DefinitionRequest.type, params)) as Location[] | null
        const expected = targets.filter(({ file }) => file.uri.startsWith('file:')).map(placeOf)
        expect((found ?? []).map(shown).sort(), `${url.href} ${node.pointer}`).toEqual(
          [...new Set(expected)].sort(),
        )
      }
      const textDocument = { uri }
      expect(await connection.sendRequest(DocumentSymbolRequest.type, { textDocument })).not.toHaveLength(0)
      await connection.sendRequest(CodeLensRequest.type, { textDocument })
      await client.close(url.href)
    }
    expect(asked).toBeGreaterThan(1000)
    expect(client.log.filter((line) => /error|failed/i.test(line))).toEqual([])
    await client.stop()
  })
})
