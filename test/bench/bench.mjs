// What Specward takes, beside the least that any tool takes and beside its peers.
//   npm run bench                                 a tiny description
//   npm run bench -- openapi.json                 descriptions of yours
//   npm run bench -- --same-rulesets openapi.yaml the same Spectral rulesets in both tools
//   npm run bench -- --scaling | --fleet | --parts one description that grows; all of the corpus; parts of a run
//   npm run bench -- --all --write                everything, into docs/benchmarks
import { spawnSync } from 'node:child_process'
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { compare } from './compare.mjs'
import { editedSamples, fleet, samples } from './corpus.mjs'
import {
  documentsTable,
  editorTable,
  page,
  partsTable,
  pictures,
  scalingTable,
  throughputTable,
} from './page.mjs'
import { parts } from './parts.mjs'
import { scaling } from './scaling.mjs'
import { throughput } from './throughput.mjs'
import { installPeers, peerVersions, TOOLS } from './tools.mjs'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))

const { values, positionals } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    runs: { type: 'string', default: '5' },
    limit: { type: 'string', default: '300' },
    tools: { type: 'string' },
    'same-rulesets': { type: 'boolean', default: false },
    scaling: { type: 'boolean', default: false },
    sizes: { type: 'string' },
    fleet: { type: 'boolean', default: false },
    parts: { type: 'boolean', default: false },
    jobs: { type: 'string' },
    editor: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})
const how = { runs: numberOf('runs'), limit: numberOf('limit') * 1000 }
const isOne = values.scaling || values.fleet || values.editor || values.parts
const wants = (part) => values.all || values[part]

if (values.write && !values.all) throw new Error('--write goes with --all: the page holds everything.')
const tools = toolsOf()
if (tools.some((name) => /redocly|spectral/.test(name))) installPeers()

const tables = { documents: '', parts: '', scaling: '', throughput: '', editor: '' }
const measured = { documents: [], scaling: [] }
if (!isOne || values.all) {
  for (const sample of samplesOf()) {
    said(`${sample.name} ...`)
    measured.documents.push({
      sample,
      rows: compare({ files: [sample.path], bytes: sample.bytes }, tools, how),
    })
  }
  tables.documents = documentsTable(measured.documents)
  told(tables.documents)
}
if (wants('parts')) {
  said('parts of a run ...')
  tables.parts = partsTable(parts(samples(), how))
  told(tables.parts)
}
if (wants('scaling')) {
  said('one description that grows ...')
  const sizes = values.sizes?.split(',').map(Number)
  measured.scaling = scaling(['specward', 'floor'], { ...how, sizes })
  tables.scaling = scalingTable(measured.scaling)
  told(tables.scaling)
}
if (wants('fleet')) {
  said('all of the corpus ...')
  const jobs = values.jobs === undefined ? undefined : numberOf('jobs')
  tables.throughput = throughputTable(throughput(fleet(), { ...how, runs: Math.min(how.runs, 3), jobs }))
  told(tables.throughput)
}
if (wants('editor')) {
  said('an editor ...')
  tables.editor = editorTable(editorRows())
  told(tables.editor)
}
if (values.write) write()

/** Files of the command line, all sizes, or the tiny one alone. */
function samplesOf() {
  if (positionals.length > 0) {
    return positionals.map((file) => ({
      name: basename(file),
      path: resolve(file),
      bytes: statSync(file).size,
    }))
  }
  return values.all ? samples() : samples().slice(0, 1)
}

function toolsOf() {
  const same = ['specward-oas', 'spectral-oas', 'specward-owasp', 'spectral']
  const names = values.tools?.split(',') ?? (values['same-rulesets'] ? same : undefined)
  const asked = names ?? ['floor', 'specward', 'redocly', 'spectral']
  const unknown = asked.filter((name) => !Object.hasOwn(TOOLS, name))
  if (unknown.length > 0)
    throw new Error(`There is no tool ${unknown.join(', ')}; there are ${Object.keys(TOOLS).join(', ')}.`)
  return asked
}

/** @returns {Record<string, string | number>[]} */
function editorRows() {
  return editedSamples().flatMap(({ path }) => {
    const { stdout, status, error } = spawnSync(
      process.execPath,
      [here('editor.mjs'), '--as-json', ...(path.endsWith('.json') ? ['--yaml'] : []), path],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 26, timeout: how.limit },
    )
    if (error?.code === 'ETIMEDOUT')
      return [{ file: `${basename(path)} (not through after ${values.limit} s)` }]
    if (status !== 0) throw new Error('The editor failed.')
    return JSON.parse(stdout)
  })
}

function write() {
  const folder = here('../../docs/benchmarks/')
  mkdirSync(folder, { recursive: true })
  const drawn = pictures(measured)
  for (const [name, svg] of drawn) writeFileSync(`${folder}${name}`, svg)
  const about = {
    pictures: drawn.keys(),
    versions: peerVersions(),
    commands: tools.map((name) => commandOf(name)),
    date: new Date().toISOString().slice(0, 10),
  }
  writeFileSync(`${folder}README.md`, page(tables, about))
  said('docs/benchmarks is written.')
}

/** As somebody would type it. */
function commandOf(name) {
  const { args, flags = [] } = TOOLS[name]
  const [script, ...rest] = args(['FILE'])
  const root = here('../../')
  const short = (text) => text.replace(root, '').replace('test/bench/peers/node_modules/', '')
  return ['node', ...flags, short(script), ...rest.map(short)].join(' ')
}

function numberOf(name) {
  const number = Number(values[name])
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} needs a whole number from 1 on.`)
  return number
}

function said(text) {
  process.stderr.write(`${text}\n`)
}

function told(text) {
  process.stdout.write(`${text}\n\n`)
}
