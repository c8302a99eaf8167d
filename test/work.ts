// How much is done, without a clock: what the language itself is asked to do while something runs.

/**
 * `nodes`: objects and lists whose keys are listed, and keys that are looked for in one; `items`: steps of loops over what can
 * be iterated, and lengths of lists that are gone through; `lookups`: in maps and sets; `patterns`: texts that are held
 * against a regular expression.
 */
export interface Work {
  readonly nodes: number
  readonly items: number
  readonly lookups: number
  readonly patterns: number
}

type Method = (...args: unknown[]) => unknown

const LISTS = [
  'every',
  'filter',
  'find',
  'findIndex',
  'flatMap',
  'forEach',
  'includes',
  'indexOf',
  'map',
  'some',
]
const ITERATORS = [[], new Map(), new Set()].map((each) => Object.getPrototypeOf(each[Symbol.iterator]()))

/** Counts while something runs alone. What Node does by itself does not count. */
export async function workOf(run: () => Promise<unknown>): Promise<Work> {
  const work = { nodes: 0, items: 0, lookups: 0, patterns: 0 }
  const undo: (() => void)[] = []
  const watch = (holder: object, names: readonly PropertyKey[], note: (self: unknown) => void) => {
    for (const name of names) undo.push(replaced(holder, name, note))
  }
  const countsNode = () => {
    work.nodes += 1
  }
  const countsLookup = () => {
    work.lookups += 1
  }
  watch(Object, ['keys', 'entries', 'values', 'hasOwn'], countsNode)
  watch(Array.prototype, LISTS, (self) => {
    work.items += (self as readonly unknown[]).length
  })
  for (const iterator of ITERATORS) {
    watch(iterator, ['next'], () => {
      work.items += 1
    })
  }
  for (const { prototype } of [Map, WeakMap]) watch(prototype, ['get', 'has', 'set'], countsLookup)
  for (const { prototype } of [Set, WeakSet]) watch(prototype, ['has', 'add'], countsLookup)
  watch(RegExp.prototype, ['exec'], () => {
    work.patterns += 1
  })
  try {
    await run()
    return work
  } finally {
    for (const each of undo) each()
  }
}

/** Puts a method in place of another one that does the same and is noted; returns how to take it back. */
function replaced(holder: object, name: PropertyKey, note: (self: unknown) => void): () => void {
  const before = Object.getOwnPropertyDescriptor(holder, name)
  if (typeof before?.value !== 'function') throw new Error(`There is no method ${String(name)}.`)
  const method: Method = before.value
  const noted: Method = function (this: unknown, ...args) {
    note(this)
    return method.apply(this, args)
  }
  Object.defineProperty(holder, name, { ...before, value: noted })
  return () => {
    Object.defineProperty(holder, name, before)
  }
}
