// How many descriptions a second: all of the corpus in one run.
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { runOf } from './compare.mjs'
import { summary } from './measure.mjs'
import { specward, specwardKnows, TOOLS } from './tools.mjs'

/**
 * @param {{ files: string[], bytes: number }} fleet
 * @param {{ runs: number, limit: number, jobs?: number }} how
 */
export function throughput(fleet, { runs, limit, jobs = availableParallelism() }) {
  const scratch = mkdtempSync(join(tmpdir(), 'bench-'))
  try {
    const ways = waysOf(jobs, join(scratch, 'cache'))
    const taken = ways.map(() => [])
    for (let round = 0; round < runs; round += 1) {
      for (const [index, { tool, prepare }] of ways.entries()) {
        if (prepare && round === 0) runOf(tool, fleet.files, limit)
        taken[index].push(runOf(tool, fleet.files, limit).measured)
      }
    }
    return ways.map(({ tool }, index) => {
      const sums = summary(taken[index])
      const second = sums.wall / 1000
      return {
        tool: tool.label,
        runs: taken[index].length,
        documents: fleet.files.length,
        ...sums,
        documentsEach: fleet.files.length / second,
        megabytesEach: fleet.bytes / 1e6 / second,
      }
    })
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

/** What the built command line can do. */
function waysOf(jobs, cache) {
  const preset = ['--preset', 'recommended']
  const ways = [{ tool: TOOLS.floor }]
  if (!specwardKnows('--jobs')) return [...ways, { tool: TOOLS.specward }]
  const threads = (count) => ['--jobs', String(count)]
  ways.push({ tool: specward('Specward, one thread', [...preset, ...threads(1)]) })
  if (jobs > 1) ways.push({ tool: specward(`Specward, ${jobs} threads`, [...preset, ...threads(jobs)]) })
  if (!specwardKnows('--cache')) return ways
  const cached = [...preset, ...threads(jobs), '--cache', '--cache-location', cache]
  return [...ways, { tool: specward('Specward, nothing changed since the last run', cached), prepare: true }]
}
