import {
  type ApiDocument,
  type Fix,
  type FixEdit,
  type Operation,
  type Parameter,
  type SecurityScheme,
  tokens,
} from '@specward/core'

/** Above this number, a change is better thought over as a whole. */
const MOST_OPERATIONS = 30

/**
 * Declares a scheme for a credential where there is none, requires it, and takes the parameters away; undefined where
 * the description does not tell what to write.
 */
export function declareAsScheme(
  document: ApiDocument,
  parameters: readonly Parameter[],
  operations: readonly Operation[],
  known: SecurityScheme | undefined,
): Fix | undefined {
  const [first] = parameters
  if (!first || operations.length > MOST_OPERATIONS) return undefined
  if (operations.some(({ security }) => security.kind === 'optional')) return undefined
  const declared = known ? undefined : declaration(document, first)
  const name = known?.name ?? declared?.name
  if (name === undefined) return undefined
  const edits = [
    ...(declared ? [declared.edit] : []),
    ...operations.map((operation) => requirement(operation, name)),
    ...parameters
      .filter((each) => each.operations.every((user) => operations.includes(user)))
      .flatMap(removal),
  ]
  return { title: `Require it by \`security\` as \`${name}\``, kind: 'suggested', edits }
}

function declaration(
  { node, format, schemes }: ApiDocument,
  parameter: Parameter,
): { name: string; edit: FixEdit } | undefined {
  const value = schemeFor(parameter, format === 'oas2')
  if (!value) return undefined
  const name = freeName(parameter, schemes)
  const home = format === 'oas2' ? ['securityDefinitions'] : ['components', 'securitySchemes']
  // as much of the way as is there already
  const there = home.findIndex((_, index) => !node.at(...home.slice(0, index + 1))?.isObject)
  const path = there < 0 ? home : home.slice(0, there)
  const missing = there < 0 ? [] : home.slice(there + 1)
  const key = there < 0 ? name : (home[there] ?? name)
  const content =
    there < 0 ? value : [...missing, name].reduceRight<object>((inner, each) => ({ [each]: inner }), value)
  return { name, edit: { node, edit: { op: 'insert', path, key, value: content } } }
}

/** What a header holds that is called `Authorization` is known in OpenAPI 3 only if it says so. */
function schemeFor(parameter: Parameter, isOas2: boolean): object | undefined {
  const { name, node } = parameter
  const lower = name.toLowerCase()
  if (parameter.in === 'header' && lower === 'authorization' && !isOas2) {
    const says = JSON.stringify(node.value)
    if (/\bbearer\b/i.test(says)) return { type: 'http', scheme: 'bearer' }
    return undefined
  }
  if (parameter.in === 'header' && lower === 'cookie') return undefined
  if (parameter.in === 'cookie' && isOas2) return undefined
  return { type: 'apiKey', in: parameter.in, name }
}

function freeName({ name }: Parameter, schemes: readonly SecurityScheme[]): string {
  const words = tokens(name).filter((word) => word !== 'x')
  const base = words
    .map((word, index) => (index === 0 ? word : word[0]?.toUpperCase() + word.slice(1)))
    .join('')
  const taken = new Set(schemes.map((scheme) => scheme.name))
  let free = base
  for (let next = 2; taken.has(free); next++) free = `${base}${next}`
  return free
}

/** Every way in asks for the credential as well. */
function requirement({ node, security }: Operation, name: string): FixEdit {
  const ways = security.alternatives.map(({ requirements }) =>
    Object.fromEntries(
      requirements.map((each): [string, string[]] => [each.name, each.scopes.map((scope) => scope.name)]),
    ),
  )
  const value = (ways.length === 0 ? [{}] : ways).map((way) => ({ ...way, [name]: [] }))
  const own = node.child('security')
  return own
    ? { node, edit: { op: 'set', path: own.path, value } }
    : { node, edit: { op: 'insert', path: node.path, key: 'security', value } }
}

/** A parameter that stands in a list of its own; one that is shared may stay, now that a scheme says what it is. */
function removal({ node }: Parameter): readonly FixEdit[] {
  return node.parent?.isList ? [{ node, edit: { op: 'remove', path: node.path } }] : []
}
