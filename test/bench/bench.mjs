// Whole processes, medians over paired runs: `npm run bench -- [--runs N] <file>...`
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { measure, SPECWARD, summary } from './measure.mjs'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))

const { values, positionals } = parseArgs({
  options: { runs: { type: 'string', default: '9' } },
  allowPositionals: true,
})
const files = positionals.length > 0 ? positionals : [here('../../examples/before.yaml')]

const rows = []
for (const file of files) {
  const runs = { floor: [], specward: [] }
  for (let index = 0; index < Number(values.runs); index += 1) {
    runs.floor.push(measure([here('floor.mjs'), file]))
    runs.specward.push(measure([SPECWARD, 'lint', '--quiet', file]))
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
console.table(rows)
