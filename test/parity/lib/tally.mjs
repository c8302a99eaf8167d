// What a comparison comes to, as tables and lines.
import { isSame } from './compare.mjs'
import { mayRefuseAlone } from './intended.mjs'

/**
 * @typedef {{
 *   ruleset: string, document: string, spectral: import('./oracle-client.mjs').Answer,
 *   ours: import('./specward.mjs').Judged | { refused: string }, comparison?: import('./compare.mjs').Comparison,
 * }} Row
 */

export function createTally() {
  /** @type {Map<string, ReturnType<typeof emptyLine>>} */
  const lines = new Map()
  /** @type {Row[]} */
  const rows = []
  return {
    add(/** @type {Row} */ row) {
      const line = lines.get(row.ruleset) ?? emptyLine(row.ruleset)
      lines.set(row.ruleset, line)
      count(line, row)
      if (isDifferent(row)) rows.push(row)
    },
    lines: () => [...lines.values()].toSorted((a, b) => (a.ruleset < b.ruleset ? -1 : 1)),
    differing: () => rows,
  }
}

function emptyLine(ruleset) {
  return {
    ruleset,
    documents: 0,
    results: 0,
    equal: 0,
    missing: 0,
    extra: 0,
    reworded: 0,
    'other order': 0,
    crashed: 0,
    timeout: 0,
    'both refuse': 0,
    'one refuses': 0,
    'lost here alone': 0,
    'fell back': 0,
    'ms there': 0,
    'ms here': 0,
  }
}

/** @param {Row} row */
function count(line, { spectral, ours, comparison }) {
  const areRefused = [spectral.outcome === 'refused', 'refused' in ours]
  if (areRefused.some(Boolean)) {
    line[areRefused.every(Boolean) ? 'both refuse' : 'one refuses'] += 1
    return
  }
  line.documents += 1
  line['fell back'] = Math.max(line['fell back'], ours.fallbacks.length)
  line['ms here'] += Math.round(ours.ms)
  line['ms there'] += Math.round(spectral.ms ?? 0)
  if (spectral.outcome !== 'done') line[spectral.outcome] += 1
  line['lost here alone'] += lostAlone(spectral, ours).length
  if (comparison === undefined) return
  line.results += spectral.results.length
  line.equal += comparison.equal
  line.missing += comparison.missing.length
  line.extra += comparison.extra.length
  line.reworded += comparison.reworded.length
  line['other order'] += comparison.sameOrder ? 0 : 1
}

/** Rules that gave no answer although Spectral has one. */
function lostAlone(spectral, ours) {
  if (spectral.results === undefined) return []
  const throwing = new Set(spectral.throwing)
  return ours.lost.filter((id) => !throwing.has(id))
}

/** @param {Row} row */
function isDifferent({ ruleset, spectral, ours, comparison }) {
  const refuses = { spectral: spectral.outcome === 'refused', specward: 'refused' in ours }
  if (refuses.spectral !== refuses.specward) return !mayRefuseAlone(ruleset, refuses)
  if (comparison === undefined) return false
  return !isSame(comparison) || lostAlone(spectral, ours).length > 0
}

/**
 * One pair in words; nothing where both say the same.
 * @param {Row} row
 * @returns {string[]}
 */
export function describe(row, most) {
  const { ruleset, document, spectral, ours, comparison } = row
  const head = `${document} x ${ruleset}:`
  if ('refused' in ours || spectral.outcome === 'refused') {
    return isDifferent(row) ? describeRefusal(head, spectral, ours) : []
  }
  const lines = []
  if (spectral.outcome !== 'done')
    lines.push(`${head} Spectral ${spectral.outcome}: ${spectral.message}`, weSay(ours))
  if (!isDifferent(row)) return lines
  const { missing, extra, sameOrder } = comparison
  lines.push(`${head} ${comparison.equal} equal, ${missing.length} missing, ${extra.length} extra`)
  if (!sameOrder) lines.push('    the order is another')
  for (const id of lostAlone(spectral, ours)) lines.push(`    lost here alone: ${id}`)
  for (const problem of ours.problems.slice(0, most)) lines.push(`    problem: ${problem}`)
  for (const result of missing.slice(0, most)) lines.push(`    - ${oneLine(result)}`)
  for (const result of extra.slice(0, most)) lines.push(`    + ${oneLine(result)}`)
  return lines
}

function describeRefusal(head, spectral, ours) {
  const theirs = spectral.outcome === 'refused'
  if (theirs) return [`${head} only Spectral refuses: ${spectral.message.split('\n')[0]}`]
  return [`${head} only Specward refuses: ${ours.refused.split('\n')[0]}`]
}

function weSay({ results, lost }) {
  const rules = lost.length === 0 ? 'and loses no rule' : `and loses ${lost.join(', ')}`
  return `    Specward has ${results.length} results ${rules}`
}

function oneLine({ code, message, path, range: { start, end }, source, severity }) {
  const place = `${start.line}:${start.character}-${end.line}:${end.character}`
  return `${code} [${severity}] ${source?.split('/').at(-1)} ${place} ${JSON.stringify(path)} ${JSON.stringify(message)}`
}

/** @param {ReturnType<typeof createTally>} tally */
export function tables(tally) {
  const lines = tally.lines()
  const columns = Object.keys(emptyLine(''))
  const total = emptyLine('all')
  for (const line of lines) {
    for (const column of columns.slice(1)) total[column] += line[column]
  }
  const cells = [columns, ...[...lines, total].map((line) => columns.map((column) => String(line[column])))]
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => row[index].length)))
  return cells.map((row) => row.map((cell, index) => pad(cell, widths[index], index)).join('  ')).join('\n')
}

const pad = (cell, width, index) => (index === 0 ? cell.padEnd(width) : cell.padStart(width))
