// spectral-core itself, run as the command line of Spectral runs it.
import * as fs from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import spectralCore from '@stoplight/spectral-core'
import formats from '@stoplight/spectral-formats'
import functions from '@stoplight/spectral-functions'
import Parsers from '@stoplight/spectral-parsers'
import refResolver from '@stoplight/spectral-ref-resolver'
import bundler from '@stoplight/spectral-ruleset-bundler'
import builtins from '@stoplight/spectral-ruleset-bundler/plugins/builtins'
import commonjs from '@stoplight/spectral-ruleset-bundler/plugins/commonjs'
import stdin from '@stoplight/spectral-ruleset-bundler/plugins/stdin'
import presets from '@stoplight/spectral-ruleset-bundler/presets/node'
import migrator from '@stoplight/spectral-ruleset-migrator'
import rulesets from '@stoplight/spectral-rulesets'

const { Document, Ruleset, Spectral } = spectralCore
const here = dirname(fileURLToPath(import.meta.url))
const SCRIPT = new Set(['.js', '.mjs', '.cjs'])

/**
 * @typedef {import('@stoplight/spectral-core').Ruleset} SpectralRuleset
 * @typedef {import('./oracle-client.mjs').OracleResult} OracleResult
 * @typedef {{ text: string, source: string, files?: ReadonlyMap<string, string> }} Text
 *   `files`: what its references may read, by path, in place of the file system
 */

/** There is no network: what it says differs from machine to machine. */
async function unreachable(uri) {
  throw new Error(`${uri} cannot be reached`)
}

/**
 * Reads a ruleset with all that it extends.
 * @returns {Promise<SpectralRuleset>}
 */
export async function loadRuleset(path) {
  const plugins = [
    builtins.builtins(),
    commonjs.commonjs(),
    ...presets.node({ fs, fetch: /** @type {typeof fetch} */ (unreachable) }),
  ]
  let source = path
  if (!SCRIPT.has(extname(path))) {
    const migrated = await migrator.migrateRuleset(path, { format: 'esm', fs })
    source = join(dirname(path), '.spectral.js')
    plugins.unshift(stdin.stdin(migrated, source))
  }
  const code = await bundler.bundleRuleset(source, { target: 'node', format: 'commonjs', plugins })
  const require = createRequire(source)
  const found = { exports: undefined }
  const paths = [dirname(source), here]
  new Function('module, require', code)(found, (id) => require(require.resolve(id, { paths })))
  return new Ruleset(found.exports, { severity: 'recommended', source })
}

/** The same for one that is given as an object, its functions and formats by their names. */
export function rulesetOf(definition, source) {
  const named = (value, key) => {
    if (Array.isArray(value)) return value.map((item) => named(item, key))
    if (key === 'function') return functions[value]
    if (key === 'formats') return formats[value]
    if (typeof value === 'string' && value.startsWith('spectral:'))
      return rulesets[value.slice('spectral:'.length)]
    if (key === 'functionOptions' || typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, named(child, name)]))
  }
  return new Ruleset(named(definition, undefined), { severity: 'recommended', source })
}

/**
 * As the command line does: every document through the YAML parser, its name an absolute path.
 * @param {SpectralRuleset} ruleset
 * @param {Text} text
 * @returns {Promise<{ results: OracleResult[], resolved: unknown }>}
 */
export async function runSpectral(ruleset, { text, source, files }) {
  const file = async (uri) => (files === undefined ? readNow(uri) : readFrom(files, uri.path()))
  const resolver = new refResolver.Resolver({
    resolvers: { http: { resolve: unreachable }, https: { resolve: unreachable }, file: { resolve: file } },
  })
  const spectral = new Spectral({ resolver })
  spectral.setRuleset(ruleset)
  const { results, resolved } = await spectral.runWithResolved(new Document(text, Parsers.Yaml, source))
  return { results: results.map(plain), resolved }
}

/**
 * In the order in which it is asked for: where two files are read at once, the one that comes first decides
 * which references Spectral tells of, and that would be another one on a busy machine.
 */
function readNow(uri) {
  return fs.readFileSync(uri.href(), 'utf8')
}

function readFrom(files, path) {
  const text = files.get(path)
  if (text === undefined) throw new Error(`ENOENT: no such file or directory, open '${path}'`)
  return text
}

/**
 * What a run that crashed would have given without the rules that end it, each result once, in no order.
 * @param {SpectralRuleset} whole
 * @param {Text} text
 */
export async function runEachRule(whole, text) {
  const ruleset = whole.fromSource(text.source)
  const enabled = Object.values(ruleset.rules).filter((rule) => rule.enabled)
  const results = new Map()
  const throwing = []
  for (const rule of enabled) rule.enabled = false
  for (const rule of [undefined, ...enabled]) {
    if (rule) rule.enabled = true
    try {
      for (const result of (await runSpectral(ruleset, text)).results)
        results.set(JSON.stringify(result), result)
    } catch {
      if (rule) throwing.push(rule.name)
    }
    if (rule) rule.enabled = false
  }
  for (const rule of enabled) rule.enabled = true
  return { results: /** @type {OracleResult[]} */ ([...results.values()]), throwing }
}

/** @returns {OracleResult} */
function plain({ code, message, path, range, source, severity, documentationUrl }) {
  return { code, message, path, range, source, severity, documentationUrl }
}

/** What was thrown, in a line; an AggregateError says nothing itself. */
export function messageOf(error) {
  const inner = error?.errors?.[0]
  const text = `${error?.message ?? error}${inner === undefined ? '' : ` (${inner.message})`}`
  const cause = inner?.cause ?? error?.cause
  return (cause === undefined ? text : `${text}: ${cause.message ?? cause}`).slice(0, 500)
}
