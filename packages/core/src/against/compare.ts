import { compareWithBaselines, compareWithRecord } from './record.ts'
import { compareWithTree } from './tree.ts'
import type { BaseRequest, Comparable, Comparison } from './types.ts'

/**
 * Holds the findings of a run against a base.
 * @param base undefined for the baselines that lie beside the policy or in the working directory; `none` for nothing
 * @throws ConfigurationFailure when a baseline or report cannot be used
 */
export async function compareWithBase(
  base: BaseRequest | 'none' | undefined,
  run: Comparable,
): Promise<Comparison> {
  if (base === 'none') return { documents: run.ran.documents, notices: [], base: undefined }
  if (base === undefined) return compareWithBaselines(run)
  return base.kind === 'git' ? compareWithTree(base, run) : compareWithRecord(base.uri, run)
}
