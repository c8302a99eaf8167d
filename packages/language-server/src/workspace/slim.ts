import type { LintResult } from '@specward/core'
import type { Review } from '../desk.ts'

/** A review without what takes memory: what was understood, and the texts. The report is all there. */
export function slim(review: Review): Review {
  return { ...review, result: slimResult(review.result), understood: undefined }
}

function slimResult({ report, documents, configurations, ruleInfo }: LintResult): LintResult {
  const known = new Map(report.rules.map(({ id }) => [id, ruleInfo(id)] as const))
  return {
    report,
    sources: () => undefined,
    ruleInfo: (id) => known.get(id),
    documents: documents.map(({ uri, policy, rules, files, config }) => ({
      uri,
      policy: slimPolicy(policy),
      rules,
      findings: [],
      ...(files ? { files } : {}),
      ...(config === undefined ? {} : { config }),
    })),
    baseline: () => [],
    configurations,
    waivers: [],
    attestationFile: () => undefined,
  }
}

/** Without the files that it was read from. */
function slimPolicy({
  rules,
  facts,
  refHosts,
  problems,
  sources,
  failOn,
  digest,
}: LintResult['documents'][number]['policy']): LintResult['documents'][number]['policy'] {
  return { rules, facts, refHosts, problems, sources, failOn, digest }
}
