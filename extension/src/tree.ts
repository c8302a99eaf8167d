import type {
  FindingGroup,
  FindingItem,
  FindingsAnswer,
  GroupBy,
  SeverityCounts,
} from '@specward/language-server'

/** What a row of the view shows; free of VS Code, so that it can be tested. */
export interface Row {
  readonly id: string
  readonly label: string
  readonly description: string
  /** Markdown. */
  readonly tooltip: string
  /** Name of a product icon, and of the colour that it has. */
  readonly icon: { readonly name: string; readonly color?: string }
  /** What the menus of the row depend on: `finding`, `page`. */
  readonly context: string
  /** Read out in place of the label. */
  readonly accessible: string
  /** Missing for a row of a group. */
  readonly item?: FindingItem
  /** Page of its rule. */
  readonly docs?: string
  readonly children: readonly Row[]
}

const SEVERITIES = {
  error: { name: 'error', color: 'problemsErrorIcon.foreground', word: 'error' },
  warn: { name: 'warning', color: 'problemsWarningIcon.foreground', word: 'warning' },
  info: { name: 'info', color: 'problemsInfoIcon.foreground', word: 'info' },
  hint: { name: 'lightbulb', color: 'foreground', word: 'hint' },
} as const

const GROUP_ICONS: Readonly<Record<FindingGroup['kind'], string>> = {
  operation: 'symbol-method',
  several: 'symbol-namespace',
  whole: 'file-code',
  control: 'shield',
  none: 'circle-slash',
  file: 'file',
  rule: 'law',
  problem: 'question',
  notice: 'note',
}

/** How the names of files are written. */
export type NameOf = (uri: string) => string

/** The rows of the view: groups, with their findings below them. */
export function rowsOf({ groups, items }: FindingsAnswer, groupBy: GroupBy, nameOf: NameOf): readonly Row[] {
  return groups.map((group) => groupRow(group, items, groupBy, nameOf))
}

function groupRow(group: FindingGroup, all: readonly FindingItem[], groupBy: GroupBy, nameOf: NameOf): Row {
  const { id, kind, title, description, docs } = group
  const items = group.items.flatMap((index) => all[index] ?? [])
  const label = kind === 'file' ? nameOf(group.label) : group.label
  const about = title ?? (description === undefined ? '' : nameOf(description))
  const numbers = countText(countsOf(items))
  const gravest = items[0]?.severity ?? 'hint'
  return {
    id,
    label,
    description: [numbers, about].filter((each) => each !== '').join(' · '),
    tooltip: [`**${markdown(label)}**`, markdown(about), numbers].filter((each) => each !== '').join('\n\n'),
    icon: { name: GROUP_ICONS[kind], color: SEVERITIES[gravest].color },
    context: docs === undefined ? 'group' : 'group page',
    accessible: [label, about, numbers].filter((each) => each !== '').join(', '),
    ...(docs === undefined ? {} : { docs }),
    children: items.map((item, index) => itemRow(item, `${id} ${index}`, groupBy, nameOf)),
  }
}

function itemRow(item: FindingItem, id: string, groupBy: GroupBy, nameOf: NameOf): Row {
  const { severity, code, message, location, docs, kind } = item
  const { name, color, word } = SEVERITIES[severity]
  const line = location.range.start.line + 1
  const text = message.replaceAll('`', '')
  return {
    id: `${id} ${item.fingerprint ?? code}`,
    label: groupBy === 'rule' ? `${nameOf(location.uri)}:${line}` : code,
    description: groupBy === 'file' ? `${line}  ${text}` : text,
    tooltip: `${markdown(message)}\n\n${code} · ${markdown(nameOf(location.uri))}:${line}${operationsText(item)}`,
    icon: { name, color },
    context: [kind, ...(docs === undefined ? [] : ['page'])].join(' '),
    accessible: `${word}: ${message}, ${code}, ${nameOf(location.uri)} line ${line}`,
    item,
    ...(docs === undefined ? {} : { docs }),
    children: [],
  }
}

/** Operations that a tooltip names. */
const MOST_NAMED = 10

function operationsText({ operations = [] }: FindingItem): string {
  if (operations.length === 0) return ''
  const named = operations.slice(0, MOST_NAMED).map((each) => `- \`${each}\``)
  const more = operations.length - MOST_NAMED
  return `\n\n${[...named, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n')}`
}

/** `2 errors, 1 warning`; '' where there is nothing. */
export function countText(counts: SeverityCounts): string {
  return (['error', 'warn', 'info', 'hint'] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) => {
      const { word } = SEVERITIES[severity]
      return `${counts[severity]} ${word}${counts[severity] === 1 || word === 'info' ? '' : 's'}`
    })
    .join(', ')
}

function countsOf(items: readonly FindingItem[]): SeverityCounts {
  const counts = { error: 0, warn: 0, info: 0, hint: 0 }
  for (const { severity } of items) counts[severity]++
  return counts
}

/** A text as Markdown that reads as it is written, but for code in backticks. */
function markdown(text: string): string {
  return text
    .replace(/[\\*_{}[\]()#+\-.!|<>~]/g, '\\$&')
    .replace(/`[^`]*`/g, (code) => code.replace(/\\(?=[^\w\s])/g, ''))
}
