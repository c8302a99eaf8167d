import { type Node, type Operation, type Property, tokens } from '@specward/core'
import { nameAt, type Place, placesOn, wayOf, waysOut } from './ways-out.ts'

/** Schemas looked at on the search for ways; beyond, the way is left out of the message. */
const MOST_STEPS = 4_000

/** What was found on the ways out of an operation so far; the search goes on where it stopped. */
interface Search {
  readonly rest: Iterator<Place>
  readonly found: Map<Node, { readonly place: Place; readonly property: Property }>
  steps: number
}

const searches = new WeakMap<Operation, Search>()

/** Where in what an operation sends a property stands: `200: [].owner.password`; undefined when not found. */
export function wayTo(operation: Operation, property: Property): string | undefined {
  return placeIn(operation, property)?.way
}

/** The same, with the name of the property in that place: `hook.config.password`. */
export function placeIn(
  operation: Operation,
  property: Property,
): { readonly way: string; readonly name: string } | undefined {
  const search = searches.get(operation) ?? {
    rest: placesOn(waysOut(operation)),
    found: new Map(),
    steps: 0,
  }
  searches.set(operation, search)
  while (!search.found.has(property.node) && goOn(search));
  const found = search.found.get(property.node)
  return found && { way: wayOf(found.place, found.property), name: nameAt(found.place, found.property) }
}

/** One schema further; false at the end. */
function goOn(search: Search): boolean {
  if (++search.steps > MOST_STEPS) return false
  const { done, value: place } = search.rest.next()
  if (done) return false
  for (const property of place.schema.properties) {
    if (!search.found.has(property.node)) search.found.set(property.node, { place, property })
  }
  return true
}

/** `User.password`, or what little is known of an inline schema: `password`. */
export function nameOf({ owner, name }: Property): string {
  return owner.name === undefined ? name : `${owner.name}.${name}`
}

/** Words of all literal segments of a path, in the singular; of an AsyncAPI address likewise. */
export function pathWords(operation: Operation): ReadonlySet<string> {
  let words = wordsOf.get(operation)
  if (!words) {
    // the query string of a callback carries values, and names no resource
    words = new Set(tokens(operation.path.replaceAll(/\{[^{}]*\}/g, '/').replace(/\?.*$/s, '')))
    wordsOf.set(operation, words)
  }
  return words
}

const wordsOf = new WeakMap<Operation, ReadonlySet<string>>()

/** Says that what is returned is not the value itself, or only at its birth, or only to those with a right of their own. */
const NOT_RETURNED =
  /\b(?:mask(?:ed|s)?|redact(?:ed|s)?|obfuscat\w+|truncated|encrypted|write[- ]?only|input[- ]?only|placeholder)\b|\b(?:never|not|isn't|won't be|cannot be) (?:be )?(?:returned|shown|displayed|exposed|included|read|retrieved|populated|visible)|\b(?:only|just) (?:be )?(?:returned|shown|displayed|visible|available|included|present|set|provided)\b|\b(?:returned|shown|displayed|visible|available) (?:only|once|just)\b|\bonly once\b|\b(?:is|be|as) (?:always )?(?:an? )?(?:empty|null|blank)\b|\b(?:name|id|arn|path|reference) (?:or \w+ )?of (?:the |a )?secret\b|\bsecret(?:'s)? (?:name|id|arn|path|object|store)\b|\brequires? .{0,60}\b(?:scope|permission|privilege)/i

/** Whether the property itself says that its value is hidden: in words, or by an example of asterisks. */
export function isSaidToBeHidden({ schema, node }: Property): boolean {
  const layers = new Set<Node>([node, schema.node])
  for (const layer of layers) {
    const text = `${layer.child('description')?.string ?? ''} ${layer.child('title')?.string ?? ''}`
    // the large pattern is compiled where there is something to read
    if ((text !== ' ' && NOT_RETURNED.test(text)) || layer.child('x-returned-once')?.value === true)
      return true
    const example =
      layer.child('example')?.string ?? layer.at('examples', '0')?.string ?? layer.child('default')?.string
    if (
      example !== undefined &&
      /^(?:[*x•.]{3,}|.{0,8}\*{3,}.{0,8}|<?(?:redacted|hidden|masked)>?)$/i.test(example)
    )
      return true
  }
  return false
}
