import type { SourceFile } from '../source/types.ts'

/** Stands for a file that only the engine of the rulesets has read. */
export function unread(uri: string): SourceFile {
  return {
    uri,
    text: '',
    language: 'yaml',
    value: undefined,
    problems: [],
    duplicateKeys: [],
    locate: () => undefined,
    position: () => ({ line: 1, column: 1 }),
  }
}
