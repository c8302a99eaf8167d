import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { ConfigurationFailure } from './lint.ts'
import { API, type Files, notices, run, TODAY, waivers } from './lint-accepting.test-kit.ts'
import { WaiverIndex } from './settle/waiver-index.ts'
import { ParsedFile } from './source/file.ts'

describe('many who accept', () => {
  const of = (count: number) => Array.from({ length: count }, (_, index) => index)

  /** An API with operations that a rule cannot decide on, each with a remark that is for nothing. */
  const unclear = (count: number) => `openapi: 3.1.0
info: { title: A, version: 1.0.0 }
paths:
${of(count)
  .map(
    (each) => `  /p${each}:
    delete: { x-unclear: true }
    get: {} # specward-ignore no-delete -- Nothing is found here.
`,
  )
  .join('')}`

  async function callsOf(prototype: object, name: string, files: Files, all: number): Promise<number> {
    const spy = vi.spyOn(prototype as Record<string, () => void>, name)
    try {
      expect(notices(await run(files))).toHaveLength(all)
      return spy.mock.calls.length
    } finally {
      spy.mockRestore()
    }
  }

  it('are held against what is open without going through all of it for each: remarks', async () => {
    const calls = (count: number) =>
      callsOf(ParsedFile.prototype, 'position', { 'openapi.yaml': unclear(count) }, count)
    expect(await calls(120)).toBeLessThan(3 * (await calls(60)))
  })

  it('are held against what is open without going through all of it for each: waivers', async () => {
    const calls = (count: number) => {
      const text = waivers(...of(count).map((each) => ({ rule: 'no-delete', operation: `PUT /p${each}` })))
      const api = unclear(count).replaceAll(/ #.*/g, '')
      const files = { 'openapi.yaml': api, 'specward.waivers.yaml': text }
      return callsOf(WaiverIndex.prototype, 'covers', files, count)
    }
    expect(await calls(120)).toBeLessThan(3 * (await calls(60)) + 1)
  })

  it('may do so by a thousand patterns, and one more ends the run', async () => {
    const text = (count: number) =>
      waivers(...of(count).map((each) => ({ rule: 'no-put', operation: `DELETE /x${each}*` })))
    const files = (count: number) => ({ 'openapi.yaml': API, 'specward.waivers.yaml': text(count) })
    expect((await run(files(1000))).report.findings).toHaveLength(3)
    await expect(run(files(1001))).rejects.toThrow(ConfigurationFailure)
    const named = waivers(...of(1001).map((each) => ({ rule: 'no-put', operation: `DELETE /x${each}` })))
    await expect(run({ 'openapi.yaml': API, 'specward.waivers.yaml': named })).resolves.toBeDefined()
  })
})

describe('any waivers', () => {
  const operations = ['DELETE /users', 'DELETE /orders', 'PUT /users', 'GET /none']
  const entry = fc.record({
    rule: fc.constantFrom('no-delete', 'no-put'),
    operation: fc.constantFrom(...operations, 'DELETE *ers'),
    expires: fc.constantFrom('2026-05-31', '2026-06-01', '2027-01-01'),
  })

  it('accept what one of them covers and that has not ended, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 6 }), async (entries) => {
        const text = entries.length > 0 ? waivers(...entries) : 'waivers: []\n'
        const result = await run({ 'openapi.yaml': API, 'specward.waivers.yaml': text })
        for (const {
          ruleId,
          operations: [label = ''],
          suppressed,
        } of result.report.findings) {
          const covers = entries.some(
            ({ rule: id, operation, expires }) =>
              id === ruleId &&
              expires >= TODAY &&
              (operation === label || (operation.includes('*') && label.startsWith('DELETE'))),
          )
          expect(suppressed !== null).toBe(covers)
        }
      }),
      { seed: 7, numRuns: 60 },
    )
  })
})
