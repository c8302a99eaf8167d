import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import SwaggerParser from '@apidevtools/swagger-parser'
import { createConformanceChecker } from '@specward/conformance'
import { type ConformanceChecker, type ConformanceResult, lint } from '@specward/core'
import { registry } from '@specward/rulesets'
import { beforeAll, describe, expect, it } from 'vitest'
import { nodeIo } from '../packages/cli/src/io.ts'

// Every real description has the verdict of `SwaggerParser.validate`, as far as that can read it without the network.

const CORPUS = new URL('../../shared/corpus/', import.meta.url)
const isThere = existsSync(CORPUS)
if (!isThere) console.warn('Skipped: the corpus of real descriptions is not beside the repository.')

/** Versions that swagger-parser knows, and such as it refuses for their form. */
const KNOWN = /^OpenAPI (2|3$|3\.0|3\.1)/

type Verdict = 'conforms' | 'does not' | 'unreadable'

/** What `SwaggerParser.validate` says. It is kept from the network: what it cannot read then, it cannot judge. */
async function expected(path: string): Promise<Verdict> {
  const http = {
    order: 1,
    canRead: ({ url }: { readonly url: string }) => /^https?:/.test(url),
    read: () => Promise.reject(new Error('no network')),
  }
  try {
    await SwaggerParser.validate(path, { resolve: { http } })
    return 'conforms'
  } catch (error) {
    return error instanceof Error && error.name === 'SyntaxError' ? 'does not' : 'unreadable'
  }
}

function documents(): readonly string[] {
  const [head = '', ...lines] = readFileSync(new URL('INDEX.tsv', CORPUS), 'utf8').trim().split('\n')
  const [path, format, kind] = ['path', 'format', 'kind'].map((name) => head.split('\t').indexOf(name))
  const rows = lines.map((line) => line.split('\t'))
  return rows
    .filter((row) => row[kind ?? 0] === 'api' && KNOWN.test(row[format ?? 0] ?? ''))
    .map((row) => row[path ?? 0] ?? '')
}

/** What the check says of each description, as `lint` asks for it. */
async function results(paths: readonly string[]): Promise<ReadonlyMap<string, ConformanceResult>> {
  const found = new Map<string, ConformanceResult>()
  const checker = createConformanceChecker()
  const conformance: ConformanceChecker = {
    async check(request) {
      const result = await checker.check(request)
      found.set(request.files[0]?.uri ?? '', result)
      return result
    },
  }
  await lint(
    {
      documents: paths.map((path) => ({ uri: new URL(path, CORPUS).href, named: true })),
      registry: {
        rules: registry.rules.filter(({ rule }) => rule.id === 'spec-conformance'),
        presets: [{ name: 'conformance', rules: { 'spec-conformance': 'error' } }],
      },
      version: '0.0.0',
      workingDirectory: CORPUS.href,
      presets: ['conformance'],
      conformance,
    },
    nodeIo().host({ cwd: fileURLToPath(CORPUS) }),
  )
  return found
}

describe.skipIf(!isThere)('the real descriptions in OpenAPI 2.0, 3.0 and 3.1', () => {
  const paths = isThere ? documents() : []
  let found: ReadonlyMap<string, ConformanceResult>

  beforeAll(async () => {
    found = await results(paths)
  }, 120_000)

  it('have the verdict of `SwaggerParser.validate`', async () => {
    const counts: Record<Verdict, number> = { conforms: 0, 'does not': 0, unreadable: 0 }
    const differ: string[] = []
    for (const path of paths) {
      const verdict = await expected(fileURLToPath(new URL(path, CORPUS)))
      counts[verdict]++
      const result = found.get(new URL(path, CORPUS).href)
      if (verdict === 'unreadable') continue
      if (!result || 'failed' in result) differ.push(`${path}: ${result?.failed ?? 'not checked'}`)
      else if ((result.violations.length === 0) !== (verdict === 'conforms'))
        differ.push(`${path}: ${verdict}`)
      else if (verdict === 'conforms' && result.unread.length > 0) differ.push(`${path}: left open`)
    }
    expect(differ).toEqual([])
    expect(counts).toEqual({ conforms: 102, 'does not': 13, unreadable: 13 })
  }, 180_000)
})
