// What the peers do with a hostile case: processes of their own, with a limit of time and of memory.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inFolder, run, WALL_MS } from './case.mjs'

const modules = fileURLToPath(new URL('../bench/peers/node_modules/', import.meta.url))

export const PEERS = [
  {
    name: 'Spectral CLI',
    package: '@stoplight/spectral-cli',
    script: '@stoplight/spectral-cli/dist/index.js',
    args: (file) => ['lint', file, '--ruleset', '.spectral.yaml'],
    prepare: (folder, { ruleset }) => {
      if (!ruleset) writeFileSync(join(folder, '.spectral.yaml'), 'extends: spectral:oas\n')
    },
  },
  {
    name: 'Redocly CLI',
    package: '@redocly/cli',
    script: '@redocly/cli/bin/cli.js',
    args: (file) => ['lint', file, '--extends', 'recommended'],
    env: { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    prepare: () => {},
    // its rules are no YAML of this kind
    skips: ({ ruleset }) => ruleset !== undefined,
  },
]

/** The version of a peer that is installed; undefined where it is not. */
export function versionOf(peer) {
  const file = join(modules, peer.package, 'package.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined
}

/** What a peer does, as a cell of the table. */
export function ask(peer, each) {
  if (each.peers === false || peer.skips?.(each)) return Promise.resolve({ what: '–' })
  return inFolder(each, async (folder, [first]) => {
    peer.prepare(folder, each)
    const ran = await run(join(modules, peer.script), peer.args(first), { cwd: folder, env: peer.env })
    return { what: whatHappened(ran, each), exit: ran.code, seconds: ran.seconds, megabytes: ran.megabytes }
  })
}

function whatHappened({ code, signal, out, err }, { secret = [], forged = [] }) {
  const text = `${out}\n${err}`
  if (/heap out of memory|Allocation failed/.test(text)) return '**out of memory**'
  if (signal === 'SIGKILL') return `**no answer** in ${WALL_MS / 1000} s`
  if (signal) return `**ended** by ${signal}`
  if (text.includes('ran code')) return '**runs the code**'
  if (secret.some((each) => text.includes(each))) return '**tells what stands there**'
  if (forged.some((each) => text.includes(each))) return '**prints it as it is**'
  if (/Maximum call stack/.test(text)) return '**stack overflow**'
  const crash = /\b(?:Range|Type|Reference|Syntax)Error:[^\n]{0,80}|Cannot read propert[^\n]{0,60}/.exec(text)
  if (crash) return `fails: ${crash[0].replaceAll('|', '\\|')}`
  return code === 0 ? 'passes' : 'reports'
}
