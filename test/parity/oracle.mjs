// A process in which spectral-core answers one request after another. Started by `lib/oracle-client.mjs`; it may be
// ended at any time.
import { readFileSync } from 'node:fs'
import { loadRuleset, messageOf, runEachRule, runSpectral } from './lib/spectral.mjs'

const SMALL = 300_000

const loaded = new Map()

function rulesetAt(path) {
  if (!loaded.has(path)) loaded.set(path, loadRuleset(path))
  return loaded.get(path)
}

/** Results of one document, or why there are none. */
async function answer({ ruleset: path, document }) {
  let ruleset
  try {
    ruleset = await rulesetAt(path)
  } catch (error) {
    return { outcome: 'refused', message: messageOf(error) }
  }
  const text = { text: readFileSync(document, 'utf8'), source: document }
  const start = performance.now()
  try {
    const { results } = await runSpectral(ruleset, text)
    return { outcome: 'done', results, ms: performance.now() - start }
  } catch (error) {
    const ms = performance.now() - start
    const rest = text.text.length < SMALL ? await runEachRule(ruleset, text) : {}
    return { outcome: 'crashed', message: messageOf(error), ms, ...rest }
  }
}

/** The process is replaced when it has grown large. */
const withMemory = (reply) => ({ ...reply, heapMb: process.memoryUsage().heapUsed / 2 ** 20 })

process.on('message', async (request) => process.send(withMemory(await answer(request))))
process.on('unhandledRejection', (error) => process.send({ outcome: 'crashed', message: messageOf(error) }))
process.send({ outcome: 'ready' })
