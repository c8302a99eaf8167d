// Runs Spectral and Specward on the same rulesets and documents and compares what they say: `npm run parity`.
import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { createSpectralEngine } from '@specward/spectral'
import { createLoader } from '../../packages/core/dist/source/load.js'
import { compare } from './lib/compare.mjs'
import { corpus, corpusDocuments, corpusRulesets, MISSING, ownDocuments, ownRulesets } from './lib/corpus.mjs'
import { createOracle } from './lib/oracle-client.mjs'
import { createSpecward } from './lib/specward.mjs'
import { createTally, describe, tables } from './lib/tally.mjs'

const USAGE = `npm run parity -- [options]
  --rulesets PATTERN    only rulesets whose name matches a regular expression
  --documents PATTERN   only such documents
  --max-bytes N         only documents up to that size
  --limit-seconds N     time that Spectral gets for one document (120)
  --cached              only what Spectral was asked before
  --ask                 ask Spectral alone, to fill the cache
  --fresh               ask Spectral again
  --show N              differences to print of each pair (3)
  --report FILE         all differences as JSON
Answers of Spectral are kept in SPECWARD_PARITY_CACHE, by default in the folder for temporary files.`

const { values: options } = parseArgs({
  options: {
    rulesets: { type: 'string', default: '' },
    documents: { type: 'string', default: '' },
    'max-bytes': { type: 'string', default: 'Infinity' },
    'limit-seconds': { type: 'string', default: '120' },
    cached: { type: 'boolean', default: false },
    ask: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    show: { type: 'string', default: '3' },
    report: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

const named = (pattern) => (file) => new RegExp(pattern).test(file.name)
const rulesets = [...ownRulesets(), ...corpusRulesets()].filter(named(options.rulesets))
const documents = [...ownDocuments(), ...corpusDocuments()]
  .filter(named(options.documents))
  .filter(({ bytes }) => bytes <= Number(options['max-bytes']))

function jobOf(ruleset, document) {
  return {
    ruleset: ruleset.path,
    document: document.path,
    neighbours: [...(ruleset.neighbours ?? []), ...(document.neighbours ?? [])],
    limitMs: Number(options['limit-seconds']) * 1000,
  }
}

/** What one pair gives: the answers of both, and the differences between them. */
async function pair(ruleset, document, oracle, specward) {
  const job = jobOf(ruleset, document)
  const spectral = await oracle.ask(job, { cachedOnly: options.cached })
  if (spectral === undefined || options.ask) return undefined
  const ours = await specward.judge(pathToFileURL(ruleset.path).href, pathToFileURL(document.path).href)
  const row = { ruleset: ruleset.name, document: document.name, spectral, ours }
  if ('refused' in ours || spectral.results === undefined) return row
  const throwing = new Set(spectral.throwing)
  const kept = ours.results.filter(({ code }) => !throwing.has(code))
  return {
    ...row,
    comparison: compare(spectral.results, kept, {
      document: document.path,
      ordered: spectral.throwing === undefined,
    }),
  }
}

async function run() {
  if (corpus === undefined) console.warn(MISSING)
  const oracle = createOracle({ fresh: options.fresh })
  const specward = createSpecward({ engine: createSpectralEngine(), createLoader })
  const tally = createTally()
  for (const document of documents) {
    for (const ruleset of rulesets) {
      const row = await pair(ruleset, document, oracle, specward)
      if (row === undefined) continue
      tally.add(row)
      for (const line of describe(row, Number(options.show))) console.log(line)
    }
  }
  oracle.end()
  if (options.ask) return
  console.log(tables(tally))
  if (options.report !== undefined) writeFileSync(options.report, JSON.stringify(tally.differing(), null, 1))
  if (tally.differing().length > 0) process.exitCode = 1
}

if (options.help) console.log(USAGE)
else await run()
