import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createConformanceChecker } from '@specward/conformance'
import { type Host, lint } from '@specward/core'
import { registry } from '@specward/rulesets'
import { describe, expect, it } from 'vitest'

const folder = new URL('./secure/', import.meta.url)
const names = readdirSync(fileURLToPath(folder)).sort()

const host: Host = {
  async read(uri) {
    return { bytes: await readFile(new URL(uri)) }
  },
  async exists() {
    return false
  },
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  now: () => performance.now(),
}

function review(name: string, preset: string) {
  const documents = [{ uri: new URL(name, folder).href, named: true }]
  return lint(
    {
      documents,
      registry,
      conformance: createConformanceChecker(),
      version: '0.0.0',
      workingDirectory: folder.href,
      presets: [preset],
    },
    host,
  )
}

describe('descriptions that an expert would sign', () => {
  it('are there for every version that Specward reads', async () => {
    const reports = await Promise.all(names.map((name) => review(name, 'recommended')))
    const formats = reports.flatMap(({ documents }) => documents.map(({ format }) => format))
    expect(formats).toEqual([
      ...['arazzo1', 'asyncapi2', 'asyncapi3', 'oas2', 'oas3.0', 'oas3.1', 'oas3.2', 'overlay1'],
    ])
  })

  it.each(names)('%s is read as a whole', async (name) => {
    const report = await review(name, 'strict')
    expect(report.problems).toEqual([])
    expect(report.complete).toBe(true)
    // what stands beside a description has no operations of its own
    const isApi = !/^(?:arazzo|overlay)-/.test(name)
    expect(report.summary.operations > 1).toBe(isApi)
  })

  describe.each(['recommended', 'strict'])('by the preset %s', (preset) => {
    it.each(names)('%s gives no cause for complaint', async (name) => {
      const { findings, undecided } = await review(name, preset)
      expect(findings.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([])
      expect(undecided.map(({ ruleId, because }) => `${ruleId}: ${because}`)).toEqual([])
    })
  })
})
