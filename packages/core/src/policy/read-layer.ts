import { Node } from '../source/node.ts'
import type { SourceFile } from '../source/types.ts'
import { Checker, quote } from './checker.ts'
import { originOf } from './origin.ts'
import { RULESET_KEYS } from './own/own-rules.ts'
import { readAttestationSettings } from './read-attestation-settings.ts'
import { readFacts, readHosts } from './read-facts.ts'
import { readExceptions, readLocks } from './read-locks.ts'
import { readOverrides } from './read-overrides.ts'
import { readProblems } from './read-problems.ts'
import { readRules } from './read-rules.ts'
import { readWaiverSettings } from './read-waiver-settings.ts'
import type { Registry } from './rule.ts'
import type { PolicyException, Statement } from './statements.ts'
import { GATES, REF_HOST_PATTERN } from './words.ts'

/** Keys of `specward.yaml`. */
export const KEYS = [
  'extends',
  'rules',
  'policy',
  'overrides',
  'refs',
  'problems',
  'failOn',
  'attestations',
  'waivers',
  'locked',
  'exceptions',
  ...RULESET_KEYS,
] as const

/** A configuration as written: what it says itself, and the entries of `extends` that it builds on. */
export interface ReadLayer {
  readonly check: Checker
  /** In the order in which they hold: settings, overrides over them, locks over both. */
  readonly statements: readonly Statement[]
  readonly exceptions: readonly PolicyException[]
  /** Undefined when the key is absent. */
  readonly extends: readonly Node[] | undefined
}

/**
 * Reads a configuration; whatever is wrong with it is left with the checker. An empty file says nothing.
 *
 * @param base URI of the folder that globs are relative to, ending in `/`
 */
export function readLayer(file: SourceFile, registry: Registry, base: string): ReadLayer {
  const check = new Checker(file)
  const empty: ReadLayer = { check, statements: [], exceptions: [], extends: undefined }
  const problems = file.problems.filter((problem) => problem.code !== 'file-empty')
  for (const problem of problems) check.failAt(problem.span?.start, problem.message)
  if (problems.length > 0 || file.value === undefined || file.value === null) return empty
  for (const { key, again, first } of file.duplicateKeys) {
    const line = file.position(first.start).line
    check.failAt(
      again.start,
      `The key ${quote(key)} stands here a second time; it is already on line ${line}.`,
    )
  }
  const entries = check.entries(new Node(file, undefined, '', file.value), 'The configuration', KEYS)
  return entries ? readEntries(check, entries, registry, base) : empty
}

function readEntries(
  check: Checker,
  entries: Partial<Record<(typeof KEYS)[number], Node>>,
  registry: Registry,
  base: string,
): ReadLayer {
  const locks = readLocks(check, entries.locked, registry)
  return {
    check,
    extends: entries.extends && check.items(entries.extends, '`extends`'),
    statements: [
      ...readRules(check, entries.rules, registry),
      ...readFacts(check, entries.policy),
      ...readRefs(check, entries.refs),
      ...readProblems(check, entries.problems, base),
      ...readGate(check, entries.failOn),
      ...readAttestationSettings(check, entries.attestations),
      ...readWaiverSettings(check, entries.waivers, registry),
      ...readOverrides(check, entries.overrides, registry, base),
      ...(locks ? [locks] : []),
    ],
    exceptions: readExceptions(check, entries.exceptions, registry),
  }
}

function readRefs(check: Checker, node: Node | undefined): readonly Statement[] {
  const entries = node && check.entries(node, '`refs`', ['allow', 'private'])
  const read = (list: Node | undefined, isPrivate: boolean): readonly Statement[] =>
    readHosts(check, list, REF_HOST_PATTERN).map(({ at, value }) => ({
      kind: 'ref-host',
      host: value.replace(/:(?:80|443)$/, ''),
      isPrivate,
      scope: undefined,
      origin: originOf(check.file, at),
    }))
  return [...read(entries?.allow, false), ...read(entries?.private, true)]
}

function readGate(check: Checker, node: Node | undefined): readonly Statement[] {
  const gate = node && check.word(node, '`failOn`', GATES)
  if (!node || gate === undefined) return []
  return [{ kind: 'gate', gate, scope: undefined, origin: originOf(check.file, node) }]
}
