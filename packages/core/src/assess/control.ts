import type { Undecided } from '../evaluate/types.ts'
import type { SettledFinding } from '../settle/types.ts'
import { covers } from '../spec/format.ts'
import type { AssessedApi } from './api.ts'
import type { Control } from './catalogue.ts'
import { type Decision, decide } from './decide.ts'
import { type Evidence, flat, type RuleEvidence } from './evidence.ts'
import type { AssessPlan } from './plan.ts'
import { type Answer, type Asked, decisiveAnswer } from './question.ts'
import { type Standing, standingOf } from './standing.ts'

/** The result of a control for a document, with all that it rests on. */
export interface ControlResult extends Decision {
  readonly control: Control
  /** The same for who has to sign. */
  readonly standing: Standing
  /** Of each of its rules, sorted by id. */
  readonly rules: readonly RuleEvidence[]
  readonly findings: readonly SettledFinding[]
  /** Of these, what breaks it; the others cast doubt on it. */
  readonly breaking: readonly SettledFinding[]
  readonly undecided: readonly Undecided[]
  readonly judged: number
  /** Undefined where nothing is asked. */
  readonly asked: Asked | undefined
  /** The answer that the result takes into account. */
  readonly answer: Answer | undefined
}

/** Decides one control for one document. */
export function assessControl(
  control: Control,
  document: AssessedApi,
  evidence: Evidence,
  { answersFor, rules: registered }: AssessPlan,
): ControlResult {
  const { formats } = control
  const told = toldIn(control, document)
  const rules = [...new Set(control.rules)].sort().map((id) => evidence.of(id))
  const findings = flat(rules.map((each) => each.findings))
  const breaking = findings.filter((finding) => isAgainst(finding, told, registered))
  const undecided = flat(rules.map((each) => each.undecided))
  const isAsked = formats.some((selector) => covers(selector, document.assessed.format))
  const isUndecided = undecided.length > 0 || rules.some(({ unsure }) => unsure > 0)
  const hasRules = rules.some(({ state }) => state !== 'otherFormat')
  const isLeftToPeople = told !== 'description' || !hasRules || isUndecided || findings.length > 0
  const isQuestion = isAsked && isLeftToPeople
  const asked = isQuestion ? answersFor(control, document, undecided) : undefined
  const answer = asked && decisiveAnswer(asked)
  const judged = rules.reduce((sum, each) => sum + each.judged, 0)
  const leads = control.leads && new Set(control.leads)
  const decision = decide({
    told,
    isAsked,
    hasRules,
    isBroken: breaking.length > 0,
    isDoubtful: findings.length > 0,
    isBlind: isBlind(rules),
    isUnread: document.assessed.unread.length > 0,
    isJudged: rules.some((each) => each.judged > 0 && (leads?.has(each.id) ?? true)),
    isUndecided,
    answer: answer?.answer,
  })
  const against = new Set(breaking)
  const standing = standingOf({
    result: decision.result,
    findings: findings.map((each) => ({
      isAccepted: each.suppressed !== undefined,
      isBreaking: against.has(each),
    })),
    answers: asked?.answers ?? [],
  })
  return { ...decision, standing, control, rules, findings, breaking, undecided, judged, asked, answer }
}

/** Who can tell of a control in a document: in some formats, a description shows only a part of it. */
function toldIn({ told, partlyIn = [] }: Control, { assessed }: AssessedApi): Control['told'] {
  const isInPart = partlyIn.some((selector) => covers(selector, assessed.format))
  return told === 'description' && isInPart ? 'both' : told
}

/**
 * Whether a finding breaks its control, and does not merely cast doubt on it. What the policy has softened counts as
 * the rule itself has it. Of a control of which a description shows no more than signs, a warning is such a sign.
 */
function isAgainst(finding: SettledFinding, told: Control['told'], registered: AssessPlan['rules']): boolean {
  const { recommended, strict } = registered.get(finding.ruleId)?.rule.presets ?? {}
  const severities = [finding.severity, recommended ?? strict]
  return severities.includes('error') || (told === 'description' && severities.includes('warn'))
}

function isBlind(rules: readonly RuleEvidence[]): boolean {
  return rules.some(({ state }) => state === 'missing' || state === 'off' || state === 'stopped')
}
