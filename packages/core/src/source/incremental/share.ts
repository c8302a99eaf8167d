interface Pair {
  readonly old: object
  readonly fresh: object
  /** Where the fresh one stands; undefined for the topmost. */
  readonly holder: object | undefined
  readonly key: string
}

/**
 * A value that was read anew, with the objects of an older one wherever these hold the same in the same order.
 *
 * @param fresh is changed: nobody else may have it
 */
export function shareWith(old: unknown, fresh: unknown): unknown {
  if (!isCollection(old) || !isCollection(fresh)) return fresh
  const pairs: Pair[] = [{ old, fresh, holder: undefined, key: '' }]
  // grows while it is gone through: what is held comes after its holder
  for (const pair of pairs) {
    for (const key of Object.keys(pair.fresh)) {
      const [was, is] = [ownOf(pair.old, key), ownOf(pair.fresh, key)]
      if (was !== is && isCollection(was) && isCollection(is))
        pairs.push({ old: was, fresh: is, holder: pair.fresh, key })
    }
  }
  let top: unknown = fresh
  for (const { old, fresh, holder, key } of pairs.reverse()) {
    if (!holdSame(old, fresh)) continue
    if (!holder) top = old
    else
      Object.defineProperty(holder, key, { value: old, writable: true, enumerable: true, configurable: true })
  }
  return top
}

function holdSame(old: object, fresh: object): boolean {
  if (Array.isArray(old) !== Array.isArray(fresh)) return false
  const [was, is] = [Object.keys(old), Object.keys(fresh)]
  return (
    was.length === is.length &&
    was.every((key, index) => key === is[index] && Object.is(ownOf(old, key), ownOf(fresh, key)))
  )
}

function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function ownOf(holder: object, key: string): unknown {
  return Object.hasOwn(holder, key) ? (holder as Readonly<Record<string, unknown>>)[key] : undefined
}
