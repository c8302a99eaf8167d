import type { ApiDocument, Facts, Operation, SecurityAlternative } from '@specward/core'
import { counted } from '../wording.ts'
import { isMeantForAnyone } from './anonymous.ts'
import { weakerThan } from './weaker.ts'

/** Operations that a tag or a path needs for one of them to stand out: nine of ten are nine tenths. */
const LEAST_GROUP = 10

/** Versions of one operation that each is compared with, the last of the document. */
const MOST_VERSIONS = 5

const VERSION = /^v\d+(?:[._-]\d+)*(?:(?:alpha|beta|rc)\d*)?$/i

interface Outliers {
  /** Open operations, with what shows that they were meant to be protected. */
  readonly open: ReadonlyMap<Operation, Evidence>
  /** Operations by method and path, whatever the version in the path. */
  readonly twins: ReadonlyMap<string, readonly Operation[]>
}

export interface Evidence {
  /** Ends a sentence that begins with the operation: "is the only one of 14 operations tagged `orders` that ...". */
  readonly text: string
  readonly beside: Operation
}

const known = new WeakMap<ApiDocument, Outliers>()

/**
 * What shows that an open read was meant to be protected: all others of its tag or path are, or the same resource of
 * another version is. Where a gateway is said to authenticate callers, nothing can be told from that.
 */
export function evidenceAgainst(
  operation: Operation,
  document: ApiDocument,
  facts: Facts,
): Evidence | undefined {
  if (facts.gateway.authentication !== undefined) return undefined
  return outliersOf(document).open.get(operation)
}

/** Operations that take less than the same ones of another version; what is deprecated is on its way out and not among them. */
export function weakerVersions(document: ApiDocument): ReadonlyMap<Operation, WeakerVersion> {
  return versionsOf(document).current
}

/** Deprecated operations that take less than the ones of another version that are not. */
export function weakerLeftovers(document: ApiDocument): ReadonlyMap<Operation, WeakerVersion> {
  return versionsOf(document).deprecated
}

/** Operations that are there in several versions, by method and path, whatever the version. */
export function versionGroups(document: ApiDocument): Iterable<readonly Operation[]> {
  return outliersOf(document).twins.values()
}

/** The version in a path: `v2`; undefined when there is none. */
export function versionOf({ path }: Operation): string | undefined {
  return path.split('/').find((piece) => VERSION.test(piece))
}

export interface WeakerVersion {
  /** The operation that takes more. */
  readonly operation: Operation
  /** The way in that is weaker than all of its. */
  readonly weak: SecurityAlternative
}

interface WeakerVersions {
  readonly current: ReadonlyMap<Operation, WeakerVersion>
  readonly deprecated: ReadonlyMap<Operation, WeakerVersion>
}

const knownVersions = new WeakMap<ApiDocument, WeakerVersions>()

function versionsOf(document: ApiDocument): WeakerVersions {
  let found = knownVersions.get(document)
  if (!found) {
    found = findWeakerVersions(document)
    knownVersions.set(document, found)
  }
  return found
}

function findWeakerVersions(document: ApiDocument): WeakerVersions {
  const current = new Map<Operation, WeakerVersion>()
  const deprecated = new Map<Operation, WeakerVersion>()
  for (const twins of versionGroups(document)) {
    const closed = twins.length < 2 ? [] : twins.filter(({ security }) => security.kind === 'required')
    const lasting = closed.filter((operation) => !operation.deprecated)
    for (const operation of closed) {
      const others = operation.deprecated ? lasting : closed
      for (const stronger of others.slice(-MOST_VERSIONS)) {
        const weak = weakerThan(operation, stronger)
        if (!weak) continue
        const found = operation.deprecated ? deprecated : current
        found.set(operation, { operation: stronger, weak })
        break
      }
    }
  }
  return { current, deprecated }
}

function outliersOf(document: ApiDocument): Outliers {
  let outliers = known.get(document)
  if (!outliers) {
    outliers = find(document)
    known.set(document, outliers)
  }
  return outliers
}

function find(document: ApiDocument): Outliers {
  const groups = new Map<string, Operation[]>()
  const twins = new Map<string, Operation[]>()
  const operations = document.operations.filter(
    (operation) => operation.kind === 'http' && !isMeantForAnyone(operation),
  )
  for (const operation of operations) {
    for (const tag of new Set(operation.tags)) add(groups, `tagged \`${tag}\``, operation)
    const prefix = prefixOf(operation.path)
    if (prefix !== undefined) add(groups, `below \`${prefix}\``, operation)
    const key = keyWithoutVersion(operation)
    if (key !== undefined) add(twins, key, operation)
  }
  const open = new Map<Operation, Evidence>()
  for (const [name, group] of groups) {
    if (group.length < LEAST_GROUP) continue
    const [only, ...others] = group.filter(({ security }) => security.kind !== 'required')
    // two are rather a decision than a slip
    if (!only || others.length > 0 || !isOpen(only) || open.has(only)) continue
    const beside = group.find((operation) => operation !== only)
    const text = `is the only one of ${counted(group.length, 'operation')} ${name} that can be called by anyone`
    if (beside) open.set(only, { text, beside })
  }
  for (const group of twins.values()) {
    const beside = group.find(({ security }) => security.kind === 'required')
    for (const operation of beside ? group.filter(isOpen) : []) {
      const text = `can be called by anyone, although \`${beside?.label}\` cannot`
      if (beside && !open.has(operation)) open.set(operation, { text, beside })
    }
  }
  return { open, twins }
}

function add(map: Map<string, Operation[]>, key: string, operation: Operation): void {
  const known = map.get(key)
  if (known) known.push(operation)
  else map.set(key, [operation])
}

function isOpen({ security }: Operation): boolean {
  return security.kind === 'undeclared' || security.kind === 'public'
}

/** The path down to the first segment that names a resource: `/api/v1/orders`. */
function prefixOf(path: string): string | undefined {
  const pieces = path.split('/').slice(1)
  const at = pieces.findIndex((piece) => !VERSION.test(piece) && !/^(?:api|rest)$/i.test(piece))
  const piece = pieces[at]
  if (piece === undefined || piece === '' || piece.includes('{')) return undefined
  return `/${pieces.slice(0, at + 1).join('/')}`
}

/** `get /{version}/orders`; undefined where no version stands in the path. Names of parameters do not matter. */
function keyWithoutVersion({ method, path }: Operation): string | undefined {
  const pieces = path.split('/')
  const at = pieces.findIndex((piece) => VERSION.test(piece))
  if (at < 0) return undefined
  const rest = pieces.map((piece, index) =>
    index === at ? '{version}' : piece.replaceAll(/\{[^{}]*\}/g, '{}'),
  )
  return `${method} ${rest.join('/')}`
}
