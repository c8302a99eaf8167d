import { daysBetween } from '../policy/days.ts'
import type { PolicyNotice } from '../policy/policy.ts'
import { type WaiverFault, waiverFault } from '../policy/waiver-faults.ts'
import { DEFAULT_WAIVER_SETTINGS, type WaiverSettings } from '../policy/waiver-settings.ts'
import { isLiteral } from '../policy/waivers.ts'
import type { AcceptableDocument, BookInForce, WaiverState, WaiverStatus } from './accept-types.ts'
import type { Coverage } from './coverage.ts'
import * as say from './waiver-notices.ts'
import { isAmbiguous, placeOfUndecided, type WaiverRecord } from './waiver-run.ts'

interface StatusOptions {
  /** Documents that the waiver is in force for. */
  readonly inForce: BookInForce['documents']
  readonly coverage: Coverage
  readonly today: string | undefined
  /** URI of a folder, ending in `/`. */
  readonly workingDirectory: string
}

/** What became of a waiver, with all that is to be told about it. */
export async function statusOf(record: WaiverRecord, options: StatusOptions): Promise<WaiverStatus> {
  const { waiver, index, findings } = record
  const reach = reachOf(record, options)
  const { expires, uri } = waiver
  const daysLeft = options.today === undefined ? undefined : daysBetween(options.today, expires)
  const made = (state: WaiverState, notices: readonly PolicyNotice[]): WaiverStatus => ({
    waiver,
    uri,
    state,
    findings,
    daysLeft,
    notices,
  })
  if (!reach) {
    if (!(await isForNothing(record, options))) return made('not-judged', [])
    return made('stale', [say.withoutFile(waiver, staleLevel(options), namesOf(record, options))])
  }
  const concerned = record.documents.size > 0 ? [...record.documents] : reach.documents
  const asked = concerned.map(({ policy }) => policy.waivers ?? DEFAULT_WAIVER_SETTINGS)
  const policies = asked.length > 0 ? asked : [DEFAULT_WAIVER_SETTINGS]
  const faults = faultsOf(record, policies, options.today)
  if (isAmbiguous(record)) return made('ambiguous', [say.ambiguous(record, index)])
  if (findings === 0 && (await isStale(record, reach, options))) {
    const isError = faults.length > 0 || policies.some(({ stale }) => stale === 'error')
    return made('stale', [say.stale(waiver, isError ? 'error' : 'warn', faults)])
  }
  const moved = index.isGone(waiver) && findings > 0 ? [say.moved(record, index)] : []
  const [fault] = faults
  if (fault) return made(fault.kind, [say.faulty(record, fault, options.workingDirectory), ...moved])
  if (daysLeft === undefined) return made('active', [say.unchecked(waiver), ...moved])
  const soon = Math.max(...policies.map(({ endsSoon }) => endsSoon), 0)
  if (daysLeft <= soon)
    return made('ends-soon', [say.endsSoon(record, daysLeft, options.workingDirectory), ...moved])
  return made('active', moved)
}

/** What a waiver could be needed for in this run; undefined where none of it was judged. */
interface Reach {
  readonly documents: readonly AcceptableDocument[]
  /** Whether these are all there are, as far as the name of its file tells. */
  readonly isKnown: boolean
  /** URIs of what was to be judged and is among it. */
  readonly requested: readonly string[]
}

function reachOf(
  { waiver, index, documents: found }: WaiverRecord,
  options: StatusOptions,
): Reach | undefined {
  const { coverage, inForce } = options
  const { file } = waiver.scope
  const every: Reach = {
    documents: coverage.documentsIn(inForce),
    isKnown: false,
    requested: [...inForce],
  }
  if (file === undefined || index.isGone(waiver)) return every
  if (isLiteral(file)) {
    const exact = [...inForce].filter((uri) => index.isFile(file, uri))
    if (exact.length > 0)
      return { documents: coverage.documentsIn(new Set(exact)), isKnown: true, requested: exact }
  }
  const isMet = (document: AcceptableDocument): boolean =>
    [document.uri, ...(document.files ?? [])].some((uri) => index.isFile(file, uri))
  const documents = every.documents.filter((each) => found.has(each) || isMet(each))
  if (documents.length === 0) return undefined
  return { documents, isKnown: false, requested: every.requested }
}

/** Whether the file that a waiver names is nowhere, in a run over everything: it would accept what comes later. */
async function isForNothing({ waiver, index }: WaiverRecord, { coverage }: StatusOptions): Promise<boolean> {
  const { file } = waiver.scope
  if (file === undefined) return false
  return (index.isNowhere(waiver) || !isLiteral(file)) && (await coverage.isWhole(index.base))
}

function namesOf({ index }: WaiverRecord, { coverage, inForce }: StatusOptions): readonly string[] {
  return coverage.documentsIn(inForce).map(({ uri }) => index.nameOf(uri))
}

function staleLevel({ coverage, inForce }: StatusOptions): 'error' | 'warn' {
  const documents = coverage.documentsIn(inForce)
  const settings = documents.map(({ policy }) => policy.waivers ?? DEFAULT_WAIVER_SETTINGS)
  const all = settings.length > 0 ? settings : [DEFAULT_WAIVER_SETTINGS]
  return all.some(({ stale }) => stale === 'error') ? 'error' : 'warn'
}

/**
 * Whether a waiver is no longer needed: all that it is for was judged, its rule ran there, and nothing was left
 * undecided that it would cover.
 */
async function isStale(
  { waiver, index }: WaiverRecord,
  reach: Reach,
  { coverage }: StatusOptions,
): Promise<boolean> {
  const { rule, scope } = waiver
  const isOpenIn = (document: AcceptableDocument): boolean => {
    const undecided =
      scope.operation !== undefined && isLiteral(scope.operation)
        ? coverage.undecidedAbout(document, rule, scope.operation)
        : coverage.undecided(document, rule)
    // waivers that differ in their fingerprints alone are open together
    return index.coversAny(waiver, undecided, (each) => placeOfUndecided(each, document.uri))
  }
  if (!coverage.isJudged(reach.requested, reach.documents, rule)) return false
  if (reach.documents.some((document) => isOpenIn(document))) return false
  return reach.isKnown || coverage.isWhole(index.base)
}

const GRAVITY: readonly WaiverFault['kind'][] = ['forbidden', 'expired', 'not-approved', 'too-long']

/** What keeps the waiver from accepting what it is for, the gravest first. */
function faultsOf(
  { waiver, faults }: WaiverRecord,
  policies: readonly WaiverSettings[],
  today: string | undefined,
): readonly WaiverFault[] {
  const all = new Map(faults)
  for (const settings of policies) {
    const fault = waiverFault(waiver, undefined, settings, today)
    if (fault && !all.has(fault.kind)) all.set(fault.kind, fault)
  }
  return GRAVITY.flatMap((kind) => all.get(kind) ?? [])
}
