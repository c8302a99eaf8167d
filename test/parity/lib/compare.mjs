// Whether two lists of results are the same, and where not.

/**
 * @typedef {import('./oracle-client.mjs').OracleResult} OracleResult
 * @typedef {{
 *   equal: number, missing: OracleResult[], extra: OracleResult[],
 *   reworded: { spectral: OracleResult, specward: OracleResult }[], sameOrder: boolean,
 * }} Comparison
 *   `missing` are Spectral's alone, `extra` Specward's alone; `reworded` differ in a message that is ours on purpose
 */

/**
 * Spectral loses the name of the file where it cannot follow a path; then it is that of the document.
 * @param {readonly OracleResult[]} found by Spectral
 * @param {readonly OracleResult[]} specward
 * @param {{ document: string, ordered?: boolean }} how the path of the document, and whether the order counts
 * @returns {Comparison}
 */
export function compare(found, specward, { document, ordered = true }) {
  const spectral = found.map((result) => ({ ...result, source: result.source ?? document }))
  const left = spectral.map(keyOf)
  const right = specward.map(keyOf)
  const missing = without(spectral, left, right)
  const extra = without(specward, right, left)
  const reworded = takeReworded(missing, extra)
  return {
    equal: spectral.length - missing.length - reworded.length,
    missing,
    extra,
    reworded,
    sameOrder: !ordered || missing.length + extra.length > 0 || isSameOrder(spectral, specward),
  }
}

export const isSame = ({ missing, extra, sameOrder }) => missing.length + extra.length === 0 && sameOrder

function keyOf({ code, message, path, range, source, severity, documentationUrl }) {
  return JSON.stringify([placeOf({ code, path, range, source }), message, severity, documentationUrl ?? null])
}

function placeOf({ code, path, range: { start, end }, source }) {
  const range = [start.line, start.character, end.line, end.character]
  return JSON.stringify([String(code), path.map(String), range, source])
}

/** Those of a list that the other has not, each as often as it has more of it. */
function without(results, keys, others) {
  const left = new Map()
  for (const key of others) left.set(key, (left.get(key) ?? 0) + 1)
  return results.filter((_, index) => {
    const count = left.get(keys[index]) ?? 0
    left.set(keys[index], count - 1)
    return count <= 0
  })
}

/** Why a file cannot be read is told in our words: takes these pairs out of both lists. */
function takeReworded(missing, extra) {
  const pairs = []
  for (const spectral of missing.filter(({ code }) => code === 'invalid-ref')) {
    const specward = extra.find(
      (one) => placeOf(one) === placeOf(spectral) && one.severity === spectral.severity,
    )
    if (specward === undefined || !isUnread(spectral.message)) continue
    pairs.push({ spectral, specward })
    missing.splice(missing.indexOf(spectral), 1)
    extra.splice(extra.indexOf(specward), 1)
  }
  return pairs
}

const isUnread = (message) => /cannot be reached$|^E[A-Z]+: |^Error: E[A-Z]+/.test(message)

/** A reworded message moves nothing: place and code decide the order before it. */
function isSameOrder(spectral, specward) {
  return spectral.every((result, index) => placeOf(result) === placeOf(specward[index]))
}
