import { addTo } from '../group.ts'
import { lazy } from '../lazy.ts'
import type { Operation, SecurityScheme } from '../model/concepts.ts'
import { matchesLabel } from '../model/label.ts'
import type { Model } from '../model/model.ts'
import type { Graph } from '../resolve/graph.ts'
import type { Facet } from './catalogue.ts'
import { besideSchemeOf, rootOf } from './extensions.ts'
import { Meanings, meaningDigest } from './meaning.ts'
import { accessOf, serverOf, structureOf } from './operation-meaning.ts'
import { membersOf, type OperationFacet } from './operation-sets.ts'
import { outsidePartsOf } from './outside-parts.ts'

/**
 * Which way of making digests this is; it stands before each of them. A change of what digests are made of takes a new
 * number, so that what was attested before is told apart from what has changed.
 */
export const DIGEST_VERSION = '2'

/** One part of a facet: an operation, a server, a scheme. */
export interface FacetPart {
  /** `DELETE /users/{id}`, `https://api.example.com`, `apiKey`. */
  readonly name: string
  readonly digest: string
}

/** The parts of an API by meaning, as attestations are held against them. */
export interface Facets {
  /** Parts of a facet in the order of their names, each name once; those of some operations alone where patterns are given. */
  parts(facet: Facet, operations?: readonly string[]): readonly FacetPart[]
  /** One digest for parts, independent of their order: `1:5e88…`. */
  digest(parts: readonly FacetPart[]): string
}

/** True for a facet whose parts are operations, so that an answer can be about some of them. */
export function isOfOperations(facet: Facet): facet is OperationFacet {
  return OPERATION_FACETS.has(facet)
}

const OPERATION_FACETS: ReadonlySet<Facet> = new Set<OperationFacet>([
  'access',
  'operations',
  'writes',
  'objects',
  'administration',
  'credentials',
  'data',
  'outgoing',
])

/**
 * Digests of every part of an API that an answer can be about. They depend on what is said to callers alone: not on
 * order, prose, formatting, references, files and names of schemas.
 *
 * @param sha256 lower-case hexadecimal SHA-256
 */
export function createFacets(graph: Graph, model: Model, sha256: (text: string) => string): Facets {
  const meanings = new Meanings(graph, sha256)
  const known = new Map<Facet, readonly FacetPart[]>()
  const whole = lazy(() => operationDigests(model, meanings))
  const root = lazy(() => rootOf(graph.root, meanings))
  const read = (facet: Facet): readonly FacetPart[] => {
    if (facet === 'document') return DOCUMENT.flatMap((each) => prefixed(each, parts(each)))
    if (facet === 'servers') return [...serverParts(model, meanings), ...rootParts(root(), meanings)]
    if (facet === 'access') return accessParts(model, meanings, root())
    if (!isOfOperations(facet)) return OTHERS[facet](model, meanings, graph)
    return operationParts(facet, model, meanings, whole)
  }
  const parts = (facet: Facet): readonly FacetPart[] => {
    const found = known.get(facet) ?? eachOnce(read(facet), meanings)
    known.set(facet, found)
    return found
  }
  return facetsOf(parts, sha256)
}

/** The same from parts that were read before, by the name of their facet. */
export function recordedFacets(
  parts: ReadonlyMap<string, readonly FacetPart[]>,
  sha256: (text: string) => string,
): Facets {
  return facetsOf((facet) => parts.get(facet) ?? [], sha256)
}

function facetsOf(parts: (facet: Facet) => readonly FacetPart[], sha256: (text: string) => string): Facets {
  return {
    parts: (facet, patterns) =>
      patterns && isOfOperations(facet)
        ? parts(facet).filter(({ name }) => patterns.some((pattern) => matchesLabel(pattern, name)))
        : parts(facet),
    digest: (list) => {
      const said = list.map(({ name, digest }) => `${name}\n${digest}`).sort()
      return `${DIGEST_VERSION}:${meaningDigest(said, sha256)}`
    },
  }
}

/** What the document as a whole is made of. Its version number is not among it: that says only that something changed. */
const DOCUMENT = ['servers', 'schemes', 'operations', 'parts'] as const satisfies readonly Facet[]

function prefixed(facet: Facet, parts: readonly FacetPart[]): readonly FacetPart[] {
  if (facet === 'operations') return parts
  return parts.map(({ name, digest }) => ({
    name: name === ROOT_PART ? name : `${SINGULAR[facet] ?? facet} ${name}`,
    digest,
  }))
}

/** What stands at the root beside all else. */
const ROOT_PART = 'root of the document'

/** By the extensions of the root, gateways route and let in: they go with the servers and with access. */
function rootParts(said: readonly string[], meanings: Meanings): readonly FacetPart[] {
  return said.length === 0 ? [] : [{ name: ROOT_PART, digest: meanings.digest(said) }]
}

function accessParts(model: Model, meanings: Meanings, root: readonly string[]): readonly FacetPart[] {
  return model.document.operations.map((each) => {
    const own = accessOf(each, meanings)
    return { name: each.label, digest: root.length === 0 ? own : meanings.digest(own, root) }
  })
}

const SINGULAR: Readonly<Partial<Record<Facet, string>>> = {
  servers: 'server',
  schemes: 'scheme',
  parts: 'part',
}

type Reader = (model: Model, meanings: Meanings, graph: Graph) => readonly FacetPart[]

const OTHERS: Readonly<Record<Exclude<Facet, OperationFacet | 'document' | 'servers'>, Reader>> = {
  schemes: (model, meanings) =>
    model.document.schemes.map((scheme) => ({ name: scheme.name, digest: schemeOf(scheme, meanings) })),
  versions: versionParts,
  parts: (_, meanings, graph) =>
    outsidePartsOf(graph).map((uri) => ({ name: uri, digest: meanings.digest(uri) })),
}

function operationDigests(model: Model, meanings: Meanings): ReadonlyMap<Operation, string> {
  return new Map(
    model.document.operations.map((operation) => [
      operation,
      meanings.digest(structureOf(operation, meanings), accessOf(operation, meanings)),
    ]),
  )
}

function operationParts(
  facet: Exclude<OperationFacet, 'access'>,
  model: Model,
  meanings: Meanings,
  whole: () => ReadonlyMap<Operation, string>,
): readonly FacetPart[] {
  if (facet === 'data') return dataParts(model, meanings)
  return membersOf(facet, model).map((operation) => ({
    name: operation.label,
    digest: whole().get(operation) ?? '',
  }))
}

/** The operations through which sensitive data goes, each with what goes in and out. */
function dataParts(model: Model, meanings: Meanings): readonly FacetPart[] {
  return [...model.sensitiveFields].flatMap(([{ label }, fields]) => {
    const said = fields.map(({ name, direction, where, sensitivity, classified }) =>
      JSON.stringify([direction, where, name, sensitivity.dataClass, [...classified].sort()]),
    )
    return said.length === 0 ? [] : [{ name: label, digest: meanings.digest(label, said.sort()) }]
  })
}

/** The servers of the document, and for each operation that has others, those. */
function serverParts(model: Model, meanings: Meanings): readonly FacetPart[] {
  const { servers, operations } = model.document
  const setOf = (list: Operation['servers']): readonly string[] =>
    [...new Set(list.map((each) => serverOf(each, meanings)))].sort()
  const everywhere = meanings.digest(setOf(servers))
  const own = operations.flatMap(({ label, servers: list }) => {
    const digest = meanings.digest(setOf(list))
    return list.length === 0 || digest === everywhere ? [] : [{ name: label, digest }]
  })
  return [...servers.map((each) => ({ name: each.template, digest: serverOf(each, meanings) })), ...own]
}

function schemeOf(scheme: SecurityScheme, meanings: Meanings): string {
  const { name, type, in: place, parameterName, httpScheme, bearerFormat, flows, urls } = scheme
  return meanings.digest(
    [name, type, place ?? null, parameterName ?? null, httpScheme ?? null, bearerFormat ?? null],
    flows.map(({ kind, scopes }) => meanings.digest(kind, scopes.map((scope) => scope.name).sort())).sort(),
    urls.map(({ field, url }) => JSON.stringify([field, url])).sort(),
    besideSchemeOf(scheme.node, meanings),
  )
}

function versionParts(model: Model, meanings: Meanings): readonly FacetPart[] {
  const version = model.document.apiVersion
  return [
    { name: 'version', digest: meanings.digest(version ?? null) },
    ...model.document.operations.map(({ label, deprecated }) => ({
      name: label,
      digest: meanings.digest(label, deprecated),
    })),
  ]
}

/** Parts of one name as one, in the order of the names. */
function eachOnce(parts: readonly FacetPart[], meanings: Meanings): readonly FacetPart[] {
  const byName = new Map<string, string[]>()
  for (const { name, digest } of parts) {
    addTo(byName, name, digest)
  }
  return [...byName]
    .map(([name, digests]) => {
      const [first = ''] = digests
      return { name, digest: digests.length === 1 ? first : meanings.digest(...digests.sort()) }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
