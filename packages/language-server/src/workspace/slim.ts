import type { LintResult } from '@specward/core'
import type { Review } from '../desk.ts'

/** A review without what takes memory: what was understood, and the texts. The report is all there. */
export function slim(review: Review): Review {
  return { ...review, result: slimResult(review.result), understood: undefined }
}

function slimResult(result: LintResult): LintResult {
  const { report, documents, configurations, ruleInfo, waivers, withoutSecrets, again, read, nameOf } = result
  const known = new Map(report.rules.map(({ id }) => [id, ruleInfo(id)] as const))
  return {
    report,
    sources: () => undefined,
    withoutSecrets,
    ruleInfo: (id) => known.get(id),
    documents: documents.map(({ uri, root, policy, rules, files, config }) => ({
      uri,
      root,
      policy: slimPolicy(policy),
      rules,
      findings: [],
      ...(files ? { files } : {}),
      ...(config === undefined ? {} : { config }),
    })),
    baseline: () => [],
    configurations,
    waivers,
    again,
    read,
    nameOf,
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
  waivers,
}: LintResult['documents'][number]['policy']): LintResult['documents'][number]['policy'] {
  return { rules, facts, refHosts, problems, sources, failOn, digest, waivers }
}
