import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decodeSource } from './decode.ts'
import { parseSource } from './parse.ts'
import type { Path, SourceFile, Span } from './types.ts'

const CORPUS = new URL('../../../../../shared/corpus/', import.meta.url)
const present = existsSync(CORPUS)

/** Templates with placeholders, which the index calls invalid YAML. */
const INVALID = new Set(['microcks/template-asyncapi-2.4.yaml', 'microcks/template-openapi-3.0.yaml'])

/** Nodes looked at in each document. */
const SAMPLE = 200

const names = present
  ? readFileSync(new URL('INDEX.tsv', CORPUS), 'utf8')
      .split('\n')
      .map((row) => row.split('\t'))
      .filter((cells) => cells[8] === 'api')
      .map((cells) => cells[0] ?? '')
  : []

async function load(name: string): Promise<SourceFile> {
  return decodeSource(`file:///${name}`, readFileSync(new URL(name, CORPUS)))
}

describe.skipIf(!present)('real API descriptions (skipped without ../shared/corpus)', () => {
  it.each(names)('%s is read and located', async (name) => {
    const file = await load(name)
    if (INVALID.has(name)) {
      expect(file.problems.map(({ code }) => code)).toContain('syntax-error')
      return
    }
    expect(file.problems).toEqual([])
    expect(file.duplicateKeys).toEqual([])
    for (const [path, value] of sample(file.value)) await expectSpan(file, path, value)
  })

  it('an unreadable template points at the line of its placeholder', async () => {
    const file = await load('microcks/template-openapi-3.0.yaml')
    const lines = file.problems.map(({ span }) => file.position(span?.start ?? 0).line)
    expect(lines).toEqual([36, 74])
  })

  it('a value has the same places in JSON and in the same text read as YAML', async () => {
    for (const name of [
      'apis-guru/intellifi.json',
      'box/openapi-v2026.0.json',
      'azure-autorest/storage.json',
    ]) {
      const json = await load(name)
      const yaml = await parseSource('file:///a.yaml', `${json.text}\n# end\n`)
      expect([json.language, yaml.language]).toEqual(['json', 'yaml'])
      expect(yaml.value).toEqual(json.value)
      for (const [path] of sample(json.value)) expect(yaml.locate(path)).toEqual(json.locate(path))
    }
  })
})

/** Expects that the text at the place of a node reads as the node, and the text of its key as its name. */
async function expectSpan(file: SourceFile, path: Path, value: unknown): Promise<void> {
  const place = file.locate(path)
  const where = `${file.uri} ${path.join('/')}`
  if (!place) expect.fail(`no place for ${where}`)
  if (place.key) expect(await readKey(file, place.key), where).toBe(path.at(-1))
  const text = slice(file, place.value)
  if (typeof value === 'object' && value !== null) expect(ends(text), where).toBe(true)
  else if (!text.startsWith('*')) expect(await readScalar(file, text), where).toEqual(value)
}

async function readKey(file: SourceFile, span: Span): Promise<unknown> {
  const text = slice(file, span)
  return /^['"]/.test(text) ? readScalar(file, text) : text
}

async function readScalar(file: SourceFile, text: string): Promise<unknown> {
  if (file.language === 'json') return JSON.parse(text)
  if (text === '') return null
  const { value } = await parseSource('file:///scalar.yaml', `- ${text}\n`)
  return (value as readonly unknown[])[0]
}

/** True when brackets at the start of a collection are closed at its end, and white space is at neither. */
function ends(text: string): boolean {
  if (text.startsWith('*')) return true
  const closer = text.startsWith('{') ? '}' : text.startsWith('[') ? ']' : ''
  return text.trim() === text && text.endsWith(closer)
}

function slice(file: SourceFile, { start, end }: Span): string {
  return file.text.slice(start, end)
}

/** Nodes spread over a whole value, with their paths. */
function sample(root: unknown): [Path, unknown][] {
  const found: [Path, unknown][] = [[[], root]]
  for (const [path, value] of found) {
    if (typeof value !== 'object' || value === null || found.length > 50_000) continue
    for (const [key, child] of Object.entries(value)) found.push([[...path, key], child])
  }
  const step = Math.max(1, Math.floor(found.length / SAMPLE))
  return found.filter((_, index) => index % step === 0)
}
