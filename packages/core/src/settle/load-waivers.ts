import { addTo } from '../group.ts'
import { companionsOf } from '../policy/companions.ts'
import type { ConfigurationError, Policy } from '../policy/policy.ts'
import { readWaivers } from '../policy/read-waivers.ts'
import type { Loader } from '../source/load.ts'
import { rulesOf } from './accept.ts'
import type { BookInForce } from './accept-types.ts'

/** A document that is to be judged. */
interface Planned {
  readonly document: { readonly uri: string }
  readonly policy: Policy
  /** URI of the configuration in force; undefined when there is none. */
  readonly config: string | undefined
}

interface LoadOptions {
  readonly workingDirectory: string
  readonly today?: string | undefined
  readonly loader: Loader
}

export interface LoadedWaivers {
  readonly books: readonly BookInForce[]
  readonly errors: readonly ConfigurationError[]
}

/** Reads the waivers that are in force for documents, each file once, sorted by its URI. */
export async function loadWaivers(
  planned: readonly Planned[],
  { workingDirectory, today, loader }: LoadOptions,
): Promise<LoadedWaivers> {
  const byFile = new Map<string, Planned[]>()
  const found = new Map<string | undefined, Promise<readonly string[]>>()
  for (const each of planned) {
    const looking = found.get(each.config) ?? companionsOf('waivers', each.config, workingDirectory, loader)
    found.set(each.config, looking)
    for (const uri of await looking) {
      addTo(byFile, uri, each)
    }
  }
  const books: BookInForce[] = []
  const errors: ConfigurationError[] = []
  for (const [uri, concerned] of [...byFile].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const loaded = await loader.load(uri)
    if ('error' in loaded) {
      errors.push({ message: `The waivers could not be read: ${loaded.detail}`, uri })
      continue
    }
    const read = readWaivers(loaded.file, { rules: rulesOf(concerned), today })
    if ('errors' in read) errors.push(...read.errors)
    else books.push({ book: read, documents: new Set(concerned.map(({ document }) => document.uri)) })
  }
  return { books, errors }
}
