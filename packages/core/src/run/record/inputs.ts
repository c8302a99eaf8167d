import { boundsFor, type RefRules, refusalOf } from '../../resolve/permission.ts'
import type { Bounds } from '../../source/bounds.ts'
import type { Loader } from '../../source/load.ts'
import type { RecordedInput } from './document-record.ts'
import type { Words } from './words.ts'

/** What was asked for, by URI, with what it was held to. */
export type Asked = ReadonlyMap<string, Bounds | undefined>

/** A loader that notes what is asked for. */
export interface NotingLoader {
  readonly loader: Loader
  readonly asked: Asked
}

export function notingLoader(
  loader: Loader,
  asked: Map<string, Bounds | undefined> = new Map(),
): NotingLoader {
  const load: Loader['load'] = (uri, bounds) => {
    if (!asked.has(uri)) asked.set(uri, bounds)
    return loader.load(uri, bounds)
  }
  const within: Loader['within'] = (limits) => notingLoader(loader.within(limits), asked).loader
  return { loader: { ...loader, load, within }, asked }
}

/** What was asked for as it was read, in the order of the URIs. */
export async function inputsOf(
  asked: Asked,
  loader: Loader,
  words: Words,
): Promise<readonly RecordedInput[]> {
  const inputs: RecordedInput[] = []
  for (const uri of [...asked.keys()].sort()) {
    const loaded = await loader.load(uri, asked.get(uri))
    const name = words.writeUri(uri)
    if ('error' in loaded) {
      inputs.push({ uri: name, error: loaded.error, detail: words.write(loaded.detail) })
    } else inputs.push({ uri: name, sha256: loader.digest(uri) ?? '' })
  }
  return inputs
}

/**
 * Whether all that was asked for is what it was. It is read for that, and not parsed. A record says what is to be read,
 * and may come from anywhere: what the document may not refer to is not asked for.
 *
 * @param document URI of the document that was judged
 */
export async function isAsRecorded(
  inputs: readonly RecordedInput[],
  document: string,
  rules: RefRules,
  loader: Loader,
  words: Words,
): Promise<boolean> {
  const { peek } = loader
  if (!peek) return false
  const same = await Promise.all(
    inputs.map(async (input) => {
      const uri = words.readUri(input.uri)
      const isOwn = uri === document
      if (!isOwn && refusalOf(uri, rules)) return false
      const read = await peek(uri, isOwn ? undefined : boundsFor(uri, rules))
      if ('error' in input) {
        return 'error' in read && read.error === input.error && words.write(read.detail) === input.detail
      }
      return 'file' in read && loader.digest(uri) === input.sha256
    }),
  )
  return same.every(Boolean)
}
