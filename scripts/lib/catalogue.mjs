// The catalogue of controls: read from `rulesets/controls`, joined with what rules refer to.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'

/**
 * The files of the catalogue as they are written.
 * @param {string} folder `rulesets/controls`
 */
export async function readCatalogue(folder) {
  const read = async (name) => parse(await readFile(join(folder, `${name}.yaml`), 'utf8'))
  const { topics, frameworks, ...head } = await read('catalogue')
  const groups = await Promise.all(topics.map(read))
  return {
    ...head,
    controls: groups.flatMap(({ controls }) => controls),
    frameworks: await Promise.all(frameworks.map((id) => read(`crosswalks/${id}`))),
  }
}

/** The same with the rules that speak for each control, sorted by id: what `Catalogue` of core is. */
export function withRules({ id, version, rows, controls, frameworks }, rules) {
  return {
    id,
    version,
    rows,
    controls: controls.map(({ aside = [], leads, covers, question, evidence, ...control }) => ({
      ...control,
      aside,
      rules: speakersOf(control.id, rules),
      ...(leads ? { leads: [...leads].sort() } : {}),
      covers,
      question,
      evidence,
    })),
    frameworks,
  }
}

function speakersOf(id, rules) {
  return rules
    .filter(({ rule }) => rule.references.controls.includes(id))
    .map(({ rule }) => rule.id)
    .sort()
}

/** `catalogue.ts` for a catalogue with its rules: one line for each row, control and item. */
export function catalogueFile({ id, version, rows, controls, frameworks }) {
  const lines = [
    '// Generated from the files beside it and from the rules by `npm run generate`; do not edit.',
    "import type { Catalogue } from '@specward/core'",
    '',
    'export const catalogue: Catalogue = {',
    `  id: ${JSON.stringify(id)},`,
    `  version: ${JSON.stringify(version)},`,
    `  rows: ${list(rows)},`,
    `  controls: ${list(controls)},`,
    '  frameworks: [',
    ...frameworks.map(({ items, ...head }) => `  { ...${JSON.stringify(head)}, items: ${list(items)} },`),
    '  ],',
    '}',
  ]
  return `${lines.join('\n')}\n`
}

function list(values) {
  return values.length === 0 ? '[]' : `[\n${values.map((each) => `${JSON.stringify(each)},\n`).join('')}]`
}

/** A catalogue of nothing: what the rules are compiled with where it has not been generated yet. */
export const EMPTY = { id: '', version: '', rows: [], controls: [], frameworks: [] }
