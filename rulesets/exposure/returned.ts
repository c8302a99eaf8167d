import { type Node, type Operation, type Property, type Schema, tokens } from '@specward/core'

/** Whether an operation reaches a schema, and by which names on the wire. */
interface Step {
  readonly schema: Schema
  readonly way: string
}

/** Schemas looked at on the search for a way; beyond, the way is left out of the message. */
const MOST_STEPS = 4_000

/** Where in what an operation returns a property stands: `200: [].owner.password`; undefined when not found. */
export function wayTo(operation: Operation, property: Property): string | undefined {
  for (const [where, schema] of returnedBy(operation)) {
    const way = search(schema, property)
    if (way !== undefined) return where === '' ? way : `${where}: ${way}`
  }
  return undefined
}

/** What the API itself sends: responses to its callers, bodies of its webhooks, and messages. */
function returnedBy(operation: Operation): readonly (readonly [where: string, schema: Schema])[] {
  const found: (readonly [string, Schema])[] = []
  const add = (where: string, schema: Schema | undefined) => schema && found.push([where, schema])
  if (operation.kind === 'http') {
    for (const { status, response } of operation.responses) {
      for (const { schema } of response?.content ?? []) add(status, schema)
    }
  } else {
    for (const { schema } of operation.requestBody?.content ?? []) add('', schema)
    for (const { payload, headers } of operation.messages) {
      add('', payload)
      add('headers', headers)
    }
  }
  return found
}

/** The shortest way, breadth first. */
function search(start: Schema, { node, name }: Property): string | undefined {
  const seen = new Set<Schema>([start])
  const queue: Step[] = [{ schema: start, way: '' }]
  for (let at = 0; at < queue.length && at < MOST_STEPS; at++) {
    const { schema, way } = queue[at] as Step
    const next = (child: Schema | undefined, to: string) => {
      if (!child || seen.has(child)) return
      seen.add(child)
      queue.push({ schema: child, way: to })
    }
    for (const property of schema.properties) {
      const to = way === '' ? property.name : `${way}.${property.name}`
      if (property.node === node) return way === '' ? name : to
      if (!property.writeOnly) next(property.schema, to)
    }
    next(schema.items, `${way}[]`)
  }
  return undefined
}

/** `User.password`, or what little is known of an inline schema: `password`. */
export function nameOf({ owner, name }: Property): string {
  return owner.name === undefined ? name : `${owner.name}.${name}`
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
