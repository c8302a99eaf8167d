import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { createSpectralEngine } from '@specward/spectral'
import { afterAll, describe, expect, it } from 'vitest'
import { createLoader } from '../../packages/core/src/source/load.ts'
import { compare } from './lib/compare.mjs'
import {
  corpus,
  corpusDocuments,
  corpusRulesets,
  type DocumentFile,
  MISSING,
  ownDocuments,
  ownRulesets,
  type RulesetFile,
} from './lib/corpus.mjs'
import { mayRefuseAlone } from './lib/intended.mjs'
import { loadRuleset, messageOf, runEachRule, runSpectral } from './lib/spectral.mjs'
import { createSpecward } from './lib/specward.mjs'

/** All documents and rulesets are compared by `npm run parity`. */
const SAMPLE_BYTES = 15_000
const EVERY = 10

const specward = createSpecward({ engine: createSpectralEngine(), createLoader })
const loading = new Map<string, ReturnType<typeof loadRuleset>>()
let results = 0

afterAll(() => console.log(`${results} results of Spectral compared.`))

describe('what Spectral finds is found', () => {
  for (const ruleset of ownRulesets()) {
    it(`by ${ruleset.name} in documents of ours`, () => expectSame(ruleset, ownDocuments()))
  }
})

if (corpus === undefined) console.warn(MISSING)
describe.skipIf(corpus === undefined)('what Spectral finds in real descriptions is found', () => {
  const sample = corpusDocuments().filter(({ bytes }) => bytes < SAMPLE_BYTES)
  for (const [index, ruleset] of [...ownRulesets(), ...corpusRulesets()].entries()) {
    const documents = sample.filter((_, place) => (place + index) % EVERY === 0)
    it(`by ${ruleset.name}`, () => expectSame(ruleset, documents))
  }
})

async function expectSame(ruleset: RulesetFile, documents: readonly DocumentFile[]) {
  for (const document of documents) {
    const spectral = await askSpectral(ruleset, document)
    const ours = await specward.judge(pathToFileURL(ruleset.path).href, pathToFileURL(document.path).href)
    const where = `${document.name} by ${ruleset.name}`
    if ('refused' in ours || 'refused' in spectral) {
      const refuses = { spectral: 'refused' in spectral, specward: 'refused' in ours }
      if (mayRefuseAlone(ruleset.name, refuses)) continue
      const why = 'refused' in ours ? ours.refused : ''
      expect({ where, why, ...refuses }).toEqual({ where, why, ...refuses, spectral: refuses.specward })
      continue
    }
    const throwing = new Set(spectral.throwing)
    const kept = ours.results.filter(({ code }) => !throwing.has(String(code)))
    const ordered = spectral.throwing === undefined
    const { missing, extra, sameOrder } = compare(spectral.results, kept, {
      document: document.path,
      ordered,
    })
    expect({ where, missing, extra, sameOrder }).toEqual({ where, missing: [], extra: [], sameOrder: true })
    results += spectral.results.length
  }
}

async function askSpectral(ruleset: RulesetFile, document: DocumentFile) {
  const text = { text: readFileSync(document.path, 'utf8'), source: document.path }
  const known = loading.get(ruleset.path) ?? loadRuleset(ruleset.path)
  loading.set(ruleset.path, known)
  let loaded: Awaited<typeof known>
  try {
    loaded = await known
  } catch (error) {
    return { refused: messageOf(error) }
  }
  try {
    return { ...(await runSpectral(loaded, text)), throwing: undefined }
  } catch {
    return runEachRule(loaded, text)
  }
}
