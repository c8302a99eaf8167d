import { EvaluationCancelled } from '../evaluate/evaluate.ts'
import type { LintRequest } from './request.ts'

/** Lets others work where the request asks for that; ends the run where it is not wanted any longer. */
export async function rest({ pause, signal }: Pick<LintRequest, 'pause' | 'signal'>): Promise<void> {
  await pause?.()
  if (signal?.aborted) throw new EvaluationCancelled()
}
