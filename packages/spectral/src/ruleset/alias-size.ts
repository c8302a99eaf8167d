import { isObject, type Mapping } from './values.ts'

const MOST_EXPRESSIONS = 10_000
/** How many aliases may stand for each other in a row. */
const MOST_LINKS = 64

/** The first alias that stands for more expressions than anybody would wait for; undefined where there is none. */
export function endlessAlias(aliases: Mapping): string | undefined {
  const parts = new Map(Object.entries(aliases).map(([name, alias]) => [name, givenOf(alias)]))
  let sizes = new Map<string, number>()
  // with every round one more link is followed
  for (let links = 0; links <= MOST_LINKS; links++) {
    const next = new Map([...parts].map(([name, given]) => [name, sizeOf(given, sizes)]))
    const changed = [...next].find(([name, size]) => sizes.get(name) !== size)
    if (!changed) break
    if (links === MOST_LINKS) return changed[0]
    sizes = next
  }
  return [...sizes].find(([, size]) => size > MOST_EXPRESSIONS)?.[0]
}

function sizeOf(given: readonly (string | undefined)[], sizes: ReadonlyMap<string, number>): number {
  return given.reduce((sum, name) => sum + (name === undefined ? 1 : (sizes.get(name) ?? 0)), 0)
}

/** What an alias stands for, in whatever format: names of others, undefined for an expression. */
function givenOf(alias: unknown): readonly (string | undefined)[] {
  const targets = isObject(alias) && Array.isArray(alias.targets) ? alias.targets : [{ given: alias }]
  return targets.flatMap((target: unknown) => {
    const given: readonly unknown[] = isObject(target) ? [target.given].flat() : []
    return given.map((each) => (typeof each === 'string' ? /^#([A-Za-z0-9_-]+)/u.exec(each)?.[1] : undefined))
  })
}
