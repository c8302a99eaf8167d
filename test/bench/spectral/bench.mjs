// Specward against the command line of Spectral: the same rulesets, files and machine, in one run.
// `npm run bench:spectral -- [--runs N] [--spectral-runs N] [--rulesets oas,owasp] [file...]`
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { measure, SPECWARD, summary } from '../measure.mjs'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))
const CORPUS = here('../../../../shared/corpus/')
const SPECTRAL = here('node_modules/@stoplight/spectral-cli/dist/index.js')
const DOCUMENTS = [
  'adyen/BinLookupService-v54.yaml',
  'asana/asana_oas.yaml',
  'github/api.github.com-2022.yaml',
  'github/api.github.com.json',
]

const { values, positionals } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    'spectral-runs': { type: 'string', default: '1' },
    rulesets: { type: 'string', default: 'oas,owasp' },
  },
  allowPositionals: true,
})

const files = positionals.length > 0 ? positionals : DOCUMENTS.map((name) => join(CORPUS, name))
const absent = files.filter((file) => !existsSync(file))
if (absent.length > 0) throw new Error(`There is no ${absent.join(', ')}`)
if (!existsSync(SPECTRAL)) install()

const scratch = mkdtempSync(join(tmpdir(), 'bench-spectral-'))
const output = join(scratch, 'results.json')
const rows = []
for (const file of files) {
  for (const name of values.rulesets.split(',')) compare(file, name)
}
rmSync(scratch, { recursive: true })
console.table(rows)

/** The peer lives in a folder of its own, so that nothing of it comes near the product. */
function install() {
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: here('./'),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error('npm ci failed')
}

function compare(file, name) {
  const ruleset = here(`${name}.yaml`)
  const spectral = times(values['spectral-runs'], () =>
    measure([SPECTRAL, 'lint', '--quiet', '-r', ruleset, '-f', 'json', '-o', output, file], {
      flags: ['--max-old-space-size=8192'],
    }),
  )
  const theirs = JSON.parse(readFileSync(output, 'utf8')).length
  const specward = times(values.runs, () =>
    measure([SPECWARD, 'lint', '--ruleset', ruleset, '--format', 'json', file], { output }),
  )
  const ours = JSON.parse(readFileSync(output, 'utf8')).findings.length
  rows.push(row(file, name, 'spectral', spectral, theirs, spectral))
  rows.push(row(file, name, 'specward', specward, ours, spectral))
}

function row(file, ruleset, tool, runs, results, baseline) {
  const { wall, cpu, memory } = summary(runs)
  const less = (key) => Number((summary(baseline)[key] / summary(runs)[key]).toFixed(1))
  return {
    file: basename(file),
    ruleset,
    tool,
    runs: runs.length,
    results,
    'wall ms': Math.round(wall),
    'cpu ms': Math.round(cpu),
    'peak MB': Math.round(memory),
    'wall x': less('wall'),
    'cpu x': less('cpu'),
    'memory x': less('memory'),
  }
}

/** What a measurement gives each time that it is made. */
function times(count, run) {
  return Array.from({ length: Number(count) }, run)
}
