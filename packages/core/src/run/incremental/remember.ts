import { ParsedFile } from '../../source/file.ts'
import type { Loader } from '../../source/load.ts'
import type { SourceFile } from '../../source/types.ts'
import { describesApi } from '../../spec/format.ts'
import type { LintRequest } from '../request.ts'
import type { LintResult } from '../result.ts'

/** Keeps a run over one description for `lintEdited`. What could not be read is no reason to forget what could be. */
export async function remember(request: LintRequest, loader: Loader, result: LintResult): Promise<void> {
  const { memory, documents, assess, base } = request
  const [document] = documents
  if (!memory || !document || documents.length > 1) return
  const [judged] = result.documents
  if (
    !judged?.understood ||
    assess ||
    base ||
    judged.policy.rulesets ||
    !describesApi(judged.understood.graph.format)
  ) {
    if (judged) memory.last = undefined
    return
  }
  const read = new Map<string, SourceFile | undefined>()
  for (const uri of loader.asked) {
    const loaded = await loader.load(uri)
    read.set(uri, 'file' in loaded ? loaded.file : undefined)
  }
  const file = read.get(document.uri)
  memory.last =
    file instanceof ParsedFile
      ? { request, document, file, read, result, slice: undefined, answers: 0 }
      : undefined
}
