// Whole processes, medians over paired runs: `npm run bench -- [--runs N] <file>...`
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))
const specward = here('../../packages/cli/bin/specward.js')

const { values, positionals } = parseArgs({
  options: { runs: { type: 'string', default: '9' } },
  allowPositionals: true,
})
const files = positionals.length > 0 ? positionals : [here('../../examples/before.yaml')]
const scratch = mkdtempSync(join(tmpdir(), 'bench-'))
const usage = join(scratch, 'usage.json')

function measure(args) {
  const start = performance.now()
  const run = spawnSync(process.execPath, ['--import', here('usage.mjs'), ...args], {
    env: { ...process.env, BENCH_USAGE: usage },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const wall = performance.now() - start
  if (run.status === null || run.status === 2) throw new Error(`${args.join(' ')} failed: ${run.stderr}`)
  return { wall, ...JSON.parse(readFileSync(usage, 'utf8')) }
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]

function summary(runs) {
  return Object.fromEntries(
    ['wall', 'cpu', 'memory'].map((key) => [key, median(runs.map((run) => run[key]))]),
  )
}

const rows = []
for (const file of files) {
  const runs = { floor: [], specward: [] }
  for (let index = 0; index < Number(values.runs); index += 1) {
    runs.floor.push(measure([here('floor.mjs'), file]))
    runs.specward.push(measure([specward, 'lint', '--quiet', file]))
  }
  const floor = summary(runs.floor)
  for (const [tool, measured] of Object.entries(runs)) {
    const { wall, cpu, memory } = summary(measured)
    rows.push({
      file: basename(file),
      tool,
      'wall ms': Math.round(wall),
      'cpu ms': Math.round(cpu),
      'peak MB': Math.round(memory),
      'wall / floor': Number((wall / floor.wall).toFixed(2)),
    })
  }
}
rmSync(scratch, { recursive: true })
console.table(rows)
