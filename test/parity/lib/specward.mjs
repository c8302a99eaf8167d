// Asks Specward's engine through its public face, in the shape of Spectral's results.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const SEVERITIES = ['error', 'warn', 'info', 'hint']
const BUDGET_MS = 20_000
const LOST = /^The rule `([^`]+)` is lost/

/**
 * @typedef {import('./oracle-client.mjs').OracleResult} OracleResult
 * @typedef {{
 *   results: OracleResult[], lost: string[], unevaluated: string[], problems: string[], fallbacks: string[], expressions: number, ms: number,
 * }} Judged
 *   `lost` are rules without an answer; of these, `unevaluated` were never run, because an expression cannot be evaluated
 */

const sha256 = (content) => createHash('sha256').update(content).digest('hex')
const now = () => performance.now()

/**
 * The files of this machine, without a network.
 * @type {import('@specward/core').Host}
 */
export const machine = {
  async read(uri) {
    if (!uri.startsWith('file:')) return { error: 'unreadable', detail: `${uri} cannot be reached` }
    try {
      return { bytes: readFileSync(fileURLToPath(uri)) }
    } catch (error) {
      const detail = error instanceof Error ? error.message : ''
      if (detail.startsWith('ENOENT')) return { error: 'not-found', detail }
      return { error: detail.startsWith('EISDIR') ? 'is-folder' : 'unreadable', detail }
    }
  },
  exists: async (uri) => uri.startsWith('file:') && existsSync(fileURLToPath(uri)),
  sha256,
  now,
}

/**
 * Texts by URI.
 * @param {ReadonlyMap<string, string>} texts
 * @returns {import('@specward/core').Host}
 */
export function memory(texts) {
  return {
    async read(uri) {
      const text = texts.get(uri)
      return text === undefined ? { error: 'not-found', detail: 'no such file' } : { text }
    },
    exists: async (uri) => texts.has(uri),
    sha256,
    now,
  }
}

/**
 * @param {{
 *   engine: import('@specward/core').RulesetEngine,
 *   createLoader: (host: import('@specward/core').Host) => { load(uri: string): Promise<object> },
 *   host?: import('@specward/core').Host,
 * }} parts `createLoader` is core's own
 */
export function createSpecward({ engine, createLoader, host = machine }) {
  const loaded = new Map()

  function load(uri) {
    if (!loaded.has(uri)) {
      const base = new URL('./', uri).href
      const rulesets = [{ name: uri, base, by: /** @type {const} */ ('named') }]
      loaded.set(
        uri,
        engine.load({
          rulesets,
          host,
          root: 'file:///',
          within: () => host,
          workingDirectory: base,
          hosts: [],
          allowScripts: true,
        }),
      )
    }
    return loaded.get(uri)
  }

  /**
   * @param {string} ruleset its URI
   * @param {string} document its URI
   * @returns {Promise<Judged | { refused: string }>}
   */
  async function judge(ruleset, document) {
    const rulesets = await load(ruleset)
    if ('errors' in rulesets) return { refused: rulesets.errors.map(({ message }) => message).join('\n') }
    const loader = createLoader(host)
    const start = now()
    const read = await loader.load(document)
    const file = 'file' in read && read.file.value !== undefined ? read.file : undefined
    const judged = await rulesets.judge(
      { uri: document, text: await textOf(host, document), file },
      { read: readWith(loader), now, budgetMs: BUDGET_MS },
    )
    const unevaluated = rulesets.problems.flatMap(({ message }) => LOST.exec(message)?.[1] ?? [])
    const stopped = judged.rules.filter((rule) => rule.stopped !== undefined).map(({ id }) => id)
    return {
      results: judged.findings.map(spectralForm),
      lost: [...stopped, ...unevaluated],
      unevaluated,
      problems: [...rulesets.problems, ...judged.problems].map(({ message }) => message),
      fallbacks: judged.fallbacks.map(({ expression, because }) => `${expression}: ${because}`),
      expressions: judged.expressions,
      ms: now() - start,
    }
  }

  return { judge }
}

async function textOf(host, uri) {
  const read = await host.read(uri)
  if ('error' in read) throw new Error(`${uri}: ${read.detail}`)
  return 'text' in read ? read.text : Buffer.from(read.bytes).toString('utf8')
}

function readWith(loader) {
  return async (uri) => {
    const read = await loader.load(uri)
    if ('error' in read) return { because: read.detail }
    return { text: read.file.text, file: read.file }
  }
}

function spectralForm({ ruleId, severity, message, uri, path, range, documentationUrl }) {
  const zeroBased = ({ line, column }) => ({ line: line - 1, character: column - 1 })
  return {
    code: ruleId,
    message,
    path: [...path],
    range: { start: zeroBased(range.start), end: zeroBased(range.end) },
    source: uri.startsWith('file:') ? fileURLToPath(uri) : uri,
    severity: SEVERITIES.indexOf(severity),
    documentationUrl,
  }
}
