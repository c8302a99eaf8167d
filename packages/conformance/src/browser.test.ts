import { createRequire } from 'node:module'
import { parseSource } from '@specward/core'
import { describe, expect, it } from 'vitest'
import { createConformanceChecker as createForBrowser } from './browser.ts'
import { createConformanceChecker } from './index.ts'
import type { Claim } from './specification.ts'
import type { JsonObject } from './values.ts'

const require = createRequire(import.meta.url)

const read: string[] = []
const inBrowser = createForBrowser(async (module) => {
  read.push(module)
  return require(module) as JsonObject
})
const inNode = createConformanceChecker()

async function requestOf(claim: Claim, text: string) {
  const file = await parseSource('file:///api.yaml', text)
  const { uri, language, value } = file
  return { ...claim, files: [{ uri, text, language, value, file }] }
}

describe('in a browser, a description', () => {
  it.each([
    ['oas2', '2.0', "swagger: '2.0'\npaths: []\n"],
    ['oas3.0', '3.0.3', 'openapi: 3.0.3\npaths: []\n'],
    ['oas3.1', '3.1.0', 'openapi: 3.1.0\ninfo: { title: 1 }\n'],
    ['oas3.2', '3.2.0', 'openapi: 3.2.0\ninfo: { title: 1 }\n'],
    ...['2.0.0', '2.1.0', '2.2.0', '2.3.0', '2.4.0', '2.5.0', '2.6.0'].map(
      (version) => ['asyncapi2', version, `asyncapi: ${version}\nchannels: []\n`] as const,
    ),
    ...['3.0.0', '3.1.0', '3.9.0'].map(
      (version) => ['asyncapi3', version, `asyncapi: ${version}\nchannels: []\n`] as const,
    ),
  ] as const)('of %s %s is judged as in Node', async (format, version, text) => {
    const request = await requestOf({ format, version } as Claim, text)
    const result = await inBrowser.check(request)
    expect(result).toEqual(await inNode.check(request))
    expect('violations' in result && result.violations.length + result.unread.length).toBeGreaterThan(0)
  })

  it('has its schema read once', async () => {
    const request = await requestOf({ format: 'oas3.1', version: '3.1.0' } as Claim, 'openapi: 3.1.0\n')
    await inBrowser.check(request)
    await inBrowser.check(request)
    expect(read.filter((module) => module.includes('v3.1'))).toHaveLength(1)
  })

  it('whose schema cannot be read is told as one that was not judged, and judged when it can', async () => {
    let isThere = false
    const checker = createForBrowser(async (module) => {
      if (!isThere) throw new Error('offline')
      return require(module) as JsonObject
    })
    const request = await requestOf({ format: 'oas3.1', version: '3.1.0' } as Claim, 'openapi: 3.1.0\n')
    expect(await checker.check(request)).toEqual({ failed: 'offline' })
    isThere = true
    expect(await checker.check(request)).toHaveProperty('violations')
  })
})
