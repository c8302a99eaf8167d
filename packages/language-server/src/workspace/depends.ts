import type { Subject } from './subject.ts'

/** Whether what is known of a file, or is being found out, was made from one of others, by their keys. */
export function depends({ asked, run }: Subject, keys: ReadonlySet<string>): boolean {
  return hasAny(asked, keys) || (run !== undefined && hasAny(run.asked, keys))
}

/** Whether a set has any of some keys. */
export function hasAny(asked: ReadonlySet<string>, keys: ReadonlySet<string>): boolean {
  for (const key of keys) if (asked.has(key)) return true
  return false
}
