/** Parts of a URL as written; each may hold `{variables}`, and each but the path is '' when absent. */
export interface UrlParts {
  /** Lower-case, without `:`. '' for a relative URL, and for a host without scheme as AsyncAPI 2 allows. */
  readonly protocol: string
  readonly userinfo: string
  /** Lower-case, IPv6 addresses without brackets. */
  readonly host: string
  readonly port: string
  readonly path: string
}

export interface Expansion {
  readonly url: string
  /** Value of each variable that stands in the template. */
  readonly values: Readonly<Record<string, string>>
}

const VARIABLE = /\{([^{}]+)\}/g

/**
 * Splits a URL or URL template without judging it.
 * @param isAuthority true where a URL without scheme begins with its host (AsyncAPI), false where it is relative
 */
export function splitUrl(url: string, isAuthority = false): UrlParts {
  const scheme = /^([a-z][a-z0-9+.-]*|\{[^{}]+\}):\/\//i.exec(url)
  const rest = scheme
    ? url.slice(scheme[0].length)
    : url.startsWith('//')
      ? url.slice(2)
      : isAuthority
        ? url
        : undefined
  const protocol = scheme?.[1]?.toLowerCase() ?? ''
  if (rest === undefined) return { protocol, userinfo: '', host: '', port: '', path: url }
  const end = rest.search(/[/?#]/)
  const authority = end < 0 ? rest : rest.slice(0, end)
  const path = end < 0 ? '' : rest.slice(end)
  const at = authority.lastIndexOf('@')
  const hostAndPort = authority.slice(at + 1)
  const match = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(hostAndPort)
  return {
    protocol,
    userinfo: at < 0 ? '' : authority.slice(0, at),
    host: (match?.[1] ?? match?.[2] ?? hostAndPort).toLowerCase(),
    port: match?.[3] ?? '',
    path,
  }
}

/** Names of the variables on which the scheme of a URL template depends: those before `://`. */
export function schemeVariables(template: string): readonly string[] {
  const end = template.indexOf('://')
  const scheme = end < 0 ? (/^\{[^{}]+\}/.exec(template)?.[0] ?? '') : template.slice(0, end)
  return [...scheme.matchAll(VARIABLE)].map((match) => match[1] ?? '')
}

/**
 * Every URL that a template can become (OpenAPI, Server Variable Object). A variable that is not defined stays as
 * written. The first value of each variable comes first.
 * @param limit most expansions to make; `truncated` tells when there are more
 */
export function expandTemplate(
  template: string,
  variables: Readonly<Record<string, { readonly values: readonly string[] }>>,
  limit: number,
): { readonly expansions: readonly Expansion[]; readonly truncated: boolean } {
  const names = [...new Set([...template.matchAll(VARIABLE)].map((match) => match[1] ?? ''))].filter(
    (name) => Object.hasOwn(variables, name) && (variables[name]?.values.length ?? 0) > 0,
  )
  let rows: Record<string, string>[] = [{}]
  let truncated = false
  for (const name of names) {
    const next: Record<string, string>[] = []
    for (const row of rows) {
      for (const value of variables[name]?.values ?? []) {
        if (next.length >= limit) {
          truncated = true
          break
        }
        next.push({ ...row, [name]: value })
      }
    }
    rows = next
  }
  const expansions = rows.map((values) => ({
    url: template.replace(VARIABLE, (whole, name: string) =>
      Object.hasOwn(values, name) ? (values[name] ?? '') : whole,
    ),
    values,
  }))
  return { expansions, truncated }
}
