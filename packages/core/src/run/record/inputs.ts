import type { Loader } from '../../source/load.ts'
import type { RecordedInput } from './document-record.ts'
import type { Words } from './words.ts'

/** A loader that notes what is asked for. */
export interface NotingLoader {
  readonly loader: Loader
  readonly asked: ReadonlySet<string>
}

export function notingLoader(loader: Loader): NotingLoader {
  const asked = new Set<string>()
  const load: Loader['load'] = (uri) => {
    asked.add(uri)
    return loader.load(uri)
  }
  return { loader: { ...loader, load }, asked }
}

/** What was asked for as it was read, in the order of the URIs. */
export async function inputsOf(
  asked: Iterable<string>,
  loader: Loader,
  words: Words,
): Promise<readonly RecordedInput[]> {
  const inputs: RecordedInput[] = []
  for (const uri of [...asked].sort()) {
    const loaded = await loader.load(uri)
    const name = words.writeUri(uri)
    if ('error' in loaded) {
      inputs.push({ uri: name, error: loaded.error, detail: words.write(loaded.detail) })
    } else inputs.push({ uri: name, sha256: loader.digest(uri) ?? '' })
  }
  return inputs
}

/** Whether all that was asked for is what it was. It is read for that, and not parsed. */
export async function isAsRecorded(
  inputs: readonly RecordedInput[],
  loader: Loader,
  words: Words,
): Promise<boolean> {
  const { peek } = loader
  if (!peek) return false
  const same = await Promise.all(
    inputs.map(async (input) => {
      const uri = words.readUri(input.uri)
      const read = await peek(uri)
      if ('error' in input) {
        return 'error' in read && read.error === input.error && words.write(read.detail) === input.detail
      }
      return 'file' in read && loader.digest(uri) === input.sha256
    }),
  )
  return same.every(Boolean)
}
