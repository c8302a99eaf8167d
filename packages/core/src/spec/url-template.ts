/** A piece of a URL template: literal text, or a variable in braces. */
export type TemplatePart = { readonly text: string } | { readonly variable: string }

/**
 * Takes a server URL apart at its variables (OpenAPI 3, "Server Object"; AsyncAPI, "Server Object"). Braces that do
 * not close, or that are empty, are text.
 */
export function parseTemplate(url: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = []
  let end = 0
  for (const match of url.matchAll(/\{([^{}]+)\}/g)) {
    if (match.index > end) parts.push({ text: url.slice(end, match.index) })
    parts.push({ variable: match[1] ?? '' })
    end = match.index + match[0].length
  }
  if (end < url.length) parts.push({ text: url.slice(end) })
  return parts
}

/** Values that a server variable can take: its default, then its `enum`, each once. What is no string is left out. */
export function variableValues(defaultValue: unknown, permitted: unknown): readonly string[] {
  const values = [defaultValue, ...(Array.isArray(permitted) ? permitted : [])]
  return [...new Set(values.filter((value) => typeof value === 'string'))]
}

export interface Expansion {
  readonly url: string
  /** The value that each variable was given; variables that are left open are not in it. */
  readonly values: Readonly<Record<string, string>>
}

export interface Expansions {
  readonly expansions: readonly Expansion[]
  /** True when there were more than `limit`. */
  readonly truncated: boolean
}

/**
 * Every URL that a template stands for: all combinations of the values of its variables. The first has the first
 * value of each; those that differ from it in one variable come next, so that a limit does not hide a value behind
 * the combinations of the others.
 *
 * @param variables values by name, the default first (see {@link variableValues}). Variables that are not defined,
 *   or have no values, stay in the URL as `{name}`.
 * @param limit largest number of expansions, at least 1.
 */
export function expandTemplate(
  url: string,
  variables: Readonly<Record<string, { readonly values: readonly string[] }>>,
  limit: number,
): Expansions {
  const parts = parseTemplate(url)
  const choices = choicesOf(parts, variables)
  const truncated = choices.reduce((count, [, values]) => count * values.length, 1) > limit
  const expansions: Expansion[] = []
  for (const at of combinations(choices)) {
    if (expansions.length === limit) break
    const values = Object.fromEntries(
      choices.map(([name, values], index) => [name, values[at[index] ?? 0] ?? '']),
    )
    expansions.push({ url: parts.map((part) => fill(part, values)).join(''), values })
  }
  return { expansions, truncated }
}

type Choice = readonly [name: string, values: readonly string[]]

function choicesOf(
  parts: readonly TemplatePart[],
  variables: Readonly<Record<string, { readonly values: readonly string[] }>>,
): readonly Choice[] {
  const choices = new Map<string, readonly string[]>()
  for (const part of parts) {
    if (!('variable' in part) || !Object.hasOwn(variables, part.variable)) continue
    const values = [...new Set(variables[part.variable]?.values)]
    if (values.length > 0) choices.set(part.variable, values)
  }
  return [...choices]
}

/** Which value of each variable: at first with at most one that is not the first, then all others. */
function* combinations(choices: readonly Choice[]): Generator<readonly number[]> {
  const base = choices.map(() => 0)
  yield base
  for (const [index, [, values]] of choices.entries()) {
    for (let value = 1; value < values.length; value++) yield base.with(index, value)
  }
  const counter = [...base]
  while (advance(counter, choices)) if (counter.filter((value) => value > 0).length > 1) yield counter
}

/** Counts up, the last place first; false after the last combination. */
function advance(counter: number[], choices: readonly Choice[]): boolean {
  for (let index = counter.length - 1; index >= 0; index--) {
    const next = (counter[index] ?? 0) + 1
    if (next < (choices[index]?.[1].length ?? 0)) {
      counter[index] = next
      return true
    }
    counter[index] = 0
  }
  return false
}

function fill(part: TemplatePart, values: Readonly<Record<string, string>>): string {
  if ('text' in part) return part.text
  return Object.hasOwn(values, part.variable) ? (values[part.variable] ?? '') : `{${part.variable}}`
}

/**
 * Names of the variables on which the protocol of a URL template depends: `scheme` in `{scheme}://host`, `s` in
 * `http{s}://host`, `baseUrl` in `{baseUrl}/v1`. None when the protocol is written out, or the URL is relative.
 */
export function schemeVariables(template: string): readonly string[] {
  const text = template.trim()
  const scheme = /^(?:\{[^{}]*\}|[^{/?#])*?(?=:?\/\/)/.exec(text)?.[0]
  if (scheme !== undefined) return variablesOf(scheme)
  return variablesOf(/^\{[^{}]+\}/.exec(text)?.[0] ?? '')
}

function variablesOf(template: string): readonly string[] {
  return parseTemplate(template).flatMap((part) => ('variable' in part ? [part.variable] : []))
}
