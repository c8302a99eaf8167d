import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { byFingerprint, findingLines } from './fuzz/properties/substance.ts'
import { review } from './review.ts'

const corpus = new URL('../../shared/corpus/', import.meta.url)
const isThere = existsSync(new URL('INDEX.tsv', corpus))

const MOST_BYTES = 150_000
const WANTED = 30

/** Descriptions of one file that is not large: every n-th by name. */
function sample(): readonly string[] {
  const rows = readFileSync(new URL('INDEX.tsv', corpus), 'utf8').split('\n').slice(1)
  const small = rows.flatMap((row) => {
    const [path = '', , , , bytes, isMulti, , , kind] = row.split('\t')
    return kind === 'api' && isMulti === 'no' && Number(bytes) < MOST_BYTES ? [path] : []
  })
  const step = Math.max(1, Math.floor(small.length / WANTED))
  return small.sort().filter((_, index) => index % step === 0)
}

/** As JSON, with the keys of all mappings the other way round; an object would put those that are numbers in order. */
function backwards(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(backwards).join()}]`
  const entries = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${backwards(inner)}`)
  return `{${entries.reverse().join()}}`
}

async function found(text: string): Promise<readonly string[]> {
  return findingLines(await review({ 'api.json': text }), byFingerprint)
}

describe.skipIf(!isThere)(
  `keys of real descriptions in the opposite order${isThere ? '' : ' (no corpus beside the repository)'}`,
  () => {
    it.each(isThere ? sample() : ['descriptions of the corpus'])(
      'leave the findings of %s as they are',
      async (path) => {
        const text = readFileSync(new URL(path, corpus), 'utf8')
        const description: unknown = parse(text, { merge: true, maxAliasCount: -1, logLevel: 'silent' })
        expect(await found(backwards(description))).toEqual(await found(JSON.stringify(description)))
      },
    )
  },
)
