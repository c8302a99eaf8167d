import type { ConceptName, Concepts } from '../model/concepts.ts'
import type { Model } from '../model/model.ts'
import { locateAt } from '../policy/at.ts'
import { withDefaults } from '../policy/options.ts'
import type { ActiveRule, Policy } from '../policy/policy.ts'
import type { At, RuleContext, RuleReport } from '../policy/rule.ts'
import type { Problem } from '../problem.ts'
import type { EvaluateOptions } from './evaluate.ts'
import type { OperationLabels } from './operations.ts'
import type { RawFinding, RuleTally, Undecided } from './types.ts'

type AnyConcept = Concepts[ConceptName]

/** What the rules of one document have brought to light so far. */
export interface Outcome {
  readonly findings: RawFinding[]
  readonly undecided: Undecided[]
  readonly assumed: Undecided[]
  readonly problems: Problem[]
}

/** One rule at work on one document: knows the node at hand, counts, and stops for good when the rule fails. */
export class RuleRun {
  readonly #active: ActiveRule
  readonly #outcome: Outcome
  readonly #labels: OperationLabels
  readonly #context: RuleContext<Readonly<Record<string, unknown>>>
  /** Why a finding of the rule is not known to be one: a gateway is said to see to it. */
  readonly #answered: string | undefined
  #concept: AnyConcept | undefined
  #nodeUndecided = false
  #nodeNotApplicable = false
  #nodeFlagged = false
  #judged = 0
  #flagged = 0
  #undecided = 0
  #notApplicable = 0
  #stopped: RuleTally['stopped']
  ms = 0

  constructor(
    active: ActiveRule,
    model: Model,
    policy: Policy,
    outcome: Outcome,
    labels: OperationLabels,
    { conformance, today, onToday }: Pick<EvaluateOptions, 'conformance' | 'today' | 'onToday'>,
  ) {
    this.#active = active
    this.#outcome = outcome
    this.#labels = labels
    this.#answered = answerOfGateway(active, policy)
    this.#context = {
      report: (finding) => this.#report(finding),
      undecided: (what) => this.#leaveUndecided(what),
      assume: (what) => this.#outcome.assumed.push(this.#told(what)),
      notApplicable: () => {
        this.#nodeNotApplicable = true
      },
      options: withDefaults(active.rule, active.options),
      facts: policy.facts,
      conformance,
      model,
      format: model.document.format,
      get today() {
        onToday?.()
        return today
      },
    }
  }

  get stopped(): boolean {
    return this.#stopped !== undefined
  }

  /** Runs the check on one concept. A check that throws keeps its findings and runs no more. */
  check(concept: AnyConcept): void {
    this.#concept = concept
    this.#nodeUndecided = false
    this.#nodeNotApplicable = false
    this.#nodeFlagged = false
    try {
      this.#active.rule.check(concept, this.#context)
    } catch (error) {
      this.#fail(concept, error)
      return
    }
    if (this.#nodeUndecided) this.#undecided++
    else if (this.#nodeNotApplicable) this.#notApplicable++
    else {
      this.#judged++
      if (this.#nodeFlagged) this.#flagged++
    }
  }

  /** Counts a document whose format the rule is not made for. */
  skipDocument(): void {
    this.#notApplicable = 1
  }

  /** Stops the rule before a node because its time is up. */
  timeOut(concept: AnyConcept, budgetMs: number, left: number, total: number): void {
    this.#stopped = 'timeout'
    const rest = `with ${left} of ${total} nodes left to judge`
    const message = `The rule \`${this.#active.rule.id}\` was stopped after ${budgetMs} ms, ${rest}.`
    this.#problem('rule-timeout', concept, message)
  }

  /** Stops the rule because the nodes that it wants could not be made. */
  fail(): void {
    this.#stopped = 'failed'
  }

  tally(): RuleTally {
    return {
      id: this.#active.rule.id,
      judged: this.#judged,
      flagged: this.#flagged,
      undecided: this.#undecided,
      notApplicable: this.#notApplicable,
      ms: this.ms,
      ...(this.#stopped ? { stopped: this.#stopped } : {}),
    }
  }

  #leaveUndecided(what: { readonly at: At; readonly because: string }): void {
    this.#nodeUndecided = true
    this.#outcome.undecided.push(this.#told(what))
  }

  #told({ at, because }: { readonly at: At; readonly because: string }): Undecided {
    const operations = this.#concept ? this.#labels.of(this.#concept) : []
    return { ruleId: this.#active.rule.id, at, because, operations }
  }

  #report(finding: RuleReport): void {
    const concept = this.#concept
    if (!concept) return
    if (this.#answered !== undefined) {
      this.#leaveUndecided({ at: finding.at, because: this.#answered })
      return
    }
    this.#nodeFlagged = true
    const { rule, category, severity, own } = this.#active
    this.#outcome.findings.push({
      ruleId: rule.id,
      category,
      severity,
      message: finding.message,
      at: finding.at,
      node: concept.node,
      operations: finding.operations ?? this.#labels.of(concept),
      identity: concept.identity,
      discriminator: finding.discriminator,
      covers: finding.covers,
      cause: finding.cause,
      related: finding.related ?? [],
      fix: finding.fix,
      references: rule.references,
      documentation: rule.documentationUrl ?? own?.origin.source,
      secrets: finding.secrets,
    })
  }

  #fail(concept: AnyConcept, error: unknown): void {
    this.#stopped = 'failed'
    const at = `${concept.node.file.uri.replace(/^.*\//su, '')}#${concept.node.pointer}`
    const said = reasonOf(error)
    const message = `The rule \`${this.#active.rule.id}\` failed on \`${at}\` and judged nothing after it: ${said}`
    this.#problem('rule-failed', concept, message)
  }

  #problem(code: Problem['code'], concept: AnyConcept, message: string): void {
    const { node, span } = locateAt(concept.node)
    this.#outcome.problems.push({ code, severity: 'error', message, uri: node.file.uri, span })
  }
}

/** What the gateway is said to do, as each duty reads in a sentence. */
const DUTIES = {
  authentication: 'authenticates callers',
  rateLimits: 'limits the rate of requests',
  tls: 'enforces TLS',
} as const

function answerOfGateway({ rule }: ActiveRule, { facts }: Policy): string | undefined {
  const duty = rule.gateway
  if (duty === undefined) return undefined
  const word = facts.gateway[duty]
  if (word === undefined) return undefined
  return `the description does not show it, but by \`policy.gateway.${duty}\` a gateway ${DUTIES[duty]} (${word}); somebody has to attest that`
}

/** What an exception says, on one line and not endless. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : `a thrown ${typeof error}`
  const line = text.replace(/\s+/gu, ' ').trim()
  return line.length > 300 ? `${line.slice(0, 299)}…` : line
}
