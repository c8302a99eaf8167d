import type { IRuleResult } from '@stoplight/spectral-core'

/** All results in Spectral's order and each once, where those of each rule are that already. */
export function prepared(diagnostics: readonly IRuleResult[], found: readonly IRuleResult[]): IRuleResult[] {
  const codes = new Set(diagnostics.map((diagnostic) => diagnostic.code))
  const seen = new Set<string>()
  const results = [...diagnostics, ...found].filter((result) => {
    if (!codes.has(result.code)) return true
    const place = JSON.stringify(result.path.length > 0 ? result.path : result.range)
    const key = `${result.code}${place}${result.source ?? ''}${result.message ?? ''}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
  return inOrder(results)
}

/** What the order goes by. Comparing texts by the rules of a language is slow, so each text is ranked once. */
interface Key {
  readonly result: IRuleResult
  readonly source: number
  readonly code: number
}

function inOrder(results: readonly IRuleResult[]): IRuleResult[] {
  const plain = new Intl.Collator()
  const sources = ranks(
    results.map((result) => result.source),
    plain,
  )
  const codes = ranks(
    results.map((result) => String(result.code)),
    new Intl.Collator(undefined, { numeric: true }),
  )
  const keys = results.map((result) => ({
    result,
    source: sources.get(result.source) ?? 0,
    code: codes.get(String(result.code)) ?? 0,
  }))
  return keys.sort((one, other) => compared(one, other, plain)).map((key) => key.result)
}

function compared(one: Key, other: Key, collator: Intl.Collator): number {
  if (one.source !== other.source) return one.source - other.source
  const { start } = one.result.range
  const otherStart = other.result.range.start
  if (start.line !== otherStart.line) return start.line - otherStart.line
  if (start.character !== otherStart.character) return start.character - otherStart.character
  if (one.code !== other.code) return one.code - other.code
  return collator.compare(one.result.path.join(), other.result.path.join())
}

/** Numbers in the order of texts; the same for texts that are equal in it, and the lowest for none. */
function ranks(
  texts: readonly (string | undefined)[],
  collator: Intl.Collator,
): ReadonlyMap<string | undefined, number> {
  const sorted = [...new Set(texts)]
    .filter((text) => text !== undefined)
    .sort((one, other) => collator.compare(one, other))
  const found = new Map<string | undefined, number>([[undefined, -1]])
  let rank = 0
  for (const [index, text] of sorted.entries()) {
    const before = sorted[index - 1]
    if (before !== undefined && collator.compare(before, text) !== 0) rank++
    found.set(text, rank)
  }
  return found
}
