import type { Policy } from '../policy/policy.ts'
import { type Loader, loadingBy } from '../source/load.ts'
import type { StepClock } from '../source/step-clock.ts'
import type { ApiSource, DocumentReading } from './read-document.ts'
import { resolve } from './resolve.ts'

/** Why a document is passed over that a change has nothing to do with. */
export const UNTOUCHED = 'not touched by what changed'

/** How a document would be judged. */
export interface Judging {
  readonly uri: string
  readonly policy: Pick<Policy, 'sources' | 'refHosts' | 'privateHosts' | 'refLock'>
  /** URI of the folder that the document may refer to. */
  readonly root: string
  readonly loader: Loader
  /** Ends following its references. */
  readonly clock: StepClock
}

/**
 * Whether a change can have changed what is found in a document.
 *
 * @param changed URIs of the files that were changed, added or deleted
 * @returns true when it is one of them, refers to one, over any number of others, or is judged by a policy made from one
 * @throws OutOfTime when its references cannot be followed in time
 */
export async function isTouched(
  changed: ReadonlySet<string>,
  read: DocumentReading,
  judging: Judging,
): Promise<boolean> {
  if (changed.has(judging.uri)) return true
  if (!read.api) return false
  if (judging.policy.sources.some((source) => changed.has(source))) return true
  const asked = await filesAskedFor(read.api, judging)
  return asked.some((uri) => changed.has(uri))
}

/** URIs of all files that a description refers to, also of those that are not there. */
async function filesAskedFor(
  { file, format, version }: ApiSource,
  { policy, root, loader, clock }: Judging,
): Promise<readonly string[]> {
  const asked: string[] = []
  const noting = loadingBy(loader, (uri, bounds, by) => {
    asked.push(uri)
    return by.load(uri, bounds)
  })
  const { refHosts, privateHosts, refLock } = policy
  await resolve(file, format, version, { loader: noting, root, refHosts, privateHosts, refLock, clock })
  return asked
}
