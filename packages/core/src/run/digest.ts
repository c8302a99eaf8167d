import type { Loader } from '../source/load.ts'
import type { SourceFile } from '../source/types.ts'

/** Of one file, its own digest; of several, that of a list of all their digests and names, as `sha256sum` writes it. */
export function digestOf(
  files: readonly SourceFile[],
  root: string,
  loader: Loader,
  sha256: (text: string) => string,
): string {
  const digests = files.map(({ uri }) => [loader.digest(uri) ?? '', uri] as const)
  const [entry] = digests
  if (entry && digests.length === 1) return entry[0]
  const lines = digests.map(
    ([digest, uri]) => `${digest}  ${uri.startsWith(root) ? uri.slice(root.length) : uri}\n`,
  )
  return sha256(lines.sort().join(''))
}
