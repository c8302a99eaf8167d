// What is compared: rulesets and documents, of the repository and of the corpus beside it.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))
const BESIDE = here('../../../../shared/corpus')
/** Inside of the repository, so that packages are found from there. */
const ADAPTED = here('../../../node_modules/.cache/parity/')
const RULESET = /\.(ya?ml|json|js|mjs)$/

/** Folder of the corpus, undefined where it is missing. */
export const corpus = existsSync(BESIDE) ? realpathSync(BESIDE) : undefined

/** Why the corpus cannot be used. */
export const MISSING = 'Skipped: the corpus of real descriptions is not beside the repository.'

/**
 * @typedef {{ name: string, path: string, neighbours?: string[] }} RulesetFile
 * @typedef {{ name: string, path: string, bytes: number, neighbours?: string[] }} DocumentFile
 *   `bytes` with the files that it refers to
 */

/** @returns {RulesetFile[]} with the functions that lie in a folder of the same name */
export function ownRulesets() {
  const folder = here('../rulesets/')
  return namesIn(folder, RULESET).map((file) => {
    const name = basename(file, extname(file))
    const functions = join(folder, name)
    const neighbours = existsSync(functions) ? namesIn(functions, /./).map((one) => join(functions, one)) : []
    return { name, path: join(folder, file), neighbours }
  })
}

/** @returns {DocumentFile[]} those of the repository, smallest first */
export function ownDocuments() {
  const folder = here('../fixtures/')
  const names = namesIn(folder, /\.(ya?ml|json)$/)
  const neighbours = names.map((name) => join(folder, name))
  return bySize(names.map((name) => ({ ...sized(`own/${name}`, join(folder, name)), neighbours })))
}

/**
 * Rulesets of the corpus as they are, and, where Spectral cannot load one for what it extends, without that.
 * @returns {RulesetFile[]}
 */
export function corpusRulesets() {
  if (corpus === undefined) return []
  return rows('ruleset').flatMap(({ path }) => {
    const name = path.split('/')[1] ?? path
    const file = { name, path: join(corpus, path) }
    const adapted = adapt(name, file.path)
    return adapted === undefined ? [file] : [file, adapted]
  })
}

/** @returns {DocumentFile[]} smallest first */
export function corpusDocuments() {
  if (corpus === undefined) return []
  return bySize(rows('api').map(({ path, bytes }) => ({ name: path, path: join(corpus, path), bytes })))
}

function sized(name, path) {
  return { name, path, bytes: statSync(path).size }
}

function bySize(documents) {
  return documents.toSorted((a, b) => a.bytes - b.bytes || (a.name < b.name ? -1 : 1))
}

function namesIn(folder, pattern) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map(({ name }) => name)
    .toSorted()
}

function rows(kind) {
  const [head = '', ...lines] = readFileSync(join(corpus, 'INDEX.tsv'), 'utf8').trim().split('\n')
  const column = (name) => head.split('\t').indexOf(name)
  return lines
    .map((line) => line.split('\t'))
    .map((cells) => ({
      path: cells[column('path')] ?? '',
      kind: cells[column('kind')],
      bytes: Number(cells[column('bytes')]),
    }))
    .filter((row) => row.kind === kind)
}

const isUnreachable = (name) => /^(https?:|vacuum:)/.test(name)

/** The same ruleset as far as Spectral can load it; undefined when it can load all of it. */
function adapt(name, path) {
  const text = readFileSync(path, 'utf8')
  const ruleset = parse(text)
  const wanted = [ruleset.extends ?? []].flat()
  const isFar = wanted.flat().some(isUnreachable)
  if (!isFar && !wanted.flat().some((one) => one.startsWith('@'))) return undefined
  const folder = join(ADAPTED, name)
  mkdirSync(folder, { recursive: true })
  const target = join(folder, isFar ? 'ruleset.json' : basename(path))
  writeFileSync(target, isFar ? JSON.stringify(withoutFar(ruleset), null, 2) : text)
  return { name: `${name} (adapted)`, path: target }
}

function withoutFar(ruleset) {
  const list = Array.isArray(ruleset.extends) ? ruleset.extends : [ruleset.extends]
  const near = list.filter((one) => !isUnreachable(Array.isArray(one) ? one[0] : one))
  const rules = Object.entries(ruleset.rules ?? {})
    .filter(([, rule]) => typeof rule === 'object')
    .map(([id, { howToFix: _, ...rule }]) => [id, rule])
  return { ...ruleset, extends: near.length > 0 ? near : undefined, rules: Object.fromEntries(rules) }
}
