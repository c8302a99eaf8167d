import type { ConformanceChecker } from '../../conformance.ts'

/** A checker that is told values alone: the text of a file is that of all of it, where the value is a part. */
export function conformanceOfParts(checker: ConformanceChecker): ConformanceChecker {
  return {
    check: (request) =>
      checker.check({
        ...request,
        files: request.files.map(({ uri, value }) => ({ uri, value, text: '', language: 'yaml' })),
      }),
  }
}
