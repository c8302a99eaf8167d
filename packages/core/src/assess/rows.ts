import { groupBy } from '../group.ts'
import type { CatalogueRow, Framework, FrameworkItem } from './catalogue.ts'
import type { ControlResult } from './control.ts'
import { type ControlOutcome, together } from './decide.ts'
import type { AssessPlan } from './plan.ts'
import { type Standing, standTogether } from './standing.ts'
import { listOf } from './words.ts'

/** A practice or threat, with the controls that answer it and those that are of some use for it. */
export interface RowResult {
  readonly row: CatalogueRow
  readonly result: ControlOutcome
  readonly standing: Standing
  readonly because: string
  readonly controls: readonly string[]
  readonly aside: readonly string[]
}

export interface FrameworkResult {
  readonly framework: Framework
  readonly items: readonly ItemResult[]
}

export interface ItemResult {
  readonly item: FrameworkItem
  readonly result: ControlOutcome
  readonly standing: Standing
  readonly because: string
}

/** Every row, in the order of the catalogue. */
export function assessRows(
  { catalogue }: AssessPlan,
  results: readonly ControlResult[],
): readonly RowResult[] {
  return catalogue.rows.map((row) => {
    const direct = results.filter(({ control }) => control.rows.includes(row.id))
    const beside = results.filter(({ control }) => control.aside.includes(row.id))
    const aside = beside.map(idOf)
    const because = direct.length > 0 ? `${outcomeOf(direct)} ${shareOf(direct)}` : unansweredRow(aside)
    const result = together(direct.map((each) => each.result))
    const standing = standTogether(direct.map((each) => each.standing))
    const left = result === 'pass' ? beside.filter((each) => !isSettled(each)) : []
    const made = { row, controls: direct.map(idOf), aside }
    if (left.length === 0) return { ...made, result, standing, because }
    const rest = `${namesOf(left)}, which ${left.length === 1 ? 'has' : 'have'} to do with it, ${left.length === 1 ? 'does' : 'do'} not pass: a person has to decide.`
    return { ...made, result: 'review', standing: 'review', because: `${because} ${rest}` }
  })
}

/** Whether nothing is left to do for a control. */
function isSettled({ result }: ControlResult): boolean {
  return result === 'pass' || result === 'notApplicable'
}

/** Every requirement of every framework, in the order of the catalogue. */
export function assessFrameworks(
  { catalogue }: AssessPlan,
  results: readonly ControlResult[],
): readonly FrameworkResult[] {
  const byId = new Map(results.map((each) => [each.control.id, each]))
  return catalogue.frameworks.map((framework) => ({
    framework,
    items: framework.items.map((item) => assessItem(item, byId)),
  }))
}

function assessItem(item: FrameworkItem, byId: ReadonlyMap<string, ControlResult>): ItemResult {
  const found = item.controls.flatMap((id) => byId.get(id) ?? [])
  const lost = item.controls.filter((id) => !byId.has(id))
  if (lost.length > 0) {
    const because = `The catalogue has no control ${listOf(lost)}, which the requirement names.`
    const result = together([...found.map((each) => each.result), 'open'])
    const standing = standTogether([...found.map((each) => each.standing), 'open'])
    return { item, result, standing, because }
  }
  if (found.length === 0) {
    const because = 'No control of the catalogue speaks for it: ask a checklist or a test at run time.'
    return { item, result: 'open', standing: 'open', because }
  }
  const result = together(found.map((each) => each.result))
  const standing = standTogether(found.map((each) => each.standing))
  // what a control takes is not what a requirement takes
  const share = found.every(({ control }) => control.told === 'description') ? '' : ` ${shareOf(found)}`
  const caution = result === 'pass' ? ' That supports the requirement; it does not show that it is met.' : ''
  return { item, result, standing, because: `${outcomeOf(found)}${share}${caution}` }
}

/** What it rests on: all controls that stand as the whole does, and those with what is accepted. */
function outcomeOf(results: readonly ControlResult[]): string {
  const standing = standTogether(results.map((each) => each.standing))
  const at = results.filter((each) => each.standing === standing)
  const passed = results.filter((each) => each.standing === 'pass').length
  if (standing === 'notApplicable') return `${namesOf(at)} ${at.length === 1 ? 'does' : 'do'} not apply.`
  if (standing === 'pass') {
    return passed === results.length
      ? `${passed === 1 ? 'Its control passes' : `All ${passed} controls pass`}.`
      : `${passed} of ${results.length} controls pass, and the others do not apply.`
  }
  const accepted = results.filter((each) => each.standing === 'accepted')
  const sentences = [
    standing === 'fail' ? `Broken: ${namesOf(at)}.` : '',
    standing === 'open' ? openness(at) : '',
    standing === 'review' ? `A person has to decide: ${namesOf(at)}.` : '',
    accepted.length > 0 ? `What speaks against ${namesOf(accepted)} is accepted.` : '',
    passed > 0 ? `${passed} of ${results.length} pass.` : '',
  ]
  return sentences.filter((each) => each !== '').join(' ')
}

/** Why controls are open, those of one reason together. */
function openness(open: readonly ControlResult[]): string {
  return [...groupBy(open, reasonOf)].map(([reason, of]) => `${reason}: ${namesOf(of)}.`).join(' ')
}

function reasonOf({ ground, asked }: ControlResult): string {
  if (ground === 'blind') return 'Not everything that has to look has looked'
  if (ground === 'unread') return 'Not all of the description could be read'
  if (asked?.state === 'changed' || asked?.state === 'expired') return 'To be answered again'
  const isInPart = asked?.answers.some(({ state }) => state === 'valid')
  return isInPart ? 'Answered in part' : 'Nobody has looked or answered yet'
}

/** What a description can show of it, and what not. */
function shareOf(results: readonly ControlResult[]): string {
  const count = (told: 'description' | 'both') =>
    results.filter(({ control }) => control.told === told).length
  const [shown, signs, all] = [count('description'), count('both'), results.length]
  if (shown === all) return 'A description can show all of its controls.'
  if (shown + signs === 0) return 'No description shows it: people answer for it.'
  if (signs === all) return 'A description shows no more than signs of it: people answer for the rest.'
  const parts = [
    ...(shown > 0 ? [`${shown} of its ${all} controls`] : []),
    ...(signs > 0 ? [`signs of ${signs}${shown > 0 ? '' : ` of its ${all} controls`}`] : []),
  ]
  return `A description can show ${parts.join(' and ')}: people answer for the rest.`
}

function unansweredRow(aside: readonly string[]): string {
  const use = aside.length > 0 ? ` ${listOf(aside)} ${aside.length === 1 ? 'is' : 'are'} of some use.` : ''
  return `No control of the catalogue answers it.${use}`
}

function namesOf(results: readonly ControlResult[]): string {
  return listOf(results.map(idOf))
}

function idOf({ control }: ControlResult): string {
  return control.id
}
