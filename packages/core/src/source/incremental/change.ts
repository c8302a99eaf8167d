/** What differs between two texts: the characters `start..oldEnd` of one became `start..newEnd` of the other. */
export interface Change {
  readonly start: number
  readonly oldEnd: number
  readonly newEnd: number
}

/** Characters that are compared at once. */
const CHUNK = 32_768

/** The smallest replacement that makes one text of another; undefined when they are the same. */
export function changeBetween(before: string, after: string): Change | undefined {
  const shorter = Math.min(before.length, after.length)
  const start = commonLength(shorter, (from, to) => before.slice(from, to) === after.slice(from, to))
  if (start === before.length && start === after.length) return undefined
  const [oldLength, newLength] = [before.length, after.length]
  const tail = commonLength(
    shorter - start,
    (from, to) =>
      before.slice(oldLength - to, oldLength - from) === after.slice(newLength - to, newLength - from),
  )
  return { start, oldEnd: oldLength - tail, newEnd: newLength - tail }
}

/** How far two texts of a length agree, when `agree` tells it for a part of them. */
function commonLength(length: number, agree: (from: number, to: number) => boolean): number {
  let at = 0
  while (at < length && agree(at, Math.min(at + CHUNK, length))) at = Math.min(at + CHUNK, length)
  let size = Math.min(CHUNK, length - at)
  while (size > 0) {
    const half = size >> 1
    if (half === 0) return agree(at, at + 1) ? at + 1 : at
    if (agree(at, at + half)) at += half
    else {
      size = half
      continue
    }
    size -= half
  }
  return at
}
