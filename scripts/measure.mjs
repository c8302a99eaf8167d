// What the presets find in descriptions, for the pages: `npm run measure -- --what 'a corpus' a.yaml b.json ...`.
// Writes `rulesets/measures/corpus.json`; `npm run generate` makes the pages from it.
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { registry } from '@specward/rulesets'
import { root } from './lib/build.mjs'

const SEVERITIES = ['error', 'warn', 'info', 'hint']

const { values, positionals: files } = parseArgs({
  allowPositionals: true,
  options: { what: { type: 'string' } },
})
if (files.length === 0 || values.what === undefined) {
  console.error('Usage: npm run measure -- --what <words> <description>...')
  process.exit(2)
}

const scratch = await mkdtemp(join(tmpdir(), 'specward-measure-'))
try {
  const presets = {}
  let last
  for (const { name } of registry.presets) {
    last = await review([name])
    presets[name] = spread(last)
    console.log(`${name}: ${last.findings.length} findings`)
  }
  const all = await review(['recommended', 'strict'])
  const measured = {
    what: values.what,
    descriptions: all.documents.length,
    operations: all.summary.operations,
    presets,
    rules: byRule(all),
  }
  const folder = join(root, 'rulesets/measures')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'corpus.json'), `${JSON.stringify(measured, null, 2)}\n`)
} finally {
  await rm(scratch, { recursive: true, force: true })
}

/** The report of one run over all descriptions. */
async function review(names) {
  const output = join(scratch, 'report.json')
  const config = join(scratch, 'specward.yaml')
  await writeFile(config, `extends: [${names.map((name) => `specward:${name}`).join(', ')}]\n`)
  const cli = join(root, 'packages/cli/bin/specward.js')
  const options = ['--config', config, '--format', 'json', '--output', output]
  const { status, stderr } = spawnSync(process.execPath, [cli, 'lint', ...files, ...options], {
    encoding: 'utf8',
  })
  if (status === 2 || status === null) throw new Error(stderr)
  return JSON.parse(await readFile(output, 'utf8'))
}

/** Findings by severity, and how the loud ones are spread over the descriptions. */
function spread({ findings, documents, undecided }) {
  const counts = Object.fromEntries(
    SEVERITIES.map((severity) => {
      const own = findings.filter((finding) => finding.severity === severity)
      return [severity, { findings: own.length, files: new Set(own.map(({ file }) => file)).size }]
    }),
  )
  const loud = new Map(documents.map(({ file }) => [file, 0]))
  for (const finding of findings) {
    if (finding.severity !== 'error' && finding.severity !== 'warn') continue
    // what stands in a file that is no description itself is left out: it belongs to several
    if (loud.has(finding.file)) loud.set(finding.file, loud.get(finding.file) + 1)
  }
  const sorted = [...loud.values()].sort((a, b) => a - b)
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0
  return {
    ...counts,
    loud: {
      median: at(0.5),
      p75: at(0.75),
      p90: at(0.9),
      max: sorted.at(-1) ?? 0,
      clean: sorted.filter((count) => count === 0).length,
    },
    undecided: undecided.length,
  }
}

function byRule({ findings }) {
  const rules = {}
  for (const finding of findings) {
    rules[finding.ruleId] ??= { findings: 0, files: new Set() }
    rules[finding.ruleId].findings += 1
    rules[finding.ruleId].files.add(finding.file)
  }
  const entries = Object.entries(rules).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(
    entries.map(([id, { findings: count, files: places }]) => [id, { findings: count, files: places.size }]),
  )
}
