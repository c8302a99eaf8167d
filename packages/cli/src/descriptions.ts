import { fileURLToPath } from 'node:url'
import { type DiscoverOptions, discover } from './discover.ts'
import type { Io } from './io.ts'
import { uriOf } from './uris.ts'

/** Lists the API descriptions in a folder and below, as core asks for them. */
export function descriptionsBelow(io: Io): (folder: string) => Promise<readonly string[]> {
  return below(io, {})
}

/** Lists the configurations, waivers and attestations in a folder and below. */
export function policyFilesBelow(io: Io): (folder: string) => Promise<readonly string[]> {
  return below(io, { policies: true })
}

function below(io: Io, what: Pick<DiscoverOptions, 'policies'>) {
  return async (folder: string): Promise<readonly string[]> => {
    const { files } = await discover(fileURLToPath(folder), io, { isExcluded: () => false, ...what })
    return files.map(uriOf)
  }
}
