import { type Operation, tokens } from '@specward/core'
import { wordSet } from '../wording.ts'
import { lastWords } from './lists.ts'

/** What stays few however much an API is used: what is set up once, and what things are sorted by. */
const FEW = wordSet(`
  role permission scope status type kind category tag label setting option preference configuration config region
  country currency language locale timezone unit priority state plan tier feature flag key webhook hook origin domain
  theme template field version environment env variable secret credential connection integration mapping limit quota
  rule policy schedule calendar provider gateway method channel plugin extension module scheme workflow list enum
  property attribute column term definition zone rate tax model level package license certificate alias endpoint
  installation resolution issuetype network sink destination namespace registry server workspace saas apply protection
  restriction`)

/** What becomes more and more under one thing as well: comments on it, messages in it. */
const MANY = wordSet(`
  comment message event log entry record transaction payment order invoice user member customer contact subscriber
  file document reaction note notification post task ticket issue activity review
  history session participant visit booking reservation item row answer submission vote transfer charge refund report
  run execution job build deployment product reply rating measurement reading sample`)

/** Of these, there are few at any time. */
const PASSING = wordSet('pending active current open running recent own')

/** Last segments under which something is made. */
const MAKES = /^(?:create|add|new|register)$/i

/** Whether callers can add to a list without end: something is made there, and it is nothing of which there are few. */
export function grows({ path }: Operation, makers: ReadonlySet<string>): boolean {
  if (!makers.has(placeOf(path))) return false
  const words = lastWords(path).split(' ')
  const last = words.at(-1) ?? ''
  if (words.some((word) => PASSING.has(word)) || headsOf(path).some((head) => FEW.has(head))) return false
  return !belongsToOne(path) || MANY.has(last)
}

/** Paths at which callers make something. */
export function makersAmong(operations: readonly Operation[]): ReadonlySet<string> {
  const paths = new Set<string>()
  for (const { kind, method, path, classes } of operations) {
    if (kind !== 'http' || method !== 'post' || classes.has('read')) continue
    const segments = placeOf(path).split('/')
    paths.add((MAKES.test(segments.at(-1) ?? '') ? segments.slice(0, -1) : segments).join('/'))
  }
  return paths
}

function placeOf(path: string): string {
  return path.replace(/\/+$/, '')
}

/** What each segment behind the last parameter is about: `account` of `/{tenant}/user-accounts`. */
function headsOf(path: string): readonly string[] {
  const behind = path.slice(path.lastIndexOf('}') + 1)
  return behind.split('/').map((segment) => tokens(segment).at(-1) ?? '')
}

/** Lists of one thing or one caller: `/orders/{id}/notes`, `/me/keys`. */
function belongsToOne(path: string): boolean {
  return path.includes('{') || path.split('/').some((segment) => OWN.has(tokens(segment).join(' ')))
}

const OWN = wordSet('me self my user profile account organization organisation company tenant')
