import type { RegisteredRule, Registry } from '../policy/rule.ts'
import type { Catalogue } from './catalogue.ts'
import { type AnswersFor, nobodyAnswers } from './question.ts'

/** What is asked for when a run is to be assessed. */
export interface AssessRequest {
  readonly catalogue: Catalogue
  /** What people have answered; without it, nobody has. */
  readonly answersFor?: AnswersFor | undefined
}

/** The same, looked up once for all documents of a run. */
export interface AssessPlan {
  readonly catalogue: Catalogue
  readonly answersFor: AnswersFor
  /** Rules that speak for a control, by id, as far as there are such rules. */
  readonly rules: ReadonlyMap<string, RegisteredRule>
}

export function planAssessment(request: AssessRequest, registry: Registry): AssessPlan {
  const { catalogue, answersFor = nobodyAnswers } = request
  const named = new Set(catalogue.controls.flatMap(({ rules }) => rules))
  const known = registry.rules.filter(({ rule }) => named.has(rule.id))
  return { catalogue, answersFor, rules: new Map(known.map((each) => [each.rule.id, each])) }
}
