import { type Node, type Operation, type ResponseUse, tokens } from '@specward/core'
import { isMeantForAnyone } from './anonymous.ts'

/** By which an account is proved, made or won back. */
type Act = 'login' | 'register' | 'reset'

/** What a telling answer gives away. */
export const LEARNT: Readonly<Record<Act, string>> = {
  login: 'whether an account exists',
  register: 'that an account exists',
  reset: 'whether an account exists',
}

/** What callers do who are not known yet. Links that were sent to somebody have their own token in the path. */
export function actOf({ classes, path, method, security }: Operation): Act | undefined {
  if (method === 'get' || method === 'delete' || path.includes('{') || security.kind === 'required') return
  return (['reset', 'register', 'login'] as const).find((act) => classes.has(act))
}

/**
 * Whether the status tells that there is an account, or none. A component may be there for all operations, unless its
 * name or text speaks of people.
 */
export function tells(act: Act, use: ResponseUse): boolean {
  if (use.status !== (act === 'register' ? '409' : '404')) return false
  const { response } = use
  if (!response || response.node === use.node || response.node.key === use.status) return true
  const texts = [response.node.key, ...textsOf(use).map(({ string = '' }) => string)]
  return texts.some((text) => tokens(text).some((word) => PEOPLE.has(word)) || MAIL.test(text))
}

const MAIL = /\be-?mail\b/i

/** Descriptions and examples of what tells of a failure. */
export function textsOf({ status, response }: ResponseUse): readonly Node[] {
  if (!/^4(?!0[35]|29)/.test(status) || !response) return []
  const description = response.node.child('description')
  const texts = description ? [description] : []
  for (const { examples, schema } of response.content) {
    for (const example of examples) {
      texts.push(example)
      for (const part of example.children()) texts.push(part)
    }
    for (const property of schema?.properties ?? []) {
      for (const key of ['example', 'default', 'const']) {
        for (const value of property.schema.all(key)) texts.push(value)
      }
      for (const list of property.schema.all('enum')) for (const value of list.children()) texts.push(value)
    }
  }
  return texts.filter((text) => text.string !== undefined)
}

const WHO = '(?:user(?:[- ]?name)?|account|e-?mail(?: address)?|customer|member)'

const SAYINGS: Readonly<Record<Act, RegExp>> = {
  login: new RegExp(
    String.raw`\b(?:${WHO} (?:is |was |could )?(?:not (?:be )?(?:found|known|registered)|unknown|does(?: not|n't) exist)|(?:no such|unknown) ${WHO}|(?:wrong|incorrect|invalid) password|password (?:is |was )?(?:not correct|incorrect|wrong|invalid|does(?: not|n't) match))\b`,
    'i',
  ),
  reset: new RegExp(
    String.raw`\b(?:${WHO} (?:is |was |could )?(?:not (?:be )?(?:found|known|registered)|unknown|does(?: not|n't) exist)|(?:no such|unknown) ${WHO})\b`,
    'i',
  ),
  register: new RegExp(
    String.raw`\b(?:${WHO} (?:is |was |has )?(?:been )?already (?:exists?|taken|in use|used|registered)|${WHO} (?:already )?exists)\b`,
    'i',
  ),
}

/** A text that names one reason. With another beside it, the caller learns neither. */
export function says(act: Act, text: string): boolean {
  if (text.length > 200 || !SAYINGS[act].test(text)) return false
  return act !== 'login' || !/\bor\b|\/|,|\band\/or\b/i.test(text) || !isBoth(text)
}

/** `Unknown user or wrong password`. */
function isBoth(text: string): boolean {
  return /passw|credential/i.test(text) && new RegExp(WHO, 'i').test(text)
}

const QUESTIONS: ReadonlySet<string> = new Set(['exist', 'available', 'availability', 'taken', 'registered'])

const PEOPLE: ReadonlySet<string> = new Set([
  'user',
  'username',
  'account',
  'email',
  'phone',
  'login',
  'nickname',
  'customer',
])

/** `/users/exists?email=`, which anybody may call. */
export function isLookUp(operation: Operation): boolean {
  const { security, path, operationId = '', parameters } = operation
  const isOpen = security.kind === 'public' || (security.kind === 'undeclared' && isMeantForAnyone(operation))
  if (!isOpen) return false
  const segments = path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'))
  const words = [...tokens(segments.at(-1) ?? ''), ...tokens(operationId)]
  if (!words.some((word) => QUESTIONS.has(word))) return false
  const about = [...segments, ...parameters.map(({ name }) => name)].flatMap((text) => tokens(text))
  return about.some((word) => PEOPLE.has(word))
}
