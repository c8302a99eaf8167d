// What whole processes use.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))

/** The executable of Specward, as it is built. */
export const SPECWARD = here('../../packages/cli/bin/specward.js')

/**
 * Runs a script of Node and measures the process with all its threads.
 * @param {string[]} args the script and its arguments
 * @param {{ flags?: string[], output?: string, accepts?: (status: number) => boolean }} [how]
 *   `output`: file that standard output goes to
 */
export function measure(args, { flags = [], output, accepts = (status) => status !== 2 } = {}) {
  const scratch = mkdtempSync(join(tmpdir(), 'bench-'))
  const usage = join(scratch, 'usage.json')
  try {
    const start = performance.now()
    const run = spawnSync(process.execPath, [...flags, '--import', here('usage.mjs'), ...args], {
      env: { ...process.env, BENCH_USAGE: usage },
      stdio: ['ignore', output === undefined ? 'ignore' : openSync(output, 'w'), 'pipe'],
    })
    const wall = performance.now() - start
    if (run.status === null || !accepts(run.status))
      throw new Error(`${args.join(' ')} failed: ${run.stderr}`)
    return { wall, status: run.status, ...JSON.parse(readFileSync(usage, 'utf8')) }
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]

/** Medians of several runs. */
export function summary(runs) {
  return Object.fromEntries(
    ['wall', 'cpu', 'memory'].map((key) => [key, median(runs.map((run) => run[key]))]),
  )
}
