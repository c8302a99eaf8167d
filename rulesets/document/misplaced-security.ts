import { append, type Format, type Kind, type Model, type Node, nearest } from '@specward/core'

/** A key that means security and that nothing reads. */
export interface Misplaced {
  readonly node: Node
  /** `requirement`: a list of security requirements; `schemes`: a mapping of security schemes. */
  readonly what: 'requirement' | 'schemes'
  /** The right key, where the place is right and the key is not. */
  readonly meant: string | undefined
  /** The place as messages name it: "path `/orders`". */
  readonly place: string
}

/** Kinds of object that tools look for no `security` in, by what messages call them. */
const WITHOUT: Readonly<Partial<Record<Kind, string>>> = {
  pathItem: 'path',
  components: 'the components',
  parameter: 'parameter',
  requestBody: 'the request body',
  response: 'response',
  mediaType: 'media type',
  header: 'header',
  link: 'link',
  channel: 'channel',
  message: 'message',
}

export function misplacedIn(model: Model): readonly Misplaced[] {
  const found: Misplaced[] = []
  const { node: root, format } = model.document
  append(found, requirementsAtHome(model))
  append(found, requirementsElsewhere(model))
  const home = format === 'oas2' ? root : root.child('components')
  const right = format === 'oas2' ? 'securityDefinitions' : 'securitySchemes'
  const holders = [
    root,
    root.child('components'),
    root.child('definitions'),
    root.at('components', 'schemas'),
  ]
  for (const holder of holders) {
    if (!holder?.isObject) continue
    for (const node of holder.children()) {
      if (!holdsSchemes(node) || !isCalledSchemes(node.key)) continue
      if (holder === home && node.key === right) continue
      const meant = holder === home ? right : undefined
      const place = holder === root ? 'the root' : `\`${holder.path.join('.')}\``
      found.push({ node, what: 'schemes', meant, place })
    }
  }
  return found
}

/** Misspelt keys where `security` belongs. */
function requirementsAtHome(model: Model): readonly Misplaced[] {
  const { format, node: root } = model.document
  const homes = model
    .select('operation')
    .map(({ node, label }) => ({ node: model.resolve(node) ?? node, place: `\`${label}\`` }))
  if (isAsync(format)) {
    for (const node of model.nodes('server')) homes.push({ node, place: `server \`${node.key}\`` })
    for (const node of model.nodes('operationTrait')) homes.push({ node, place: `trait \`${node.key}\`` })
  } else {
    homes.push({ node: root, place: 'the root' })
  }
  const found: Misplaced[] = []
  const seen = new Set<Node>()
  for (const { node: home, place } of homes) {
    if (seen.has(home)) continue
    seen.add(home)
    for (const node of home.children()) {
      if (!holdsRequirements(node) || !isCalledSecurity(node.key)) continue
      found.push({ node, what: 'requirement', meant: 'security', place })
    }
  }
  return found
}

function requirementsElsewhere(model: Model): readonly Misplaced[] {
  const { format, node: root } = model.document
  const found: Misplaced[] = []
  const add = (holder: Node | undefined, place: string) => {
    const node = holder?.isObject ? holder.child('security') : undefined
    if (!node || !holdsRequirements(node)) return
    found.push({ node, what: 'requirement', meant: undefined, place })
  }
  if (isAsync(format)) add(root, 'the root')
  add(root.child('info'), '`info`')
  for (const [kind, name] of Object.entries(WITHOUT)) {
    for (const holder of model.nodes(kind as Kind)) add(holder, placeOf(holder, name))
  }
  if (!isAsync(format)) for (const node of model.nodes('server')) add(node, 'a server')
  return found
}

function placeOf(holder: Node, name: string): string {
  if (name.startsWith('the ')) return name
  const called =
    holder.child('name')?.string ?? (/^\d+$/.test(holder.key) && name === 'parameter' ? '' : holder.key)
  return called === '' ? `a ${name}` : `${name} \`${called}\``
}

function isAsync(format: Format): boolean {
  return format === 'asyncapi2' || format === 'asyncapi3'
}

const REQUIREMENT_KEYS = ['security', 'securityRequirement', 'securityRequirements']
const SCHEME_KEYS = ['securitySchemes', 'securityDefinitions', 'security']

/** `Security`, `securtiy`, `securities`; not the key itself, nor an extension. */
function isCalledSecurity(key: string): boolean {
  return key !== 'security' && mayBe(key) && nearest(key, REQUIREMENT_KEYS) !== undefined
}

function isCalledSchemes(key: string): boolean {
  return mayBe(key) && nearest(key.replaceAll(/[-_ ]/g, ''), SCHEME_KEYS) !== undefined
}

/** Leaves out nearly every key before letters are counted. */
function mayBe(key: string): boolean {
  return key.length >= 6 && key.length <= 24 && !/^x-/i.test(key) && /s/i.test(key)
}

/** True for a list of nothing but mappings, or an empty one: what no other field of the specifications is under such a name. */
function holdsRequirements(node: Node): boolean {
  return node.isList && [...node.children()].every((item) => item.isObject)
}

const SCHEME_TYPES: ReadonlySet<string> = new Set([
  ...[
    'apiKey',
    'http',
    'basic',
    'mutualTLS',
    'oauth2',
    'openIdConnect',
    'httpApiKey',
    'userPassword',
    'X509',
  ],
  ...['symmetricEncryption', 'asymmetricEncryption', 'plain', 'scramSha256', 'scramSha512', 'gssapi'],
])

/** True for a mapping of which every entry is a security scheme or a reference to one. */
function holdsSchemes(node: Node): boolean {
  if (!node.isObject) return false
  let count = 0
  for (const entry of node.children()) {
    if (entry.key.startsWith('x-')) continue
    if (!isScheme(entry)) return false
    count++
  }
  return count > 0
}

function isScheme(node: Node): boolean {
  return (
    SCHEME_TYPES.has(node.child('type')?.string ?? '') ||
    /security(?:Schemes|Definitions)/.test(node.child('$ref')?.string ?? '')
  )
}
