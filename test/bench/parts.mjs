// What a run is made of: reading with one rule, the check of conformance, and the rules.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runOf } from './compare.mjs'
import { summary } from './measure.mjs'
import { specward, TOOLS } from './tools.mjs'

const POLICIES = {
  'Specward, one rule': 'extends: []\nrules: { no-plaintext-server: error }\n',
  'Specward, one rule and the check of conformance':
    'extends: []\nrules: { no-plaintext-server: error, spec-conformance: error }\n',
}

/**
 * The smallest and the largest description by the floor and by policies that ask for more and more.
 * @param {import('./corpus.mjs').Sample[]} samples
 * @param {{ runs: number, limit: number }} how
 */
export function parts(samples, { runs, limit }) {
  const scratch = mkdtempSync(join(tmpdir(), 'bench-'))
  try {
    const partly = Object.entries(POLICIES).map(([label, text], index) => {
      const config = join(scratch, `policy-${index}.yaml`)
      writeFileSync(config, text)
      return specward(label, ['--config', config])
    })
    const tools = [TOOLS.floor, ...partly, TOOLS.specward]
    return [samples.at(0), samples.at(-1)].flatMap((sample) => measured(sample, tools, { runs, limit }))
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

function measured(sample, tools, { runs, limit }) {
  const taken = tools.map(() => [])
  for (let round = 0; round < runs; round += 1)
    for (const [index, tool] of tools.entries()) taken[index].push(runOf(tool, [sample.path], limit).measured)
  const sums = taken.map(summary)
  return tools.map(({ label }, index) => ({
    sample,
    tool: label,
    runs,
    ...sums[index],
    toFloor: sums[index].wall / sums[0].wall,
  }))
}
