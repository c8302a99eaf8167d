import type { Task } from '../../policy/task.ts'
import { UNTOUCHED } from '../../resolve/touched.ts'
import type { LintRequest, SkippedFile } from '../request.ts'
import { areWaiversIn } from '../review.ts'
import { wordsOf } from './basis.ts'
import type { Content } from './content.ts'
import type { DocumentRecord } from './document-record.ts'

/**
 * Whether what has changed concerns a document, by its record: the same as `isTouched` tells of what was read.
 *
 * @returns why it is passed over; `unknown` where it has to be read for that
 */
export function concernOf(
  task: Task,
  { isLasting }: DocumentRecord,
  { isUntouched = false, refersTo, skipped, document }: Content,
  request: LintRequest,
): 'concerned' | 'unknown' | Pick<SkippedFile, 'reason' | 'detail'> {
  const { changed, workingDirectory } = request
  const { uri } = task.document
  if (!changed) return isUntouched ? 'unknown' : 'concerned'
  const words = wordsOf(task, { request })
  const passedOver = skipped && {
    ...skipped,
    ...(skipped.detail ? { detail: words.read(skipped.detail) } : {}),
  }
  if (isUntouched) return passedOver ?? 'unknown'
  if (changed.has(uri) || areWaiversIn(changed, task, workingDirectory)) return 'concerned'
  if (refersTo) {
    const asked = [...task.policy.sources, ...refersTo.map((each) => words.readUri(each))]
    return asked.some((each) => changed.has(each)) ? 'concerned' : { reason: UNTOUCHED }
  }
  if (passedOver) return passedOver
  // what failed may be a description, and what rulesets alone have judged is called by what was read
  return document || !isLasting ? 'unknown' : { reason: UNTOUCHED }
}
