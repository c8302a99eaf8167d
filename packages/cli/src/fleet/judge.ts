import { fileURLToPath } from 'node:url'
import {
  type DocumentRecord,
  type Host,
  type LintRequest,
  type LintResult,
  lintWithSources,
  visible,
} from '@specward/core'
import type { HostOptions, Io } from '../io.ts'
import { UsageError } from '../usage.ts'
import { buildOf } from './build.ts'
import { CACHE_MARK, createCache, type RecordCache } from './cache.ts'
import { cacheFolder } from './cache-folder.ts'
import { Fleet, type FleetCounts } from './fleet.ts'
import { setupOf, treeBaseOf } from './setup.ts'

/** How documents are to be judged, without a say in what is found. */
export interface FleetChoice {
  /** How many threads. */
  readonly jobs?: string
  /** Whether records of earlier runs are taken over, and those of this one kept. */
  readonly cache?: boolean
  /** Folder for them; asks for it. */
  readonly cacheLocation?: string
}

/** The machine as one run sees it. */
export interface RunOn {
  readonly io: Io
  readonly host: Host
  /** What the host was made with. */
  readonly options: HostOptions
  /** Told of the record of each document, as far as there is one; of the last one alone where there are several. */
  readonly left?: (record: DocumentRecord) => void
}

/** So many documents that garbage of one is worth collecting before the next. */
const MANY = 16

/** A way to judge. */
export type Judge = (request: LintRequest, choice: FleetChoice, on: RunOn) => Promise<LintResult>

/**
 * Judges what a request asks for as `lintWithSources` does, on several threads where that pays, and with what earlier
 * runs have left where that is asked for. The result is the same.
 *
 * @throws ConfigurationFailure when a configuration is not valid
 * @throws UsageError when the choice cannot be met
 */
export async function judge(request: LintRequest, choice: FleetChoice, on: RunOn): Promise<LintResult> {
  const jobs = jobsOf(choice.jobs)
  if (request.documents.length >= MANY) on.io.paceMemory()
  const cache = await openCache(choice, on)
  const base = treeBaseOf(request)
  // each document of a comparison may be two
  const isSingle = !base && request.documents.length < 2
  const isAlone = !cache && !on.left && (jobs === 1 || isSingle)
  if (isAlone || (await readsPipes(request, on.io))) return lintWithSources(request, on.host)
  const { progress } = request
  const fleet = new Fleet({
    setup: setupOf(request, on.options),
    io: on.io,
    host: on.host,
    baseHost: base?.host,
    room: on.io.threadRoom(),
    jobs,
    cache,
    progress,
    left: on.left,
  })
  const told: LintRequest['progress'] = (...all) => {
    if (!fleet.isAtWork) progress?.(...all)
  }
  try {
    const result = await lintWithSources({ ...request, progress: told, records: fleet }, fleet.host)
    if (request.timing) on.io.err(countsLine(fleet.counts))
    return result
  } finally {
    await fleet.close()
  }
}

/** @throws UsageError for what is no number of threads */
export function jobsOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  if (/^[1-9]\d{0,2}$/.test(value)) return Number(value)
  throw new UsageError(`\`--jobs ${visible(value)}\` is no number of threads from 1 to 999.`)
}

async function openCache(
  { cache, cacheLocation }: FleetChoice,
  { io, host }: RunOn,
): Promise<RecordCache | undefined> {
  if (cache === false || (cache === undefined && cacheLocation === undefined)) return undefined
  const folder = await cacheFolder(cacheLocation, io)
  const store = await io.openStore(folder, CACHE_MARK)
  if (typeof store !== 'string') return createCache(store, await buildOf(io), (text) => host.sha256(text))
  io.err(`warning: the cache in ${visible(folder)} is not used: ${store}.\n`)
  return undefined
}

/** A pipe that somebody named is read once, by one thread. */
async function readsPipes({ config, rulesets = [] }: LintRequest, io: Io): Promise<boolean> {
  for (const uri of [config, ...rulesets]) {
    if (uri?.startsWith('file:') && (await io.kind(fileURLToPath(uri))) === 'other') return true
  }
  return false
}

function countsLine({ asked, cached, threaded, threads }: FleetCounts): string {
  const parts = [
    `${cached} of ${asked} documents from the cache`,
    threads === 0 ? 'no threads' : `${threaded} on ${threads} threads`,
  ]
  return `judged: ${parts.join(', ')}\n`
}
