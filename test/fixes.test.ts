import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { nodeIo } from '../packages/cli/src/io.ts'
import { type Contents, EVERY, fixTexts, SAFE } from './mending.ts'

const CORPUS = new URL('../../shared/corpus/', import.meta.url)

describe('corpus', () => {
  const names = readFileSync(new URL('INDEX.tsv', CORPUS), 'utf8').trim().split('\n').slice(1)
    .map((l) => l.split('\t')).filter((c) => c[8] === 'api' && Number(c[4]) < Number(process.env.MAXSIZE ?? 200000)).map((c) => c[0] ?? '')
  it.each(names.slice(Number(process.env.FROM ?? 0), Number(process.env.TO ?? 400)))('%s', async (name) => {
    const disk = nodeIo().host({ cwd: fileURLToPath(CORPUS) })
    const t0 = performance.now()
    const { before, run } = await fixTexts({}, EVERY, { documents: [name], disk, folder: CORPUS.href })
    const t1 = performance.now()
    const reasons: Record<string, number> = {}
    for (const l of run.left) { const k = `${l.reason}: ${l.reason.startsWith('new') ? l.because : ''} ${l.findings[0]?.ruleId}`; reasons[k] = (reasons[k] ?? 0) + 1 }
    console.log(name, before.report.findings.length, '->', run.result.report.findings.length, 'fixes', run.fixes.length, Math.round(t1 - t0), 'ms', JSON.stringify(reasons))
  })
})
