// What is known to be checked of API descriptions, here and elsewhere: reads `rulesets/coverage`, renders its page.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { formatNames, table } from './pages.mjs'

/**
 * @typedef {object} Idea
 * @property {string} id
 * @property {string} idea what is checked, in a sentence
 * @property {readonly string[]} [rules] the rules that check it
 * @property {string} [reason] why no rule does
 * @property {readonly string[]} peers tools that check it
 *
 * @param {string} rulesets
 * @returns {Promise<readonly { topic: string, ideas: readonly Idea[] }[]>} by topic, as the files lie in `coverage`
 */
export async function readCoverage(rulesets) {
  const folder = join(rulesets, 'coverage')
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()
  return Promise.all(
    names.map(async (name) => ({
      topic: name.slice(0, -'.yaml'.length),
      ideas: parse(await readFile(join(folder, name), 'utf8')),
    })),
  )
}

/** What is wrong with the list of ideas, a line each. */
export function coverageFaults(topics, registry) {
  const known = new Set(registry.rules.map(({ rule }) => rule.id))
  const ideas = topics.flatMap(({ ideas }) => ideas)
  const ids = ideas.map(({ id }) => id)
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index)
  const named = new Set(ideas.flatMap(({ rules = [] }) => rules))
  return [
    ...twice.map((id) => `${id} stands there twice.`),
    ...ideas.flatMap(({ id, rules = [] }) =>
      rules.filter((rule) => !known.has(rule)).map((rule) => `${id} names ${rule}, which is no rule.`),
    ),
    ...ideas.filter(isUndecided).map(({ id }) => `${id} has neither a rule nor a reason, or both.`),
    ...ideas
      .filter(({ idea }) => !/^[A-Z`].*\.$/su.test(idea ?? ''))
      .map(({ id }) => `${id} is not told in a sentence.`),
    ...[...known].filter((id) => !named.has(id)).map((id) => `The rule ${id} belongs to no idea.`),
  ]
}

function isUndecided({ rules = [], reason }) {
  return rules.length > 0 === (reason !== undefined)
}

/** The page `COVERAGE.md`. */
export function coveragePage(topics, registry) {
  const rules = new Map(registry.rules.map(({ rule }) => [rule.id, rule]))
  const ideas = topics.flatMap((topic) => topic.ideas)
  const decided = ideas.filter(({ rules = [] }) => rules.length > 0)
  const ours = decided.filter(({ peers }) => peers.length === 0)
  const lead = [
    '<!-- Generated from `rulesets/coverage` and the rules by `npm run generate`; do not edit. -->',
    '# Coverage',
    'Checks on API descriptions that are known from other tools, from standards and from incidents, and what Specward does about each: the rules that make the check, or the reason why none does. The last column names the tools that make a check of that kind; whether theirs reaches the same verdict is another question.',
    `${ideas.length} ideas: ${decided.length} are checked by ${rules.size} rules, ${ideas.length - decided.length} are left out. Of those that are checked, ${ours.length} are checked by no other tool that we know.`,
  ]
  const sections = topics.map(({ topic, ideas }) => {
    const rows = ideas.map((idea) => [
      `<a id="${idea.id}"></a>${idea.idea}`,
      idea.rules?.length > 0
        ? idea.rules.map((id) => `[\`${id}\`](${id}.md)`).join(', ')
        : `Left out: ${idea.reason ?? ''}`,
      formatNames([...new Set((idea.rules ?? []).flatMap((id) => rules.get(id)?.formats ?? []))]),
      idea.peers.join(', '),
    ])
    return `## ${topic}\n\n${table(['Idea', 'Rules', 'Formats', 'Other tools'], rows)}`
  })
  return `${[...lead, ...sections].join('\n\n')}\n`
}
