import type { PolicyNotice } from '../policy/policy.ts'
import { coversFile } from '../policy/scope.ts'
import type { Scope } from '../policy/statements.ts'
import { toPointer } from '../source/node.ts'
import type { Path, SourceFile } from '../source/types.ts'
import { nodesAt } from './nodes-at.ts'

/**
 * Overrides for places that are in none of the files that they name. Only those are told that name their files in
 * full, and whose files were all read: of others a run cannot know, because it may see a part of the documents.
 */
export function unusedOverrides(
  scopes: readonly Scope[],
  fileOf: (uri: string) => SourceFile | undefined,
): readonly PolicyNotice[] {
  return scopes.flatMap((scope) => {
    const files = namedFiles(scope, fileOf)
    const lost =
      files && (scope.pointers ?? []).filter((keys) => !files.some((file) => nodesAt(file, keys).length > 0))
    return lost ? lost.map((keys) => unused(scope, keys)) : []
  })
}

/** The files of a scope; undefined unless it names all of them in full and all of them were read. */
function namedFiles(
  scope: Scope,
  fileOf: (uri: string) => SourceFile | undefined,
): readonly SourceFile[] | undefined {
  const { files: globs, base } = scope
  if (!globs || globs.some((glob) => /[*?]|^!/.test(glob))) return undefined
  const files: SourceFile[] = []
  for (const name of globs) {
    const uri = URL.canParse(encodeURI(name), base) ? new URL(encodeURI(name), base).href : ''
    const file = coversFile(scope, uri) ? fileOf(uri) : undefined
    if (file?.value === undefined) return undefined
    files.push(file)
  }
  return files
}

function unused({ files = [], origin }: Scope, keys: Path): PolicyNotice {
  const where = files.map((name) => `\`${name}\``).join(', ')
  return {
    code: 'override-unused',
    severity: 'warn',
    message: `The override for \`${toPointer(keys)}\` changes nothing: there is no such place in ${where}.`,
    uri: origin.source,
    ...(origin.place ? { span: origin.place.span } : {}),
  }
}
