// Descriptions to measure with: real ones from the corpus beside the repository, by its index, and a small one of ours.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const CORPUS = new URL('../../../shared/corpus/', import.meta.url)

/** Of these sizes one description each is taken: what is nearest to it. */
const SIZES = [
  { name: '30 KB YAML', bytes: 30_000, serialisation: 'yaml' },
  { name: '400 KB YAML', bytes: 400_000, serialisation: 'yaml' },
  { name: '3 MB YAML', bytes: 3_000_000, serialisation: 'yaml' },
  { name: '13 MB JSON', bytes: 13_000_000, serialisation: 'json' },
]
/** What an editor has open. The largest is typed in as YAML. */
const EDITED = [
  { name: '30 KB', bytes: 30_000, serialisation: 'yaml' },
  { name: '1 MB', bytes: 1_000_000, serialisation: 'yaml' },
  { name: '10 MB', bytes: 10_000_000, serialisation: 'json' },
]

/** @typedef {{ name: string, path: string, bytes: number }} Sample */

/** @returns {Sample[]} from the smallest to the largest; only our own where there is no corpus */
export function samples() {
  const path = fileURLToPath(new URL('../../examples/before.yaml', import.meta.url))
  return [{ name: 'tiny', path, bytes: readFileSync(path).length }, ...nearest(SIZES)]
}

/** @returns {Sample[]} */
export function editedSamples() {
  return nearest(EDITED)
}

/** All API descriptions of the corpus, and their bytes together. */
export function fleet() {
  const entries = index().filter(({ kind }) => kind === 'api')
  return {
    files: entries.map(({ path }) => fileURLToPath(new URL(path, CORPUS))),
    bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}

/** OpenAPI 3 in one file: what every tool that is measured reads. */
function nearest(sizes) {
  const entries = index().filter(
    (entry) => entry.kind === 'api' && entry.files === 1 && /^OpenAPI 3\.[01]/.test(entry.format),
  )
  if (entries.length === 0) return []
  return sizes.map(({ name, bytes, serialisation }) => {
    const distance = (entry) => Math.abs(entry.bytes - bytes)
    const [found] = entries
      .filter((entry) => entry.serialisation === serialisation)
      .toSorted((a, b) => distance(a) - distance(b))
    return { name, path: fileURLToPath(new URL(found.path, CORPUS)), bytes: found.bytes }
  })
}

function index() {
  const file = new URL('INDEX.tsv', CORPUS)
  if (!existsSync(file)) return []
  const [head, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n')
  const columns = head.split('\t')
  return lines.map((line) => {
    const entry = Object.fromEntries(line.split('\t').map((cell, at) => [columns[at], cell]))
    return { ...entry, bytes: Number(entry.bytes), files: Number(entry.files) }
  })
}
