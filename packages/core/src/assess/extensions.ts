import type { Operation } from '../model/concepts.ts'
import type { Node } from '../source/node.ts'
import type { Kind } from '../spec/grammar.ts'
import type { Meanings } from './meaning.ts'
import { isTellingExtension, isWithoutMeaning } from './prose.ts'

/** What vendors say beside the specification, each as a digest: a gateway may act on it. */
export function extensionsOf(node: Node, meanings: Meanings): readonly string[] {
  return digestsOf(node, meanings, isTellingExtension)
}

/** Entries of an object whose keys fit, each as a digest, sorted. */
export function digestsOf(
  node: Node,
  meanings: Meanings,
  isWanted: (key: string) => boolean,
): readonly string[] {
  if (!node.isObject) return []
  return [...node.children()]
    .filter(({ key }) => isWanted(key))
    .map((child) => meanings.digest(child.key, contentOf(child, meanings)))
    .sort()
}

function contentOf(node: Node, meanings: Meanings): unknown {
  return typeof node.value === 'object' ? meanings.of(node, 'data') : node.value
}

/** What vendors say of the path item or channel that an operation belongs to. */
export function aroundOf({ node, channel }: Operation, meanings: Meanings): readonly string[] {
  if (channel) return extensionsOf(channel.node, meanings)
  const { parent } = node
  const holder = parent?.key === 'additionalOperations' ? parent.parent : parent
  return holder ? extensionsOf(holder, meanings) : []
}

/** What the traits of an AsyncAPI operation or message add, in their order. */
export function traitsOf(
  node: Node,
  kind: Extract<Kind, 'operationTrait' | 'messageTrait'>,
  meanings: Meanings,
): readonly string[] {
  const traits = node.child('traits')
  return traits?.isList ? [...traits.children()].map((trait) => meanings.of(trait, kind)) : []
}

/** Keys of a document that are read as what they are, or that say nothing to a caller. */
const ROOT: ReadonlySet<string> = new Set([
  'openapi',
  'swagger',
  'asyncapi',
  '$self',
  'info',
  'servers',
  'host',
  'basePath',
  'schemes',
  'consumes',
  'produces',
  'paths',
  'webhooks',
  'channels',
  'operations',
  'components',
  'definitions',
  'parameters',
  'responses',
  'securityDefinitions',
  'security',
  'tags',
  'externalDocs',
  'defaultContentType',
])

/** What is said of a description as a whole beside what the other parts are read from, each as a digest. */
export function rootOf(root: Node, meanings: Meanings): readonly string[] {
  const own = digestsOf(root, meanings, (key) => !ROOT.has(key) && !isLeftOut(key))
  const [info, paths] = [root.child('info'), root.child('paths')]
  return [
    ...own,
    ...(info ? extensionsOf(info, meanings) : []),
    ...(paths ? extensionsOf(paths, meanings) : []),
    ...besideReferences(paths, meanings),
  ]
}

function isLeftOut(key: string): boolean {
  return key.startsWith('x-') && !isTellingExtension(key)
}

/** What stands beside the reference of a path item. */
function besideReferences(paths: Node | undefined, meanings: Meanings): readonly string[] {
  if (!paths?.isObject) return []
  return [...paths.children()].flatMap((item) => {
    const said = item.child('$ref') ? extensionsOf(item, meanings) : []
    return said.length > 0 ? [meanings.digest(item.key, said)] : []
  })
}

/** Keys of a server that are read one by one. */
const SERVER: ReadonlySet<string> = new Set([
  '$ref',
  'name',
  'url',
  'host',
  'pathname',
  'protocol',
  'variables',
  'security',
  'bindings',
])

/** What else is said of a server, and of what its variables may hold. */
export function besideServerOf(node: Node, meanings: Meanings): readonly unknown[] {
  const isWanted = (key: string): boolean => !SERVER.has(key) && !isWithoutMeaning('server', key, undefined)
  const variables = node.child('variables')
  const each = variables?.isObject ? [...variables.children()] : []
  return [
    digestsOf(node, meanings, isWanted),
    each.map((variable) => meanings.digest(variable.key, meanings.of(variable, 'serverVariable'))).sort(),
  ]
}

/** Keys of a security scheme that are read one by one. */
const SCHEME: ReadonlySet<string> = new Set([
  '$ref',
  'type',
  'description',
  'name',
  'in',
  'scheme',
  'bearerFormat',
  'flows',
  'flow',
  'openIdConnectUrl',
  'authorizationUrl',
  'tokenUrl',
  'scopes',
  'deprecated',
])

/** What else is said of a security scheme and of its flows. */
export function besideSchemeOf(node: Node, meanings: Meanings): readonly unknown[] {
  const flows = node.child('flows')
  const each = flows?.isObject ? [...flows.children()] : []
  return [
    digestsOf(node, meanings, (key) => !SCHEME.has(key) && !isLeftOut(key)),
    flows ? extensionsOf(flows, meanings) : [],
    each.map((flow) => [flow.key, extensionsOf(flow, meanings)]).filter(([, said]) => said?.length),
  ]
}
