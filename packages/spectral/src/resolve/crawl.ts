import { Unsure } from './unsure.ts'

/** An object with a `$ref`, as the walk over the source meets it. */
export interface Found {
  readonly ref: string
  readonly path: readonly string[]
}

interface Frame {
  readonly object: Readonly<Record<string, unknown>>
  /** Undefined for arrays. */
  readonly keys: readonly string[] | undefined
  readonly length: number
  next: number
  /** How many holders had been found before this object was entered. */
  readonly before: number
}

const OPEN = 1
const WITHOUT_REFERENCES = 2
const WITH_REFERENCES = 3

/** How often objects that YAML aliases repeat may be entered again. */
const MOST_REPEATS = 2_000_000

/**
 * All holders of references, in the order of the document. What stands beside or below a `$ref` is not looked at.
 * An object that aliases repeat is entered for each of its places, unless it holds no reference.
 */
export function crawl(root: object): readonly Found[] {
  const found: Found[] = []
  const reference = referenceOf(root)
  if (reference !== undefined) return [{ ref: reference, path: [] }]
  const states = new Map<object, number>()
  const path: string[] = []
  const frames: Frame[] = [enter(root, states, 0)]
  let repeats = 0
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    if (frame.next === frame.length) {
      states.set(frame.object, frame.before === found.length ? WITHOUT_REFERENCES : WITH_REFERENCES)
      frames.pop()
      path.pop()
      continue
    }
    const index = frame.next++
    const key = frame.keys === undefined ? index : (frame.keys[index] ?? '')
    const value = frame.object[key]
    if (typeof value !== 'object' || value === null) continue
    const ref = referenceOf(value)
    if (ref !== undefined) {
      found.push({ ref, path: [...path, String(key)] })
      continue
    }
    const state = states.get(value)
    if (state === WITHOUT_REFERENCES) continue
    if (state === OPEN) throw new Unsure('a value that holds itself')
    if (state === WITH_REFERENCES && ++repeats > MOST_REPEATS) throw new Error('Too many repeats by aliases')
    path.push(String(key))
    frames.push(enter(value, states, found.length))
  }
  return found
}

function enter(value: object, states: Map<object, number>, before: number): Frame {
  states.set(value, OPEN)
  const object = value as Readonly<Record<string, unknown>>
  if (Array.isArray(value)) return { object, keys: undefined, length: value.length, next: 0, before }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype) throw new Unsure('a value that is no plain object')
  const keys = Object.keys(value)
  for (const key of keys) if (BEYOND.has(key)) throw new Unsure(`a property that is named ${key}`)
  return { object, keys, length: keys.length, next: 0, before }
}

/** The original calls the first as a method of the value, and its copies lose the second. */
const BEYOND: ReadonlySet<string> = new Set(['hasOwnProperty', '__proto__'])

function referenceOf(value: object): string | undefined {
  const ref = (value as { readonly $ref?: unknown }).$ref
  return typeof ref === 'string' ? ref : undefined
}
