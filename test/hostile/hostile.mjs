// What Specward does with hostile documents, and what its peers do: `npm run hostile -- --help`.
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { HEAP_MB, WALL_MS } from './case.mjs'
import { judge } from './judge.mjs'
import { GROUPS } from './list.mjs'
import { ask, PEERS, versionOf } from './peers.mjs'

const USAGE = `npm run hostile -- [options]
  --peers          ask Spectral CLI and Redocly CLI as well, where \`npm ci --prefix test/bench/peers\` has installed them
  --only PATTERN   only cases whose group and name match a regular expression
  --keep FILE      keep what is known of each case there, and go on with what is not
  --report FILE    write the table there
Prints a table in Markdown. Ends with 1 where Specward did not do what the case expects.`

const { values: options } = parseArgs({
  options: {
    peers: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    keep: { type: 'string' },
    report: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

const kept = new Map(
  options.keep !== undefined && existsSync(options.keep)
    ? readFileSync(options.keep, 'utf8').trim().split('\n').map((line) => [JSON.parse(line).name, JSON.parse(line)])
    : [],
)
const peers = options.peers ? PEERS.filter(versionOf) : []
if (options.peers && peers.length < PEERS.length) console.error('Peers are missing: npm ci --prefix test/bench/peers')

async function rowOf(each) {
  const known = kept.get(each.name)
  if (known) return known
  const { code, places, seconds, megabytes, faults } = await judge(each)
  const row = { name: each.name, exit: code, place: places[0] ?? '', seconds, megabytes, faults, peers: {} }
  for (const peer of peers) row.peers[peer.name] = await ask(peer, each)
  if (options.keep !== undefined) appendFileSync(options.keep, `${JSON.stringify(row)}\n`)
  return row
}

const usage = ({ seconds, megabytes }) => `${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB`

function line({ name, exit, place, peers: others, ...row }) {
  const code = place === '' ? '' : ` \`${place.split(' ')[0]}\``
  const cells = peers.map((peer) => {
    const told = others[peer.name] ?? { what: '–' }
    return told.seconds === undefined ? told.what : `${told.what} (${told.exit ?? '–'}, ${usage(told)})`
  })
  return `| ${[name.replaceAll('|', '\\|'), `${exit}${code} (${usage(row)})`, ...cells].join(' | ')} |`
}

async function table() {
  const head = ['Case', 'Specward: exit code, problem', ...peers.map(({ name }) => name)]
  const lines = []
  let failed = 0
  for (const [group, cases] of Object.entries(GROUPS)) {
    const wanted = cases.filter(({ name }) => new RegExp(options.only).test(`${group}: ${name}`))
    if (wanted.length === 0) continue
    lines.push('', `## ${group}`, '', `| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`)
    for (const each of wanted) {
      const row = await rowOf(each)
      lines.push(line(row))
      console.log(lines.at(-1))
      for (const fault of row.faults) console.error(`  NOT AS EXPECTED: ${fault}`)
      failed += row.faults.length > 0 ? 1 : 0
    }
  }
  return { lines, failed }
}

function preface() {
  const versions = peers.map((peer) => `${peer.name} ${versionOf(peer)}`).join(', ')
  return `# Hostile input

What a document can do to the tool that reads it: \`npm run hostile -- --peers --report docs/hostile-input.md\` made this
table on ${new Date().toISOString().slice(0, 10)} with Node ${process.version}${versions === '' ? '' : `, ${versions}`}. Each process had ${WALL_MS / 1000} s and a heap of ${HEAP_MB.toLocaleString('en-US')} MB.
Times are those of one run on a busy machine with two cores: they tell seconds from minutes. Spectral ran with \`spectral:oas\`, Redocly with
\`recommended\`. Every document but those that cannot be read holds an open \`DELETE\`, and Specward has to find it: exit code 1 is
that finding, 3 is a problem that says what was not judged, 2 an argument or a policy that cannot be used. "Passes" is exit
code 0. The cases are in [test/hostile/cases](../test/hostile/cases); the tests run them.
`
}

if (options.help) console.log(USAGE)
else {
  const { lines, failed } = await table()
  if (options.report !== undefined) writeFileSync(options.report, `${preface()}${lines.join('\n')}\n`)
  if (failed > 0) process.exitCode = 1
}
