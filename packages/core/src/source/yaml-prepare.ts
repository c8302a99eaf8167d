import type { Event, ScalarEvent } from 'js-yaml'
import type { Fault } from './fault.ts'
import { EXPANSION_FACTOR, grouped, type Limits, raising } from './limits.ts'
import type { Span } from './types.ts'
import {
  ALIAS,
  DOCUMENT,
  type DocumentRange,
  dropUnknownTag,
  isMergeKey,
  LIST,
  MAPPING,
  type NodeEvent,
  nameKey,
  POP,
  SCALAR,
} from './yaml-events.ts'

/** Counts stop growing here, far from where numbers lose precision. */
const SATURATED = 2 ** 50

export interface Prepared {
  readonly fault?: Fault
  /** For each alias event the event of the node that it repeats. */
  readonly targets: ReadonlyMap<number, number>
  /** Scalar events that are keys. */
  readonly keys: readonly number[]
  /** Alias events that stand as keys, and the scalar that takes their place in the value. */
  readonly keyAliases: ReadonlyMap<number, ScalarEvent>
}

interface Anchor {
  readonly event: number
  open: boolean
  /** Nodes in the anchored node once expanded. */
  nodes: number
}

interface Frame {
  readonly event: number
  readonly mapping: boolean
  readonly anchor: Anchor | undefined
  /** True when the next node in a mapping is a key. */
  atKey: boolean
  /** True when the next value is what a merge key merges, or an item of such a list. */
  merging: boolean
  nodes: number
}

/**
 * Goes through the events of one document before they are constructed. Takes custom tags from them, and finds what js-yaml would stumble over or expand without end.
 */
export function prepare(text: string, events: Event[], range: DocumentRange, limits: Limits): Prepared {
  return new Preparation(text, events, range, limits).run()
}

class Preparation {
  readonly #text: string
  readonly #events: Event[]
  readonly #range: DocumentRange
  readonly #anchors = new Map<string, Anchor>()
  readonly #targets = new Map<number, number>()
  readonly #keys: number[] = []
  readonly #keyAliases = new Map<number, ScalarEvent>()
  readonly #frames: Frame[] = []
  readonly #ownHandles: boolean
  readonly #limits: Limits
  readonly #limit: number
  #lastAlias: Span = { start: 0, end: 0 }
  #fault: Fault | undefined

  constructor(text: string, events: Event[], range: DocumentRange, limits: Limits) {
    this.#text = text
    this.#events = events
    this.#range = range
    const first = events[range.from]
    this.#ownHandles = first?.type === DOCUMENT && first.directives.some(({ kind }) => kind === 'tag')
    this.#limits = limits
    this.#limit = Math.max(limits.aliases, EXPANSION_FACTOR * (range.to - range.from))
  }

  run(): Prepared {
    const { to } = this.#range
    for (let index = this.#range.from + 1; index < to && !this.#fault; index += 1) this.#visit(index)
    const found = { targets: this.#targets, keys: this.#keys, keyAliases: this.#keyAliases }
    return this.#fault ? { ...found, fault: this.#fault } : found
  }

  #visit(index: number): void {
    const event = this.#events[index]
    if (!event || event.type === DOCUMENT) return
    if (event.type === POP) this.#close()
    else if (event.type === ALIAS) this.#alias(index, event)
    else if (event.type === SCALAR) this.#scalar(index, event)
    else this.#open(index, event)
  }

  #scalar(index: number, event: ScalarEvent): void {
    const frame = this.#frames.at(-1)
    if (event.tagStart >= 0) dropUnknownTag(this.#text, event, this.#ownHandles)
    if (frame?.mapping && frame.atKey) {
      frame.merging = isMergeKey(this.#text, event)
      this.#keys.push(index)
    } else if (frame?.merging) {
      this.#stop('syntax-error', this.#span(index), NO_MERGE)
    }
    if (event.anchorStart >= 0) this.#anchor(index, event, 1, false)
    this.#count(1)
  }

  #open(index: number, event: Exclude<NodeEvent, ScalarEvent>): void {
    const parent = this.#frames.at(-1)
    if (parent?.mapping && parent.atKey) {
      this.#stop('syntax-error', { start: event.start, end: event.start + 1 }, COMPLEX_KEY)
    }
    if (event.tagStart >= 0) dropUnknownTag(this.#text, event, this.#ownHandles)
    const mapping = event.type === MAPPING
    this.#frames.push({
      event: index,
      mapping,
      anchor: event.anchorStart < 0 ? undefined : this.#anchor(index, event, 0, true),
      atKey: true,
      merging: event.type === LIST && parent?.mapping === true && parent.merging,
      nodes: 1,
    })
  }

  #close(): void {
    const frame = this.#frames.pop()
    if (!frame) return
    if (frame.anchor) {
      frame.anchor.open = false
      frame.anchor.nodes = frame.nodes
    }
    this.#count(frame.nodes)
  }

  #alias(index: number, event: Extract<Event, { type: typeof ALIAS }>): void {
    const name = this.#text.slice(event.anchorStart, event.anchorEnd)
    const span = this.#span(index)
    const anchor = this.#anchors.get(name)
    if (!anchor) {
      this.#stop(
        'syntax-error',
        span,
        `The alias *${name} repeats nothing: no anchor &${name} stands before it.`,
      )
      return
    }
    if (anchor.open) {
      this.#stop(
        'alias-limit',
        span,
        `The alias *${name} stands inside its own anchor &${name}, so it never ends.`,
      )
      return
    }
    this.#targets.set(index, anchor.event)
    const frame = this.#frames.at(-1)
    const target = this.#events[anchor.event]
    if (frame?.mapping && frame.atKey) this.#keyAlias(index, target, span)
    else if (frame?.merging && !this.#mergeable(target)) this.#stop('syntax-error', span, NO_MERGE)
    this.#lastAlias = span
    this.#count(anchor.nodes)
  }

  #keyAlias(index: number, target: Event | undefined, span: Span): void {
    const frame = this.#frames.at(-1)
    if (target?.type !== SCALAR) {
      this.#stop('syntax-error', span, COMPLEX_KEY)
      return
    }
    if (frame) frame.merging = false
    const key: ScalarEvent = { ...target, anchorStart: -1, anchorEnd: -1 }
    nameKey(this.#text, key)
    this.#keyAliases.set(index, key)
  }

  #mergeable(target: Event | undefined): boolean {
    return target?.type === MAPPING || (target?.type === LIST && this.#frames.at(-1)?.mapping === true)
  }

  #anchor(index: number, event: NodeEvent, nodes: number, open: boolean): Anchor {
    const anchor = { event: index, nodes, open }
    this.#anchors.set(this.#text.slice(event.anchorStart, event.anchorEnd), anchor)
    return anchor
  }

  /** Adds a finished node, and what it holds, to the collection around it. */
  #count(nodes: number): void {
    const frame = this.#frames.at(-1)
    if (!frame) return
    frame.nodes = Math.min(frame.nodes + nodes, SATURATED)
    if (frame.nodes > this.#limit) {
      const most = grouped(this.#limit)
      const advice = raising('aliases', this.#limits)
      this.#stop(
        'alias-limit',
        this.#lastAlias,
        `Up to this alias the document stands for more than ${most} nodes. Use fewer aliases, or references instead. ${advice}`,
      )
    }
    if (!frame.mapping) return
    if (!frame.atKey) frame.merging = false
    frame.atKey = !frame.atKey
  }

  /** Span of a scalar or an alias; a scalar without text is put where the event before it ends. */
  #span(index: number): Span {
    for (let at = index; at > this.#range.from; at -= 1) {
      const event = this.#events[at]
      if (event?.type === ALIAS) return { start: event.anchorStart - 1, end: event.anchorEnd }
      if (event?.type === SCALAR && event.valueStart >= 0) {
        return { start: at === index ? event.valueStart : event.valueEnd, end: event.valueEnd }
      }
    }
    return { start: 0, end: 0 }
  }

  #stop(code: Fault['code'], span: Span, message: string): void {
    this.#fault ??= { code, span, message }
  }
}

const COMPLEX_KEY = 'A mapping or a list cannot be a key here; give the entry a plain key, or quote the text.'
const NO_MERGE = "The merge key '<<' takes a mapping or a list of mappings, as an alias or in place."
