/** How one gets to an object: from its parent, or as the root of a file. */
export interface Step {
  readonly uri: string
  readonly parent: object | undefined
  readonly key: string | number
}

/** Where every object of the files stands. One that stands at several places, by a YAML alias, is known by the first. */
export function indexPlaces(files: ReadonlyMap<string, unknown>): Map<object, Step> {
  const places = new Map<object, Step>()
  for (const [uri, root] of files) {
    const stack: (readonly [unknown, Step])[] = [[root, { uri, parent: undefined, key: '' }]]
    for (let entry = stack.pop(); entry; entry = stack.pop()) {
      const [value, step] = entry
      if (typeof value !== 'object' || value === null || places.has(value)) continue
      places.set(value, step)
      const isList = Array.isArray(value)
      const keys = Object.keys(value)
      for (let index = keys.length - 1; index >= 0; index--) {
        const key = keys[index] ?? ''
        const child = (value as Record<string, unknown>)[key]
        if (typeof child !== 'object' || child === null) continue
        stack.push([child, { uri, parent: value, key: isList ? Number(key) : key }])
      }
    }
  }
  return places
}
