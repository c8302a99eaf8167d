import { keyOf } from '../files.ts'
import type { Subject } from './subject.ts'
import type { Workspace } from './workspace.ts'

/**
 * Brings everything up to date that says something about a file: the file itself where it is judged, and the API
 * descriptions that consist of it. Those are looked for where the file is open and none is known.
 * @param isWhole whether a look at what was edited is not enough
 */
export async function bringFile(workspace: Workspace, uri: string, isWhole: boolean): Promise<void> {
  await workspace.settled
  const key = keyOf(uri)
  if (!workspace.settings(uri).enable) return
  const own = workspace.subjects.get(key)
  if (own) await bring(workspace, own, isWhole)
  const isOpen = workspace.document(uri) !== undefined
  for (const subject of await unjudged(workspace, key)) await bring(workspace, subject, isWhole)
  for (const subject of workspace.reaching(key)) {
    if (isOpen && subject.review && !subject.review.understood && subject.files.has(key)) {
      workspace.reviewer.spoil(subject)
    }
    await bring(workspace, subject, isWhole)
  }
  const isReached = workspace.reaching(key).some(({ files }) => files.has(key))
  if (isReached) workspace.board.hint(key, undefined)
  else if (isOpen && !own?.review) await workspace.fragments.lookUp(uri)
}

/** Open descriptions of which nothing is known yet, and that may consist of a file. */
async function unjudged({ subjects, fragments }: Workspace, key: string): Promise<readonly Subject[]> {
  const found: Subject[] = []
  for (const subject of subjects.values()) {
    const isNew = subject.isOpen && !subject.review && (subject.isStale || subject.run !== undefined)
    if (isNew && subject.key !== key && (await fragments.mayReach(subject.uri, key))) found.push(subject)
  }
  return found
}

function bring({ reviewer }: Workspace, subject: Subject, isWhole: boolean): Promise<void> {
  return isWhole ? reviewer.bringWhole(subject, true) : reviewer.bring(subject, true)
}
