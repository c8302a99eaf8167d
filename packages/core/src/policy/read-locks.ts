import type { Node } from '../source/node.ts'
import { type Checker, quote } from './checker.ts'
import { type Origin, originOf } from './origin.ts'
import { readGlobs } from './read-overrides.ts'
import type { Registry } from './rule.ts'
import type { LockStatement, PolicyException } from './statements.ts'
import { ALL_RULES, DATE_PATTERN, fits, LOCKED_SETTINGS, type LockedSetting } from './words.ts'

/** Reads `locked:`, what those who extend this file may not soften. */
export function readLocks(
  check: Checker,
  node: Node | undefined,
  registry: Registry,
): LockStatement | undefined {
  const entries = node && check.entries(node, '`locked`', ['rules', 'settings', 'noExceptions'])
  if (!node || !entries) return undefined
  if (!entries.rules && !entries.settings) {
    check.fail(node, '`locked` locks nothing; give it `rules` or `settings`.')
  }
  const ids = [ALL_RULES, ...ruleIds(registry)]
  return {
    kind: 'lock',
    scope: undefined,
    builtOn: new Set(),
    origin: originOf(check.file, node),
    rules: readWords(check, entries.rules, 'rule', ids, registry.unchecked),
    settings: readWords<LockedSetting>(check, entries.settings, 'setting', LOCKED_SETTINGS),
    noExceptions: readWords(
      check,
      entries.noExceptions,
      'rule or setting',
      [...ids, ...LOCKED_SETTINGS],
      registry.unchecked,
    ),
  }
}

/** Reads `exceptions:`, the recorded exceptions from what is locked. */
export function readExceptions(
  check: Checker,
  node: Node | undefined,
  registry: Registry,
): readonly PolicyException[] {
  if (!node) return []
  return check.items(node, '`exceptions`').flatMap((item) => readException(check, item, registry) ?? [])
}

function readException(check: Checker, item: Node, registry: Registry): PolicyException | undefined {
  const required = ['reason', 'owner', 'expires'] as const
  const keys = ['rule', 'setting', ...required, 'approver', 'ticket', 'files'] as const
  const entries = check.entries(item, 'An exception', keys, required)
  if (!entries) return undefined
  const text = (key: 'reason' | 'owner' | 'approver' | 'ticket'): string | undefined => {
    const node = entries[key]
    return node && check.text(node, `\`${key}\``)
  }
  if ((entries.rule === undefined) === (entries.setting === undefined)) {
    check.fail(item, 'An exception is for one `rule` or for one `setting`; name one of the two.')
  }
  if (entries.rule && registry.unchecked) return undefined
  const rule = entries.rule && oneWord(check, entries.rule, 'rule', ruleIds(registry))
  const setting = entries.setting && oneWord(check, entries.setting, 'setting', LOCKED_SETTINGS)
  const of = rule !== undefined ? { rule } : setting !== undefined ? { setting } : undefined
  const reason = text('reason')
  const owner = text('owner')
  const approver = text('approver')
  const ticket = text('ticket')
  const expires = entries.expires && readDate(check, entries.expires)
  const files = entries.files && readGlobs(check, entries.files)
  if (!of || reason === undefined || owner === undefined || expires === undefined) return undefined
  return { of, reason, owner, expires, approver, ticket, files, origin: originOf(check.file, item) }
}

/** A day of the calendar: `2027-01-31`. */
export function readDate(check: Checker, node: Node, name = '`expires`'): string | undefined {
  const date = check.text(node, name)
  if (date === undefined || fits(DATE_PATTERN, date)) return date
  const what = /^\d{4}-\d{2}-\d{2}$/.test(date) ? 'no day of the calendar' : 'no date'
  check.fail(node, `${name} is ${quote(date)}, which is ${what}: write it like \`2027-01-31\`.`)
  return undefined
}

/** The words of a list, each with its place; those that are not known are reported. */
export function readWords<Word extends string>(
  check: Checker,
  node: Node | undefined,
  kind: string,
  known: readonly Word[],
  unchecked = false,
): ReadonlyMap<Word, Origin> {
  const found = new Map<Word, Origin>()
  for (const item of node ? check.items(node, `\`${node.key}\``) : []) {
    if (unchecked && !known.some((each) => each === item.value)) continue
    const word = oneWord(check, item, kind, known)
    if (word !== undefined && !found.has(word)) found.set(word, originOf(check.file, item))
  }
  return found
}

function oneWord<Word extends string>(
  check: Checker,
  node: Node,
  kind: string,
  known: readonly Word[],
): Word | undefined {
  const text = check.text(node, `A ${kind}`)
  const word = known.find((each) => each === text)
  if (text !== undefined && word === undefined) check.unknown(node, kind, text, known)
  return word
}

export function ruleIds(registry: Registry): readonly string[] {
  return registry.rules.map(({ rule }) => rule.id)
}
