export type Mapping = Readonly<Record<string, unknown>>

/** Whether a value is a mapping, as YAML and JSON have them. */
export function isObject(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Own property of a mapping. */
export function own(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

/** A mapping of the same keys; entries for which `change` gives undefined are left out. */
export function mapEntries(value: Mapping, change: (item: unknown, key: string) => unknown): Mapping {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const changed = change(item, key)
      return changed === undefined ? [] : [[key, changed]]
    }),
  )
}

export function quote(text: string): string {
  return `\`${text}\``
}

/** `a`, `b` and 3 more. */
export function listed(names: readonly string[], most = 8): string {
  const shown = names.slice(0, most).map(quote)
  const rest = names.length - shown.length
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

/** `rules.my-rule.then[0].function` */
export function dotted(path: readonly string[]): string {
  const parts = path.map((key) =>
    /^\d+$/u.test(key) ? `[${key}]` : /^[\w@-]+$/u.test(key) ? `.${key}` : `["${key}"]`,
  )
  return parts.join('').replace(/^\./u, '')
}
