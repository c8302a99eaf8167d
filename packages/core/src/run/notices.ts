import type { Ran } from '../against/types.ts'
import { unmatchedWhere } from '../evaluate/unmatched-where.ts'
import type { PolicyNotice } from '../policy/policy.ts'
import type { Task } from '../policy/task.ts'
import { unusedOverrides } from '../settle/unused-overrides.ts'
import type { SourceFile } from '../source/types.ts'
import type { RunTools } from './tools.ts'

/** What is to be told about the policies in use, and of the answers about each document. */
export function noticesOf(
  tasks: readonly Task[],
  { files, documents }: Pick<Ran, 'files' | 'documents'>,
): readonly PolicyNotice[] {
  const policies = policiesOf(tasks)
  const rulesets = [...new Set(policies.flatMap((policy) => policy.rulesets?.loaded ?? []))]
  return [
    ...policies.flatMap(({ notices = [], scopes = [] }) => [
      ...notices,
      ...unusedOverrides(scopes, (uri) => files.get(uri)),
    ]),
    ...rulesets.flatMap((loaded) => loaded.finish()),
    ...unmatchedWhere(documents),
    ...documents.flatMap(({ attested = [] }) => attested),
  ]
}

/** The files, beside the descriptions, in which notices have their places. */
export function noticedFiles(tasks: readonly Task[], { attestations }: RunTools): readonly SourceFile[] {
  return [...(attestations?.files ?? []), ...policiesOf(tasks).flatMap((policy) => policy.files ?? [])]
}

function policiesOf(tasks: readonly Task[]): readonly Task['policy'][] {
  return [...new Set(tasks.map(({ policy }) => policy))]
}
