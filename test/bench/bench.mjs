// Whole processes, medians over paired runs: `npm run bench -- [--runs N] [--preset NAME] [--together] <file>...`
// With `--together` all files are one run.
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { measure, SPECWARD, summary } from './measure.mjs'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))

const { values, positionals } = parseArgs({
  options: {
    runs: { type: 'string', default: '9' },
    preset: { type: 'string', default: 'recommended' },
    together: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})
const given = positionals.length > 0 ? positionals : [here('../../examples/before.yaml')]

const batches = values.together ? [given] : given.map((file) => [file])

const rows = []
for (const files of batches) {
  const runs = { floor: [], specward: [] }
  for (let index = 0; index < Number(values.runs); index += 1) {
    runs.floor.push(measure([here('floor.mjs'), ...files]))
    runs.specward.push(measure([SPECWARD, 'lint', '--quiet', '--preset', values.preset, ...files]))
  }
  const floor = summary(runs.floor)
  for (const [tool, measured] of Object.entries(runs)) {
    const { wall, cpu, memory } = summary(measured)
    rows.push({
      file: files.length === 1 ? basename(files[0]) : `${files.length} files`,
      preset: values.preset,
      tool,
      'wall ms': Math.round(wall),
      'cpu ms': Math.round(cpu),
      'peak MB': Math.round(memory),
      'wall / floor': Number((wall / floor.wall).toFixed(2)),
    })
  }
}
console.table(rows)
