import { Unsure } from './unsure.ts'

type Container = Readonly<Record<string, unknown>>

/**
 * A source object that may be changed. Two drafts of one object (YAML aliases) are two, and one draft may be put at
 * many places: the view then shows one object at all of them.
 */
export class Draft {
  readonly base: Container
  readonly #parent: Draft | undefined
  /** With drafts in place of objects, at the keys that were looked at; made when the first of these is. */
  #copy: Record<string, unknown> | undefined
  readonly #touched: string[] = []
  /** Where the root as it was has been put, the only object that is put anywhere without a draft. */
  #raw: Set<string> | undefined
  #changed = false
  #finished = false

  constructor(base: object, parent: Draft | undefined) {
    this.base = base as Container
    this.#parent = parent
  }

  /** A draft where the value is an object. Undefined where there is none; never what is inherited. */
  get(key: string): unknown {
    const latest = this.#copy ?? this.base
    if (!Object.hasOwn(latest, key)) {
      if (key in latest) throw new Unsure(`a pointer to ${key}, which objects inherit`)
      return undefined
    }
    const value = latest[key]
    if (typeof value !== 'object' || value === null || value instanceof Draft) return value
    if (this.#raw?.has(key) === true) return value
    const draft = new Draft(value, this)
    this.#write(key, draft)
    return draft
  }

  set(key: string, value: unknown): void {
    const latest = this.#copy ?? this.base
    if (Array.isArray(latest) && !Object.hasOwn(latest, key))
      throw new Unsure('a holder in a list that has changed')
    const current = latest[key]
    if (current === value || (!this.#changed && current instanceof Draft && current.base === value)) return
    this.#write(key, value)
    if (typeof value === 'object' && value !== null && !(value instanceof Draft)) {
      this.#raw ??= new Set()
      this.#raw.add(key)
    }
    for (let draft: Draft | undefined = this; draft !== undefined && !draft.#changed; draft = draft.#parent) {
      draft.#changed = true
    }
  }

  #write(key: string, value: unknown): void {
    this.#copy ??= copyOf(this.base)
    this.#copy[key] = value
    this.#touched.push(key)
  }

  /** The object as it is after all changes: the source's own where there are none at it and below. */
  finish(): object {
    const todo: Draft[] = []
    const result = this.#begin(todo)
    for (let draft = todo.pop(); draft !== undefined; draft = todo.pop()) draft.#fill(todo)
    return result
  }

  #begin(todo: Draft[]): object {
    if (!this.#changed || this.#copy === undefined) return this.base
    if (!this.#finished) {
      this.#finished = true
      todo.push(this)
    }
    return this.#copy
  }

  #fill(todo: Draft[]): void {
    const copy = this.#copy
    if (copy === undefined) return
    for (const key of this.#touched) {
      const value = copy[key]
      if (value instanceof Draft) copy[key] = value.#begin(todo)
    }
  }
}

/** What the pointer leads to: a draft, a plain value, or undefined. */
export function valueAt(root: Draft, path: readonly string[]): unknown {
  let value: unknown = root
  for (const key of path) {
    if (value === undefined || value === null) return undefined
    if (value instanceof Draft) value = value.get(key)
    else if (typeof value === 'object') throw new Unsure('a pointer into the root by another name')
    else if (key in Object(value)) throw new Unsure(`a pointer to ${key} of a value without parts`)
    else return undefined
  }
  return value
}

/**
 * Puts a value at a place that exists; some names are never written to. `raw` when the way leads through an object that
 * was put there without a draft, and nothing is done.
 */
export function putAt(root: Draft, path: readonly string[], value: unknown): 'put' | 'raw' {
  let draft = root
  for (const [index, key] of path.entries()) {
    if (NEVER_WRITTEN.has(key)) return 'put'
    if (index === path.length - 1) {
      draft.set(key, value)
      return 'put'
    }
    const next = draft.get(key)
    if (typeof next !== 'object' || next === null) throw new Unsure('a holder that has gone')
    if (!(next instanceof Draft)) return 'raw'
    draft = next
  }
  return 'put'
}

/** What a path leads to, by own properties alone. */
export function own(root: unknown, path: readonly string[]): unknown {
  let value = root
  for (const key of path) {
    if (value === undefined || value === null) return undefined
    if (!Object.hasOwn(Object(value), key)) {
      if (key in Object(value)) throw new Unsure(`a pointer to ${key}, which values inherit`)
      return undefined
    }
    value = (value as Container)[key]
  }
  return value
}

const NEVER_WRITTEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

function copyOf(base: Container): Record<string, unknown> {
  if (Array.isArray(base)) return base.slice() as unknown as Record<string, unknown>
  const copy: Record<string, unknown> = { ...base }
  for (const symbol of Object.getOwnPropertySymbols(base)) {
    const property = Object.getOwnPropertyDescriptor(base, symbol)
    if (property !== undefined)
      Object.defineProperty(copy, symbol, { ...property, writable: true, configurable: true })
  }
  return copy
}

/** Freezes all that can be reached. What is frozen already is taken to be so all the way down. */
export function freeze(root: object, frozen: Set<object>): void {
  const todo: object[] = [root]
  for (let value = todo.pop(); value !== undefined; value = todo.pop()) {
    if (frozen.has(value)) continue
    frozen.add(value)
    if (Object.isFrozen(value)) continue
    Object.freeze(value)
    const items: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
    for (const item of items) if (typeof item === 'object' && item !== null) todo.push(item)
  }
}

/** What the original freezes when it puts a first value at a place: all but the way there, which it copies. */
export function freezeBeside(
  root: object,
  path: readonly string[],
  value: unknown,
  frozen: Set<object>,
): void {
  if (path.some((key) => NEVER_WRITTEN.has(key)) || own(root, path) === value) {
    freeze(root, frozen)
    return
  }
  let container: unknown = root
  for (const key of path) {
    if (typeof container !== 'object' || container === null || Object.isFrozen(container)) return
    for (const other of Object.keys(container)) {
      const item = (container as Container)[other]
      if (other !== key && typeof item === 'object' && item !== null) freeze(item, frozen)
    }
    container = (container as Container)[key]
  }
}
