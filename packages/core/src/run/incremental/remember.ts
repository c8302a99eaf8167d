import { ParsedFile } from '../../source/file.ts'
import type { Loader } from '../../source/load.ts'
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
  const loaded = await loader.load(document.uri)
  const file = 'file' in loaded ? loaded.file : undefined
  const { policy, config, root } = judged
  const task = { document, policy, config, root }
  memory.last =
    file instanceof ParsedFile
      ? { request, document, task, file, loader, result, slice: undefined, answers: 0 }
      : undefined
}
