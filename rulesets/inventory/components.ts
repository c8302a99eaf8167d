import type { Model, Node } from '@specward/core'

/**
 * Kinds of components that are used by reference alone. Security schemes are used by name and have a rule of their own;
 * path items have operations, which another description may offer.
 */
const KINDS: ReadonlySet<string> = new Set([
  ...['schemas', 'responses', 'parameters', 'requestBodies', 'headers', 'examples', 'links', 'callbacks'],
  ...['mediaTypes', 'messages', 'channels', 'operations', 'servers', 'serverVariables', 'replies'],
  ...['replyAddresses', 'correlationIds', 'tags', 'externalDocs', 'operationTraits', 'messageTraits'],
  ...['serverBindings', 'channelBindings', 'operationBindings', 'messageBindings'],
])

/** Sections of OpenAPI 2.0 that hold components. */
const SECTIONS = ['definitions', 'parameters', 'responses'] as const

const SCHEMAS = '/components/schemas/'

const REFERENCE = /#\/(?:components\/[\w-]+|definitions|parameters|responses)\/[^/]/

/**
 * Components that nothing leads to from outside of the components, in the order of the document; undefined where
 * references lead to none at all, because they were resolved before the description was published.
 */
export function unusedComponents(model: Model): readonly Node[] | undefined {
  const components = componentsOf(model)
  if (components.size === 0) return []
  const uses = usesOf(model, components)
  if (uses.all.size === 0) return undefined
  const unused = unreached(components, uses)
  const named = new Map(unused.filter(([name]) => name.startsWith(SCHEMAS)))
  // few are left over, and only for those it matters whether a mapping names them
  return (linkMapped(model, named, uses) ? unreached(components, uses) : unused).map(([, node]) => node)
}

function unreached(
  components: ReadonlyMap<string, Node>,
  { outside, within }: Uses,
): readonly (readonly [string, Node])[] {
  const reached = new Set<string>(outside)
  for (const name of reached) for (const next of within.get(name) ?? []) reached.add(next)
  return [...components].filter(([name]) => !reached.has(name))
}

/** Adds the schemas that the `mapping` of a discriminator leads to by name; false where it leads to none. */
function linkMapped(model: Model, schemas: ReadonlyMap<string, Node>, uses: Uses): boolean {
  if (schemas.size === 0) return false
  const names = [...schemas.values()].map(({ key }) => key.replaceAll(/[^\w]/g, '\\$&')).join('|')
  const mapped = model.stringsWith(new RegExp(`^(?:${names})$`), 1, /^mapping$/)
  for (const { node, value } of mapped) uses.link(node, SCHEMAS + value)
  return mapped.length > 0
}

/** By the fragment that leads to each: `/components/schemas/Order`. */
function componentsOf({ document }: Model): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>()
  const sections = [
    ...[...(document.node.child('components')?.children() ?? [])].filter(({ key }) => KINDS.has(key)),
    ...(document.format === 'oas2' ? SECTIONS.map((name) => document.node.child(name)) : []),
  ]
  for (const section of sections) {
    for (const entry of section?.children() ?? [])
      if (!entry.key.startsWith('x-')) found.set(entry.pointer, entry)
  }
  return found
}

interface Uses {
  readonly all: ReadonlySet<string>
  /** Reached from anything that is no component. */
  readonly outside: ReadonlySet<string>
  /** Components that each component leads to. */
  readonly within: ReadonlyMap<string, ReadonlySet<string>>
  /** Adds that something at a node leads to a component. */
  link(node: Node, target: string): void
}

/** References by what they look like, wherever they stand: what a tool might follow counts as use. */
function usesOf(model: Model, components: ReadonlyMap<string, Node>): Uses {
  const all = new Set<string>()
  const outside = new Set<string>()
  const within = new Map<string, Set<string>>()
  const moved = movedIn(model, components)
  const link = (node: Node, target: string) => {
    const isHere = node.file === model.document.node.file
    const from = isHere ? holderOf(node, components) : holderElsewhere(node, moved)
    // what refers to itself, or to what has its name in another file, is used by nobody
    if (from === target) return
    all.add(target)
    if (from === undefined) outside.add(target)
    else {
      const known = within.get(from)
      if (known) known.add(target)
      else within.set(from, new Set([target]))
    }
  }
  for (const { node, value } of model.stringsWith(REFERENCE)) {
    const target = targetOf(value, components)
    if (target !== undefined) link(node, target)
  }
  for (const [name, base] of implicitUses(model, components)) {
    const heirs = within.get(base) ?? new Set()
    heirs.add(name)
    within.set(base, heirs)
  }
  return { all, outside, within, link }
}

/** Schemas that stand in the place of one with a `discriminator`, by their name alone: they are built on it. */
function implicitUses(
  model: Model,
  components: ReadonlyMap<string, Node>,
): readonly (readonly [string, string])[] {
  return [...components].flatMap(([name, node]) =>
    [...(model.resolve(node)?.child('allOf')?.children() ?? [])].flatMap((member) => {
      const reference = member.child('$ref')?.string
      const base = reference === undefined ? undefined : targetOf(reference, components)
      const known = base === undefined ? undefined : components.get(base)
      const isBase = known && model.resolve(known)?.child('discriminator') !== undefined
      return isBase && base !== undefined ? [[name, base] as const] : []
    }),
  )
}

/** The component that a reference leads to, or into. */
function targetOf(reference: string, components: ReadonlyMap<string, Node>): string | undefined {
  const pieces = reference.slice(reference.indexOf('#') + 1).split('/')
  const pointer = pieces.slice(0, pieces[1] === 'components' ? 4 : 3).join('/')
  if (components.has(pointer)) return pointer
  const decoded = pointer.replaceAll(/%[0-9a-f]{2}/gi, (code) =>
    String.fromCharCode(Number.parseInt(code.slice(1), 16)),
  )
  return components.has(decoded) ? decoded : undefined
}

/** Components whose content stands in another file, by where it begins there. */
function movedIn(model: Model, components: ReadonlyMap<string, Node>): ReadonlyMap<Node, string> {
  const moved = new Map<Node, string>()
  for (const [name, node] of components) {
    const end = model.resolve(node)
    if (end && end.file !== node.file && !moved.has(end)) moved.set(end, name)
  }
  return moved
}

function holderElsewhere(node: Node, moved: ReadonlyMap<Node, string>): string | undefined {
  if (moved.size === 0) return undefined
  for (let at: Node | undefined = node; at; at = at.parent) {
    const name = moved.get(at)
    if (name !== undefined) return name
  }
  return undefined
}

/** The component in which a node stands. */
function holderOf(node: Node, components: ReadonlyMap<string, Node>): string | undefined {
  const { path } = node
  const name = `/${path
    .slice(0, path[0] === 'components' ? 3 : 2)
    .map((key) => String(key).replaceAll('~', '~0').replaceAll('/', '~1'))
    .join('/')}`
  return components.has(name) ? name : undefined
}
