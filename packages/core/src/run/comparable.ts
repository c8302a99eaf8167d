import type { Comparable } from '../against/types.ts'
import type { Task } from '../policy/task.ts'
import { accept } from '../settle/accept.ts'
import { acceptingOf } from './accepting.ts'
import { openAttestations } from './attestations.ts'
import { newOutcome, type Outcome } from './outcome.ts'
import { planTasks } from './plan.ts'
import { review } from './review.ts'
import type { RunTools } from './tools.ts'
import type { Versions } from './versions.ts'
import { withRules } from './with-rules.ts'

/** The run as a comparison wants it: with what is needed to judge other versions of the documents. */
export function comparable(
  tasks: readonly Task[],
  tools: RunTools,
  versions: Versions,
  outcome: Outcome,
): Comparable {
  const { request, host, loader } = tools
  const { workingDirectory, failOn } = request
  // what has changed now says nothing of how a document was, and nobody asks for its controls
  const asItWas = { request: { ...request, changed: undefined }, watch: tools.watch }
  return {
    workingDirectory,
    failOn,
    tasks,
    ran: outcome,
    files: outcome.files,
    host,
    loader,
    descriptions: request.descriptions,
    plan: (documents, from, reader) => planTasks({ ...request, documents }, from, reader),
    async judge(task, from, reader) {
      const ran = newOutcome()
      await review(task, { ...asItWas, host: from, loader: reader }, ran)
      return ran
    },
    review: (task, version) => versions.review(task, version),
    expect: (wanted, version) => versions.expect(wanted, version),
    graphOf: (task, files) => versions.graphOf(task, files),
    digestThen: (uri) => versions.digestThen(uri),
    withRules: (task, rules) => withRules(task, rules, request.registry),
    async accept(planned, ran, reader) {
      const accepting = await acceptingOf(planned, request, ran, reader)
      return (await accept(ran.documents, accepting)).documents
    },
    async answers(planned, reader) {
      const attestations = await openAttestations(request, reader, planned)
      return attestations ? planned.flatMap(({ document }) => attestations.of(document.uri)) : []
    },
  }
}
