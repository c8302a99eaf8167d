import type { CatalogueRow, Framework, FrameworkItem } from './catalogue.ts'
import type { ControlResult } from './control.ts'
import { type ControlOutcome, together } from './decide.ts'
import type { AssessPlan } from './plan.ts'
import { listOf } from './words.ts'

/** A practice or threat, with the controls that answer it and those that are of some use for it. */
export interface RowResult {
  readonly row: CatalogueRow
  readonly result: ControlOutcome
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
  readonly because: string
}

/** Every row, in the order of the catalogue. */
export function assessRows(
  { catalogue }: AssessPlan,
  results: readonly ControlResult[],
): readonly RowResult[] {
  return catalogue.rows.map((row) => {
    const direct = results.filter(({ control }) => control.rows.includes(row.id))
    const aside = results.filter(({ control }) => control.aside.includes(row.id)).map(idOf)
    const because = direct.length > 0 ? `${outcomeOf(direct)} ${shareOf(direct)}` : unansweredRow(aside)
    const result = together(direct.map((each) => each.result))
    return { row, result, because, controls: direct.map(idOf), aside }
  })
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
    return { item, result: together([...found.map(({ result }) => result), 'open']), because }
  }
  if (found.length === 0) {
    const because = 'No control of the catalogue speaks for it: ask a checklist or a test at run time.'
    return { item, result: 'open', because }
  }
  const result = together(found.map((each) => each.result))
  const caution = result === 'pass' ? ' That supports the requirement; it does not show that it is met.' : ''
  return { item, result, because: `${outcomeOf(found)} ${shareOf(found)}${caution}` }
}

/** What the result rests on: all controls with the result that weighs most. */
function outcomeOf(results: readonly ControlResult[]): string {
  const result = together(results.map((each) => each.result))
  const named = listOf(results.filter((each) => each.result === result).map(idOf))
  const passed = results.filter((each) => each.result === 'pass').length
  const of = passed > 0 ? ` ${passed} of ${results.length} pass.` : ''
  if (result === 'fail') return `Broken: ${named}.${of}`
  if (result === 'open') return `Nobody has looked or answered yet: ${named}.${of}`
  if (result === 'review') return `A person has to decide: ${named}.${of}`
  if (result === 'notApplicable') return `${named} ${results.length === 1 ? 'does' : 'do'} not apply.`
  return passed === results.length
    ? `${passed === 1 ? 'Its control passes' : `All ${passed} controls pass`}.`
    : `${passed} of ${results.length} controls pass, and the others do not apply.`
}

/** What a description can show of it, and what not. */
function shareOf(results: readonly ControlResult[]): string {
  const count = (told: 'description' | 'both') =>
    results.filter(({ control }) => control.told === told).length
  const [shown, signs, all] = [count('description'), count('both'), results.length]
  if (shown === all) return 'A description can show all of it.'
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

function idOf({ control }: ControlResult): string {
  return control.id
}
