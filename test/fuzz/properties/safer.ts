import type { Report } from '@specward/core'
import { registry } from '@specward/rulesets'
import { judge } from '../judge.ts'
import { type Property, VARIANTS } from '../property.ts'
import { Random } from '../random.ts'
import {
  copyOf,
  list,
  type Mapping,
  map,
  mapAt,
  mapUnder,
  placesIn,
  put,
  removeAt,
  scalar,
  setAt,
  type Tree,
  textAt,
  valueAt,
} from '../tree.ts'
import { JSON_STYLE, write } from '../write.ts'
import { treeIn } from './same.ts'
import { differenceOf, findingLines, without } from './substance.ts'

/** Folders of rules that say who gets at what: who may call, what goes over the wire in the clear, what comes back. */
const EXPOSURE: ReadonlySet<string> = new Set(['authentication', 'authorization', 'transport', 'exposure'])

const categories = new Map(registry.rules.map(({ rule, category }) => [rule.id, category]))

/**
 * Makes one thing about an API stricter; false where there is nothing to make stricter.
 * `may` names rules of those folders that speak of the difference that it makes, not of an exposure, with the reason.
 */
interface Strictness {
  readonly name: string
  readonly may: Readonly<Record<string, string>>
  apply(root: Mapping, random: Random): boolean
}

const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'])

function operationsOf(
  root: Mapping,
): readonly (readonly [item: Mapping, method: string, operation: Mapping])[] {
  return (mapAt(root, 'paths')?.entries ?? []).flatMap(([path, item]) => {
    if (!path.startsWith('/') || item.kind !== 'map') return []
    return item.entries.flatMap(([method, operation]) =>
      METHODS.has(method) && operation.kind === 'map' ? [[item, method, operation] as const] : [],
    )
  })
}

/** A scheme of the description that sends a token in a header; made where there is none. */
function strongScheme(root: Mapping): string {
  const isOld = textAt(root, 'swagger') !== undefined
  const holder = isOld
    ? mapUnder(root, 'securityDefinitions')
    : mapUnder(mapUnder(root, 'components'), 'securitySchemes')
  const scheme = isOld
    ? [
        ['type', 'apiKey'],
        ['in', 'header'],
        ['name', 'Authorization'],
      ]
    : [
        ['type', 'http'],
        ['scheme', 'bearer'],
        ['bearerFormat', 'JWT'],
      ]
  put(holder, 'zzStrong', map(scheme.map(([key = '', value = '']) => [key, scalar(value)])))
  return 'zzStrong'
}

const requireToken: Strictness = {
  name: 'a required token',
  may: {
    'require-consistent-authentication':
      'tells of operations that are unlike others, and those that stay open now are',
    'no-case-variant-path': 'tells of paths that are guarded in another way than their twin',
    'no-ambiguous-path-security': 'tells of paths that are guarded in another way than their twin',
    'no-weaker-deprecated-operation': 'tells of an old operation that is weaker than the new one',
    'no-weak-alternative': 'tells of the weaker of several ways',
    'no-cleartext-credentials': 'a token that is sent now goes over the servers that are there',
    'no-plaintext-server': 'says what goes over a server in the clear',
    'no-shared-key-for-user-data': 'speaks where there is a key',
    'no-unused-security-scheme': 'tells of schemes that nothing asks for, where something is asked for',
    'require-scope': 'speaks where there is a scheme with scopes',
    'no-unlisted-security-scheme': 'the scheme is one that the policy does not list',
    'require-default-security': 'speaks of operations that say for themselves what the root could say',
    'require-sender-constrained-token': 'speaks where there is a token',
  },
  apply(root, random) {
    const all = operationsOf(root)
    const operations = all.filter(([, , operation]) => isOpen(root, operation))
    // where none was guarded, one finding spoke for all, or something else than the description was to be asked
    if (operations.length === 0 || operations.length === all.length || !hasScheme(root)) return false
    const [, , operation] = random.pick(operations)
    put(operation, 'security', list([map([[strongScheme(root), list()]])]))
    return true
  },
}

function hasScheme(root: Mapping): boolean {
  const schemes = mapAt(root, 'securityDefinitions') ?? mapAt(root, 'components', 'securitySchemes')
  return schemes?.entries.some(([, scheme]) => textAt(scheme, 'type') !== undefined) ?? false
}

/** Whether nobody has to authenticate: there is no requirement, of its own or of the root. */
function isOpen(root: Mapping, operation: Mapping): boolean {
  const own =
    operation.entries.find(([key]) => key === 'security')?.[1] ??
    root.entries.find(([key]) => key === 'security')?.[1]
  return own === undefined || (own.kind === 'list' && own.items.length === 0)
}

const https: Strictness = {
  name: 'https instead of http',
  may: {},
  apply(root, random) {
    const servers = placesIn(root).filter((place) => {
      const value = valueAt(place)
      return (
        place.path.at(-1) === 'url' &&
        place.path.at(-3) === 'servers' &&
        value.kind === 'scalar' &&
        typeof value.value === 'string' &&
        value.value.startsWith('http://')
      )
    })
    if (servers.length === 0) return false
    const place = random.pick(servers)
    const value = valueAt(place)
    setAt(place, scalar(value.kind === 'scalar' ? String(value.value).replace('http:', 'https:') : ''))
    return true
  },
}

const fewerOperations: Strictness = {
  name: 'an operation less',
  may: {
    'no-unused-security-scheme': 'tells of schemes that no operation asks for',
    'no-unused-scope': 'tells of scopes that no operation asks for',
    'no-unused-sensitive-schema': 'tells of schemas that no operation reaches',
    'require-consistent-authentication':
      'tells of operations that are unlike most others, and there are others now',
    'no-overbroad-scope': 'tells of the only scope of a description, which it may have become',
    'require-default-security': 'tells what all operations have in common, and there are others now',
    'require-sender-constrained-token':
      'is silent while one operation asks for something other than tokens, which it may have been',
  },
  apply(root, random) {
    const operations = operationsOf(root)
    if (operations.length < 2) return false
    const [item, method] = random.pick(operations)
    item.entries = item.entries.filter(([key]) => key !== method)
    return true
  },
}

/** A schema somewhere in the description: what stands where schemas stand. */
function schemasIn(root: Mapping): readonly Mapping[] {
  return placesIn(root).flatMap((place) => {
    const [key = '', holder = ''] = [place.path.at(-1), place.path.at(-2)]
    const value = valueAt(place)
    const isSchema =
      ['schema', 'items'].includes(key) || ['properties', 'schemas', 'definitions'].includes(holder)
    const isData = place.path.some((each) => /^(?:examples?|default|enum|const|x-.*)$/.test(each))
    return isSchema && !isData && value.kind === 'map' && !value.entries.some(([name]) => name === '$ref')
      ? [value]
      : []
  })
}

const boundedText: Strictness = {
  name: 'a maxLength',
  may: {},
  apply(root, random) {
    const texts = schemasIn(root).filter(
      (schema) => textAt(schema, 'type') === 'string' && !schema.entries.some(([key]) => key === 'maxLength'),
    )
    if (texts.length === 0) return false
    put(random.pick(texts), 'maxLength', scalar(200))
    return true
  },
}

const closedObject: Strictness = {
  name: 'a closed object',
  may: {},
  apply(root, random) {
    const objects = schemasIn(root).filter(
      (schema) =>
        textAt(schema, 'type') === 'object' &&
        !schema.entries.some(([key]) => ['additionalProperties', 'allOf', 'oneOf', 'anyOf'].includes(key)),
    )
    if (objects.length === 0) return false
    put(random.pick(objects), 'additionalProperties', scalar(false))
    return true
  },
}

const fewerServers: Strictness = {
  name: 'a server less that is in the clear',
  may: {},
  apply(root, random) {
    const servers = placesIn(root).filter(
      (place) =>
        place.path.length === 2 &&
        place.path[0] === 'servers' &&
        place.holder.kind === 'list' &&
        place.holder.items.length > 1 &&
        textAt(valueAt(place), 'url')?.startsWith('http://'),
    )
    if (servers.length === 0) return false
    removeAt(random.pick(servers))
    return true
  },
}

const STRICTNESSES = [requireToken, https, fewerOperations, boundedText, closedObject, fewerServers]

/** Where nothing asks for authentication and something can be changed, this rule speaks for each of those. */
const SPEAKS_FOR_ALL = 'require-authentication'
const SPOKEN_FOR = /^no-anonymous-(?:read|write) /

/** Findings about exposure that are there after and were not before. */
function added(before: Report, after: Report, { may }: Strictness): readonly string[] {
  const lines = (report: Report): readonly string[] =>
    findingLines(
      {
        ...report,
        findings: report.findings.filter(
          ({ ruleId }) => EXPOSURE.has(categories.get(ruleId) ?? '') && !Object.hasOwn(may, ruleId),
        ),
      },
      ({ fingerprint, parts = [] }) => `${fingerprint} ${parts.join()}`,
    )
  const known = new Set(before.findings.flatMap(({ fingerprint, parts = [] }) => [fingerprint, ...parts]))
  const told = [...before.findings, ...before.undecided]
  const spokeForAll = told.some(({ ruleId }) => ruleId === SPEAKS_FOR_ALL)
  // a group that has lost some of its members, or reaches fewer operations, is no other finding
  return without(lines(after), lines(before)).filter((line) => {
    if (spokeForAll && SPOKEN_FOR.test(line)) return false
    const [print = '', parts = ''] = line.split(' ').slice(-2)
    return !known.has(print) && !(parts !== '' && parts.split(',').every((part) => known.has(part)))
  })
}

export const saferAddsNothing: Property = {
  name: 'safer-adds-nothing',
  input: 'tree',
  ways: VARIANTS,
  weight: 10,
  async check(subject) {
    const tree = treeIn(subject)
    if (!tree) return undefined
    const { report: one } = await judge({ 'api.json': write(tree, JSON_STYLE) })
    const random = new Random(subject.variant + 1)
    const changed: Tree = copyOf(tree)
    const way = random
      .shuffled(STRICTNESSES)
      .find((each) => changed.kind === 'map' && each.apply(changed, random))
    if (!way) return undefined
    const { report: two } = await judge({ 'api.json': write(changed, JSON_STYLE) })
    // what could not be judged before may be found now
    if (one.problems.length > 0) return undefined
    return differenceOf(way.name, [], added(one, two, way))
  },
}
