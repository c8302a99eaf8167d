// Asks spectral-core in a process of its own, and remembers the answers outside of the repository.
import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'

const require = createRequire(import.meta.url)
const ORACLE = fileURLToPath(new URL('../oracle.mjs', import.meta.url))
const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const LARGE_HEAP_MB = 700
const PACKAGES = ['core', 'formats', 'functions', 'owasp-ruleset', 'parsers', 'ref-resolver', 'rulesets']

/**
 * @typedef {{ line: number, character: number }} OraclePosition
 * @typedef {{
 *   code: string | number, message: string, path: (string | number)[], source?: string, severity: number,
 *   range: { start: OraclePosition, end: OraclePosition }, documentationUrl?: string,
 * }} OracleResult
 * @typedef {{ outcome: 'done', results: OracleResult[], ms: number }
 *   | { outcome: 'crashed', message: string, results?: OracleResult[], throwing?: string[], ms?: number }
 *   | { outcome: 'refused' | 'timeout', message: string }} Answer
 *   `results` of a run that crashed are those of the rules that do not throw alone, where the document is small
 * @typedef {{ ruleset: string, document: string, neighbours?: string[], limitMs: number }} Job
 *   paths; `neighbours` are other files that the answer depends on
 */

/** Where answers are kept. */
export const cacheFolder = () => process.env.SPECWARD_PARITY_CACHE ?? join(tmpdir(), 'specward-parity')

/**
 * @param {{ memoryMb?: number, fresh?: boolean }} [options] `fresh`: asks again and forgets the former answer
 */
export function createOracle({ memoryMb = 6144, fresh = false } = {}) {
  let child
  const digests = new Map()

  async function start() {
    child = fork(ORACLE, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [`--max-old-space-size=${memoryMb}`],
    })
    await new Promise((ready) => child.once('message', ready))
  }

  function end() {
    child?.kill('SIGKILL')
    child = undefined
  }

  /** @returns {Promise<Answer>} */
  async function run(/** @type {Job} */ job) {
    if (child === undefined) await start()
    const reply = await new Promise((settle) => {
      const timer = setTimeout(() => done({ outcome: 'timeout', message: `${job.limitMs} ms` }), job.limitMs)
      const gone = (code, signal) =>
        done({ outcome: 'crashed', message: `the process ended (${signal ?? code})` })
      function done(message) {
        clearTimeout(timer)
        child.off('exit', gone)
        child.off('message', done)
        settle(message)
      }
      child.once('exit', gone)
      child.once('message', done)
      child.send({ ruleset: job.ruleset, document: job.document })
    })
    const { heapMb = Number.POSITIVE_INFINITY, ...answer } = reply
    if (heapMb > LARGE_HEAP_MB) end()
    return answer
  }

  function digestOf(path) {
    if (!digests.has(path)) digests.set(path, sha256(readFileSync(path)))
    return digests.get(path)
  }

  function fileOf({ ruleset, document, neighbours = [] }) {
    const files = [ruleset, ...neighbours].map((path) => [nameOf(path), digestOf(path)])
    const key = sha256(JSON.stringify([versions(), files, document, digestOf(document)]))
    return join(cacheFolder(), `${key}.json.gz`)
  }

  /**
   * What Spectral says.
   * @param {Job} job
   * @param {{ cachedOnly?: boolean }} [how] `cachedOnly`: undefined where it was not asked before
   * @returns {Promise<Answer | undefined>}
   */
  async function ask(job, { cachedOnly = false } = {}) {
    const file = fileOf(job)
    if (!fresh && existsSync(file)) {
      const { limitMs, answer } = JSON.parse(gunzipSync(readFileSync(file)).toString())
      if (answer.outcome !== 'timeout' || limitMs >= job.limitMs || cachedOnly) return answer
    }
    if (cachedOnly) return undefined
    const answer = await run(job)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.new`, gzipSync(JSON.stringify({ limitMs: job.limitMs, answer })))
    renameSync(`${file}.new`, file)
    return answer
  }

  return { ask, end }
}

/** Files of the repository have the same name in every checkout. */
const nameOf = (path) => (path.startsWith(ROOT) ? relative(ROOT, path) : path)

let known
function versions() {
  known ??= PACKAGES.map((name) => {
    const main = require.resolve(`@stoplight/spectral-${name}`)
    const root = main.slice(0, main.lastIndexOf(`spectral-${name}`) + `spectral-${name}`.length)
    return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version
  })
  return known
}

const sha256 = (content) => createHash('sha256').update(content).digest('hex')
