import type { ConformanceChecker } from '../conformance.ts'
import { evaluateWaiting, startConformance, withoutWaiting } from '../evaluate/conformance.ts'
import { evaluate } from '../evaluate/evaluate.ts'
import type { RawFinding, RuleTally, Undecided } from '../evaluate/types.ts'
import type { Host } from '../host.ts'
import { buildModel } from '../model/build.ts'
import { NO_FACTS } from '../model/model.ts'
import { locateAt, nodeOf } from '../policy/at.ts'
import type { Policy } from '../policy/policy.ts'
import type { At, Example, Rule } from '../policy/rule.ts'
import type { Problem } from '../problem.ts'
import { readDocument } from '../resolve/read-document.ts'
import { resolve } from '../resolve/resolve.ts'
import { unite } from '../settle/unite.ts'
import { applyTextEdits, renderEdits } from '../source/edit.ts'
import { createLoader } from '../source/load.ts'
import type { Position, Span } from '../source/types.ts'
import { completeExample } from './skeleton.ts'

const ROOT = 'file:///example/'
const ENTRY = `${ROOT}openapi.yaml`

/** The day on which examples are looked at, so that they mean the same for ever. */
const TODAY = '2026-01-01'

/** An example with what can be around it. */
export interface RuleCase extends Example {
  /** Further files by name, relative to the example: `schemas.yaml`. */
  readonly files?: Readonly<Record<string, string>>
}

/** A place in the example, which had a skeleton put around it. */
export interface CasePlace {
  /** Name of the file: `openapi.yaml` is the example itself. */
  readonly file: string
  readonly span: Span
  readonly start: Position
  readonly end: Position
  /** The text of the span. */
  readonly text: string
}

export interface CaseFinding extends CasePlace {
  readonly message: string
  readonly operations: readonly string[]
  /** JSON Pointer of the cause. */
  readonly cause: string | undefined
  readonly related: readonly { readonly place: CasePlace; readonly message: string }[]
  readonly fix:
    | { readonly title: string; readonly kind: 'safe' | 'suggested'; readonly text: string }
    | undefined
}

export interface CaseUndecided extends CasePlace {
  readonly because: string
}

/** What a rule made of an example. */
export interface RuleResult {
  /** The example with its skeleton; spans are offsets into it. */
  readonly text: string
  readonly findings: readonly CaseFinding[]
  readonly undecided: readonly CaseUndecided[]
  /** What could not be read, or went wrong in the rule. */
  readonly problems: readonly Problem[]
  /** Undefined when the example is no API description. */
  readonly tally: RuleTally | undefined
}

export interface RunOptions {
  /** For rules that need to know whether a description conforms to its specification. */
  readonly conformance?: ConformanceChecker | undefined
}

/** Runs one rule on one example, without any other policy. Never rejects for what the example says. */
export async function runRule(
  rule: Rule,
  example: RuleCase | string,
  options: RunOptions = {},
): Promise<RuleResult> {
  const given = typeof example === 'string' ? { title: 'example', text: example } : example
  const text = await completeExample(given)
  const host = hostOver({ ...given.files, 'openapi.yaml': text })
  const loader = createLoader(host)
  const { api, problems } = await readDocument(ENTRY, true, loader)
  if (!api) return { text, findings: [], undecided: [], problems, tally: undefined }
  const graph = await resolve(api.file, api.format, api.version, { loader, root: ROOT, refHosts: [] })
  const policy = policyOf(rule, given)
  const model = buildModel(graph, policy.facts)
  const now = () => 0
  const conformance = await startConformance(graph, policy, options.conformance)
  const atOnce = evaluate(model, withoutWaiting(policy), { now, today: TODAY })
  const evaluation = evaluateWaiting(atOnce, model, policy, { now, conformance, today: TODAY })
  return {
    text,
    findings: inOrder(unite(evaluation.findings).map((finding) => toFinding(finding, text))),
    undecided: inOrder(evaluation.undecided.map(toUndecided)),
    problems: [...problems, ...graph.problems, ...model.problems, ...evaluation.problems],
    tally: evaluation.rules[0],
  }
}

function hostOver(files: Readonly<Record<string, string>>): Host {
  const texts = new Map(Object.entries(files).map(([name, text]) => [ROOT + name, text]))
  return {
    async read(uri) {
      const text = texts.get(uri)
      return text === undefined ? { error: 'not-found', detail: 'the example has no such file' } : { text }
    },
    async exists(uri) {
      return texts.has(uri)
    },
    sha256: String,
    now: () => 0,
  }
}

function policyOf(rule: Rule, given: RuleCase): Policy {
  const severity = rule.presets.recommended ?? rule.presets.strict ?? 'warn'
  return {
    rules: [{ rule, category: '', severity, options: given.options ?? {} }],
    facts: { ...NO_FACTS, ...given.facts },
    refHosts: [],
    problems: [],
    sources: [],
    failOn: undefined,
    digest: '',
  }
}

function toFinding(finding: RawFinding, text: string): CaseFinding {
  const { message, operations, cause } = finding
  const related = finding.related.map((each) => ({ place: placeOf(each.at), message: each.message }))
  const place = placeOf(finding.at)
  const causedAt = cause && nodeOf(cause).pointer
  return { ...place, message, operations, cause: causedAt, related, fix: fixOf(finding, text) }
}

/** The example as the fix would leave it; further files are left as they are. */
function fixOf({ fix }: RawFinding, text: string): CaseFinding['fix'] {
  if (!fix) return undefined
  const edits = fix.edits.filter(({ node }) => node.file.uri === ENTRY)
  const file = edits[0]?.node.file
  const rendered = file
    ? renderEdits(
        file,
        edits.map(({ edit }) => edit),
      )
    : []
  return { title: fix.title, kind: fix.kind, text: applyTextEdits(text, rendered) }
}

function toUndecided({ at, because }: Undecided): CaseUndecided {
  return { ...placeOf(at), because }
}

function placeOf(at: At): CasePlace {
  const { node, span } = locateAt(at)
  const { file } = node
  return {
    file: file.uri.slice(ROOT.length),
    span,
    start: file.position(span.start),
    end: file.position(span.end),
    text: file.text.slice(span.start, span.end),
  }
}

function inOrder<T extends CasePlace>(places: readonly T[]): readonly T[] {
  return places.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)
}
