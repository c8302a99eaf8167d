import core from '@stoplight/spectral-core'

import { openDocument } from './evaluate/inventory.ts'
import { runRuleset } from './evaluate/run.ts'
import { createGuard } from './guard/watchdog.ts'
import { resolverFor } from './resolve/resolver.ts'
import type { Judgement, JudgeRequest } from './ruleset/judge.ts'
import { sourceParser } from './source/parser.ts'

/** Judges a document by a ruleset: reads, resolves, and runs the rules. */
export async function judgeDocument(request: JudgeRequest): Promise<Judgement> {
  const { ruleset, source, text, options } = request
  const { budgetMs, deadline, now, signal } = options
  const document = new core.Document(text, sourceParser(request.document.file, 'yaml'), source)
  const resolver = resolverFor((uri) => options.read(uri), request.document.uri)
  const opened = await openDocument({ document, ruleset, resolver })
  const guard = createGuard({ budgetMs, deadline, now: () => now() })
  const { inventory, diagnostics } = opened
  const run = await runRuleset({
    ruleset: opened.ruleset,
    inventory,
    document,
    diagnostics,
    guard,
    now: () => now(),
    signal,
  })
  return { run, formats: [...(document.formats ?? [])] }
}
