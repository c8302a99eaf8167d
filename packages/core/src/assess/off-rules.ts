import type { Policy, RulePlace } from '../policy/policy.ts'
import { coversFile } from '../policy/scope.ts'
import { nodesAt } from '../settle/nodes-at.ts'
import type { SourceFile } from '../source/types.ts'
import type { OffRule } from './api.ts'

/**
 * Rules that somebody has turned off for a document, or for places that are in it. What is off because no preset in
 * use has it is not among them.
 * @param files all files of the document
 */
export function offRules(
  ids: Iterable<string>,
  policy: Policy,
  files: readonly SourceFile[],
): ReadonlyMap<string, OffRule> {
  const active = new Set(policy.rules.map(({ rule }) => rule.id))
  const places = placesOf(policy, files)
  const off = new Map<string, OffRule>()
  for (const id of ids) {
    const found = active.has(id) ? offInPart(id, policy, places) : offByName(id, policy, places)
    if (found) off.set(id, found)
  }
  return off
}

/** The roots of the files, and all places in them that overrides name. */
function placesOf({ scopes = [] }: Policy, files: readonly SourceFile[]): readonly RulePlace[] {
  if (scopes.length === 0) return []
  const roots = files.map(({ uri }) => ({ uri, path: [] }))
  const named = scopes.flatMap((scope) =>
    files
      .filter(({ uri }) => coversFile(scope, uri))
      .flatMap((file) => (scope.pointers ?? []).flatMap((keys) => nodesAt(file, keys)))
      .map(({ file, path }) => ({ uri: file.uri, path })),
  )
  return [...roots, ...named]
}

function offInPart(id: string, policy: Policy, places: readonly RulePlace[]): OffRule | undefined {
  const place = places.find((each) => policy.severityAt?.(id, each) === 'off')
  if (!place) return undefined
  // where it is on in some places alone, what turns it on there is all that is said
  const word = policy.lastWord?.(id, place) ?? firstWord(id, policy, places)
  return word && { at: word.origin, isPartial: true }
}

function offByName(id: string, policy: Policy, places: readonly RulePlace[]): OffRule | undefined {
  const word = policy.lastWord?.(id)
  if (word?.level === 'off') return { at: word.origin, isPartial: false }
  const there = firstWord(id, policy, places)
  return there?.level === 'off' ? { at: there.origin, isPartial: true } : undefined
}

function firstWord(id: string, policy: Policy, places: readonly RulePlace[]) {
  for (const place of places) {
    const word = policy.lastWord?.(id, place)
    if (word) return word
  }
  return undefined
}
