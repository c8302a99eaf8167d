// How each tool is asked to judge descriptions, as its users would do it, with its findings as JSON.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { SPECWARD } from './measure.mjs'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))
const PEERS = here('peers/')
const module = (name) => `${PEERS}node_modules/${name}`
const SPECTRAL = module('@stoplight/spectral-cli/dist/index.js')
const REDOCLY = module('@redocly/cli/bin/cli.js')

/**
 * `count` reads what was written: how many findings. `isSlow`: takes minutes on large descriptions.
 * @typedef {{ label: string, args: (files: string[]) => string[], flags?: string[], env?: Record<string, string>,
 *   count: (written: string) => number | undefined, isSlow?: boolean }} Tool
 */

/** @type {Record<string, Tool>} */
export const TOOLS = {
  floor: {
    label: 'read + parse + one walk',
    args: (files) => [here('floor.mjs'), ...files],
    count: () => undefined,
  },
  specward: specward('Specward `recommended`', ['--preset', 'recommended']),
  redocly: {
    label: 'Redocly CLI `recommended`',
    args: (files) => [REDOCLY, 'lint', '--extends', 'recommended', '--format', 'json', ...files],
    // it would ask the network otherwise
    env: { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    count(written) {
      const { errors, warnings } = JSON.parse(written).totals
      return errors + warnings
    },
  },
  spectral: spectral('owasp'),
  // the same rulesets in both
  'spectral-oas': spectral('oas'),
  'specward-owasp': specward('Specward, OWASP ruleset of Spectral', ['--ruleset', here('peers/owasp.yaml')]),
  'specward-oas': specward('Specward, `spectral:oas`', ['--ruleset', here('peers/oas.yaml')]),
}

/** @returns {Tool} */
export function specward(label, options) {
  return {
    label,
    args: (files) => [SPECWARD, 'lint', ...options, '--format', 'json', ...files],
    count: (written) => JSON.parse(written).findings.length,
  }
}

/** @returns {Tool} */
function spectral(ruleset) {
  return {
    label: `Spectral CLI, ${ruleset === 'oas' ? '`spectral:oas`' : 'OWASP ruleset'}`,
    args: (files) => [
      SPECTRAL,
      'lint',
      '--quiet',
      '-r',
      here(`peers/${ruleset}.yaml`),
      '-f',
      'json',
      ...files,
    ],
    flags: ['--max-old-space-size=8192'],
    count: (written) => JSON.parse(written).length,
    isSlow: true,
  }
}

/** The peers live in a folder of their own, so that nothing of them comes near the product. */
export function installPeers() {
  if (existsSync(SPECTRAL) && existsSync(REDOCLY)) return
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: PEERS,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error('npm ci failed')
}

/** @returns {Record<string, string>} names of peers and their versions */
export function peerVersions() {
  return JSON.parse(readFileSync(`${PEERS}package.json`, 'utf8')).dependencies
}

/** Whether the built command line knows an option. */
export function specwardKnows(option) {
  const { stdout } = spawnSync(process.execPath, [SPECWARD, 'lint', '--help'], { encoding: 'utf8' })
  return new RegExp(`(?<![\\w-])${option}(?![\\w-])`).test(stdout)
}
