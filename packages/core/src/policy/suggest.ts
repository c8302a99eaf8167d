/** Candidates that are looked at: among thousands, a hint costs more than it helps. */
const MOST_CANDIDATES = 1_000

/**
 * The candidate that was probably meant by a word: the nearest by edit distance (insertion, deletion,
 * substitution, swap of neighbours; letter case is ignored), or undefined when none is near.
 * @param most edits beyond which nothing is near, however long the word
 */
export function nearest(word: string, candidates: Iterable<string>, most = 3): string | undefined {
  const limit = Math.min(most, Math.max(1, Math.floor(word.length / 3)))
  let best: string | undefined
  let bestDistance = limit + 1
  let compared = 0
  for (const candidate of candidates) {
    compared += 1
    if (compared > MOST_CANDIDATES) break
    if (Math.abs(candidate.length - word.length) > limit) continue
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** ` Did you mean \`x\`?` with a leading space, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const found = nearest(word, candidates)
  return found === undefined ? '' : ` Did you mean \`${found}\`?`
}

/** Optimal string alignment distance, row by row. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let distance = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) distance = Math.min(distance, (beforeLast[j - 2] ?? 0) + 1)
      row.push(distance)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}
