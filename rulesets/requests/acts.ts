import type { Operation, OperationClass } from '@specward/core'
import { listedWords } from '../wording.ts'

/** Acts that are no nouns: whoever begins a name with them does something. */
const ACTS: ReadonlySet<string> = new Set(
  `delete remove destroy purge wipe erase approve reject revoke disable enable activate deactivate cancel terminate
  suspend ban kill uninstall withdraw reboot restart add send execute create publish unpublish unblock unlock populate
  invoke`.split(/\s+/),
)

/** Acts that are nouns as well: only with something that they are done to. */
const NOUNS: ReadonlySet<string> = new Set('reset transfer refund clear shutdown'.split(' '))

/** Of these, what is shown as often as it is done: only at the very end of a path. */
const THINGS: ReadonlySet<string> = new Set('run block start stop lock'.split(' '))

/** Ends of names that are about an act: `cancelReasons`, `deleteRequests`, `clearText`. */
const ABOUT: ReadonlySet<string> = new Set(
  `request requests reason reasons option options status state history list page form log logs policy policies info
  information detail details count type types schedule schedules fee fees text link url token report reports event events
  preview confirmation limit limits rule rules code codes window date dates time flow flows form number hash height template templates`.split(
    /\s+/,
  ),
)

/** What a link in a mail is for, and what shows something about the service. */
const LEFT_ALONE: readonly OperationClass[] = ['verify', 'reset', 'register', 'health', 'metadata']

/** Says that nothing happens yet. */
const ONLY_SHOWS =
  /\b(?:preview|dry[- ]run|simulat\w+|estimat\w+|whether|can be|eligib\w+|reasons?|history|list of|status)\b/i

const ID = 'its `operationId`'

/** What says that a request changes something, in words; undefined where fewer than two signs do. */
export function signsOfChange(operation: Operation): string | undefined {
  const signs = signsOf(operation)
  if (signs.length < 2 || isLeftAlone(operation)) return undefined
  const text = `${operation.summary ?? ''} ${operation.description ?? ''}`
  if (ONLY_SHOWS.test(text.slice(0, 300))) return undefined
  return listedWords(signs, signs.length)
}

function isLeftAlone(operation: Operation): boolean {
  const found = LEFT_ALONE.filter((name) => operation.classes.has(name))
  return found.length > 1 || (found.length === 1 && !(found[0] === 'verify' && actsOnOther(operation)))
}

/** `/users/{id}/activate` is no link in a mail: nothing in it proves that whoever follows it got the mail. */
function actsOnOther({ path, parameters }: Operation): boolean {
  const proves = parameters.some(({ name }) => /token|code|key|hash|otp|sign|secret|nonce|uuid/i.test(name))
  return !proves && /\{[^{}/]*id\}\/(?:de|re)?activate$/i.test(path)
}

/** Heads of names that say that something is only looked at. */
const LOOKS: ReadonlySet<string> = new Set(
  'get list read find fetch search show view check query count'.split(' '),
)

/** What says that the operation does something, in words. */
function signsOf(operation: Operation): readonly string[] {
  const signs: string[] = []
  const { operationId, path, summary, responses } = operation
  if (LOOKS.has(wordsIn(operationId ?? '')[0] ?? '')) return []
  if (operationId !== undefined && namesAct(operationId)) signs.push(ID)
  const words = wordsIn(lastLiteral(path))
  if (
    (isAct(words[0]) || (THINGS.has(path.slice(path.lastIndexOf('/') + 1)) && path.includes('}/'))) &&
    !ABOUT.has(words.at(-1) ?? '')
  )
    signs.push('its path')
  if (summary !== undefined && saysAct(summary, signs.includes(ID))) signs.push('its summary')
  const good = responses.filter(({ status }) => /^2|^default$/i.test(status))
  if (good.length > 0 && good.every(({ status }) => status === '201' || status === '202')) {
    signs.push(`its ${good[0]?.status} response`)
  }
  return signs
}

function isAct(word: string | undefined): boolean {
  return word !== undefined && (ACTS.has(word) || NOUNS.has(word))
}

/** The end of a path, parameters left out: `delete` of `/users/{id}/delete.json`, `uninstall` of `/apps.uninstall`. */
function lastLiteral(path: string): string {
  const [name = ''] = path.split(/[?#]/)
  const pieces = name.replace(/\.(?:json|xml)$/i, '').split(/[/:.]/)
  return pieces.filter((piece) => piece !== '' && !piece.includes('{')).at(-1) ?? ''
}

/** `deleteUser`; also `apps.uninstall` and `apps_uninstall`, where the act comes last. */
function namesAct(id: string): boolean {
  return (
    beginsWithAct(id) ||
    beginsWithAct(id.slice(id.lastIndexOf('.') + 1)) ||
    ACTS.has(/[._]([a-z]+)$/.exec(id)?.[1] ?? '')
  )
}

function beginsWithAct(name: string): boolean {
  const words = wordsIn(name)
  const [first] = words
  if (first === undefined || ABOUT.has(words.at(-1) ?? '')) return false
  if (words.length > 1 && (NOUNS.has(first) || THINGS.has(first)))
    return !/^(?:by|at|of|for|in|on)$/.test(words[1] ?? '')
  return ACTS.has(first)
}

/** Words of a name as they are written, so that `cancels` and `cancelled` are other words than `cancel`. */
function wordsIn(name: string): readonly string[] {
  return (name.slice(0, 80).match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? []).map((word) => word.toLowerCase())
}

/** "Deletes a user", "Delete the user"; without an article it may be a noun ("Cancel options"), so the operationId has to agree. */
function saysAct(summary: string, isNamedSo: boolean): boolean {
  const [first = '', second = ''] = summary
    .trim()
    .slice(0, 60)
    .toLowerCase()
    .split(/[^a-z]+/)
  const hasObject = /^(?:a|an|the|all|your|this|one|multiple|existing)$/.test(second)
  if (ACTS.has(first)) return hasObject || isNamedSo
  if (NOUNS.has(first)) return hasObject
  return ACTS.has(first.replace(/s$/, '')) && second !== 'by'
}
