import { Node } from '../source/node.ts'
import type { Path, SourceFile } from '../source/types.ts'
import { locateAt } from './at.ts'
import { Checker, quote } from './checker.ts'
import { matchesGlob } from './glob.ts'
import type { ConfigurationError, PolicyNotice } from './policy.ts'
import { readDate } from './read-locks.ts'
import { keysOf, pointerAdvice } from './read-overrides.ts'
import { didYouMean } from './suggest.ts'
import {
  type BrokenWaiver,
  isByPattern,
  MOST_PATTERNS,
  type Waiver,
  type WaiverBook,
  type WaiverScope,
} from './waivers.ts'
import {
  FINGERPRINT_PATTERN,
  fits,
  GLOB_PATTERN,
  OPERATION_PATTERN,
  operationFault,
  POINTER_PATTERN,
  WAIVER_KEYS,
  WAIVER_SCOPES,
} from './words.ts'

/** What a file of waivers is read with. */
export interface WaiverReading {
  /** Ids of all rules that there are; undefined where that is not known. */
  readonly rules: ReadonlySet<string> | undefined
  /** `2027-01-31`; undefined when nobody told. */
  readonly today: string | undefined
}

/**
 * Reads a file of waivers. What keeps it from being read as a list of waivers is an error of the configuration; what
 * is wrong with one entry loses that entry alone, with a notice at its place. An empty file holds none.
 */
export function readWaivers(
  file: SourceFile,
  reading: WaiverReading,
): WaiverBook | { readonly errors: readonly ConfigurationError[] } {
  const check = new Checker(file)
  const problems = file.problems.filter(({ code }) => code !== 'file-empty')
  for (const { span, message } of problems) check.failAt(span?.start, message)
  const nothing = { file, waivers: [], broken: [] }
  if (problems.length > 0) return { errors: check.errors }
  if (file.value === undefined || file.value === null) return nothing
  for (const { path, key, again } of file.duplicateKeys) {
    if (path.length < 2) check.failAt(again.start, `The key ${quote(key)} stands here a second time.`)
  }
  const root = new Node(file, undefined, '', file.value)
  const entries = check.entries(root, 'A file of waivers', ['waivers'])
  const list = entries?.waivers
  const items = list && list.value !== null ? check.items(list, '`waivers`') : []
  if (check.errors.length > 0) return { errors: check.errors }
  const waivers: Waiver[] = []
  const broken: BrokenWaiver[] = []
  const repeated = repeatedKeys(file)
  for (const [index, item] of items.entries()) {
    const read = readEntry(item, index, repeated.get(String(index)) ?? [], reading)
    if ('notice' in read) broken.push(read)
    else waivers.push(read)
  }
  const [tooMany] = waivers.filter(({ scope }) => isByPattern(scope)).slice(MOST_PATTERNS)
  if (!tooMany) return { file, waivers, broken }
  const text = `A file of waivers may hold ${MOST_PATTERNS} whose scope has a \`*\` or \`?\`, and this is one more. Name the operation, place or file, or give a \`fingerprint\`.`
  check.failAt(tooMany.span.start, text)
  return { errors: check.errors }
}

/** Faults of entries in which a key stands twice, by the index of the entry. */
function repeatedKeys(file: SourceFile): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const { path, key, again } of file.duplicateKeys) {
    const [, index] = path
    if (index === undefined) continue
    const line = file.position(again.start).line
    const faults = found.get(index) ?? []
    found.set(index, [...faults, `The key ${quote(key)} stands in it a second time (line ${line}).`])
  }
  return found
}

type Entries = Partial<Record<(typeof WAIVER_KEYS)[number], Node>>

function readEntry(
  item: Node,
  index: number,
  repeated: readonly string[],
  reading: WaiverReading,
): Waiver | BrokenWaiver {
  const check = new Checker(item.file)
  const required = ['rule', 'reason', 'owner', 'expires'] as const
  const entries = check.entries(item, 'A waiver', WAIVER_KEYS, required) ?? knownEntries(item)
  const { rule, reason, owner, expires, ...more } = readFields(check, entries, reading)
  const { span } = locateAt(item)
  const { line } = item.file.position(span.start)
  const faults = [...check.errors.map((error) => faultText(error, line)), ...repeated]
  const broken = { index, line, rule: rule ?? entries.rule?.string, owner, expires }
  const isWhole = rule !== undefined && reason !== undefined && owner !== undefined && expires !== undefined
  if (faults.length > 0 || !isWhole) {
    const name = broken.rule === undefined ? 'This waiver' : `The waiver for ${quote(broken.rule)}`
    const message = `${name} suppresses nothing, because something is wrong with it. ${faults.join(' ')}`
    return { ...broken, notice: noticeAt(item, 'waiver-incomplete', message) }
  }
  const breadth = breadthFault(more.scope)
  if (breadth !== undefined) {
    const wanted = WAIVER_SCOPES.map((key) => `\`${key}\``).join(', ')
    const message = `The waiver for \`${rule}\` ${breadth}, so it suppresses nothing. Say what it is for, with one or more of ${wanted}. Owner: ${owner}.`
    return { ...broken, notice: noticeAt(item, 'waiver-over-broad', message) }
  }
  return { rule, reason, owner, expires, ...more, index, uri: item.file.uri, span, line }
}

function readFields(check: Checker, entries: Entries, reading: WaiverReading) {
  const text = (key: 'reason' | 'owner' | 'approver' | 'ticket'): string | undefined => {
    const node = entries[key]
    return node && readText(check, node)
  }
  const expires = entries.expires && readDate(check, entries.expires)
  const fields = {
    rule: entries.rule && readRule(check, entries.rule, reading),
    scope: readScope(check, entries),
    reason: text('reason'),
    owner: text('owner'),
    expires,
    ticket: text('ticket'),
    approver: text('approver'),
    created: entries.created && readDate(check, entries.created, '`created`'),
  }
  const { created } = fields
  if (!entries.created || created === undefined) return fields
  if (reading.today !== undefined && created > reading.today)
    check.fail(entries.created, `\`created\` is ${created}, which is still to come.`)
  if (expires !== undefined && created > expires)
    check.fail(entries.created, `\`created\` is ${created}, which is after \`expires\`.`)
  return fields
}

/** What of an entry can be read although something is missing or too much. */
function knownEntries(item: Node): Entries {
  if (!item.isObject) return {}
  return Object.fromEntries(
    WAIVER_KEYS.flatMap((key) => {
      const child = item.child(key)
      return child ? [[key, child]] : []
    }),
  )
}

function readRule(check: Checker, node: Node, { rules }: WaiverReading): string | undefined {
  const rule = check.text(node, '`rule`')
  if (rule === undefined || !rules || rules.has(rule)) return rule
  check.fail(node, `There is no rule ${quote(rule)}.${didYouMean(rule, rules)}`)
  return undefined
}

function readScope(
  check: Checker,
  entries: Partial<Record<(typeof WAIVER_KEYS)[number], Node>>,
): WaiverScope {
  const { fingerprint, parts, pointer, operation, file } = entries
  if (parts && !fingerprint) check.fail(parts, '`parts` goes with a `fingerprint`.')
  return {
    fingerprint: fingerprint && readFingerprint(check, fingerprint),
    parts: parts && check.items(parts, '`parts`').flatMap((part) => readFingerprint(check, part) ?? []),
    pointer: pointer && readPointer(check, pointer),
    operation: operation && readOperation(check, operation),
    file: file && readFile(check, file),
  }
}

/** Digits alone, and digits around an `e`, are a number to YAML: what counts is how it is written. */
function readFingerprint(check: Checker, node: Node): string | undefined {
  const text = typeof node.value === 'number' ? writtenAs(node) : check.text(node, 'A fingerprint')
  if (text === undefined || fits(FINGERPRINT_PATTERN, text)) return text
  const where = '`specward lint --verbose` and the reports show them'
  check.fail(node, `${quote(text)} is no fingerprint: these have 16 digits from 0 to f; ${where}.`)
  return undefined
}

function writtenAs({ file, span }: Node): string | undefined {
  return span && file.text.slice(span.value.start, span.value.end)
}

function readPointer(check: Checker, node: Node): readonly string[] | undefined {
  const pointer = check.text(node, '`pointer`')
  if (pointer === undefined) return undefined
  if (fits(POINTER_PATTERN, pointer)) return keysOf(pointer)
  check.fail(node, `${quote(pointer)} is no JSON Pointer: ${pointerAdvice(pointer)}`)
  return undefined
}

function readOperation(check: Checker, node: Node): string | undefined {
  const operation = check.text(node, '`operation`')
  if (operation === undefined || fits(OPERATION_PATTERN, operation)) return operation
  const fault = operationFault(operation, 'stands for every operation, or for nearly all')
  check.fail(node, `${quote(operation)} ${fault}; write it like \`DELETE /users/{id}\` or \`GET /legacy/*\`.`)
  return undefined
}

function readFile(check: Checker, node: Node): string | undefined {
  const file = check.text(node, '`file`')
  if (file === undefined) return undefined
  if (fits(GLOB_PATTERN, file)) return withoutDots(file)
  const form = 'a name or a glob of `*`, `**` and `?`, relative to the folder of the waivers'
  check.fail(node, `${quote(file)} cannot be used: \`file\` is ${form}.`)
  return undefined
}

/** `./openapi.yaml` is `openapi.yaml`. */
function withoutDots(file: string): string {
  return file
    .split('/')
    .filter((segment) => segment !== '.')
    .join('/')
}

/** A text; of a ticket, a number will do. */
function readText(check: Checker, node: Node): string | undefined {
  if (node.key === 'ticket' && typeof node.value === 'number') return writtenAs(node)
  return check.text(node, `\`${node.key}\``)
}

/** What is wrong with a scope that covers everything; undefined where it does not. */
function breadthFault({ fingerprint, pointer, operation, file }: WaiverScope): string | undefined {
  if (fingerprint !== undefined || operation !== undefined) return undefined
  if (pointer && !isWide(pointer)) return undefined
  if (file === undefined) return 'is for everything that the rule finds'
  return namesFile(file) ? undefined : 'is for all places in all files, or in nearly all'
}

/** What holds all that most rules look at. */
const WHOLE: ReadonlySet<string | undefined> = new Set([
  'paths',
  'webhooks',
  'components',
  'definitions',
  'channels',
  'operations',
])

function isWide(pointer: Path): boolean {
  const [first, ...rest] = pointer
  return (first === '*' || WHOLE.has(first)) && rest.every((key) => key === '*')
}

/** Names of which a glob that says nothing but how a file ends fits one. */
const ANY_NAMES = ['-.yaml', '-.yml', '-.json', '-/-.yaml', '-/-.yml', '-/-.json']

/** Whether a glob has a whole name of a file or folder, or three characters of one in a row. */
function namesFile(glob: string): boolean {
  if (ANY_NAMES.some((name) => matchesGlob(glob, name))) return false
  return glob.split('/').some((segment) => {
    const isName = !/[*?]/.test(segment) && !/^\.*$/.test(segment)
    return isName || /[^*?.]{3}/.test(segment.replace(/\.[^.]*$/, ''))
  })
}

/** The message, with its line where that is not the first one of the entry. */
function faultText({ message, line }: ConfigurationError, first: number): string {
  if (line === undefined || line === first) return message
  return message.endsWith('.') ? message.replace(/\.$/, ` (line ${line}).`) : `${message} (line ${line})`
}

function noticeAt(item: Node, code: PolicyNotice['code'], message: string) {
  const { span } = locateAt(item)
  return { code, severity: 'error' as const, message, uri: item.file.uri, span }
}
