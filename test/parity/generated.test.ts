import { createSpectralEngine } from '@specward/spectral'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLoader } from '../../packages/core/src/source/load.ts'
import { compare } from './lib/compare.mjs'
import { files } from './lib/random-documents.ts'
import { ruleset } from './lib/random-rulesets.ts'
import { messageOf, rulesetOf, runEachRule, runSpectral } from './lib/spectral.mjs'
import { createSpecward, memory } from './lib/specward.mjs'

const RUNS = Number(process.env.SPECWARD_RUNS ?? 60)
const SEED = Number(process.env.SPECWARD_SEED ?? 1)
/** Values of the dereferenced tree: Spectral needs seconds for more. */
const TREE_LIMIT = 4000

const cases = fc.record({ files, ruleset })
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never

const FOLDER = '/virtual/'
const DOCUMENT = `${FOLDER}main.yaml`
const RULESET = `${FOLDER}.spectral.json`

describe('random rulesets over random documents', () => {
  it('find what Spectral finds, in its order', { timeout: 60_000 + RUNS * 500 }, async () => {
    const property = fc.asyncProperty(cases, async (one) => {
      const spectral = await askSpectral(one)
      fc.pre(spectral !== undefined)
      const specward = await askSpecward(one)
      expect('refused' in specward ? specward.refused : '').toBe('')
      if (spectral === undefined || 'refused' in specward) return
      const unanswered = new Set([...(spectral.throwing ?? []), ...specward.unevaluated])
      const isAnswered = ({ code }: { code: string | number }) => !unanswered.has(String(code))
      const { missing, extra, sameOrder } = compare(
        spectral.results.filter(isAnswered),
        specward.results.filter(isAnswered),
        { document: DOCUMENT, ordered: spectral.throwing === undefined },
      )
      expect({ missing, extra, sameOrder }).toEqual({ missing: [], extra: [], sameOrder: true })
      expect(specward.lost.filter((id) => !unanswered.has(id))).toEqual([])
    })
    await fc.assert(property, { numRuns: RUNS, seed: SEED, maxSkipsPerRun: 20 })
  })
})

/** Undefined where there is nothing to compare: Spectral refuses the ruleset, or would run too long. */
async function askSpectral({ files, ruleset }: Case) {
  const text = {
    text: files['main.yaml'] ?? '',
    source: DOCUMENT,
    files: new Map(Object.entries(files).map(([name, content]) => [FOLDER + name, content])),
  }
  let whole: ReturnType<typeof rulesetOf>
  try {
    whole = rulesetOf(ruleset, RULESET)
    const nothing = rulesetOf(
      { rules: { one: { given: '$.nothing', then: { function: 'truthy' } } } },
      RULESET,
    )
    if (isLarge((await runSpectral(nothing, text)).resolved)) return undefined
  } catch (error) {
    if (process.env.SPECWARD_VERBOSE !== undefined) console.warn(messageOf(error))
    return undefined
  }
  try {
    return { ...(await runSpectral(whole, text)), throwing: undefined }
  } catch {
    return runEachRule(whole, text)
  }
}

async function askSpecward({ files, ruleset }: Case) {
  const texts = new Map([[`file://${RULESET}`, JSON.stringify(ruleset)]])
  for (const [name, content] of Object.entries(files)) texts.set(`file://${FOLDER}${name}`, content)
  const specward = createSpecward({ engine: createSpectralEngine(), createLoader, host: memory(texts) })
  return specward.judge(`file://${RULESET}`, `file://${DOCUMENT}`)
}

function isLarge(root: unknown): boolean {
  const stack = [root]
  for (let count = 0; stack.length > 0; count += 1) {
    if (count > TREE_LIMIT) return true
    const value = stack.pop()
    if (typeof value === 'object' && value !== null) stack.push(...Object.values(value))
  }
  return false
}
