// What Specward does with hostile documents, and what its peers do: `npm run hostile -- --help`.
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { HEAP_MB, WALL_MS } from './case.mjs'
import { BUILD, judge } from './judge.mjs'
import { digestOf, keptIn } from './kept.mjs'
import { GROUPS } from './list.mjs'
import { ask, PEERS, versionOf } from './peers.mjs'

const USAGE = `npm run hostile -- [options]
  --peers          ask Spectral CLI and Redocly CLI as well, where \`npm ci --prefix test/bench/peers\` has installed them
  --only PATTERN   only cases whose group and name match a regular expression
  --keep FILE      keep each answer there, and ask only what no answer is kept of: of another version, another build of
                   Specward or a case that was changed there is none
  --for SECONDS    begin no other case after that, and say how many are left
  --known          only cases of which all answers are kept
  --report FILE    write the table there
Prints a table in Markdown. Ends with 1 where Specward did not do what the case expects, with 3 where cases are left.`

const { values: options } = parseArgs({
  options: {
    peers: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    keep: { type: 'string' },
    for: { type: 'string', default: 'Infinity' },
    known: { type: 'boolean', default: false },
    report: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

const kept = keptIn(options.keep)
const build = readFileSync(BUILD, 'utf8').trim()
const peers = options.peers ? PEERS.filter(versionOf) : []
if (options.peers && peers.length < PEERS.length)
  console.error('Peers are missing: npm ci --prefix test/bench/peers')

/** What is asked of a case: what its answer is kept under, and how to come by it. */
function questions(each) {
  const digest = digestOf(each)
  const limits = `${WALL_MS} ${HEAP_MB}`
  return {
    own: { key: `specward ${build} ${limits} ${digest}`, answer: () => ownAnswer(each) },
    others: peers.map((peer) => ({
      key: `${peer.package} ${versionOf(peer)} ${limits} ${digest}`,
      answer: () => ask(peer, each),
    })),
  }
}

async function ownAnswer(each) {
  const { code, signal, places, seconds, megabytes, faults } = await judge(each)
  return { code, signal, place: places[0] ?? '', seconds, megabytes, faults }
}

async function answerTo({ key, answer }) {
  const known = kept.get(key)
  if (known) return known
  const given = await answer()
  const told = { ...given, load: loadavg()[0] }
  kept.put(key, told)
  return told
}

/** Specward has the machine for itself; the peers share it, because together they take minutes. */
async function rowOf({ name }, { own, others }) {
  const row = { name, ...(await answerTo(own)) }
  const told = await Promise.all(others.map(answerTo))
  return { ...row, peers: Object.fromEntries(peers.map((peer, at) => [peer.name, told[at]])) }
}

const usage = ({ seconds, megabytes }) => `${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB`

function line({ name, code, signal, place, peers: others, ...row }) {
  const problem = place === '' ? '' : ` \`${place.split(' ')[0]}\``
  const ended = signal ? `**no answer** in ${WALL_MS / 1000} s` : `${code}${problem}`
  const cells = peers.map((peer) => {
    const told = others[peer.name]
    return told.seconds === undefined ? told.what : `${told.what} (${told.exit ?? '–'}, ${usage(told)})`
  })
  return `| ${[name.replaceAll('|', '\\|'), `${ended} (${usage(row)})`, ...cells].join(' | ')} |`
}

function wantedOf(group, cases) {
  const named = cases.filter(({ name }) => new RegExp(options.only).test(`${group}: ${name}`))
  const asked = named.map((each) => ({ each, asked: questions(each) }))
  return options.known ? asked.filter(({ asked }) => isKnown(asked)) : asked
}

const isKnown = ({ own, others }) => [own, ...others].every(({ key }) => kept.get(key) !== undefined)

async function table() {
  const head = ['Case', 'Specward: exit code, problem', ...peers.map(({ name }) => name)]
  const lines = []
  const rows = []
  let left = 0
  for (const [group, cases] of Object.entries(GROUPS)) {
    const wanted = wantedOf(group, cases)
    if (wanted.length === 0) continue
    lines.push('', `## ${group}`, '', `| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`)
    for (const { each, asked } of wanted) {
      if (performance.now() > Number(options.for) * 1000 && !isKnown(asked)) {
        left += 1
        continue
      }
      const row = await rowOf(each, asked)
      rows.push(row)
      lines.push(line(row))
      console.log(lines.at(-1))
      for (const fault of row.faults) console.error(`  NOT AS EXPECTED: ${fault}`)
    }
  }
  return { rows, lines: [...summaries(rows), ...lines], left }
}

/** How often each peer did what, in one line for each. */
function summaries(rows) {
  return peers.flatMap(({ name }) => {
    const told = rows.map((row) => row.peers[name]?.what ?? '–').filter((what) => what !== '–')
    const counts = new Map()
    for (const what of told) counts.set(what, (counts.get(what) ?? 0) + 1)
    const words = [...counts].sort(([, a], [, b]) => b - a).map(([what, count]) => `${what}: ${count}`)
    return ['', `${name}, of ${told.length} cases: ${words.join(', ')}.`]
  })
}

/** How busy the machine was while a row was made. */
function loads(rows) {
  const all = rows
    .flatMap((row) => [row, ...Object.values(row.peers)])
    .flatMap(({ seconds, load }) => (load === undefined || seconds === undefined ? [] : [load]))
    .sort((a, b) => a - b)
  const words = (load) => (load ?? 0).toFixed(1)
  return { middle: words(all[Math.floor(all.length / 2)]), most: words(all.at(-1)) }
}

function preface(rows) {
  const versions = peers.map((peer) => `${peer.name} ${versionOf(peer)}`).join(', ')
  const { middle, most } = loads(rows)
  return `# Hostile input

What a document can do to the tool that reads it: \`npm run hostile -- --peers --report docs/hostile-input.md\` made this
table on ${new Date().toISOString().slice(0, 10)} with Node ${process.version}${versions === '' ? '' : `, ${versions}`}. Each process had ${WALL_MS / 1000} s and a heap of ${HEAP_MB.toLocaleString('en-US')} MB.
Times are those of one run on a machine with ${availableParallelism()} cores that had other work as well (its load was ${middle} in the median and ${most} at
most), the peers side by side: they tell seconds from minutes. Spectral ran with \`spectral:oas\`, Redocly with
\`recommended\`. Every document but those that cannot be read holds an open \`DELETE\`, and Specward has to find it: exit code 1 is
that finding, 3 is a problem that says what was not judged, 2 an argument or a policy that cannot be used. "Passes" is exit
code 0. Where a document refers to what is none of its business, or holds what would forge output, the table says whether a
tool tells that. The cases are in [test/hostile/cases](../test/hostile/cases); the tests run them.
`
}

if (options.help) console.log(USAGE)
else {
  const { rows, lines, left } = await table()
  if (left > 0) console.error(`${left} cases are left.`)
  if (options.report !== undefined) writeFileSync(options.report, `${preface(rows)}${lines.join('\n')}\n`)
  if (left > 0) process.exitCode = 3
  else if (rows.some(({ faults }) => faults.length > 0)) process.exitCode = 1
}
