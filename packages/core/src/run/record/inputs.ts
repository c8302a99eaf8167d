import type { Task } from '../../policy/task.ts'
import { boundsFor, refusalOf } from '../../resolve/permission.ts'
import type { Bounds } from '../../source/bounds.ts'
import { type Loader, loadingBy } from '../../source/load.ts'
import type { RecordedInput } from './document-record.ts'
import type { Words } from './words.ts'

/** A file that was looked for, because somebody named it or because something refers to it. */
export interface Asked {
  readonly uri: string
  readonly isNamed: boolean
}

/** A loader that notes what is asked for, each once. */
export interface NotingLoader {
  readonly loader: Loader
  readonly asked: ReadonlyMap<string, Asked>
}

export function notingLoader(loader: Loader): NotingLoader {
  const asked = new Map<string, Asked>()
  const noting = loadingBy(loader, (uri, bounds, by) => {
    const isNamed = bounds === undefined
    asked.set(`${uri} ${isNamed}`, { uri, isNamed })
    return by.load(uri, bounds)
  })
  return { loader: noting, asked }
}

/** What was asked for as it was read, in the order of the URIs. */
export async function inputsOf(
  asked: NotingLoader['asked'],
  task: Task,
  loader: Loader,
  words: Words,
): Promise<readonly RecordedInput[]> {
  const inputs: RecordedInput[] = []
  for (const { uri, isNamed } of [...asked].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)) {
    const loaded = await loader.load(uri, boundsOf(uri, isNamed, task))
    const input = { uri: words.writeUri(uri), isNamed }
    if ('error' in loaded) {
      inputs.push({ ...input, error: loaded.error, detail: words.write(loaded.detail) })
    } else inputs.push({ ...input, sha256: loader.digest(uri) ?? '' })
  }
  return inputs
}

/**
 * Whether all that was asked for is what it was. It is read for that, and not parsed. A record may come from anywhere:
 * what the document may not refer to is not read because of it.
 */
export async function isAsRecorded(
  inputs: readonly RecordedInput[],
  task: Task,
  loader: Loader,
  words: Words,
): Promise<boolean> {
  const { peek } = loader
  if (!peek) return false
  const same = await Promise.all(
    inputs.map(async (input) => {
      const uri = words.readUri(input.uri)
      if (!mayAsk(uri, input.isNamed, task)) return false
      const read = await peek(uri, boundsOf(uri, input.isNamed, task))
      if ('error' in input) {
        return 'error' in read && read.error === input.error && words.write(read.detail) === input.detail
      }
      return 'file' in read && loader.digest(uri) === input.sha256
    }),
  )
  return same.every(Boolean)
}

/**
 * Whether a document that is judged by a policy may ask for a file. What leads elsewhere than it is spelled, as with tabs,
 * which URLs leave out, it may not.
 */
export function mayAsk(uri: string, isNamed: boolean, { document, policy, root }: Task): boolean {
  if (!URL.canParse(uri) || new URL(uri).href !== uri) return false
  return isNamed ? uri === document.uri : refusalOf(uri, { ...policy, root }) === undefined
}

/** The same as when it was judged: they follow from the policy and the folder of the project. */
export function boundsOf(uri: string, isNamed: boolean, { policy, root }: Task): Bounds | undefined {
  return isNamed ? undefined : boundsFor(uri, { ...policy, root })
}
