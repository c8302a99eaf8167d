import { AttestationRun } from '../assess/attestation-run.ts'
import type { AssessRequest } from '../assess/plan.ts'
import { ConfigurationFailure } from '../policy/configuration-failure.ts'
import type { Task } from '../policy/task.ts'
import type { Loader } from '../source/load.ts'
import { foldersOf } from './accepting.ts'
import type { LintRequest } from './request.ts'

/** The answers of people to the documents of a run; undefined where they are not asked for. */
export async function openAttestations(
  { catalogue, workingDirectory, today }: LintRequest,
  loader: Loader,
  tasks: readonly Task[],
): Promise<AttestationRun | undefined> {
  if (!catalogue) return undefined
  const run = new AttestationRun({
    catalogue,
    loader,
    folders: foldersOf(tasks, workingDirectory),
    workingDirectory,
    today,
  })
  for (const { document, config, policy } of tasks) await run.open(document.uri, config, policy.attestations)
  if (run.errors.length > 0) throw new ConfigurationFailure(run.errors)
  return run
}

/** Answers that the face brings along go before those of files. */
export function withAnswers(request: AssessRequest, attestations: AttestationRun | undefined): AssessRequest {
  return { ...request, answersFor: request.answersFor ?? attestations?.answersFor }
}
