import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { it } from 'vitest'
import { createConformanceChecker } from '@specward/conformance'
import { lintWithSources } from '@specward/core'
import { loadCatalogue, registry } from '@specward/rulesets'
const folder = new URL('./secure/', import.meta.url)
it('x', async () => {
  const catalogue = await loadCatalogue()
  for (const preset of ['recommended','strict']) {
  const { assessment } = await lintWithSources({
    documents: readdirSync(folder).map((n) => ({ uri: new URL(n, folder).href, named: true })),
    registry, version: '0', today: '2026-01-01', workingDirectory: folder.href, presets: [preset], assess: { catalogue }, conformance: createConformanceChecker(),
  }, { read: async (u) => ({ bytes: await readFile(new URL(u)) }), exists: async () => false, sha256: (t) => createHash('sha256').update(t).digest('hex'), now: () => performance.now() })
  for (const d of assessment!.documents) {
    const c: any = {}
    for (const x of d.controls) c[x.result] = (c[x.result] ?? 0) + 1
    console.log(preset, d.file, JSON.stringify(c))
    for (const x of d.controls) if (x.result === 'fail' || (x.told === 'description' && ['open','review'].includes(x.result))) console.log('   ', x.id, x.result, x.because)
    if (d.file === 'openapi-3.1.yaml' && preset === 'strict') { for (const x of d.controls) console.log(x.id, x.result, x.because); for (const r of d.rows) console.log(r.id, r.result, r.because); for (const f of d.frameworks) for (const i of f.items.slice(0, 12)) console.log(f.id, i.id, i.result, i.because) }
  }
  }
})
