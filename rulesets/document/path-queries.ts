/** Where the query or fragment of a path begins, or its end; marks within braces belong to names. */
function queryAt(path: string): number {
  let close = -1
  for (let at = 0; at < path.length; at++) {
    const sign = path[at]
    if (sign === '{' && close < at) {
      close = path.indexOf('}', at)
      // a brace that is never closed is a sign like any other
      if (close < 0) close = path.length
      else at = close
    } else if (sign === '?' || sign === '#') return at
  }
  return path.length
}

/** What stands before the query or fragment of a path. */
export function beforeQuery(path: string): string {
  return path.slice(0, queryAt(path))
}

/** `?` or `#`, whichever comes first outside of braces. */
export function queryMarkIn(path: string): '?' | '#' | undefined {
  const mark = path[queryAt(path)]
  return mark === '?' || mark === '#' ? mark : undefined
}
