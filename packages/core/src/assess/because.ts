import { count } from '../count.ts'
import type { Problem } from '../problem.ts'
import type { SettledFinding } from '../settle/types.ts'
import type { ControlResult } from './control.ts'
import type { RuleEvidence } from './evidence.ts'
import type { Answer, Asked } from './question.ts'
import { listOf } from './words.ts'

/** Rules that a sentence names before it counts the rest. */
const MOST_NAMED = 3

export interface BecauseOptions {
  /** What of the description could not be read. */
  readonly unread: readonly Problem[]
  /** What a file is called. */
  nameOf(uri: string): string
}

/** A sentence or two: what the result of a control rests on. Names and words of files stand in it as they are. */
export function because(result: ControlResult, options: BecauseOptions): string {
  const { ground, rules, judged } = result
  switch (ground) {
    case 'format':
      return 'It is not asked of descriptions in this format.'
    case 'findings':
      return brokenBy(result)
    case 'answer':
      return answered(result)
    case 'blind':
      return blindness(rules, options)
    case 'unread':
      return unreadness(options.unread)
    case 'doubtful':
      return doubt(result)
    case 'undecided':
      return `${undecidedness(result)} ${callFor(result.asked)}`
    case 'unanswered':
      return unanswered(result)
    case 'judged':
      return `${count(judged, 'check')} by ${someOf(rules.filter((each) => each.judged > 0))}, all well.`
    case 'nothing':
      return 'There is nothing in the description that it is about.'
  }
}

function brokenBy({ breaking: broken }: ControlResult): string {
  const accepted = broken.filter(({ suppressed }) => suppressed)
  const what = `Broken by ${count(broken.length, 'finding')} of ${rulesNamed(broken)}`
  if (accepted.length === 0) return `${what}.`
  const terms = acceptance(accepted)
  if (accepted.length < broken.length) {
    return `${what}; ${accepted.length} of them ${isOrAre(accepted)} ${terms}.`
  }
  return `${what}, ${terms}.`
}

/** `accepted until 2027-01-31 by Jane`. What has no end date, such as a remark in the description, is told as that. */
function acceptance(findings: readonly SettledFinding[]): string {
  const all = findings.flatMap(({ suppressed }) => suppressed ?? [])
  const owners = [...new Set(all.flatMap(({ owner }) => owner ?? []))].sort()
  const by = owners.length > 0 ? ` by ${listOf(owners)}` : ''
  const ends = [...new Set(all.flatMap(({ expires }) => expires ?? []))].sort()
  const [first] = ends
  if (first === undefined) return `accepted without an end date${by}`
  const isSame = ends.length === 1 && all.every(({ expires }) => expires === first)
  return isSame ? `accepted until ${first}${by}` : `accepted${by}, the first of them until ${first}`
}

function answered({ control, judged, undecided, answer, findings, asked }: ControlResult): string {
  if (!answer) return ''
  const { by, date, validUntil } = answer
  if (answer.answer === 'no') return `${by} has answered that it does not hold (${date}).`
  const valid = `(${date}, valid until ${validUntil})`
  if (answer.answer === 'not-applicable') return `${by} has answered that it does not apply ${valid}.`
  const others = new Set(asked?.answers.filter(isValid).map((each) => each.by)).size - 1
  const who = others > 0 ? `${by} and ${others} more have` : `${by} has`
  const says = `${who} answered that it holds ${valid}`
  if (control.told === 'person' || findings.length + judged + undecided.length === 0) return `${says}.`
  if (findings.length > 0) {
    const cast = findings.length === 1 ? 'casts' : 'cast'
    return `${count(findings.length, 'finding')} of ${rulesNamed(findings)} ${cast} doubt on it; ${says}.`
  }
  const shown = `The description shows nothing against it in ${count(judged, 'check')}`
  if (undecided.length === 0) return `${shown}, and ${says}.`
  return `${shown} and leaves ${undecided.length} undecided; ${says}.`
}

function isValid({ state }: Answer): boolean {
  return state === 'valid'
}

function blindness(rules: readonly RuleEvidence[], { nameOf }: BecauseOptions): string {
  const inState = (state: RuleEvidence['state']) => rules.filter((each) => each.state === state)
  const missing = inState('missing')
  const parts = [
    ...(missing.length > 0
      ? [`${rulesOf(missing)} ${isOrAre(missing)} not in this version of Specward`]
      : []),
    ...inState('off').map(({ id, off }) => {
      const place = off?.at.place
      const where = off && place ? ` at ${nameOf(off.at.source)}:${place.line}` : ''
      return `\`${id}\` is turned off ${off?.isPartial ? 'for a part of the description' : 'by the policy'}${where}`
    }),
    ...inState('stopped').map(({ id }) => `\`${id}\` did not get through the description`),
  ]
  return `Not everything that has to look has looked: ${parts.join('; ')}.`
}

function unreadness(unread: readonly Problem[]): string {
  const [first] = unread
  const more = unread.length > 1 ? ` (and ${count(unread.length - 1, 'other problem')})` : ''
  return `Not all of the description could be read, and this may depend on it${more}: ${first?.message ?? ''}`
}

function doubt({ findings }: ControlResult): string {
  const accepted = findings.filter(({ suppressed }) => suppressed)
  const what = `${count(findings.length, 'finding')} of ${rulesNamed(findings)} ${findings.length === 1 ? 'casts' : 'cast'} doubt on it`
  if (accepted.length === findings.length) return `${what}, ${acceptance(accepted)}.`
  const told =
    accepted.length > 0 ? `; ${accepted.length} of them ${isOrAre(accepted)} ${acceptance(accepted)}` : ''
  return `${what}${told}: a person has to decide whether that is meant.`
}

function undecidedness({ undecided, judged }: ControlResult): string {
  const number = Math.max(undecided.length, 1)
  const rest = judged > 0 ? ` ${count(judged, 'other')} ${judged === 1 ? 'is' : 'are'} well.` : ''
  return `${count(number, 'check')} could not be decided from the description.${rest}`
}

function unanswered({ control, judged, rules, asked }: ControlResult): string {
  if (control.told === 'person') return `No description shows it. ${callFor(asked)}`
  if (rules.every(({ state }) => state === 'otherFormat')) {
    const others = rules.length > 0 ? ` (${rulesOf(rules)} ${isOrAre(rules)} for other formats)` : ''
    const shown =
      control.told === 'both' ? 'signs of it, but no rule looks for them' : 'it, but no rule looks'
    return `A description can show ${shown}${others}. ${callFor(asked)}`
  }
  const shown =
    judged > 0
      ? `The description shows nothing against it in ${count(judged, 'check')}, which is not enough to say that it holds.`
      : 'The description shows nothing of it, neither for nor against.'
  return `${shown} ${callFor(asked)}`
}

/** What people have to do. */
function callFor(asked: Asked | undefined): string {
  const answer = asked?.answers.find(({ state }) => state === asked.state)
  if (asked?.state === 'changed' && answer) {
    return `What ${answer.by} answered on ${answer.date} is about something that has changed since: a person has to answer again.`
  }
  if (asked?.state === 'expired' && answer) {
    return `The answer of ${answer.by} held until ${answer.validUntil}: a person has to answer again.`
  }
  return asked?.answers.some(isValid)
    ? 'A person has to answer for what the answers so far do not cover.'
    : 'A person has to answer.'
}

function rulesNamed(findings: readonly SettledFinding[]): string {
  return someOf([...new Set(findings.map(({ ruleId }) => ruleId))].map((id) => ({ id })))
}

/** The first rules by name, and how many there are beside: all of them stand beside the sentence. */
function someOf(rules: readonly { readonly id: string }[]): string {
  if (rules.length <= MOST_NAMED) return rulesOf(rules)
  const named = rules.slice(0, MOST_NAMED - 1).map(({ id }) => `\`${id}\``)
  return listOf([...named, `${rules.length - named.length} other rules`])
}

function rulesOf(rules: readonly { readonly id: string }[]): string {
  return listOf(rules.map(({ id }) => `\`${id}\``))
}

function isOrAre(list: readonly unknown[]): string {
  return list.length === 1 ? 'is' : 'are'
}
