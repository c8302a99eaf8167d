import type { ProblemCode } from '../problem.ts'
import type { Severity } from './rule.ts'

/** From the gravest down. */
export const SEVERITIES = ['error', 'warn', 'info', 'hint'] as const satisfies readonly Severity[]

/** What may stand after the name of a rule. */
export const RULE_LEVELS = [...SEVERITIES, 'off'] as const

export const GATES = [...SEVERITIES, 'never'] as const

export const PROBLEM_LEVELS = ['error', 'warn'] as const

/** Prefix of the names of presets in `extends`. */
export const PRESET_PREFIX = 'specward:'

/** What is extended when nothing is said. */
export const DEFAULT_PRESETS = ['recommended'] as const

// A record, so that the compiler asks for every code and refuses any other.
const CODES: Readonly<Record<ProblemCode, true>> = {
  'file-not-found': true,
  'file-unreadable': true,
  'file-is-folder': true,
  'file-empty': true,
  'file-binary': true,
  'file-not-utf8': true,
  'file-too-large': true,
  'no-file-matched': true,
  'syntax-error': true,
  'multiple-documents': true,
  'nesting-too-deep': true,
  'alias-limit': true,
  'not-an-api-description': true,
  'unsupported-version': true,
  'unexpected-shape': true,
  'server-expansion-limit': true,
  'ref-not-found': true,
  'ref-file-not-found': true,
  'ref-unreadable': true,
  'ref-invalid': true,
  'ref-cycle': true,
  'ref-outside-root': true,
  'ref-host-not-allowed': true,
  'nothing-judged': true,
  'rule-failed': true,
  'rule-timeout': true,
  'internal-error': true,
}

export const PROBLEM_CODES: readonly string[] = Object.keys(CODES)

export function isProblemCode(word: string): word is ProblemCode {
  return Object.hasOwn(CODES, word)
}

/** A host name or an address in brackets: without protocol, port and path. */
export const HOST_PATTERN = '^([A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*|\\[[0-9A-Fa-f:.]+\\])$'

/** The same, or `*.` and a host name. */
export const WILD_HOST_PATTERN = '^((\\*\\.)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*|\\[[0-9A-Fa-f:.]+\\])$'

/** The label of an operation, in which `*` may stand for anything: `GET /health`, `* /public/*`, `receive orders`. */
export const OPERATION_PATTERN = '^([A-Z]+|\\*|publish|subscribe|send|receive|webhook|callback) (?![* ]+$)\\S'

/** A relative glob of `*`, `**` and `?`, without braces, backslashes and a leading `/` or `!`. */
export const GLOB_PATTERN = '^[^/!{}\\\\][^{}\\\\]*$'

/** Something beside blanks. */
export const TEXT_PATTERN = '\\S'
