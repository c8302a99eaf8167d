// Mistakes that other tools make about API descriptions, each with cases in which it would show.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { linkTo, plural, table } from './markdown.mjs'

/**
 * @typedef {object} Mistake
 * @property {string} tool whose rule it is
 * @property {string} mistake what is wrong about it, in a sentence
 * @property {readonly object[]} [cases] examples (see `Example` of core) with `rule` and `kind`: `bad` or `good`
 * @property {string} [reason] why there is no case
 *
 * @param {string} folder
 * @returns {Promise<readonly { topic: string, mistakes: readonly Mistake[] }[]>}
 */
export async function readMistakes(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()
  return Promise.all(
    names.map(async (name) => ({
      topic: name.slice(0, -'.yaml'.length),
      mistakes: parse(await readFile(join(folder, name), 'utf8')),
    })),
  )
}

/** A section of `COVERAGE.md`. */
export function mistakesSection(topics) {
  const all = topics.flatMap(({ mistakes }) => mistakes)
  if (all.length === 0) return ''
  const rows = all.map(({ tool, mistake, cases = [], reason }) => [
    tool,
    mistake,
    reason === undefined
      ? [...new Set(cases.map(({ rule }) => rule))].map((id) => linkTo(id)).join(', ')
      : `No case: ${reason}`,
  ])
  const tested = all.filter(({ cases = [] }) => cases.length > 0).length
  const isWhole = tested === all.length
  return [
    '## Mistakes of other tools',
    `${plural(all.length, 'mistake')} that rules of other tools are known to make. For ${isWhole ? 'each' : tested} of them, tests hold descriptions on which the same mistake would show in the rules of Specward${isWhole ? '' : '; the others have a reason'}.`,
    table(['Tool', 'Mistake', 'Tested with'], rows),
  ].join('\n\n')
}
