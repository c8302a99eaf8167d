import { type Model, type Node, reachOf, splitUrl } from '@specward/core'

/** An address from which something is read that becomes part of a description. */
export interface Source {
  readonly node: Node
  readonly value: string
  /** `dialect`: it only names the language of schemas, which tools know by heart or look up. */
  readonly kind: 'content' | 'dialect'
}

const known = new WeakMap<Model, readonly Source[]>()

/** All of them, without references to the description itself; looked for once. */
export function sourcesIn(model: Model): readonly Source[] {
  let sources = known.get(model)
  if (!sources) {
    sources = look(model)
    known.set(model, sources)
  }
  return sources
}

/** What leads out of the folder of the description, or out of its file system. */
const ADDRESS = /^(?:[a-z][a-z0-9+.-]*:|\/|\.\.?\/|[A-Za-z]:\\|\\\\|~\/)/i

function look(model: Model): readonly Source[] {
  const { node: root } = model.document
  const sources: Source[] = []
  const add = (node: Node | undefined, kind: Source['kind'] = 'content') => {
    const value = node?.string?.trim()
    if (node && value !== undefined && ADDRESS.test(value)) sources.push({ node, value, kind })
  }
  for (const { node, value } of model.select('reference')) {
    if (!value.startsWith('#')) add(node)
  }
  for (const node of model.nodes('example')) add(node.child('externalValue'))
  for (const node of model.nodes('link')) add(node.child('operationRef'))
  for (const node of model.nodes('schema')) add(node.child('$schema'), 'dialect')
  add(root.child('jsonSchemaDialect'), 'dialect')
  const { format } = model.document
  if (format === 'overlay1') add(root.child('extends'))
  if (format === 'arazzo1')
    for (const source of root.child('sourceDescriptions')?.children() ?? []) add(source.child('url'))
  return sources
}

/** Addresses that are names: nobody has to ask these hosts to know what they mean. */
const NAMES =
  /^https?:\/\/(?:json-schema\.org\/(?:draft|schema)|spec\.openapis\.org\/|www\.asyncapi\.com\/definitions\/|asyncapi\.com\/definitions\/)/i

export function isName({ value, kind }: Source): boolean {
  return kind === 'dialect' && NAMES.test(value)
}

/** Lower-case host of an address on the network that is not the machine itself; undefined for others. */
export function hostOf(value: string): string | undefined {
  if (!/^https?:/i.test(value)) return undefined
  const { host } = splitUrl(value)
  return host === '' || reachOf(host) === 'loopback' ? undefined : host
}

/** Where the same is read several times, the first stands for all: by address without its fragment. */
export function byAddress(sources: readonly Source[]): readonly (readonly [Source, ...Source[]])[] {
  const groups = new Map<string, [Source, ...Source[]]>()
  for (const source of sources) {
    const address = source.value.split('#', 1)[0] ?? ''
    const group = groups.get(address)
    if (group) group.push(source)
    else groups.set(address, [source])
  }
  return [...groups.values()]
}
