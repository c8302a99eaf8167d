import type { Node } from '../../source/node.ts'
import type { Checker } from '../checker.ts'
import { originOf } from '../origin.ts'
import type { Level, LevelStatement } from '../statements.ts'
import { RULE_LEVELS } from '../words.ts'

export type OwnLevel = Level

/** What makes an entry of `rules` the definition of a rule. */
const MARKS = ['given', 'select', 'then'] as const

/** Whether an entry of `rules` defines a rule, instead of setting one that is there. */
export function isDefinition(node: Node): boolean {
  return node.isObject && MARKS.some((key) => node.child(key) !== undefined)
}

/** By number, as in Spectral rulesets. */
const BY_NUMBER: Readonly<Record<string, Level>> = {
  '-1': 'off',
  '0': 'error',
  '1': 'warn',
  '2': 'info',
  '3': 'hint',
}

/** Severity of a rule that is defined, `warn` where nothing is said. */
export function readSeverity(check: Checker, entry: Node, node: Node | undefined): Level | undefined {
  if (!node) return 'warn'
  if (typeof node.value !== 'number') return check.word(node, '`severity`', RULE_LEVELS)
  const level = BY_NUMBER[String(node.value)]
  if (level === undefined) check.fail(node, `\`severity\` of \`${entry.key}\` must be between 0 and 3.`)
  return level
}

export function levelStatement(check: Checker, entry: Node, level: Level): LevelStatement {
  const at = entry.child('severity') ?? ({ node: entry, part: 'key' } as const)
  return { kind: 'level', rule: entry.key, level, scope: undefined, origin: originOf(check.file, at) }
}
