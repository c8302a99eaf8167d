import { type Operation, tokens } from '@specward/core'
import { takesCredentials } from './too-many-requests.ts'

const list = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Last segments by which a server is made to work: on many things, on all of them, or for long. */
const WORK = list(`
  search export bulk batch import upload completion embedding transcription transcribe transcode render generation
  inference predict prediction crawl scrape ocr speech backup reindex convert`)

/** Acts on what follows: `/bulk-update`, `/export-csv`, `/search-invoices`. */
const WORK_FIRST = list('bulk batch export search import')

/** What is only about such work: `/export-templates`. */
const ABOUT = list('template config configuration setting rule schedule key id job status history')

/** Right before the thing itself: `/bulk/orders`, `/search/users`. */
const BEFORE = list('bulk search')

/**
 * True for an operation that costs the server much more than its caller: searches, exports, reports, bulk changes,
 * uploads, and what a model works out.
 */
export function isExpensive(operation: Operation): boolean {
  const { kind, method, classes } = operation
  if (kind !== 'http' || method === 'delete' || method === 'options' || method === 'head') return false
  if (takesCredentials(operation) || classes.has('health') || classes.has('metadata')) return false
  return classes.has('upload') || isWork(operation)
}

function isWork(operation: Operation): boolean {
  const { path, isSafe } = operation
  const segments = (path.split(/[?#]/)[0] ?? '').split(/[/:]/).filter((segment) => segment !== '')
  const last = segments.at(-1) ?? ''
  if (last.includes('{')) return false
  // a plural is a list of what was made: `GET /exports`
  if (isSafe) return /^(?:search|export)$/i.test(last)
  const words = tokens(last)
  if (ABOUT.has(words.at(-1) ?? '')) return false
  if (WORK.has(words.join(' ')) || WORK_FIRST.has(words[0] ?? '')) return !makesAnId(operation)
  return BEFORE.has(tokens(segments.at(-2) ?? '').join(' ')) || isReport(words, operation)
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
