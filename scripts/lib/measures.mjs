// What was measured on real descriptions: `rulesets/measures`.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'

/**
 * @typedef {object} Measured of `npm run measure`
 * @property {string} what where the descriptions come from, in words
 * @property {number} descriptions
 * @property {number} operations
 * @property {Record<string, object>} presets findings by severity, and how they are spread
 * @property {Record<string, { findings: number, files: number }>} rules with all rules on
 *
 * @param {string} rulesets
 * @returns {Promise<{ measured: Measured | undefined, judged: ReadonlyMap<string, { right: number, debatable: number, wrong: number }> }>}
 */
export async function readMeasures(rulesets) {
  const text = (name) => readFile(join(rulesets, 'measures', name), 'utf8').catch(() => undefined)
  const [found, judged] = await Promise.all([text('corpus.json'), text('judged.yaml')])
  return {
    measured: found === undefined ? undefined : JSON.parse(found),
    judged: new Map(Object.entries((judged === undefined ? undefined : parse(judged)) ?? {})),
  }
}
