/**
 * True when a relative file name, `/` as separator, fits a glob: `*` is any run of characters within a segment,
 * `?` one character, `**` as a whole segment any number of segments. Takes time proportional to the product of
 * the two lengths at worst.
 */
export function matchesGlob(glob: string, name: string): boolean {
  const patterns = glob.split('/')
  const segments = name.split('/')
  return matchRuns(
    patterns.length,
    segments.length,
    (p) => patterns[p] === '**',
    (p, s) => matchesSegment(patterns[p] ?? '', segments[s] ?? ''),
  )
}

function matchesSegment(pattern: string, segment: string): boolean {
  const wanted = Array.from(pattern)
  const given = Array.from(segment)
  return matchRuns(
    wanted.length,
    given.length,
    (p) => wanted[p] === '*',
    (p, s) => wanted[p] === '?' || wanted[p] === given[s],
  )
}

/** Wildcard matching that, on a mismatch, goes back to the last wildcard alone. */
function matchRuns(
  patternLength: number,
  length: number,
  isWild: (p: number) => boolean,
  fits: (p: number, s: number) => boolean,
): boolean {
  let p = 0
  let s = 0
  let wild = -1
  let resume = 0
  while (s < length) {
    if (p < patternLength && isWild(p)) {
      wild = p++
      resume = s
    } else if (p < patternLength && fits(p, s)) {
      p++
      s++
    } else if (wild >= 0) {
      p = wild + 1
      s = ++resume
    } else {
      return false
    }
  }
  while (p < patternLength && isWild(p)) p++
  return p === patternLength
}
