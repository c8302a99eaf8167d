import { fileURLToPath } from 'node:url'
import { discover } from './discover.ts'
import type { Io } from './io.ts'
import { uriOf } from './uris.ts'

/** Lists the API descriptions in a folder and below, as core asks for them. */
export function descriptionsBelow(io: Io): (folder: string) => Promise<readonly string[]> {
  return async (folder) => {
    const { files } = await discover(fileURLToPath(folder), io, { isExcluded: () => false })
    return files.map(uriOf)
  }
}
