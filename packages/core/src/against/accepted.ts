import { ConfigurationFailure } from '../policy/configuration-failure.ts'
import type { Task } from '../policy/task.ts'
import type { SettledFinding } from '../settle/types.ts'
import type { Loader } from '../source/load.ts'
import { keyOf } from './base-types.ts'
import type { Compared, Was } from './tree.ts'
import type { Comparable } from './types.ts'

/**
 * How many findings are accepted, by waivers or remarks, that nobody had accepted in the base.
 * @param before the policies of the base, by document
 * @param loader reads files as they were
 */
export async function acceptedSince(
  compared: readonly Compared[],
  before: ReadonlyMap<string, Task>,
  loader: Loader,
  run: Comparable,
): Promise<number> {
  let number = 0
  for (const { document, task, was } of compared) {
    const accepted = document.findings.filter(isAccepted)
    if (accepted.length === 0) continue
    const then = was ? await acceptedThen(was, before.get(document.uri) ?? task, loader, run) : new Set()
    number += accepted.filter((finding) => !then.has(keyOf(finding))).length
  }
  return number
}

function isAccepted({ suppressed }: SettledFinding): boolean {
  return suppressed !== undefined && suppressed.kind !== 'policy'
}

/** What was accepted in the base; nothing where its waivers cannot be read. */
async function acceptedThen(
  was: Was,
  task: Task,
  loader: Loader,
  run: Comparable,
): Promise<ReadonlySet<string>> {
  const documents = was.ran.documents
    .filter(({ uri }) => uri === was.uri)
    .map((each) => ({
      ...each,
      findings: each.findings.map((finding) => ({ ...finding, suppressed: undefined })),
    }))
  const planned = { ...task, document: { uri: was.uri, named: false } }
  try {
    const settled = await run.accept([planned], { ...was.ran, documents }, loader)
    return new Set(settled.flatMap(({ findings }) => findings.filter(isAccepted).map(keyOf)))
  } catch (error) {
    if (error instanceof ConfigurationFailure) return new Set()
    throw error
  }
}
