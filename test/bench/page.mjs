// What was measured, as `docs/benchmarks/README.md` and the pictures beside it.
import { arch, cpus, platform, release, totalmem } from 'node:os'
import { logPlot } from './plot.mjs'
import { table } from './table.mjs'
import { TOOLS } from './tools.mjs'
import { figures, memory, size, time, times } from './units.mjs'

/** @typedef {import('./compare.mjs').compare} compare */

/**
 * One row for each tool and description, with how it stands to the floor and to Specward.
 * @param {{ sample: { name: string, bytes: number }, rows: ReturnType<compare> }[]} measured
 */
export function documentsTable(measured) {
  const head = ['description', 'tool', 'runs:', 'findings:', 'wall:', 'CPU:', 'peak memory:']
  head.push('wall to floor:', 'CPU to floor:', 'wall to Specward:', 'CPU to Specward:', 'memory to Specward:')
  const rows = measured.flatMap(({ sample, rows: tools }) => {
    const of = (name) => tools.find(({ tool }) => tool === name)
    const ratio = (row, other, key) => {
      // of what was ended, nobody knows how often it would be the other
      if (!other || other.isEnded) return '–'
      return `${row.isEnded && key === 'wall' ? '> ' : ''}${times(row[key] / other[key])}`
    }
    return tools.map((row) => [
      `${sample.name} (${size(sample.bytes)})`,
      TOOLS[row.tool].label,
      row.runs,
      row.findings ?? '–',
      wallOf(row),
      time(row.cpu),
      memory(row.memory),
      ratio(row, of('floor'), 'wall'),
      ratio(row, of('floor'), 'cpu'),
      ratio(row, of('specward'), 'wall'),
      ratio(row, of('specward'), 'cpu'),
      ratio(row, of('specward'), 'memory'),
    ])
  })
  return table(head, rows)
}

/** @param {ReturnType<import('./scaling.mjs').scaling>} rows */
export function scalingTable(rows) {
  const head = ['operations:', 'size:', 'tool', 'wall:', 'CPU:', 'peak memory:']
  head.push('wall per operation:', 'CPU per operation:', 'memory per operation:')
  return table(
    head,
    rows.map((row) => [
      row.operations,
      size(row.bytes),
      TOOLS[row.tool].label,
      wallOf(row),
      time(row.cpu),
      memory(row.memory),
      time(row.wallEach),
      time(row.cpuEach),
      `${figures(row.memoryEach)} KB`,
    ]),
  )
}

/** @param {ReturnType<import('./parts.mjs').parts>} rows */
export function partsTable(rows) {
  return table(
    ['description', 'tool', 'runs:', 'wall:', 'CPU:', 'peak memory:', 'wall to floor:'],
    rows.map((row) => [
      `${row.sample.name} (${size(row.sample.bytes)})`,
      row.tool,
      row.runs,
      wallOf(row),
      time(row.cpu),
      memory(row.memory),
      times(row.toFloor),
    ]),
  )
}

function wallOf({ wall, isEnded }) {
  return isEnded ? `> ${time(wall)}` : time(wall)
}

/** @param {ReturnType<import('./throughput.mjs').throughput>} rows */
export function throughputTable(rows) {
  return table(
    ['tool', 'runs:', 'wall:', 'CPU:', 'peak memory:', 'documents a second:', 'MB a second:'],
    rows.map((row) => [
      row.tool,
      row.runs,
      wallOf(row),
      time(row.cpu),
      memory(row.memory),
      figures(row.documentsEach),
      figures(row.megabytesEach),
    ]),
  )
}

/** @param {Record<string, string | number>[]} rows as `editor.mjs` writes them */
export function editorTable(rows) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const head = columns.map((column) => (column === 'file' ? column : `${column}:`))
  return table(
    head,
    rows.map((row) => columns.map((column) => row[column] ?? '–')),
  )
}

/** The same for each tool in all pictures. */
const COLORS = { floor: 0, specward: 1, redocly: 2, spectral: 3 }

/**
 * The pictures, by the names of their files.
 * @returns {Map<string, string>}
 */
export function pictures({ documents, scaling }) {
  const bytes = { label: 'size of the description', tell: size }
  const operations = { label: 'operations in the description', tell: figures }
  const shown = ['specward', 'redocly', 'spectral', 'floor'].filter((tool) =>
    documents.some(({ rows }) => rows.some((row) => row.tool === tool)),
  )
  const ofSizes = (key) =>
    shown.map((tool) => ({
      name: nameOf(tool),
      color: COLORS[tool] ?? 0,
      points: documents.flatMap(({ sample, rows }) =>
        rows
          .filter((row) => row.tool === tool && !row.isEnded)
          .map((row) => ({ x: sample.bytes, y: row[key] })),
      ),
    }))
  const grown = [...new Set(scaling.map(({ tool }) => tool))]
  const ofOperations = (key) =>
    grown.map((tool) => ({
      name: nameOf(tool),
      color: COLORS[tool] ?? 0,
      points: scaling
        .filter((row) => row.tool === tool && !row.isEnded && row[key] > 0)
        .map((row) => ({ x: row.operations, y: row[key] })),
    }))
  const plots = {
    'wall.svg': {
      title: 'Time from start to end',
      subtitle: 'Whole process on the clock, median of runs; less is better',
      x: bytes,
      y: { label: 'wall', tell: time },
      series: ofSizes('wall'),
    },
    'memory.svg': {
      title: 'Peak memory',
      subtitle: 'Resident memory of the whole process, median of runs; less is better',
      x: bytes,
      y: { label: 'memory', tell: memory },
      series: ofSizes('memory'),
    },
    'time-per-operation.svg': {
      title: 'What one operation costs, by the size of the description',
      subtitle: 'Processor time beyond that of a description with five operations; flat is good',
      x: operations,
      y: { label: 'CPU', tell: time },
      series: ofOperations('cpuEach'),
    },
    'memory-per-operation.svg': {
      title: 'Memory for one operation, by the size of the description',
      subtitle: 'Peak memory beyond that of a description with five operations; flat is good',
      x: operations,
      y: { label: 'memory', tell: (value) => `${figures(value)} KB` },
      series: ofOperations('memoryEach'),
    },
  }
  return new Map(
    Object.entries(plots)
      .filter(([, { series }]) => series.some(({ points }) => points.length > 1))
      .map(([name, plot]) => [name, logPlot(plot)]),
  )
}

function nameOf(tool) {
  return tool === 'floor' ? 'Read, parse, one walk' : TOOLS[tool].label.replaceAll('`', '')
}

/**
 * @param {{ documents: string, parts: string, scaling: string, throughput: string, editor: string }} tables
 * @param {{ pictures: Iterable<string>, versions: Record<string, string>, commands: string[], date: string }} about
 */
export function page(tables, { pictures: names, versions, commands, date }) {
  const shown = new Set(names)
  const picture = (name, says) => (shown.has(name) ? `![${says}](${name})\n` : '')
  const versionsTold = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return `# Benchmarks

Whole processes, from start to end: time on the clock, processor time of all threads (user and system), and peak resident memory. Medians; the tools take turns, run by run, so that each meets the machine in the same moods. The floor is what any tool has to do: read the file, parse it, look at every value once.

Made by \`npm run bench -- --all --write\`; nothing on this page is written by hand.

- Date: ${date}
- Machine: ${machine()}
- Node.js ${process.versions.node}; ${versionsTold.join(', ')}
- Commands:
${commands.map((command) => `  - \`${command}\``).join('\n')}

The descriptions are real ones, chosen by size alone; the tiny one is [examples/before.yaml](../../examples/before.yaml). Tools look for different things, so the numbers of findings are no measure of quality. Redocly's output ends at 100 problems; its totals are shown. Of the OWASP ruleset of Spectral one rule is off, because it ends the whole run on large descriptions.

## One description

${picture('wall.svg', 'Time from start to end by size of the description')}${picture('memory.svg', 'Peak memory by size of the description')}
${tables.documents}

"To floor" and "to Specward" say how many times as much: 8 × in "wall to Specward" means that the tool takes eight times as long as Specward.

## What a run is made of

With one rule, a description is read with the place of all that stands in it, its references are followed and its operations are known. The check of conformance runs in a thread of its own; here nothing else runs beside it.

${tables.parts}

## One description that grows

The same pattern of operations, with shared schemas, parameters, responses, tags and scopes, from 100 operations to 50,000.

${picture('time-per-operation.svg', 'Processor time for each operation')}${picture('memory-per-operation.svg', 'Memory for each operation')}
${tables.scaling}

## Many descriptions

${tables.throughput}

## Editor

From an edit to the diagnostics of the new text, as an editor sees it, in milliseconds; "computed" is what the main thread of the server computed for it.

${tables.editor}
`
}

function machine() {
  const [cpu] = cpus()
  return `${cpus().length} × ${cpu?.model.trim()}, ${memory(totalmem() / 1e6)} of memory, ${platform()} ${release()} ${arch()}`
}
