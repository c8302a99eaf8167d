import type { Task } from '../../policy/task.ts'
import type { RunTools } from '../tools.ts'
import { RECORD_VERSION } from './document-record.ts'
import { Words } from './words.ts'

/** How a run writes the names of files and texts of one document. */
export function wordsOf({ root }: Task, { request }: Pick<RunTools, 'request'>): Words {
  return new Words([request.workingDirectory, root], [])
}

/**
 * Digest of all that decides what is found in a document beside its files and the date: what it is called, the
 * policy, and what of the request a review looks at.
 */
export function basisOf(task: Task, { request, host, assessing, attestations }: RunTools): string {
  const { document, policy, config, root } = task
  const { rulesets } = policy
  const words = wordsOf(task, { request })
  const answers = attestations?.of(document.uri) ?? []
  const said = [
    RECORD_VERSION,
    request.version,
    words.writeUri(document.uri),
    document.named,
    words.writeUri(root),
    config === undefined ? null : words.writeUri(config),
    policy.digest,
    policy.sources.map((uri) => words.writeUri(uri)),
    rulesets ? [rulesets.named, [...rulesets.off].sort(), rulesets.loaded.digest] : null,
    request.conformance !== undefined,
    assessing ? [...assessing.rules.keys()].sort() : null,
    // what is told of answers depends on the day and on what is asked as well
    answers.length > 0 ? [request.today ?? null, words.write(JSON.stringify(answers))] : null,
  ]
  return host.sha256(JSON.stringify(said))
}
