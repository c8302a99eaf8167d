import { type Node, type Operation, type Property, tokens } from '@specward/core'
import { nameAt, placesOn, schemaName, wayOf, waysOut } from './ways-out.ts'

/** Schemas looked at on the search for a way; beyond, the way is left out of the message. */
const MOST_STEPS = 4_000

/** Where in what an operation sends a property stands: `200: [].owner.password`; undefined when not found. */
export function wayTo(operation: Operation, property: Property): string | undefined {
  return placeIn(operation, property)?.way
}

/** The same, with the name of the property in that place: `hook.config.password`. */
export function placeIn(
  operation: Operation,
  property: Property,
): { readonly way: string; readonly name: string } | undefined {
  let steps = 0
  for (const place of placesOn(waysOut(operation))) {
    const found = place.schema.properties.find(({ node }) => node === property.node)
    if (found) return { way: wayOf(place, found), name: nameAt(place, found) }
    if (++steps > MOST_STEPS) return undefined
  }
  return undefined
}

/** `User.password`, or what little is known of an inline schema: `password`. */
export function nameOf({ owner, name }: Property): string {
  const of = schemaName(owner)
  return of === undefined ? name : `${of}.${name}`
}

/** Words of all literal segments of a path, in the singular; of an AsyncAPI address likewise. */
export function pathWords({ path }: Operation): ReadonlySet<string> {
  return new Set(tokens(path.replaceAll(/\{[^{}]*\}/g, '/')))
}

/** Says that what is returned is not the value itself, or only at its birth, or only to those with a right of their own. */
const NOT_RETURNED =
  /\b(?:mask(?:ed|s)?|redact(?:ed|s)?|obfuscat\w+|truncated|encrypted|write[- ]?only|input[- ]?only|placeholder)\b|\b(?:never|not|isn't|won't be|cannot be) (?:be )?(?:returned|shown|displayed|exposed|included|read|retrieved|populated|visible)|\b(?:only|just) (?:be )?(?:returned|shown|displayed|visible|available|included|present|set|provided)\b|\b(?:returned|shown|displayed|visible|available) (?:only|once|just)\b|\bonly once\b|\b(?:is|be|as) (?:always )?(?:an? )?(?:empty|null|blank)\b|\b(?:name|id|arn|path|reference) (?:or \w+ )?of (?:the |a )?secret\b|\bsecret(?:'s)? (?:name|id|arn|path|object|store)\b|\brequires? .{0,60}\b(?:scope|permission|privilege)/i

/** Whether the property itself says that its value is hidden: in words, or by an example of asterisks. */
export function isSaidToBeHidden({ schema, node }: Property): boolean {
  const layers = new Set<Node>([node, schema.node])
  for (const layer of layers) {
    const text = `${layer.child('description')?.string ?? ''} ${layer.child('title')?.string ?? ''}`
    if (NOT_RETURNED.test(text) || layer.child('x-returned-once')?.value === true) return true
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
