import {
  type ExplainedOrigin,
  type ExplainedOverride,
  type ExplainedPolicy,
  type ExplainedRule,
  type ExplainedSetting,
  type ExplainedValue,
  visible,
} from '@specward/core'

/** A line of the text: what is set, and where that comes from. */
interface Line {
  readonly text: string
  readonly note?: string
}

/** Comments begin no further to the right than this, in UTF-16 code units, except behind longer lines. */
const WIDEST = 56

const DIM = ['\u001b[2m', '\u001b[22m'] as const

/** The explained policy in the manner of `specward.yaml`, with the origin of each line in a comment. */
export function configText(policy: ExplainedPolicy, color: boolean): string {
  const sections = [
    sourceLines(policy),
    ruleLines(policy),
    settingLines(policy),
    [{ text: `failOn: ${policy.failOn.value}`, note: noteOf(policy.failOn, String) }],
    overrideLines(policy),
    lockLines(policy),
    exceptionLines(policy),
  ].filter((lines) => lines.length > 0)
  const column = Math.min(WIDEST, Math.max(...sections.flat().map(({ text }) => visible(text).length)) + 2)
  const title = policy.document === null ? 'a document in this folder' : policy.document
  return [
    `# The policy for ${visible(title)}\n`,
    ...sections.map((lines) => lines.map((line) => rendered(line, column, color)).join('')),
    noticeText(policy),
  ]
    .filter((section) => section !== '')
    .join('\n')
}

function rendered({ text, note }: Line, column: number, color: boolean): string {
  const shown = visible(text)
  if (note === undefined) return `${shown}\n`
  const comment = `# ${visible(note)}`
  const [on, off] = color ? DIM : ['', '']
  return `${shown.padEnd(column - 2)}  ${on}${comment}${off}\n`
}

function sourceLines({ sources }: ExplainedPolicy): readonly Line[] {
  const lines = sources.map(({ name, from, asked, discovered }): Line => {
    const text = `  - ${name}`
    if (discovered) return { text, note: 'found near the document' }
    if (asked) return { text, note: 'command line' }
    return from ? { text, note: `extended in ${placeOf(from)}` } : { text }
  })
  return [{ text: 'sources:' }, ...lines]
}

function ruleLines({ rules }: ExplainedPolicy): readonly Line[] {
  const said = rules.filter(({ value, from, places }) => value !== 'off' || from || places.length > 0)
  const note = said.length === rules.length ? {} : { note: 'every other rule is off' }
  return [{ text: said.length > 0 ? 'rules:' : 'rules: {}', ...note }, ...said.flatMap(oneRule)]
}

function oneRule(rule: ExplainedRule): readonly Line[] {
  const note = noteOf(rule, String)
  const locked = rule.locked ? `; locked in ${placeOf(rule.locked)}` : ''
  return [
    { text: `  ${rule.id}: ${rule.value}`, note: note + locked },
    ...rule.options
      .filter(({ from }) => from)
      .map((option) => ({ text: `    ${option.name}: ${yaml(option.value)}`, note: noteOf(option, yaml) })),
    ...rule.places.map(({ pointers, files, value, from }) => {
      const where = files ? ` in ${files.join(', ')}` : ''
      return { text: `    at ${pointers.join(', ')}${where}: ${value}`, note: placeOf(from) }
    }),
  ]
}

/** The settings as a tree: a heading for each part of a name that has not been said. */
function settingLines({ settings }: ExplainedPolicy): readonly Line[] {
  const lines: Line[] = []
  let before: readonly string[] = []
  for (const { setting, all } of grouped(settings)) {
    const keys = setting.split('.')
    const isSingle = /^policy\.(gateway\.|publicInDescription$)|^attestations\.|^waivers\.(?!forbid)/.test(
      setting,
    )
    const headings = isSingle ? keys.slice(0, -1) : keys
    const known = headings.findIndex((key, at) => key !== before[at])
    if (known >= 0) {
      for (let at = known; at < headings.length; at++)
        lines.push({ text: `${'  '.repeat(at)}${headings[at]}:` })
    }
    before = headings
    const indent = '  '.repeat(headings.length)
    if (isSingle) lines.push(singleLine(`${indent}${keys.at(-1)}`, all))
    else for (const each of all) lines.push(itemLine(indent, each))
  }
  return lines
}

/** By name, in the order of the names' first parts. */
function grouped(settings: readonly ExplainedSetting[]) {
  const groups = new Map<string, ExplainedSetting[]>()
  for (const each of settings) {
    const group = groups.get(each.setting)
    if (group) group.push(each)
    else groups.set(each.setting, [each])
  }
  return [...groups]
    .map(([setting, all]) => ({ setting, all }))
    .sort((a, b) => (a.setting < b.setting ? -1 : a.setting > b.setting ? 1 : 0))
}

function singleLine(name: string, all: readonly ExplainedSetting[]): Line {
  const last = all.at(-1)
  const value = { value: last?.value, from: last?.from ?? null, before: all.slice(0, -1) }
  return { text: `${name}: ${yaml(value.value)}`, note: noteOf(value, yaml) }
}

function itemLine(indent: string, { value, from }: ExplainedSetting): Line {
  if (typeof value !== 'object' || value === null)
    return { text: `${indent}- ${yaml(value)}`, note: placeOf(from) }
  const fields = Object.entries(value).filter(([, field]) => field !== null)
  return {
    text: `${indent}- { ${fields.map(([key, field]) => `${key}: ${yaml(field)}`).join(', ')} }`,
    note: placeOf(from),
  }
}

function overrideLines({ overrides, document }: ExplainedPolicy): readonly Line[] {
  const inForce = overrides.filter((each) => each.inForce)
  const rest = overrides.length - inForce.length
  if (overrides.length === 0) return []
  const whose = document === null ? 'are for some files alone' : 'are for other files'
  const note = rest === 0 ? {} : { note: `${rest} of ${overrides.length} ${whose}` }
  return [{ text: inForce.length > 0 ? 'overrides:' : 'overrides: []', ...note }, ...inForce.map(oneOverride)]
}

function oneOverride({ files, pointers, reason, from }: ExplainedOverride): Line {
  const fields = { files, pointers, reason }
  const said = Object.entries(fields).filter(([, value]) => value !== null)
  return {
    text: `  - { ${said.map(([key, value]) => `${key}: ${yaml(value)}`).join(', ')} }`,
    note: placeOf(from),
  }
}

function lockLines({ locks }: ExplainedPolicy): readonly Line[] {
  if (locks.length === 0) return []
  const settings = locks.filter(({ kind }) => kind === 'setting')
  const rules = locks.length - settings.length
  const count = rules === 1 ? '1 rule, marked above' : `${rules} rules, marked above`
  return [
    { text: 'locked:' },
    ...(rules > 0 ? [{ text: '  rules:', note: count }] : []),
    ...(settings.length > 0 ? [{ text: '  settings:' }] : []),
    ...settings.map(({ subject, from }) => ({ text: `    - ${subject}`, note: placeOf(from) })),
  ]
}

function exceptionLines({ exceptions }: ExplainedPolicy): readonly Line[] {
  if (exceptions.length === 0) return []
  const lines = exceptions.map(({ subject, expires, owner, from }) => ({
    text: `  - { of: ${subject}, expires: ${expires}, owner: ${yaml(owner)} }`,
    note: placeOf(from),
  }))
  return [{ text: 'exceptions:' }, ...lines]
}

function noticeText({ notices }: ExplainedPolicy): string {
  return notices
    .map(({ code, severity, message, file, line }) => {
      const where = file === null ? '' : `  ${visible(line === null ? file : `${file}:${line}`)}`
      return `# ${severity} ${code}${where}\n#   ${visible(message)}\n`
    })
    .join('')
}

/** `specward.yaml:4; info in specward:recommended, warn in policy/base.yaml:3`. */
/** Where a value comes from, and what it was before. */
export function noteOf<Value>(
  { from, before }: ExplainedValue<Value>,
  show: (value: Value) => string,
): string {
  const past = before.map(({ value, from: at }) =>
    at ? `${show(value)} in ${placeOf(at)}` : `${show(value)} by default`,
  )
  const here = from ? placeOf(from) : 'by default'
  return past.length > 0 ? `${here}; was ${past.join(', ')}` : here
}

function placeOf({ source, line, inOverride }: ExplainedOrigin): string {
  const place = line === null ? source : `${source}:${line}`
  return inOverride ? `${place} (override)` : place
}

/** A value on one line, as YAML reads it. */
function yaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(yaml).join(', ')}]`
  if (typeof value === 'string' && /^[A-Za-z][\w./-]*$/.test(value)) return value
  return JSON.stringify(value)
}
