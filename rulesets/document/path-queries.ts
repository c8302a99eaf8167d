/** What stands before the query or fragment of a path; marks within braces belong to names. */
export function beforeQuery(path: string): string {
  const match = /^(?:[^?#{]|\{[^{}]*\}|\{)*/.exec(path)
  return match?.[0] ?? path
}

/** `?` or `#`, whichever comes first outside of braces. */
export function queryMarkIn(path: string): '?' | '#' | undefined {
  const mark = path[beforeQuery(path).length]
  return mark === '?' || mark === '#' ? mark : undefined
}
