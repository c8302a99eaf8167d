import { createHash } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createMemory, lintWithSources } from '@specward/core'
import { loadCatalogue, registry } from '@specward/rulesets'
import { describe, expect, it } from 'vitest'
import type { Review } from '../desk.ts'
import { slim } from './slim.ts'

const URI = 'file:///apis/a.yaml'

/** Plain HTTP: a rule has a fix for it. */
const TEXT = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers: [{ url: 'http://api.example.com' }]
paths: {}
`

async function reviewed(): Promise<Review> {
  const host = {
    read: async (uri: string) =>
      uri === URI ? { text: TEXT } : { error: 'not-found' as const, detail: 'no such file' },
    exists: async (uri: string) => uri === URI,
    sha256: (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex'),
    now: () => 0,
  }
  const request = {
    documents: [{ uri: URI, named: true }],
    registry,
    version: '0.0.0',
    workingDirectory: 'file:///apis/',
    presets: ['strict'],
    catalogue: loadCatalogue,
    memory: createMemory(),
    keep: true,
  }
  const result = await lintWithSources(request, host)
  const understood = result.documents[0]?.understood
  return { uri: URI, result, understood, uriOf: () => URI, files: [URI], isOutdated: false, ms: 0 }
}

/** Lets go of what nobody holds. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((done) => setTimeout(done, 5))
    collect()
  }
}

/** The slim form of a review, and what it is to have let go of. */
async function slimmed(): Promise<{ readonly review: Review; readonly graph: WeakRef<object> }> {
  const full = await reviewed()
  if (!full.understood) throw new Error('the description was not understood')
  return { review: slim(full), graph: new WeakRef(full.understood.graph) }
}

describe('a slim review', () => {
  it('holds on to no tree, although there are fixes for what was found', async () => {
    const full = await reviewed()
    expect(full.result.report.findings.filter(({ fix }) => fix)).not.toEqual([])
    const { review, graph } = await slimmed()
    await collectGarbage()
    expect(graph.deref()).toBeUndefined()
    expect(review.result.report.findings).toEqual(
      full.result.report.findings.map((finding) => ({ ...finding, fix: null })),
    )
  })

  it('can be judged once more', async () => {
    const { review } = await slimmed()
    const { report } = await review.result.again({ texts: new Map() })
    expect(report.findings.map(({ fingerprint }) => fingerprint)).toEqual(
      review.result.report.findings.map(({ fingerprint }) => fingerprint),
    )
  })
})
