import type { Event, ScalarEvent } from 'js-yaml'
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  parseAllDocuments,
  Scalar,
} from 'yaml'
import type { Fault } from './fault.ts'
import { tooDeep } from './json.ts'
import { type Limits, USUAL_LIMITS } from './limits.ts'
import { readEvents, type YamlResult } from './yaml.ts'
import { faultsAround } from './yaml-broken.ts'
import { deepAt } from './yaml-depth.ts'
import { ALIAS, DOCUMENT, LIST, MAPPING, POP, SCALAR } from './yaml-events.ts'
import { tooDeepAt, yamlFaults } from './yaml-faults.ts'
import { lineEnd } from './yaml-scan.ts'

/**
 * Reads a text that js-yaml refuses with the more patient `yaml` package, or tells what is wrong with it.
 * `stop` is the offset at which js-yaml gave up.
 */
export function readLeniently(text: string, stop: number, limits: Limits = USUAL_LIMITS): YamlResult {
  let parsed: readonly Document.Parsed[]
  try {
    const around = faultsAround(text, stop, faultsIn)
    if (around) return { value: undefined, faults: around }
    const deep = deepAt(text)
    if (deep !== undefined) return { value: undefined, faults: [tooDeepAt(deep)] }
    parsed = parseDocuments(text)
  } catch (error) {
    if (error instanceof RangeError) return { value: undefined, faults: [tooDeep(stop, limits)] }
    throw error
  }
  // how far it came depends on the stack
  if (isExhausted(parsed)) return { value: undefined, faults: [tooDeepAt(stop)] }
  const faults = faultsOf(text, parsed)
  if (faults.length > 0) return { value: undefined, faults }
  const { events, decoded } = toEvents(text, parsed)
  return readEvents(text, events, decoded, limits)
}

function parseDocuments(text: string): readonly Document.Parsed[] {
  const options = {
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    resolveKnownTags: false,
  } as const
  const stream = parseAllDocuments(text, options)
  return 'empty' in stream ? [] : stream
}

/** Of a part of a long text. */
function faultsIn(part: string): readonly Fault[] {
  const deep = deepAt(part)
  return deep === undefined ? faultsOf(part, parseDocuments(part)) : [tooDeepAt(deep)]
}

function isExhausted(parsed: readonly Document.Parsed[]): boolean {
  return parsed.some(({ errors }) => errors.some(({ code }) => code === 'RESOURCE_EXHAUSTION'))
}

function faultsOf(text: string, parsed: readonly Document.Parsed[]): readonly Fault[] {
  return yamlFaults(
    text,
    parsed.flatMap((document) => document.errors),
  )
}

type Task = { readonly node: ParsedNode | null } | { readonly pop: true }

/** The event stream of documents that `yaml` parsed, and the text of scalars that js-yaml may decode otherwise. */
function toEvents(
  text: string,
  parsed: readonly Document.Parsed[],
): { events: Event[]; decoded: Map<number, string> } {
  const events: Event[] = []
  const decoded = new Map<number, string>()
  for (const document of parsed) {
    const explicitStart = document.directives.docStart === true
    events.push({ type: DOCUMENT, explicitStart, explicitEnd: false, directives: [] })
    const tasks: Task[] = [{ pop: true }, { node: document.contents }]
    for (let task = tasks.pop(); task; task = tasks.pop()) {
      if ('pop' in task) events.push({ type: POP })
      else if (isScalar(task.node)) addScalar(text, task.node, events, decoded)
      else addCollection(text, task.node, events, tasks)
    }
  }
  return { events, decoded }
}

function addCollection(text: string, node: ParsedNode | null, events: Event[], tasks: Task[]): void {
  if (node === null) {
    events.push(scalarEvent(-1, -1, NO_PROPERTIES, 1, true))
  } else if (isAlias(node)) {
    events.push({ type: ALIAS, anchorStart: node.range[0] + 1, anchorEnd: node.range[1] })
  } else if (isMap(node) || isSeq(node)) {
    const type = isMap(node) ? MAPPING : LIST
    events.push({ type, start: node.range[0], ...properties(text, node), style: node.flow ? 2 : 1 })
    tasks.push({ pop: true })
    // Last first: the task added last is done first.
    for (const item of [...node.items].reverse()) {
      if ('key' in item)
        tasks.push({ node: item.value as ParsedNode | null }, { node: item.key as ParsedNode | null })
      else tasks.push({ node: item })
    }
  }
}

const STYLES = [
  Scalar.PLAIN,
  Scalar.QUOTE_SINGLE,
  Scalar.QUOTE_DOUBLE,
  Scalar.BLOCK_LITERAL,
  Scalar.BLOCK_FOLDED,
]

function addScalar(text: string, node: Scalar.Parsed, events: Event[], decoded: Map<number, string>): void {
  const [from, to] = node.range
  const source = node.source
  const style = Math.max(STYLES.indexOf(node.type ?? Scalar.PLAIN), 0) + 1
  if (style === 1 && source === '') {
    events.push(scalarEvent(-1, -1, properties(text, node), 1, true))
    return
  }
  const block = style > 3
  const quote = style === 1 || block ? 0 : 1
  const start = block ? Math.min(lineEnd(text, from) + 1, to) : from + quote
  const end = to - quote
  const fast = !block && text.slice(start, end) === source
  if (!fast) decoded.set(events.length, source)
  events.push(scalarEvent(start, end, properties(text, node), style as ScalarEvent['style'], fast))
}

interface Properties {
  readonly anchorStart: number
  readonly anchorEnd: number
  readonly tagStart: number
  readonly tagEnd: number
}

const NO_PROPERTIES: Properties = { anchorStart: -1, anchorEnd: -1, tagStart: -1, tagEnd: -1 }

/** Offsets of the anchor and of a tag of YAML's own that stand before a node. */
function properties(text: string, node: Exclude<ParsedNode, { type: 'alias' }>): Properties {
  if (isAlias(node)) return NO_PROPERTIES
  const anchor = node.anchor === undefined ? -1 : text.lastIndexOf(`&${node.anchor}`, node.range[0])
  const short = node.tag?.replace('tag:yaml.org,2002:', '!!')
  const tag = short === undefined ? -1 : text.lastIndexOf(short, node.range[0])
  return {
    anchorStart: anchor < 0 ? -1 : anchor + 1,
    anchorEnd: anchor < 0 ? -1 : anchor + 1 + (node.anchor ?? '').length,
    tagStart: tag,
    tagEnd: tag < 0 ? -1 : tag + (short ?? '').length,
  }
}

function scalarEvent(
  valueStart: number,
  valueEnd: number,
  place: Properties,
  style: ScalarEvent['style'],
  fast: boolean,
): ScalarEvent {
  return { type: SCALAR, valueStart, valueEnd, ...place, style, chomping: 1, indent: -1, fast }
}
