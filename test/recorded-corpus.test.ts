import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type LintRequest, lintWithSources } from '@specward/core'
import { loadCatalogue } from '@specward/rulesets'
import { describe, expect, it } from 'vitest'
import { nodeIo } from '../packages/cli/src/io.ts'
import { lintRecorded, recordsOf, rendered, requestFor } from './recorded.ts'

const CORPUS = new URL('../../shared/corpus/', import.meta.url)
const isThere = existsSync(CORPUS)
if (!isThere) console.warn('Skipped: the corpus of real descriptions is not beside the repository.')

/** `SPECWARD_ALL=1` takes all of them; without it, a few of each kind of which none is large. */
const isAll = process.env.SPECWARD_ALL === '1'
const LARGE = 60_000
const EVERY = 8

function sample(): readonly string[] {
  const [head = '', ...lines] = readFileSync(new URL('INDEX.tsv', CORPUS), 'utf8').trim().split('\n')
  const columns = head.split('\t')
  const cell = (line: string, name: string) => line.split('\t')[columns.indexOf(name)] ?? ''
  const small = lines.filter((line) => isAll || Number(cell(line, 'bytes')) < LARGE)
  const rows = small.filter((line) => cell(line, 'kind') === 'api').map((line) => cell(line, 'path'))
  return isAll ? rows : rows.filter((_, index) => index % EVERY === 0)
}

const catalogue = await loadCatalogue()

const VARIANTS: Readonly<Record<string, Partial<LintRequest>>> = {
  strictly: { presets: ['strict'], assess: { catalogue } },
  'by rulesets of Spectral': { rulesets: ['spectral:oas', 'spectral:asyncapi'] },
}

describe.skipIf(!isThere).each(Object.entries(VARIANTS))(
  'Real descriptions that are judged %s',
  (_, asked) => {
    it('have the same reports from records, all or half of them', async () => {
      const host = { ...nodeIo().host({ cwd: fileURLToPath(CORPUS) }), now: () => 0 }
      const request = { ...requestFor(sample(), CORPUS.href), ...asked }
      const direct = rendered(await lintWithSources(request, host), host)
      const records = await recordsOf(request, host)
      const all = await lintRecorded(request, host, records)
      expect(rendered(all.result, host)).toEqual(direct)
      expect(all.judged).toEqual([])
      const half = await lintRecorded(request, host, records, (index) => index % 2 === 0)
      expect(rendered(half.result, host)).toEqual(direct)
    }, 600_000)
  },
)
