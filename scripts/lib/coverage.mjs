// What is known to be checked of API descriptions, here and elsewhere: reads `rulesets/coverage`, renders its page.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { bestOf } from './fixes.mjs'
import { formatNames } from './formats.mjs'
import { head, linkTo, page, plural, table } from './markdown.mjs'
import { mistakesSection } from './mistakes.mjs'

/**
 * @typedef {object} Idea
 * @property {string} id
 * @property {string} idea what is checked, in a sentence
 * @property {readonly string[]} [rules] the rules that check it
 * @property {string} [reason] why no rule does
 * @property {readonly string[]} peers tools that check it
 * @property {{ marked: FixKind, given: FixKind | 'none', why?: string }} [fix] of what is known to be fixable: how it is
 * marked in the survey of checks, what the rules give at best, and why that is another thing
 *
 * @typedef {'safe' | 'suggested'} FixKind
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

/** Rules that judge many things: a fix of theirs says little of one of them. */
const MANIFOLD = new Set(['spec-conformance'])

/** Where the fixes that are declared of ideas are not those that their rules offer, a line each. */
export function fixFaults(topics, fixes) {
  return topics
    .flatMap(({ ideas }) => ideas)
    .flatMap(({ id, rules = [], fix }) => {
      if (!fix) return []
      const { marked, given, why } = fix
      const plain = rules.filter((rule) => !MANIFOLD.has(rule))
      const best = bestOf(plain, fixes) === 'none' ? halved(bestOf(rules, fixes)) : bestOf(plain, fixes)
      return [
        ...(given === best ? [] : [`${id} is said to have a fix of the kind ${given}, and has ${best}.`]),
        ...((given === marked) === (why === undefined)
          ? []
          : [`${id} ${why === undefined ? 'needs' : 'needs no'} reason for its fix.`]),
      ]
    })
}

/** What a rule offers for something may be less for something else. */
function halved(kind) {
  return kind === 'safe' ? 'suggested' : kind
}

function isUndecided({ rules = [], reason }) {
  return rules.length > 0 === (reason !== undefined)
}

/**
 * The page `COVERAGE.md`.
 * @param {readonly { topic: string, ideas: readonly Idea[] }[]} topics
 * @param {object} context what pages are made from, see `generate.mjs`
 */
export function coveragePage(topics, context) {
  const { registry } = context
  const rules = new Map(registry.rules.map(({ rule }) => [rule.id, rule]))
  const ideas = topics.flatMap((topic) => topic.ideas)
  const decided = ideas.filter(({ rules = [] }) => rules.length > 0)
  const ours = decided.filter(({ peers }) => peers.length === 0)
  return page([
    head(
      'Coverage',
      'Generated from `rulesets/coverage`, `rulesets/measures` and the rules by `npm run generate`; do not edit.',
    ),
    'Checks on API descriptions that are known from other tools, from standards and from incidents, and what Specward does about each: the rules that make the check, or the reason why none does. The last column names the tools that make a check of that kind; whether theirs reaches the same verdict is another question.',
    `${ideas.length} ideas: ${decided.length} are checked by ${rules.size} rules, ${ideas.length - decided.length} are left out with a reason. Of those that are checked, ${ours.length} are checked by no other tool that we know. Every rule finds what its bad examples mark and nothing in its good ones, and one small change to a secure description, at its place: tests see to that.`,
    ...topics.map((topic) => topicSection(topic, rules, context.fixes)),
    fixSection(ideas, context),
    mistakesSection(context.mistakes),
    precisionSection(context),
  ])
}

function topicSection({ topic, ideas }, rules, fixes) {
  const rows = ideas.map((idea) => [
    `<a id="${idea.id}"></a>${idea.idea}`,
    idea.rules?.length > 0 ? idea.rules.map((id) => linkTo(id)).join(', ') : `Left out: ${idea.reason ?? ''}`,
    formatNames([...new Set((idea.rules ?? []).flatMap((id) => rules.get(id)?.formats ?? []))]),
    kindOf(idea, fixes),
    idea.peers.join(', '),
  ])
  return `## ${topic}\n\n${table(['Idea', 'Rules', 'Formats', 'Fix', 'Other tools'], rows)}`
}

function kindOf({ rules = [], fix }, fixes) {
  const plain = rules.filter((rule) => !MANIFOLD.has(rule))
  const kind = fix?.given ?? bestOf(plain, fixes)
  return kind === 'none' ? '' : kind
}

/** What is known to be fixable, and where our fix is of another kind. */
function fixSection(ideas, { registry, fixes }) {
  const marked = ideas.filter(({ fix }) => fix)
  const count = (key, kind) => marked.filter(({ fix }) => fix[key] === kind).length
  const own = registry.rules.filter(({ rule }) => fixes.has(rule.id))
  const safe = own.filter(({ rule }) => fixes.get(rule.id).safe)
  const rows = marked
    .filter(({ fix }) => fix.given !== fix.marked)
    .map(({ idea, fix }) => [idea, fix.marked, fix.given, fix.why ?? ''])
  return [
    '## Fixes',
    `${own.length} rules offer edits that mend their findings, ${safe.length} of them some that are safe: the meaning stays, or the description promises more without a fact being made up, so that they can be made unattended. Suggested ones want a look. Tests make every fix of every example, in YAML, in JSON and over two files: its finding is gone, and none has come.`,
    `Of the ideas, ${marked.length} are marked as fixable in our survey of checks: ${count('marked', 'safe')} safely (here ${count('given', 'safe')} are), ${count('marked', 'suggested')} as suggestions. Where ours is of another kind, it is for a reason:`,
    table(['Idea', 'Marked', 'Here', 'Why'], rows),
  ].join('\n\n')
}

/** How often findings in real descriptions were right, by severity in `recommended` and rule by rule. */
function precisionSection({ registry, measured, judged }) {
  if (!measured || judged.size === 0) return ''
  const preset = registry.presets.find(({ name }) => name === 'recommended').rules
  const strict = registry.presets.find(({ name }) => name === 'strict').rules
  const all = registry.rules.map(({ rule }) => rule.id)
  const totals = ['error', 'warn'].map((severity) => {
    const sum = { right: 0, debatable: 0, wrong: 0 }
    for (const id of all) {
      if (preset[id] !== severity) continue
      for (const key of Object.keys(sum)) sum[key] += judged.get(id)?.[key] ?? 0
    }
    const looked = sum.right + sum.debatable + sum.wrong
    return [severity, looked, sum.right, sum.debatable, sum.wrong, share(sum.right, looked)]
  })
  const rows = all.map((id) => {
    const found = measured.rules[id]
    const verdict = judged.get(id)
    return [
      linkTo(id),
      preset[id] ?? 'off',
      strict[id] ?? 'off',
      found ? `${found.findings.toLocaleString('en-US')} in ${found.files}` : '0',
      ...(verdict ? [verdict.right, verdict.debatable, verdict.wrong] : ['', '', '']),
    ]
  })
  const silent = all.filter((id) => !measured.rules[id]).length
  return [
    '## Precision',
    `Findings in ${plural(measured.descriptions, 'real description')} (${measured.what}) were judged by reviewers who knew the descriptions and the findings, but not the rules: right, debatable (true, but of another severity or no fault to everybody), or wrong. Up to ten findings of a rule were looked at, in different descriptions where there are so many; rules that were changed because of it were judged anew. ${plural(silent, 'rule')} found nothing there; for those, examples and changed descriptions speak.`,
    table(['In `recommended`', 'Judged', 'Right', 'Debatable', 'Wrong', 'Right of judged'], totals),
    table(['Rule', '`recommended`', '`strict`', 'Findings in files', 'Right', 'Debatable', 'Wrong'], rows),
  ].join('\n\n')
}

function share(part, whole) {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`
}
