import type { Catalogue } from '@specward/core'
import { byText, type Entry, rankOf } from './items.ts'
import type { FindingGroup, FindingItem, GroupBy } from './protocol.ts'

/** A finding that concerns more operations than that is told once, not at each of them. */
const MOST_OPERATIONS = 5

export interface GroupContext {
  readonly groupBy: GroupBy
  readonly catalogue: Pick<Catalogue, 'controls'>
  /** The sentence that says what a rule finds. */
  readonly ruleTitle: (id: string) => string | undefined
}

type Draft = Omit<FindingGroup, 'items'>

/** Among those as grave, what is not of a group that one looks for comes after those that are. */
const LAST: Readonly<Partial<Record<FindingGroup['kind'], number>>> = {
  several: 1,
  whole: 2,
  none: 3,
  problem: 4,
  notice: 5,
}

/** Puts entries, which are the gravest first, into groups. */
export function groupsOf(entries: readonly Entry[], context: GroupContext): readonly FindingGroup[] {
  const groups = new Map<string, { readonly draft: Draft; readonly items: number[] }>()
  const severalDescriptions = new Set(entries.map(({ item }) => item.description)).size > 1
  for (const [index, entry] of entries.entries()) {
    for (const draft of draftsFor(entry, context, severalDescriptions)) {
      const group = groups.get(draft.id) ?? { draft, items: [] }
      group.items.push(index)
      groups.set(draft.id, group)
    }
  }
  const made = [...groups.values()].map(({ draft, items }) => ({ ...draft, items }))
  return made.sort(order(context, entries))
}

function draftsFor(entry: Entry, context: GroupContext, severalDescriptions: boolean): readonly Draft[] {
  const { item } = entry
  if (context.groupBy === 'file') return [fileDraft(item)]
  if (item.kind === 'problem') return [{ id: 'problem', kind: 'problem', label: 'Could not be judged' }]
  if (item.kind === 'notice') return [{ id: 'notice', kind: 'notice', label: 'About the policy' }]
  switch (context.groupBy) {
    case 'rule':
      return [ruleDraft(item, context)]
    case 'control':
      return controlDrafts(entry, context)
    case 'operation':
      return operationDrafts(entry, severalDescriptions)
  }
}

function fileDraft({ location }: FindingItem): Draft {
  return { id: `file ${location.uri}`, kind: 'file', label: location.uri }
}

function ruleDraft({ code, docs }: FindingItem, { ruleTitle }: GroupContext): Draft {
  const title = ruleTitle(code)
  return {
    id: `rule ${code}`,
    kind: 'rule',
    label: code,
    ...(title === undefined ? {} : { title }),
    ...(docs === undefined ? {} : { docs }),
  }
}

function controlDrafts({ controls }: Entry, { catalogue }: GroupContext): readonly Draft[] {
  if (controls.length === 0) return [{ id: 'none', kind: 'none', label: 'No control' }]
  return controls.map((id) => {
    const title = catalogue.controls.find((control) => control.id === id)?.title
    return { id: `control ${id}`, kind: 'control', label: id, ...(title === undefined ? {} : { title }) }
  })
}

function operationDrafts(
  { item: { operations = [], description }, isWhole }: Entry,
  severalDescriptions: boolean,
): readonly Draft[] {
  const place = severalDescriptions ? { description } : {}
  if (isWhole)
    return [{ id: `whole ${description}`, kind: 'whole', label: 'The description as a whole', ...place }]
  if (operations.length > MOST_OPERATIONS)
    return [
      {
        id: `several ${description}`,
        kind: 'several',
        label: `More than ${MOST_OPERATIONS} operations`,
        ...place,
      },
    ]
  return operations.map((label) => ({
    id: `operation ${description} ${label}`,
    kind: 'operation',
    label,
    ...place,
  }))
}

/** Controls as the catalogue has them, files by name, all else by what is gravest in it. */
function order(
  { catalogue, groupBy }: GroupContext,
  entries: readonly Entry[],
): (a: FindingGroup, b: FindingGroup) => number {
  const places = new Map(catalogue.controls.map(({ id }, index) => [id, index]))
  const placeOf = ({ label }: FindingGroup): number => places.get(label) ?? places.size
  const gravestOf = ({ items: [first = 0] }: FindingGroup): number => first
  const rank = ({ items: [first = 0] }: FindingGroup): number => rankOf(entries[first]?.item.severity)
  return (a, b) =>
    // errors that concern many operations come before warnings about one
    (groupBy === 'operation' ? rank(a) - rank(b) : 0) ||
    (LAST[a.kind] ?? 0) - (LAST[b.kind] ?? 0) ||
    (groupBy === 'control' ? placeOf(a) - placeOf(b) : 0) ||
    (groupBy === 'file' ? 0 : gravestOf(a) - gravestOf(b)) ||
    byText(a.label, b.label)
}
