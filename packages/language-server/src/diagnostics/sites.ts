import type { Understood } from '@specward/core'
import type { Location } from 'vscode-languageserver'
import { keyOf } from '../files.ts'

/**
 * Where an API description refers to each of its files for the first time, by the key of the file.
 * @param uriOf how the editor, or else the disk, writes the URI of a file
 */
export function sitesOf(
  { graph }: Understood,
  uriOf: (uri: string) => string,
): ReadonlyMap<string, Location> {
  const sites = new Map<string, Location>()
  for (const { holder, target, value } of graph.references) {
    const referred = target?.file.uri ?? uriOfReference(value, holder.file.uri)
    if (referred === undefined || referred === holder.file.uri) continue
    const key = keyOf(referred)
    if (sites.has(key)) continue
    const span = holder.child('$ref')?.span ?? holder.span
    if (!span) continue
    const { file } = holder
    const [start, end] = [file.position(span.value.start), file.position(span.value.end)]
    const range = {
      start: { line: start.line - 1, character: start.column - 1 },
      end: { line: end.line - 1, character: end.column - 1 },
    }
    sites.set(key, { uri: uriOf(file.uri), range })
  }
  return sites
}

/** Where a reference leads that could not be followed; undefined for what is no URI. */
function uriOfReference(value: string, base: string): string | undefined {
  const [file = ''] = value.split('#')
  return file !== '' && URL.canParse(file, base) ? new URL(file, base).href : undefined
}
