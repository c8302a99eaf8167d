import type {
  ApiDocument,
  Facts,
  Model,
  Operation,
  SecurityAlternative,
  SecurityRequirement,
} from '@specward/core'
import { isMeantForAnyone } from '../authentication/anonymous.ts'
import { isAboutAdmins, placedFor, reservedFor } from './administration.ts'
import { type Demand, demandOf, isCovered } from './alternatives.ts'
import { isForAdmins } from './scope-words.ts'

/** A way into an operation for administrators that ordinary callers have as well. */
export interface WeakAdministration {
  readonly alternative: SecurityAlternative
  /** An ordinary operation that asks for as much. */
  readonly twin: Operation
  /** False where the description uses no scopes that could have told the two apart. */
  readonly isScoped: boolean
}

/** Judges an operation that is reserved for some; undefined when it asks for more than ordinary ones. */
export function weakAdministration(
  operation: Operation,
  { document }: Model,
  { adminWords }: Facts,
): WeakAdministration | 'not judged' | undefined {
  const { security } = operation
  if (security.kind !== 'required' || isMeantForAnyone(operation)) return 'not judged'
  const ordinary = ordinaryOf(document)
  if (ordinary.operations.length === 0) return 'not judged'
  const weak = security.alternatives
    .filter(({ requirements }) => !requirements.some((each) => isDistinct(each, adminWords)))
    .flatMap((alternative) => {
      const twin = ordinaryTwin(alternative, ordinary)
      return twin ? [{ alternative, twin, isScoped: isScoped(alternative, ordinary) }] : []
    })
  return weak.find(({ isScoped }) => isScoped) ?? weak[0]
}

interface Ordinary {
  readonly operations: readonly Operation[]
  /** What ordinary operations ask for, by each scheme, and in that by each scope; '' holds all of the scheme. */
  readonly ways: ReadonlyMap<unknown, ReadonlyMap<string, readonly OrdinaryWay[]>>
  /** Schemes of which ordinary operations require scopes or roles. */
  readonly scoped: ReadonlySet<unknown>
}

/** A way into an ordinary operation; of those that ask for the same, the first. */
interface OrdinaryWay {
  readonly demand: Demand
  readonly operation: Operation
}

const known = new WeakMap<ApiDocument, Ordinary>()

/** What anybody who is signed in may call; nothing where most of the API is for administrators. */
function ordinaryOf(document: ApiDocument): Ordinary {
  let ordinary = known.get(document)
  if (!ordinary) {
    const all = document.operations.filter(({ kind }) => kind === 'http')
    const signedIn = all.filter(
      (operation) => operation.security.kind === 'required' && !isMeantForAnyone(operation),
    )
    const operations = signedIn.filter(
      (operation) => reservedFor(operation) === undefined && !isAboutAdmins(operation),
    )
    const isMinority = signedIn.filter((each) => placedFor(each) === undefined).length * 2 < all.length
    const requirements = operations.flatMap(({ security }) =>
      security.alternatives.flatMap((alternative) => alternative.requirements),
    )
    const scoped = requirements.filter(({ scopes }) => scopes.length > 0)
    ordinary = {
      operations: isMinority ? [] : operations,
      ways: waysInto(isMinority ? [] : operations),
      scoped: new Set(scoped.map(({ scheme, name }) => scheme ?? name)),
    }
    known.set(document, ordinary)
  }
  return ordinary
}

/** True when the scheme or one of the scopes says that it is for administrators. */
function isDistinct({ name, scopes }: SecurityRequirement, words: readonly string[]): boolean {
  return isForAdmins(name, words) || scopes.some((scope) => isForAdmins(scope.name, words))
}

/** True when ordinary operations require scopes or roles of one of its schemes: those could have told the two apart. */
function isScoped({ requirements }: SecurityAlternative, { scoped }: Ordinary): boolean {
  return requirements.some(({ scheme, name }) => scoped.has(scheme ?? name))
}

function waysInto(operations: readonly Operation[]): Ordinary['ways'] {
  const ways = new Map<unknown, Map<string, OrdinaryWay[]>>()
  const seen = new Set<string>()
  for (const operation of operations) {
    for (const { requirements } of operation.security.alternatives) {
      const demand = demandOf(requirements)
      const text = JSON.stringify(
        requirements.map(({ name, scopes }) => [name, scopes.map((scope) => scope.name)]),
      )
      if (seen.has(text)) continue
      seen.add(text)
      for (const [scheme, scopes] of demand) {
        const byScope = ways.get(scheme) ?? new Map<string, OrdinaryWay[]>()
        ways.set(scheme, byScope)
        for (const scope of ['', ...scopes]) {
          const list = byScope.get(scope)
          if (list) list.push({ demand, operation })
          else byScope.set(scope, [{ demand, operation }])
        }
      }
    }
  }
  return ways
}

/** An ordinary operation whose callers could call the other as well: they hold its first scheme and scope in any case. */
function ordinaryTwin({ requirements }: SecurityAlternative, { ways }: Ordinary): Operation | undefined {
  const demand = demandOf(requirements)
  const [first] = demand
  if (!first) return undefined
  const [scheme, [scope = '']] = [first[0], [...first[1]]]
  const candidates = ways.get(scheme)?.get(scope) ?? []
  return candidates.find((way) => isCovered(demand, way.demand))?.operation
}
