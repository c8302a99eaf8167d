import type { Model, Node, Schema } from '@specward/core'

/**
 * Where a URL that a schema accepts can lead.
 * - `anywhere`: over plain HTTP, to files, to anything.
 * - `https`: to any host, over HTTPS alone.
 * - `hosts`: to hosts that the description names, by a list of values or in a pattern.
 */
export type UrlReach = 'anywhere' | 'https' | 'hosts'

const RANKS: readonly UrlReach[] = ['anywhere', 'https', 'hosts']

/** No pattern that a person writes has more alternatives. */
const MOST_ALTERNATIVES = 64

/** Where the URLs lead that a schema accepts: through `$ref` and `allOf`, and for the worst of `oneOf` and `anyOf`. */
export function urlReach(schema: Schema, model: Model): UrlReach {
  const own = best([
    ...schema.all('pattern').map(({ string }) => (string === undefined ? 'anywhere' : patternReach(string))),
    ...['enum', 'const'].flatMap((keyword) => schema.all(keyword)).map(valuesReach),
  ])
  if (own !== 'anywhere') return own
  return best([...schema.all('oneOf'), ...schema.all('anyOf')].map((list) => choicesReach(list, model)))
}

/** By what stands in each choice itself; a choice that accepts no text does not count. */
function choicesReach(list: Node, model: Model): UrlReach {
  const reaches: UrlReach[] = []
  for (const entry of list.children()) {
    const choice = model.resolve(entry)
    const type = choice?.child('type')?.value
    if (typeof type === 'string' && type !== 'string') continue
    const pattern = choice?.child('pattern')?.string
    const values = choice?.child('enum') ?? choice?.child('const')
    reaches.push(pattern === undefined ? (values ? valuesReach(values) : 'anywhere') : patternReach(pattern))
  }
  return worst(reaches)
}

/** A caller cannot choose beyond the list, so nothing but `http:` in it matters. */
function valuesReach({ value }: Node): UrlReach {
  const values = Array.isArray(value) ? value : [value]
  return values.some((each) => typeof each === 'string' && /^http:/i.test(each)) ? 'anywhere' : 'hosts'
}

/**
 * Where a URL leads that matches a pattern. Said to be limited only where that is certain: each alternative has to
 * begin with `^https://`, and for `hosts` a fixed domain has to end the host.
 */
export function patternReach(pattern: string): UrlReach {
  const alternatives = alternativesOf(pattern)
  return alternatives ? worst(alternatives.map(alternativeReach)) : 'anywhere'
}

function alternativeReach(alternative: string): UrlReach {
  const rest = /^\^https:(?:\\?\/){2}(?![?*{])(.*)$/s.exec(alternative)?.[1]
  if (rest === undefined) return 'anywhere'
  return namesDomain(rest) ? 'hosts' : 'https'
}

/** Labels of letters, or of a class without `/`, `@`, `\` and the like, then a fixed domain, then the end of the host. */
const HOST =
  /^(?:\[[\w.-]+\][+*]?(?:\{\d+(?:,\d*)?\})?|[\w-]|\\-|\\?\.)*?[\w-]+\\?\.[\w-]*[a-z]{2,}(?=(?::\d+)?(?:\\?\/|\[\/|\$|\(\?:\\?\/|\(\\?\/))/i

function namesDomain(rest: string): boolean {
  // no host is longer, and the expression looks at a run of letters more than once
  return HOST.test(rest.slice(0, 200))
}

/** The alternatives of a pattern with groups at their beginning multiplied out; undefined where that cannot be read. */
function alternativesOf(pattern: string): readonly string[] | undefined {
  const open = [...(split(pattern) ?? [])]
  const done: string[] = []
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (open.length + done.length > MOST_ALTERNATIVES) return undefined
    const group = /^(\^?(?:https:(?:\\?\/){2})?)\((?:\?:)?/.exec(next)
    const end = group ? closing(next, group[0].length) : undefined
    const before = group?.[1] ?? ''
    const rest = end === undefined ? '' : next.slice(end + 1)
    if (!group || end === undefined || /^[?*+{]/.test(rest)) {
      done.push(next)
      continue
    }
    const inner = split(next.slice(group[0].length, end))
    if (!inner) return undefined
    open.push(...inner.map((each) => before + each + rest))
  }
  return done.length > 0 ? done : undefined
}

/** At `|` outside groups and classes. */
function split(pattern: string): readonly string[] | undefined {
  const parts: string[] = []
  let start = 0
  for (const { index, depth } of marks(pattern, 0)) {
    if (depth < 0) return undefined
    if (depth > 0 || pattern[index] !== '|') continue
    parts.push(pattern.slice(start, index))
    start = index + 1
    if (parts.length > MOST_ALTERNATIVES) return undefined
  }
  return [...parts, pattern.slice(start)]
}

/** Where the group ends that is open at `from`. */
function closing(pattern: string, from: number): number | undefined {
  for (const { index, depth } of marks(pattern, from)) if (depth < 0) return index
  return undefined
}

/** The parentheses and bars of a pattern, without those that are escaped or in a class. */
function* marks(pattern: string, from: number): Generator<{ index: number; depth: number }> {
  let depth = 0
  let isClass = false
  for (let index = from; index < pattern.length; index++) {
    const sign = pattern[index]
    if (sign === '\\') index++
    else if (isClass) isClass = sign !== ']'
    else if (sign === '[') isClass = true
    else if (sign === '(') depth++
    else if (sign === ')') yield { index, depth: --depth }
    else if (sign === '|') yield { index, depth }
  }
}

function best(reaches: readonly UrlReach[]): UrlReach {
  return RANKS.findLast((rank) => reaches.includes(rank)) ?? 'anywhere'
}

function worst(reaches: readonly UrlReach[]): UrlReach {
  return RANKS.find((rank) => reaches.includes(rank)) ?? 'anywhere'
}
