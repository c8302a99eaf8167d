import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { review } from './review.ts'

const corpus = new URL('../../shared/corpus/', import.meta.url)
const isThere = existsSync(new URL('INDEX.tsv', corpus))

/** Rules about the text itself. */
const ABOUT_TEXT: ReadonlySet<string> = new Set([
  'no-duplicate-key',
  'no-unsafe-yaml-tag',
  'spec-conformance',
])

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

/** The same with the keys of all mappings the other way round. */
function backwards(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(backwards)
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, backwards(inner)]),
  )
}

async function printsOf(description: unknown): Promise<readonly string[]> {
  const { findings } = await review({ 'api.json': JSON.stringify(description) })
  return findings
    .filter(({ ruleId }) => !ABOUT_TEXT.has(ruleId))
    .map(({ ruleId, fingerprint }) => `${ruleId} ${fingerprint}`)
    .sort()
}

describe.skipIf(!isThere)(
  `keys of real descriptions in the opposite order${isThere ? '' : ' (no corpus beside the repository)'}`,
  () => {
    it.each(isThere ? sample() : [])('leave the findings of %s as they are', async (path) => {
      const text = readFileSync(new URL(path, corpus), 'utf8')
      const description: unknown = parse(text, { merge: true, maxAliasCount: -1, logLevel: 'silent' })
      expect(await printsOf(backwards(description))).toEqual(await printsOf(description))
    })
  },
)
