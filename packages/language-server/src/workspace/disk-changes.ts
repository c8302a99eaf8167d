import { keyOf } from '../files.ts'
import { depends, hasAny } from './depends.ts'
import type { Workspace } from './workspace.ts'

/** A file, or a folder, of which the disk says something new. */
export interface DiskChange {
  readonly uri: string
  readonly isDeleted: boolean
}

/**
 * Has judged again what depends on files that are others on the disk now, and forgets descriptions that are gone. What
 * is open is not concerned, except as code, which is read from the disk.
 */
export function followDisk(workspace: Workspace, changes: readonly DiskChange[]): void {
  const { buffers } = workspace
  const keys = new Set(changes.map(({ uri }) => keyOf(uri)))
  const closed = new Set([...keys].filter((key) => !buffers.get(key)))
  const deleted = changes.flatMap(({ uri, isDeleted }) => (isDeleted ? [keyOf(uri).replace(/\/$/, '')] : []))
  const isGone = (key: string): boolean =>
    deleted.some((each) => key === each || key.startsWith(`${each}/`)) && !buffers.get(key)
  workspace.fragments.changed(closed)
  forgetListed(workspace, (key) => deleted.some((each) => key === each || key.startsWith(`${each}/`)))
  workspace.spoil((subject) => {
    if (hasAny(subject.scripts, keys) || depends(subject, closed)) return true
    return deleted.length > 0 && [...subject.asked].some(isGone)
  })
}

function forgetListed(workspace: Workspace, isGone: (key: string) => boolean): void {
  for (const subject of [...workspace.subjects.values()]) {
    if (!subject.isListed || !isGone(subject.key)) continue
    subject.isListed = false
    workspace.dropIfUnwanted(subject)
  }
}
