import { tokens } from './names.ts'
import { authenticationClasses } from './operation-authentication.ts'
import {
  ADMIN_WORDS,
  BROWSER_REPORTS,
  FETCH,
  FETCH_ACTS,
  GEOGRAPHY,
  HEALTH,
  HEALTH_HOMES,
  HEALTH_WEAK,
  METADATA,
  NEUTRAL,
  NOT_FETCHED,
  READ_ACTS,
  READ_SEGMENTS,
  UPLOAD_WORDS,
  WEBHOOK_HOMES,
  WEBHOOK_TESTS,
} from './operation-phrases.ts'
import { type OperationFacts, type OperationShape, type Segment, shapeOf } from './operation-shape.ts'

/** What an operation is for, as far as method, path, operationId, tags and summary tell. */
export type OperationClass =
  | 'login'
  | 'token'
  | 'reset'
  | 'register'
  | 'verify'
  | 'logout'
  | 'admin'
  | 'health'
  | 'metadata'
  | 'upload'
  | 'fetch'
  | 'read'
  | 'browser-report'

/**
 * What an HTTP operation is for; empty when nothing tells. Whole segments and words are compared, never parts of
 * words: `/v1/Admin` is `admin`, `/v1/administration` and `/authors` are nothing. Where a word has several
 * meanings (`/sessions`, `/verify`), a second sign is asked for.
 */
export function classifyOperation(facts: OperationFacts): ReadonlySet<OperationClass> {
  const shape = shapeOf(facts)
  const classes = new Set<OperationClass>(authenticationClasses(shape))
  if (isAdmin(shape)) classes.add('admin')
  if (isHealth(shape)) classes.add('health')
  if (isMetadata(shape)) classes.add('metadata')
  if (isUpload(shape)) classes.add('upload')
  if (isFetch(shape)) classes.add('fetch')
  if (isReadByPost(shape)) classes.add('read')
  if (isBrowserReport(shape)) classes.add('browser-report')
  return classes
}

function isAdmin(shape: OperationShape): boolean {
  const starts = (words: readonly string[]) =>
    ADMIN_WORDS.has(words[0] ?? '') && !GEOGRAPHY.has(words[1] ?? '')
  const ends = (words: readonly string[]) => ADMIN_WORDS.has(words.at(-1) ?? '')
  if (starts(shape.id) || shape.tags.some((tag) => starts(tag) || ends(tag))) return true
  if (shape.adminPhrases.some((phrase) => isOwnAdmin(shape, phrase))) return true
  return shape.segments.some(({ phrase }) => {
    const words = phrase.split(' ')
    return starts(words) || ends(words) || (/^(?:admin|administrator)s$/.test(phrase) && !shape.isRead)
  })
}

/** As for the known words; a plural counts too, because the organisation has chosen the word. */
function isOwnAdmin(shape: OperationShape, phrase: readonly string[]): boolean {
  const joined = phrase.join(' ')
  const starts = (words: readonly string[]) => `${singulars(words)} `.startsWith(`${joined} `)
  const ends = (words: readonly string[]) => ` ${singulars(words)}`.endsWith(` ${joined}`)
  if (starts(shape.id) || shape.tags.some((tag) => starts(tag) || ends(tag))) return true
  return shape.segments.some(({ words }) => starts(words) || ends(words))
}

function singulars(words: readonly string[]): string {
  return words.flatMap((word) => tokens(word)).join(' ')
}

function isHealth(shape: OperationShape): boolean {
  const last = shape.segments.at(-1)
  if (!last || !shape.isRead || shape.hasPathParameter || !HEALTH.has(last.phrase) || isMany(last, shape))
    return false
  const before = shape.segments.slice(0, -1).map((segment) => segment.phrase)
  if (!before.every((phrase) => NEUTRAL.has(phrase) || HEALTH_HOMES.has(phrase))) return false
  return (
    !HEALTH_WEAK.has(last.phrase) ||
    before.some((phrase) => HEALTH_HOMES.has(phrase)) ||
    speaksOfHealth(shape)
  )
}

/** `GET /status` with `getStatuses` lists the statuses that something else can have. */
function isMany(segment: Segment, shape: OperationShape): boolean {
  return [...shape.id, ...shape.tags.flat()].includes(`${segment.phrase}s`)
}

function speaksOfHealth(shape: OperationShape): boolean {
  return [...shape.id, ...shape.tags.flat(), ...shape.summary].some(
    (word) => HEALTH.has(word) && !HEALTH_WEAK.has(word),
  )
}

function isMetadata(shape: OperationShape): boolean {
  if (!shape.isRead) return false
  if (shape.segments.some((segment) => segment.raw === '.well-known')) return true
  const last = shape.segments.at(-1)
  if (!last || shape.hasPathParameter || isMany(last, shape)) return false
  const before = shape.segments.slice(0, -1)
  const isDocument = METADATA.has(last.phrase) || METADATA.has(`${before.at(-1)?.phrase} ${last.phrase}`)
  return (
    isDocument &&
    before.every(({ phrase }) => NEUTRAL.has(phrase) || HEALTH_HOMES.has(phrase) || METADATA.has(phrase))
  )
}

/** Browsers send such reports by themselves, and no credentials with them (CSP Level 3, section 5.3). */
function isBrowserReport({ method, segments }: OperationShape): boolean {
  const [before, last] = [segments.at(-2)?.phrase, segments.at(-1)?.phrase ?? '']
  return method === 'post' && (BROWSER_REPORTS.has(last) || BROWSER_REPORTS.has(`${before} ${last}`))
}

function isUpload(shape: OperationShape): boolean {
  if (shape.isRead || shape.method === 'delete') return false
  const last = shape.segments.at(-1)
  if (last?.phrase === 'upload' || last?.words[0] === 'upload' || shape.id[0] === 'upload') return true
  const binary = shape.contentTypes.filter((type) =>
    /^(?:image|video|audio)\/|octet-stream|^multipart\/form-data/.test(type),
  )
  if (binary.length === 0) return false
  if (binary.length === shape.contentTypes.length) return true
  return [...(last?.words ?? []), ...shape.id, ...shape.parameters.flat()].some((word) =>
    UPLOAD_WORDS.has(word),
  )
}

/** A search or a check that takes its question in a body: `POST /orders/search`, `listOrders`. */
function isReadByPost({ method, segments, id, act }: OperationShape): boolean {
  if (method !== 'post') return false
  const last = segments.at(-1)
  // `/validate-signature` as well as `/validate`
  if (last && (READ_SEGMENTS.has(last.phrase) || READ_SEGMENTS.has(last.phrase.split(' ')[0] ?? '')))
    return true
  if (READ_ACTS.has(id[0] ?? '') || READ_ACTS.has(act[0] ?? '')) return true
  if (!last) return false
  const before = segments.at(-2)
  // `/validate/api`, where the operationId agrees
  if (before && last.afterLiteral && READ_SEGMENTS.has(before.phrase) && id.includes(before.phrase))
    return true
  return isNamedAsRead(last, before)
}

/** Paths that are made of calls: `/connections/get`, `/jobs/get_light`, `/services.get_facilities`. */
function isNamedAsRead({ call }: Segment, before: Segment | undefined): boolean {
  const [first = '', ...others] = call
  if (!LOOKS.has(first) || others.some((word) => CHANGES.has(word))) return false
  // `/todo/list` may make one
  return first !== 'list' || others.length > 0 || (before?.phrase.endsWith('s') ?? false)
}

const LOOKS: ReadonlySet<string> = new Set(['get', 'list', 'find', 'search'])

const CHANGES: ReadonlySet<string> = new Set([
  'create',
  'update',
  'set',
  'delete',
  'add',
  'make',
  'start',
  'token',
])

function isFetch(shape: OperationShape): boolean {
  const last = shape.segments.at(-1)
  const before = shape.segments.at(-2)
  if (last && isFetchSegment(last, before)) return true
  if (before?.phrase === 'proxy') return true
  const acts = [last?.words[0], last?.words.at(-1), shape.id[0]]
  return acts.some((act) => act !== undefined && FETCH_ACTS.has(act)) && shape.parameters.some(isFetchedUrl)
}

function isFetchSegment(last: Segment, before: Segment | undefined): boolean {
  if (FETCH.has(last.phrase)) return true
  return before !== undefined && WEBHOOK_HOMES.has(before.phrase) && WEBHOOK_TESTS.has(last.phrase)
}

function isFetchedUrl(words: readonly string[]): boolean {
  const isUrl = ['url', 'urls', 'uri', 'href'].includes(words.at(-1) ?? '')
  return isUrl && !words.some((word) => NOT_FETCHED.has(word))
}
