// What whole processes use.
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))

/** The executable of Specward, as it is built. */
export const SPECWARD = here('../../packages/cli/bin/specward.js')

/**
 * What a process took: milliseconds on the clock, milliseconds of all processors with all its threads (user and system), peak
 * resident memory in megabytes. Of one that was ended at the limit, only the clock is known.
 * @typedef {{ wall: number, cpu: number, memory: number, status: number | null, isEnded: boolean }} Measured
 */

/**
 * Runs a script of Node and measures the process.
 * @param {string[]} args the script and its arguments
 * @param {{ flags?: string[], output?: string, env?: Record<string, string>, limit?: number,
 *   accepts?: (status: number) => boolean }} [how]
 *   `output`: file that standard output goes to; `limit`: milliseconds after which it is ended
 * @returns {Measured}
 */
export function measure(args, { flags = [], output, env, limit, accepts = (status) => status !== 2 } = {}) {
  const scratch = mkdtempSync(join(tmpdir(), 'bench-'))
  const usage = join(scratch, 'usage.json')
  const out = output === undefined ? 'ignore' : openSync(output, 'w')
  try {
    const start = performance.now()
    const run = spawnSync(process.execPath, [...flags, '--import', here('usage.mjs'), ...args], {
      // certificates that some networks ask for would be read at each start, for nothing
      env: { ...process.env, NODE_EXTRA_CA_CERTS: '', ...env, BENCH_USAGE: usage },
      stdio: ['ignore', out, 'pipe'],
      timeout: limit,
      killSignal: 'SIGKILL',
    })
    const wall = performance.now() - start
    if (run.error?.code === 'ETIMEDOUT')
      return { wall, cpu: Number.NaN, memory: Number.NaN, status: null, isEnded: true }
    if (run.status === null || !accepts(run.status))
      throw new Error(`${args.join(' ')} failed: ${run.stderr}`)
    return { wall, status: run.status, isEnded: false, ...JSON.parse(readFileSync(usage, 'utf8')) }
  } finally {
    if (typeof out === 'number') closeSync(out)
    rmSync(scratch, { recursive: true })
  }
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]

/**
 * Medians of several runs.
 * @param {Measured[]} runs
 * @returns {Measured}
 */
export function summary(runs) {
  const of = (key) => median(runs.map((run) => run[key]))
  return {
    wall: of('wall'),
    cpu: of('cpu'),
    memory: of('memory'),
    status: runs[0].status,
    isEnded: runs.some(({ isEnded }) => isEnded),
  }
}
