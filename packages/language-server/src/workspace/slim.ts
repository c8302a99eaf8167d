import { type LintResult, withoutFix } from '@specward/core'
import type { Review } from '../desk.ts'

// functions hold on to everything that others of the same call use: those of a slim review are made apart
const nothing = (): undefined => undefined
const none = (): [] => []

/** A review without what takes memory: what was understood, and the texts. The report is all there. */
export function slim(review: Review): Review {
  return { ...review, result: slimResult(review.result), understood: undefined }
}

function slimResult(result: LintResult): LintResult {
  const { report, documents, configurations, ruleInfo, waivers, withoutSecrets, again, read, nameOf } = result
  return {
    report: { ...report, findings: report.findings.map(withoutFix) },
    sources: nothing,
    withoutSecrets,
    ruleInfo: answersFor(report.rules, ruleInfo),
    documents: documents.map(({ uri, root, policy, rules, files, config }) => ({
      uri,
      root,
      policy: slimPolicy(policy),
      rules,
      findings: [],
      ...(files ? { files } : {}),
      ...(config === undefined ? {} : { config }),
    })),
    baseline: none,
    configurations,
    waivers,
    again,
    read,
    nameOf,
    attestationFile: nothing,
  }
}

/** What is known of some rules; nothing is asked any more, for whoever is asked holds all that was read. */
function answersFor(
  rules: LintResult['report']['rules'],
  ruleInfo: LintResult['ruleInfo'],
): LintResult['ruleInfo'] {
  const known = new Map<string, ReturnType<typeof ruleInfo>>()
  for (const { id } of rules) known.set(id, ruleInfo(id))
  return (id) => known.get(id)
}

/** Without the files that it was read from. */
function slimPolicy({
  rules,
  facts,
  refHosts,
  privateHosts,
  refLock,
  problems,
  sources,
  failOn,
  digest,
  waivers,
}: LintResult['documents'][number]['policy']): LintResult['documents'][number]['policy'] {
  return { rules, facts, refHosts, privateHosts, refLock, problems, sources, failOn, digest, waivers }
}
