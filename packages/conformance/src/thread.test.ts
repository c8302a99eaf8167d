import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ConformanceRequest } from '@specward/core'
import { parseSource } from '@specward/core/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createConformanceChecker } from './index.ts'

// The thread runs what `npm run build` has made.
const BUILT = new URL('../dist/conformance-worker.js', import.meta.url)
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specward-thread-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

async function script(text: string): Promise<URL> {
  const path = join(folder, `${Math.abs(text.length)}.mjs`)
  await writeFile(path, text)
  return pathToFileURL(path)
}

async function request(text: string): Promise<ConformanceRequest> {
  const file = await parseSource('file:///api.yaml', text)
  return { format: 'oas3.0', version: '3.0.0', files: [file] }
}

const BAD = "openapi: 3.0.0\ninfo: { title: A, version: '1' }\n"

describe.skipIf(!existsSync(BUILT))('a check in a thread', () => {
  const checker = createConformanceChecker({ threadFrom: 0, script: BUILT })

  it('has the result of one without', async () => {
    const given = await request(BAD)
    const result = await checker.check(given)
    expect(result).toMatchObject({ violations: [{ discriminator: 'required paths' }] })
    expect(result).toEqual(await createConformanceChecker().check(given))
  })

  it('answers several questions', async () => {
    const texts = [BAD, `${BAD}paths: {}\n`, `${BAD}paths: { a: {} }\n`]
    const results = await Promise.all(texts.map(async (text) => checker.check(await request(text))))
    expect(results.map((result) => ('violations' in result ? result.violations.length : -1))).toEqual([
      1, 0, 1,
    ])
  })
})

describe('a thread', () => {
  it('that throws is told of, and does not stop the next one', async () => {
    const broken = await script("throw new Error('no luck')")
    const checker = createConformanceChecker({ threadFrom: 0, script: broken })
    for (let round = 0; round < 2; round++) {
      expect(await checker.check(await request(BAD))).toEqual({ failed: 'no luck' })
    }
  })

  it('that ends without an answer is told of', async () => {
    const checker = createConformanceChecker({ threadFrom: 0, script: await script('process.exit(0)') })
    expect(await checker.check(await request(BAD))).toEqual({ failed: 'its thread ended' })
  })

  it('that runs out of memory is told of', async () => {
    const text = 'const all = []\nfor (;;) all.push(new Array(1e6).fill(all.length))'
    const checker = createConformanceChecker({ threadFrom: 0, script: await script(text), memoryMb: 32 })
    expect(await checker.check(await request(BAD))).toEqual({ failed: 'it ran out of memory' })
  })

  it('that is not there is not needed', async () => {
    const checker = createConformanceChecker({ threadFrom: 0, script: new URL('file:///nowhere/a.js') })
    expect(await checker.check(await request(`${BAD}paths: {}\n`))).toEqual({ violations: [], unread: [] })
  })
})
