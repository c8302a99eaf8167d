import { type Operation, tokens } from '@specward/core'
import { wordSet } from '../wording.ts'
import { takesCredentials } from './too-many-requests.ts'

const BULK = 'a call about many things at once'
const MODEL = 'what a model works out'
const READING = 'a call to other sites'

/** Last segments by which a server is made to work, with what the work is: on many things, on all of them, or for long. */
const WORK: ReadonlyMap<string, string> = new Map([
  ['search', 'a search'],
  ['export', 'an export'],
  ['bulk', BULK],
  ['batch', BULK],
  ['import', 'an import'],
  ['upload', 'an upload'],
  ...[...wordSet('completion embedding generation inference predict prediction')].map(
    (word) => [word, MODEL] as const,
  ),
  ...[...wordSet('transcription transcribe ocr speech')].map((word) => [word, MODEL] as const),
  ...[...wordSet('transcode convert')].map((word) => [word, 'a conversion'] as const),
  ['render', 'a rendering'],
  ['crawl', READING],
  ['scrape', READING],
  ['backup', 'a backup'],
  ['reindex', 'a new index'],
])

/** Acts on what follows: `/bulk-update`, `/export-csv`, `/search-invoices`. */
const WORK_FIRST = wordSet('bulk batch export search import')

/** What is only about such work: `/export-templates`. */
const ABOUT = wordSet('template config configuration setting rule schedule key id job status history')

/** Right before the thing itself: `/bulk/orders`, `/search/users`. */
const BEFORE = wordSet('bulk search')

/**
 * True for an operation that costs the server much more than its caller: searches, exports, reports, bulk changes,
 * uploads, and what a model works out.
 */
export function isExpensive(operation: Operation): boolean {
  return costOf(operation) !== undefined
}

/** What makes an operation expensive: `an upload`, `a search`; undefined for others. */
export function costOf(operation: Operation): string | undefined {
  const { kind, method, classes } = operation
  if (kind !== 'http' || method === 'delete' || method === 'options' || method === 'head') return undefined
  if (takesCredentials(operation) || classes.has('health') || classes.has('metadata')) return undefined
  return workOf(operation) ?? (classes.has('upload') ? 'an upload' : undefined)
}

function workOf(operation: Operation): string | undefined {
  const { path, isSafe } = operation
  const segments = (path.split(/[?#]/)[0] ?? '').split(/[/:]/).filter((segment) => segment !== '')
  const last = segments.at(-1) ?? ''
  if (last.includes('{')) return undefined
  // a plural is a list of what was made: `GET /exports`
  if (isSafe) return /^(?:search|export)$/i.test(last) ? WORK.get(last.toLowerCase()) : undefined
  const words = tokens(last)
  const [first = ''] = words
  if (ABOUT.has(words.at(-1) ?? '')) return undefined
  const own = WORK.get(words.join(' ')) ?? (WORK_FIRST.has(first) ? WORK.get(first) : undefined)
  if (own !== undefined) return makesAnId(operation) ? undefined : own
  const before = tokens(segments.at(-2) ?? '').join(' ')
  if (BEFORE.has(before)) return WORK.get(before)
  return isReport(words, operation) ? 'a report that is worked out' : undefined
}

/** `POST /mail/batch` that gives out the id of a batch to come. */
function makesAnId({ summary = '', operationId = '' }: Operation): boolean {
  return /\bbatch ?-?_?id\b/i.test(`${summary} ${operationId}`)
}

/** A report that is worked out; one that somebody hands in is none. */
function isReport(words: readonly string[], { summary = '', operationId = '' }: Operation): boolean {
  if (words.at(-1) !== 'report') return false
  return /\b(?:generat|run|runs|produce|build|compil|asynchron)/i.test(
    `${summary} ${tokens(operationId).join(' ')}`,
  )
}
