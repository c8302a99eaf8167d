import { indexPlaces, type Step } from './places.ts'
import { isReference, keyOf, split } from './references.ts'
import type { JsonObject } from './values.ts'

export interface TextFile {
  /** Absolute URI. */
  readonly uri: string
  readonly value: unknown
}

/** Where a value stands, or, where it is merged of two, where each of its keys does. */
export interface Place {
  readonly uri: string
  readonly path: readonly (string | number)[]
}

/** A reference whose target is not there. */
export const MISSING: unique symbol = Symbol('missing')

/** At the end of references that lead back to themselves. */
const CIRCLE: unique symbol = Symbol('circle')

/** The files of one API description with the references between them. Nothing in it is changed. */
export class Description {
  readonly root: unknown
  /** Whether keys beside `$ref` are put over those of its target, as `SwaggerParser.validate` does it. */
  readonly merges: boolean
  readonly #files: ReadonlyMap<string, unknown>
  readonly #homes = new Map<object, string>()
  /** Objects that were merged of a reference with keys beside it and its target. */
  readonly #merged = new Map<object, { readonly holder: JsonObject; readonly target: object }>()
  /** Targets by the text of a reference and the file that it stands in. */
  readonly #named = new Map<string, unknown>()
  /** References that are being looked up, each on the way to the one before. */
  #depth = 0
  readonly #followed = new Map<object, unknown>()
  readonly #ends = new Map<object, unknown>()
  readonly #cyclic = new Map<object, boolean>()
  #places: Map<object, Step> | undefined

  /** @param files the entry first */
  constructor(files: readonly TextFile[], merges: boolean) {
    this.#files = new Map(files.map(({ uri, value }) => [uri, value]))
    this.root = files[0]?.value
    this.merges = merges
    // the home of every object is asked for only where references are relative
    if (files.length > 1) for (const { uri, value } of files) this.#settle(value, uri)
    else if (files[0]) this.#home = files[0].uri
  }

  #home = ''

  #settle(root: unknown, uri: string): void {
    const stack = [root]
    for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
      if (typeof value !== 'object' || value === null || this.#homes.has(value)) continue
      this.#homes.set(value, uri)
      for (const child of Object.values(value)) stack.push(child)
    }
  }

  /** The beginning of the entry file. */
  get start(): Place {
    return { uri: [...this.#files.keys()][0] ?? '', path: [] }
  }

  /** The child of an object or a list, behind the reference that stands in its place; `MISSING` where that leads nowhere. */
  child(parent: object, key: string | number): unknown {
    const value = (parent as Record<string, unknown>)[key]
    return isReference(value) ? this.follow(value) : value
  }

  /**
   * What stands for a reference: its target. One from whose target a circle of references can be reached stays as it
   * is, as `SwaggerParser.validate` has it.
   */
  follow(holder: JsonObject): unknown {
    const known = this.#followed.get(holder)
    if (known !== undefined) return known
    const value = this.#standIn(holder)
    this.#followed.set(holder, value)
    return value
  }

  /** What a value stands for once every reference is followed, also those that lead into a circle. */
  deepen(value: unknown): unknown {
    let at = value
    for (let hops = 0; isReference(at) && hops < MOST_HOPS; hops++) at = this.#target(at)
    return at
  }

  #standIn(holder: JsonObject): unknown {
    const target = this.#end(holder)
    if (target === CIRCLE) return holder
    if (typeof target !== 'object' || target === null) return target
    if (this.#reachesCycle(target)) return holder
    return this.merges && Object.keys(holder).length > 1 ? this.#merge(holder, target) : target
  }

  /** What stands at the end of references that follow one another: each of them is gone through once. */
  #end(holder: JsonObject): unknown {
    const passed = new Set<JsonObject>()
    let end: unknown = holder
    while (isReference(end)) {
      const known = this.#ends.get(end)
      if (known !== undefined) {
        end = known
        break
      }
      if (passed.has(end)) {
        end = CIRCLE
        break
      }
      passed.add(end)
      end = this.#target(end)
    }
    for (const each of passed) this.#ends.set(each, end)
    return end
  }

  /** Keys beside `$ref` win over those of the target. */
  #merge(holder: JsonObject, target: object): object {
    const { $ref: _, ...beside } = holder
    const merged = Object.assign(Object.create(null), beside)
    // a Reference Object has a `summary` of its own, which its target need not know (OpenAPI 3.1, section 4.8.23)
    if (!Object.hasOwn(target, 'summary')) delete merged.summary
    for (const [key, value] of Object.entries(target)) if (!Object.hasOwn(merged, key)) merged[key] = value
    this.#merged.set(merged, { holder, target })
    return merged
  }

  #homeOf(value: object): string {
    const merged = this.#merged.get(value)
    return this.#homes.get(merged ? merged.holder : value) ?? this.#home
  }

  /** What a reference names, which may be a reference in turn. */
  #target(holder: JsonObject): unknown {
    const base = this.#homeOf(holder)
    const name = `${base} ${holder.$ref}`
    const known = this.#named.get(name)
    if (known !== undefined) return known
    if (this.#depth > MOST_HOPS) return MISSING
    // what has to go through itself to be reached is not there
    this.#named.set(name, MISSING)
    this.#depth++
    const target = this.#find(String(holder.$ref), base)
    this.#depth--
    this.#named.set(name, target)
    return target
  }

  #find(reference: string, base: string): unknown {
    const [before = '', fragment = ''] = split(reference)
    if (before !== '' && !URL.canParse(before, base)) return MISSING
    const uri = before === '' ? base : new URL(before, base).href
    const value = this.#files.get(uri)
    // one that could not be read has no value
    return value === undefined ? MISSING : this.#walk(value, fragment)
  }

  #walk(root: unknown, fragment: string): unknown {
    const tokens = fragment.split('/').slice(1)
    let value = root
    for (const [index, token] of tokens.entries()) {
      for (let hops = 0; isReference(value) && !Object.hasOwn(value, keyOf(token)); hops++) {
        if (hops > MOST_HOPS) return MISSING
        value = this.#target(value)
      }
      if (typeof value !== 'object' || value === null) return MISSING
      const key = keyOf(token)
      if (!Object.hasOwn(value, key)) {
        // some write `/` in a key without its escape
        const rest = tokens.slice(index).map(keyOf).join('/')
        return Object.hasOwn(value, rest) ? (value as JsonObject)[rest] : MISSING
      }
      value = (value as Record<string, unknown>)[key]
    }
    return value
  }

  /** True when following references from here leads into a circle. One walk answers for all that lies below. */
  #reachesCycle(start: object): boolean {
    const known = this.#cyclic.get(start)
    if (known !== undefined) return known
    const active = new Set<object>([start])
    const stack = [{ value: start, children: this.#below(start), next: 0, cyclic: false }]
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const child = top.children[top.next++]
      if (child !== undefined) {
        const settled = this.#cyclic.get(child)
        if (settled === undefined && !active.has(child)) {
          active.add(child)
          stack.push({ value: child, children: this.#below(child), next: 0, cyclic: false })
        } else if (settled !== false) top.cyclic = true
        continue
      }
      stack.pop()
      active.delete(top.value)
      this.#cyclic.set(top.value, top.cyclic)
      const above = stack.at(-1)
      if (above && top.cyclic) above.cyclic = true
    }
    return this.#cyclic.get(start) ?? false
  }

  #below(value: object): readonly object[] {
    const below: object[] = []
    for (const child of Object.values(value))
      if (typeof child === 'object' && child !== null) below.push(child)
    const target = isReference(value) ? this.#target(value) : undefined
    if (typeof target === 'object' && target !== null) below.push(target)
    return below
  }

  /** Where the value under a key stands: behind the reference in its place, or in the object that the key is from. */
  placeOf(parent: object, key: string | number): Place | undefined {
    const value = this.child(parent, key)
    if (typeof value === 'object' && value !== null) return this.placeOfObject(value)
    const at = this.placeOfObject(parent, key)
    return at && { uri: at.uri, path: [...at.path, key] }
  }

  /** Where an object stands; of a merged one, the side that a key comes from. */
  placeOfObject(value: object, key?: string | number): Place | undefined {
    const merged = this.#merged.get(value)
    const { holder, target } = merged ?? { holder: value, target: value }
    const isBeside = merged !== undefined && key !== undefined && key !== '$ref' && Object.hasOwn(holder, key)
    return this.#place(isBeside ? holder : target)
  }

  #place(value: object): Place | undefined {
    this.#places ??= indexPlaces(this.#files)
    const path: (string | number)[] = []
    let step = this.#places.get(value)
    while (step?.parent) {
      path.push(step.key)
      step = this.#places.get(step.parent)
    }
    return step && { uri: step.uri, path: path.reverse() }
  }
}

const MOST_HOPS = 100
