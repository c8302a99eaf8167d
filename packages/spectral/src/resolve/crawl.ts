import { plainPointer } from './pointers.ts'
import { Unsure } from './unsure.ts'

/** A place from which the walk goes on: the root, or the target of a reference. */
export interface Entry {
  readonly value: unknown
  readonly path: readonly string[]
  /** As the reference writes it. */
  readonly pointer: string
}

/** An object with a `$ref`. */
export interface Found {
  readonly ref: string
  readonly value: object
  readonly path: readonly string[]
  /** The pointer of where the walk came from, and the keys since then. */
  readonly pointer: string
}

export interface Visitor {
  /** What is to be walked before the walk goes on. */
  found(found: Found): Entry | undefined
  /** The walk of an entry has come to its end. */
  left(entry: Entry): void
}

interface Scope {
  readonly entry: Entry
  /** Of the object that is walked. */
  readonly path: string[]
}

interface Frame {
  readonly scope: Scope
  readonly isEntry: boolean
  readonly object: object
  /** Undefined for arrays. */
  readonly keys: readonly string[] | undefined
  readonly length: number
  next: number
  /** How many holders had been found before this object was entered. */
  readonly before: number
  /** An entry that is itself a holder, until it has been told. */
  holder?: object | undefined
}

/** What is known of objects, which never change while documents are resolved, and what may still be spent. */
export class Walked {
  readonly withoutReferences = new Set<object>()
  readonly withReferences = new Set<object>()
  #repeats = 0

  /**
   * Whether the object has to be walked. Ones with references are walked at each place, as the original does, until
   * there have been so many that it would not end.
   */
  take(value: object): boolean {
    if (this.withoutReferences.has(value)) return false
    return !this.withReferences.has(value) || this.repeat()
  }

  /** False when there have been so many that the original is not followed any longer. */
  repeat(): boolean {
    return ++this.#repeats < MOST_REPEATS
  }

  /** Whether a target has to be followed that may have been followed before. */
  enter(entered: Set<string>, target: string): boolean {
    if (entered.has(target)) return this.repeat()
    entered.add(target)
    return true
  }
}

const MOST_REPEATS = 150_000

/**
 * Finds the holders of references below an entry, in the order of the document. What stands beside or below a `$ref`
 * is not looked at, unless the visitor asks for it.
 */
export class Crawl {
  readonly #walked: Walked
  readonly #visitor: Visitor
  readonly #frames: Frame[] = []
  #found = 0

  constructor(walked: Walked, visitor: Visitor) {
    this.#walked = walked
    this.#visitor = visitor
  }

  run(entry: Entry): void {
    this.#enter(entry)
    for (let frame = this.#frames.at(-1); frame !== undefined; frame = this.#frames.at(-1)) {
      const { holder } = frame
      if (holder !== undefined) {
        frame.holder = undefined
        this.#meet(holder, frame.scope.entry.path, frame.scope.entry)
      } else if (frame.next === frame.length) this.#leave(frame)
      else this.#step(frame)
    }
  }

  #step(frame: Frame): void {
    const index = frame.next++
    const { scope, keys, object } = frame
    const key = keys === undefined ? String(index) : (keys[index] ?? '')
    const value: unknown = (object as Readonly<Record<string, unknown>>)[key]
    if (typeof value !== 'object' || value === null) return
    if (referenceOf(value) !== undefined) this.#meet(value, [...scope.path, key], scope.entry)
    else if (this.#walked.take(value)) {
      if (this.#frames.length % CHECK_EVERY === 0 && this.#holdsItself(value)) return
      scope.path.push(key)
      this.#push(value, scope, false)
    }
  }

  #enter(entry: Entry): void {
    const { value } = entry
    const scope = { entry, path: [...entry.path] }
    const isEmpty = typeof value !== 'object' || value === null || this.#walked.withoutReferences.has(value)
    if (isEmpty) this.#push(NOTHING, scope, true)
    else if (referenceOf(value) === undefined) this.#push(value, scope, true)
    else this.#push(NOTHING, scope, true).holder = value
  }

  #meet(value: object, path: readonly string[], entry: Entry): void {
    this.#found++
    const rest = path.slice(entry.path.length)
    if (rest.some((segment) => segment.includes('%'))) throw new Unsure('a holder below a key with %')
    const next = this.#visitor.found({
      ref: referenceOf(value) ?? '',
      value,
      path,
      pointer: entry.pointer + plainPointer(rest),
    })
    if (next !== undefined) this.#enter(next)
  }

  #push(object: object, scope: Scope, isEntry: boolean): Frame {
    const keys = Array.isArray(object) ? undefined : keysOf(object)
    const length = keys?.length ?? (object as readonly unknown[]).length
    const frame: Frame = { scope, isEntry, object, keys, length, next: 0, before: this.#found }
    this.#frames.push(frame)
    return frame
  }

  #leave(frame: Frame): void {
    this.#frames.pop()
    const known = frame.before === this.#found ? this.#walked.withoutReferences : this.#walked.withReferences
    if (frame.object !== NOTHING) known.add(frame.object)
    if (frame.isEntry) this.#visitor.left(frame.scope.entry)
    else frame.scope.path.pop()
  }

  /** Values may, where references have been replaced before; the original would not come back from there. */
  #holdsItself(value: object): boolean {
    return this.#frames.some((frame) => frame.object === value && frame.scope === this.#frames.at(-1)?.scope)
  }
}

const CHECK_EVERY = 1024
const NOTHING: object = Object.freeze([])

function keysOf(value: object): readonly string[] {
  if (Object.getPrototypeOf(value) !== Object.prototype) throw new Unsure('a value that is no plain object')
  const keys = Object.keys(value)
  for (const key of keys) if (BEYOND.has(key)) throw new Unsure(`a property that is named ${key}`)
  return keys
}

/** The original calls the first as a method of the value, and its copies lose the second. */
const BEYOND: ReadonlySet<string> = new Set(['hasOwnProperty', '__proto__'])

function referenceOf(value: object): string | undefined {
  const ref = (value as { readonly $ref?: unknown }).$ref
  return typeof ref === 'string' ? ref : undefined
}
