import type { GatewayDuty } from '../model/model.ts'
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
  'file-limit': true,
  'reference-limit': true,
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
  'ref-private-address': true,
  'ref-not-locked': true,
  'ref-digest-mismatch': true,
  'nothing-judged': true,
  'rule-failed': true,
  'rule-timeout': true,
  'document-timeout': true,
  'script-not-allowed': true,
  'document-lost': true,
  'internal-error': true,
}

export const PROBLEM_CODES: readonly string[] = Object.keys(CODES)

export function isProblemCode(word: string): word is ProblemCode {
  return Object.hasOwn(CODES, word)
}

/** A host name or an address in brackets: without protocol, port and path. */
export const HOST_PATTERN = '^([A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*|\\[[0-9A-Fa-f:.]+\\])$'

/** The same, with a port where it is not that of http and https. */
export const REF_HOST_PATTERN =
  '^([A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*|\\[[0-9A-Fa-f:.]+\\])(:[1-9][0-9]{0,4})?$'

/** The same without a port, or `*.` and a host name. */
export const WILD_HOST_PATTERN = '^((\\*\\.)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*|\\[[0-9A-Fa-f:.]+\\])$'

/**
 * The label of an operation, in which `*` may stand for anything: `GET /health`, `* /public/*`, `receive orders`. With
 * a `*`, the path begins with a name or holds three characters of one in a row, so that it does not stand for all.
 */
export const OPERATION_PATTERN =
  '^([A-Z]+|\\*|publish|subscribe|send|receive|webhook|callback) (?=[^*]*$|/?[^\\s/*{]|.*[^\\s/*]{3})\\S'

/** A relative glob of `*`, `**` and `?`, without braces, backslashes and a leading `/` or `!`. */
export const GLOB_PATTERN = '^[^/!{}\\\\][^{}\\\\]*$'

/** The same with a leading `!`, which leaves out. */
export const OVERRIDE_GLOB_PATTERN = '^!?[^/!{}\\\\][^{}\\\\]*$'

/** A JSON Pointer (RFC 6901, section 3) that is not the whole document. */
export const POINTER_PATTERN = '^(/([^~/]|~[01])*)+$'

/** A day of the calendar: `2027-01-31`, with the leap years of the Gregorian calendar. */
export const DATE_PATTERN =
  '^(\\d{4}-(0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])|\\d{4}-(0[469]|11)-(0[1-9]|[12]\\d|30)|' +
  '\\d{4}-02-(0[1-9]|1\\d|2[0-8])|(\\d\\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'

/** A file that is extended: `./base.yaml`, `../shared/specward.yaml`. */
export const EXTENDED_FILE_PATTERN = '^\\.\\.?/[^\\\\?#%]*\\.(ya?ml|json)$'

/** A package of npm that is extended, or a file in it: `@acme/api-policy`, `api-policy/strict.yaml`. */
export const EXTENDED_PACKAGE_PATTERN =
  '^(?!node_modules(/|$))(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*' +
  '(/(?!\\.\\.?/)[^/\\\\?#%]+(?=/))*(/[^/\\\\?#%]+\\.(ya?ml|json))?$'

/** A ruleset of Spectral by a name that nothing else has: built in, at a URL, or a script. */
export const EXTENDED_RULESET_PATTERN = '^(spectral:|https?://).|^\\.\\.?/[^\\\\?#%]*\\.[cm]?[jt]s$'

/** What `policy` may hold, one by one. */
export const FACTS = [
  'publicOperations',
  'allowedHosts',
  'allowedIssuers',
  'sensitiveNames.credential',
  'sensitiveNames.personal',
  'sensitiveNames.financial',
  'adminWords',
  'gateway.authentication',
  'gateway.rateLimits',
  'gateway.tls',
  'publicInDescription',
] as const

export type FactName = (typeof FACTS)[number]

export const GATEWAY_DUTIES = [
  'authentication',
  'rateLimits',
  'tls',
] as const satisfies readonly GatewayDuty[]

/** What a shared policy can lock beside rules. */
export const LOCKED_SETTINGS = [
  'failOn',
  'problems',
  'refs',
  'overrides',
  'policy.publicOperations',
  'policy.allowedHosts',
  'policy.allowedIssuers',
  'policy.gateway',
  'policy.publicInDescription',
  'attestations',
  'waivers',
  'limits',
] as const

export type LockedSetting = (typeof LOCKED_SETTINGS)[number]

/** What an answer can be that no longer holds. */
export const OUTDATED_LEVELS = ['error', 'warn'] as const

/** Keys of an attestation, in the order in which they are written. */
export const ATTESTATION_KEYS = [
  'control',
  'document',
  'operations',
  'answer',
  'by',
  'date',
  'validUntil',
  'evidence',
  'comment',
  'digest',
  'parts',
] as const

/** The label of an operation that an answer is about; `*` for any characters, also for all that a method has. */
export const ATTESTED_OPERATION_PATTERN = '^([A-Z]+|\\*|publish|subscribe|send|receive|webhook|callback) \\S'

export const ANSWERS = ['yes', 'no', 'not-applicable'] as const

/** Digest of a part of an API, with the number of the way in which it is made. */
export const PART_DIGEST_PATTERN = '^[1-9]\\d*:[0-9a-f]{32}$'
/** What a waiver that is no longer needed can be. */
export const STALE_LEVELS = ['error', 'warn'] as const

/** Who has to agree to a waiver, from nobody up. */
export const APPROVALS = ['optional', 'required', 'other-than-owner'] as const

/** What a waiver is for. */
export const WAIVER_SCOPES = ['fingerprint', 'pointer', 'operation', 'file'] as const

/** Keys of a waiver, in the order in which they are written. */
export const WAIVER_KEYS = [
  'rule',
  'fingerprint',
  'parts',
  'pointer',
  'operation',
  'file',
  'reason',
  'owner',
  'expires',
  'ticket',
  'approver',
  'created',
] as const

/** A fingerprint of a finding. */
export const FINGERPRINT_PATTERN = '^[0-9a-f]{16}$'

/** Id of a rule that the policy or a ruleset defines. */
export const OTHER_RULE_PATTERN = '^[^*\\s]\\S*$'

/** Stands for all rules. */
export const ALL_RULES = '*'

/** Something beside blanks and characters of the basic plane that show nothing (`isBlank` knows the others as well). */
export const TEXT_PATTERN =
  '[^\\s\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u115f\\u1160' +
  '\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb]'

/** What is wrong with a label that does not fit its pattern. */
export function operationFault(label: string, ifAll: string): string {
  const isLabel = fits(ATTESTED_OPERATION_PATTERN, label) && label.includes('*')
  return isLabel ? ifAll : 'does not begin with a method in capitals and a space'
}

export function fits(pattern: string, text: string): boolean {
  return new RegExp(pattern, 'u').test(text)
}
