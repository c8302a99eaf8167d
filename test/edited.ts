import type { FixEdit } from '@specward/core'

type Holder = Record<string, unknown> | unknown[]

/** A value as edits of its tree leave it: the plain meaning of them, by which their rendering is measured. */
export function edited(root: unknown, edits: readonly FixEdit[]): unknown {
  const result = structuredClone(root)
  // all paths mean the value as it is before; what is taken away goes last, from the end of its list
  const order = edits
    .map(({ edit }) => edit)
    .sort((a, b) => Number(a.op === 'remove') - Number(b.op === 'remove'))
  const holders = order.map((edit) => at(result, edit.op === 'insert' ? edit.path : edit.path.slice(0, -1)))
  const later: [Holder, string][] = []
  for (const [index, edit] of order.entries()) {
    const holder = holders[index]
    const name = edit.path.at(-1) ?? ''
    if (holder === undefined) throw new Error(`${edit.op} at ${edit.path.join('/')}: there is no such place`)
    if (edit.op === 'remove') later.push([holder, name])
    else if (edit.op === 'set') put(holder, name, edit.value)
    else if (edit.op === 'insert') put(holder, edit.key, edit.value)
    else rename(holder, name, edit.to)
  }
  for (const [holder, name] of later.sort(([, a], [, b]) => Number(b) - Number(a))) {
    if (Array.isArray(holder)) holder.splice(Number(name), 1)
    else delete holder[name]
  }
  return result
}

function at(root: unknown, path: readonly string[]): Holder | undefined {
  let value = root
  for (const key of path) value = (value as Record<string, unknown> | undefined)?.[key]
  return typeof value === 'object' && value !== null ? (value as Holder) : undefined
}

function put(holder: Holder, key: string, value: unknown): void {
  if (!Array.isArray(holder)) holder[key] = value
  else if (key === '-') holder.push(value)
  else holder[Number(key)] = value
}

function rename(holder: Holder, from: string, to: string): void {
  if (Array.isArray(holder)) throw new Error('an item of a list has no name')
  holder[to] = holder[from]
  delete holder[from]
}
