import { lazy } from '../lazy.ts'
import {
  AUTHENTICATION_TAGS,
  type AuthenticationClass,
  IDENTITY,
  NEUTRAL,
  PHRASES,
  type Phrases,
  SECOND_FACTORS,
  SECOND_STEPS,
  TAILS,
  VERIFY_ACTS,
  VERIFY_FILLERS,
  VERIFY_SUBJECTS,
} from './operation-phrases.ts'
import type { OperationShape, Segment } from './operation-shape.ts'

/** Signs that have to come together: one strong, or two weak ones. */
const ENOUGH = 2

/** Classes of an operation by which people and programs prove who they are. */
export function authenticationClasses(shape: OperationShape): readonly (AuthenticationClass | 'verify')[] {
  const classes: (AuthenticationClass | 'verify')[] = []
  const core = coreOf(shape.id)
  const summary = lazy(() => shape.summary.filter((word) => !ARTICLES.has(word)).join(' '))
  for (const name of Object.keys(PHRASES) as AuthenticationClass[]) {
    if (fits(name, shape) && weigh(PHRASES[name], shape, core, summary) >= ENOUGH) classes.push(name)
  }
  if (isVerification(shape)) classes.push('verify')
  return classes
}

/** A session is made by a login and deleted by a logout; reading is neither, unless the path says so itself. */
function fits(name: AuthenticationClass, shape: OperationShape): boolean {
  const isSession = /^sessions?$/.test(shape.segments.at(-1)?.phrase ?? '')
  if (isSession)
    return (name === 'login' && shape.method === 'post') || (name === 'logout' && shape.method === 'delete')
  return name === 'logout' || shape.method !== 'delete'
}

function weigh(phrases: Phrases, shape: OperationShape, core: string, summaryText: () => string): number {
  const named = weighPath(phrases, shape) + (phrases.strong.has(core) ? ENOUGH : 0)
  if (named >= ENOUGH) return named
  const tag = shape.tags.some((words) => words.some((word) => AUTHENTICATION_TAGS.has(word))) ? 1 : 0
  const parameter = shape.parameters.some((words) => phrases.parameters.has(words.join(' '))) ? 1 : 0
  // taking summaries apart costs the most, and few operations get this far
  if (named + tag + parameter + 1 < ENOUGH) return 0
  const summary = beginsWith(summaryText(), phrases.summary) ? 1 : 0
  return named + summary === 0 ? 0 : named + summary + tag + parameter
}

/** The last segment counts; a strong one also with nothing but tails behind it: `/login/browser`. */
function weighPath(phrases: Phrases, shape: OperationShape): number {
  for (let at = shape.segments.length - 1; at >= 0; at--) {
    const weight = weighSegment(phrases, shape, at)
    if (weight > 0) return weight
    if (!TAILS.has(shape.segments[at]?.phrase ?? '')) return 0
  }
  return 0
}

function weighSegment(phrases: Phrases, { segments, isRead }: OperationShape, at: number): number {
  const segment = segments[at]
  if (!segment) return 0
  const before = segment.afterLiteral ? segments[at - 1] : undefined
  const stem = segment.phrase.split(' with ')[0] ?? ''
  const isStrong = phrases.strong.has(stem) || phrases.strong.has(`${before?.phrase} ${segment.phrase}`)
  const isLast = at === segments.length - 1
  const isWeak = isLast && !isRead && !segment.afterParameter && phrases.weak.has(segment.phrase)
  if (!isStrong && !isWeak) return 0
  const context = segments.slice(0, at)
  const isAmongPeople = context.every(isAboutIdentity)
  if (isStrong) return segment.afterParameter && !isAmongPeople ? 1 : ENOUGH
  if (!isAmongPeople) return 0
  const isAlone = context.every(({ phrase }) => NEUTRAL.has(phrase))
  return isAlone && phrases.alone.has(segment.phrase) ? ENOUGH : 1
}

function isAboutIdentity(segment: Segment): boolean {
  return IDENTITY.has(segment.phrase) || NEUTRAL.has(segment.phrase)
}

const LEADING: ReadonlySet<string> = new Set([
  ...NEUTRAL,
  ...['post', 'do', 'perform', 'submit', 'handle', 'execute', 'views', 'controller', 'users', 'accounts'],
])
const TRAILING: ReadonlySet<string> = new Set([
  'post',
  'request',
  'using',
  'controller',
  'endpoint',
  'handler',
  'api',
])

/** An operationId without what frameworks and habit put around it: `apiViewsUsersLoginUser` is `login user`. */
function coreOf(id: readonly string[]): string {
  let start = 0
  let end = id.length
  while (start < end && LEADING.has(id[start] ?? '')) start++
  while (end > start && TRAILING.has(id[end - 1] ?? '')) end--
  return id.slice(start, end).join(' ')
}

const ARTICLES: ReadonlySet<string> = new Set(['a', 'an', 'the', 'your', 'my', 'current', 's'])

function beginsWith(summary: string, heads: readonly string[]): boolean {
  return heads.some((head) => summary === head || summary.startsWith(`${head} `))
}

/**
 * An act of verification together with what it is about: `/verify-email`, `/users/{id}/verify`, `/otp`. To verify
 * an order is something else.
 */
function isVerification(shape: OperationShape): boolean {
  if (shape.method === 'delete') return false
  const last = shape.segments.at(-1)
  const before = shape.segments.at(-2)
  if (!shape.isRead && isVerificationId(shape.id)) return true
  if (!last) return false
  if (isSecondStep(last, before)) return !shape.isRead
  if (!isAboutVerification(last.words)) return false
  const beside = before && isAboutVerification(before.words) ? before.words : []
  const words = [...beside, ...last.words]
  if (!words.some((word) => (shape.isRead ? READ_ACTS : VERIFY_ACTS).has(word)) && !asksForFactor(words))
    return false
  return !hasPluralAct(last) && isAboutPerson(words, before, shape)
}

/** Reading `/verification` shows how it stands; following a link to `/verify-email` verifies. */
const READ_ACTS: ReadonlySet<string> = new Set(['verify', 'confirm', 'validate', 'activate'])

const ID_ACTS: ReadonlySet<string> = new Set(['verify', 'confirm', 'resend'])

function isVerificationId(id: readonly string[]): boolean {
  return ID_ACTS.has(id[0] ?? '') && isAboutVerification(id) && id.some((word) => VERIFY_SUBJECTS.has(word))
}

function isSecondStep(last: Segment, before: Segment | undefined): boolean {
  if (last.phrase === 'otp') return true
  return SECOND_STEPS.has(last.phrase) && /^(?:login|signin|auth|authentication)$/.test(before?.phrase ?? '')
}

function asksForFactor(words: readonly string[]): boolean {
  return (
    (words.includes('send') || words.includes('challenge')) && words.some((word) => SECOND_FACTORS.has(word))
  )
}

function isAboutPerson(
  words: readonly string[],
  before: Segment | undefined,
  shape: OperationShape,
): boolean {
  const beside = [...words, before?.words.at(-1) ?? '']
  if (before?.phrase === 'self service' || beside.some((word) => VERIFY_SUBJECTS.has(word))) return true
  return [...shape.id, ...shape.parameters.flat()].some((word) => SECOND_STEPS.has(word))
}

/** True when there is nothing but words of verification. */
function isAboutVerification(words: readonly string[]): boolean {
  return words.every((word) => VERIFY_ACTS.has(word) || VERIFY_SUBJECTS.has(word) || VERIFY_FILLERS.has(word))
}

/** `/verifications` is a list of them. */
function hasPluralAct(segment: Segment): boolean {
  return /tions\b/.test(segment.phrase)
}
