// The differences from Spectral that are on purpose. Each is on the page docs/spectral-differences.md.

/** Rulesets that Spectral cannot load although nothing is wrong with them. */
const LOADED_HERE_ALONE = new Map([
  ['spectral-migrator-formats-variant-2', 'it names the format `asyncapi3`'],
])

/** Whether a ruleset may be refused by one of both alone. */
export function mayRefuseAlone(ruleset, { spectral, specward }) {
  return spectral && !specward && LOADED_HERE_ALONE.has(ruleset)
}
