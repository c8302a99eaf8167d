import type { RuleTally } from '../../evaluate/types.ts'
import type { PolicyNotice } from '../../policy/policy.ts'
import { SEVERITIES } from '../../policy/words.ts'
import type { ProblemCode } from '../../problem.ts'
import type { EditRefusal } from '../../source/edit-refused.ts'
import type { Span } from '../../source/types.ts'
import type {
  Content,
  RecordedAssessment,
  RecordedDocument,
  RecordedExposure,
  RecordedFinding,
  RecordedFix,
  RecordedKind,
  RecordedNotice,
  RecordedPlace,
  RecordedProblem,
  RecordedUndecided,
} from './content.ts'
import {
  anything,
  count,
  either,
  finite,
  flag,
  list,
  nullable,
  object,
  optional,
  row,
  type Shape,
  text,
  whole,
  word,
} from './shape.ts'

/** A code or the name of a reason: nobody acts on one that is not known. */
function name<T extends string>(): Shape<T> {
  return (value): value is T => typeof value === 'string' && /^[a-z][a-z0-9-]*$/.test(value)
}

const severity = word(...SEVERITIES)
const texts = list(text)
const span = object<Span>({ start: count, end: count })
const place = row<RecordedPlace>(count, count, count)

const problem = object<RecordedProblem>({
  code: name<ProblemCode>(),
  severity: word('error', 'warn'),
  message: text,
  uri: optional(text),
  span: optional(span),
})

const notice = object<RecordedNotice>({
  code: name<PolicyNotice['code']>(),
  severity: word('error', 'warn', 'info'),
  message: text,
  uri: optional(text),
  span: optional(span),
})

const tally = object<RuleTally>({
  id: text,
  judged: count,
  flagged: optional(count),
  undecided: count,
  notApplicable: count,
  ms: finite,
  stopped: optional(word('failed', 'timeout')),
  excludes: optional(texts),
} as { readonly [K in keyof RuleTally]-?: Shape<RuleTally[K]> })

const fix = object<RecordedFix>({
  title: text,
  kind: word('safe', 'suggested'),
  edits: list(row<readonly [number, string]>(count, text)),
  texts: list(either(list(row<readonly [number, number, string]>(count, count, text)), name<EditRefusal>())),
})

const finding = object<RecordedFinding>({
  kind: count,
  severity,
  message: text,
  at: place,
  node: count,
  operations: count,
  identity: text,
  discriminator: optional(text),
  cause: optional(place),
  related: list(row<readonly [RecordedPlace, string]>(place, text)),
  fix: optional(fix),
  secrets: optional(list(count)),
  foreign: optional(
    object<NonNullable<RecordedFinding['foreign']>>({
      pointer: text,
      range: row<readonly [number, number, number, number]>(count, count, count, count),
      documentationUrl: optional(text),
    }),
  ),
  fingerprint: text,
  parts: optional(texts),
})

const undecided = object<RecordedUndecided>({ ruleId: text, at: place, because: text, operations: count })

const field = object<RecordedExposure['takes'][number]>({ name: text, kind: text, where: text })

const exposure = object<RecordedExposure>({
  label: text,
  tags: texts,
  deprecated: flag,
  node: count,
  span: optional(object<NonNullable<RecordedExposure['span']>>({ key: optional(span), value: span })),
  kind: word('http', 'webhook', 'callback', 'send', 'receive'),
  callers: word('anyone', 'optional', 'authenticated', 'unknown'),
  because: text,
  intended: nullable(
    object<NonNullable<RecordedExposure['intended']>>({ by: word('policy', 'description'), reason: text }),
  ),
  requires: list(texts),
  servers: list(object<RecordedExposure['servers'][number]>({ url: text, encrypted: nullable(flag) })),
  takes: list(field),
  returns: list(field),
  changesData: flag,
})

const assessment = object<RecordedAssessment>({
  format: text,
  title: text,
  apiVersion: text,
  facets: list(
    object<RecordedAssessment['facets'][number]>({
      name: text,
      parts: list(row<readonly [string, string]>(text, text)),
    }),
  ),
  unread: list(problem),
  findings: list(finding),
  undecided: list(undecided),
  rules: list(tally),
  exposures: list(exposure),
})

const document = object<RecordedDocument>({
  format: text,
  digest: text,
  operations: count,
  findings: list(finding),
  undecided: list(undecided),
  rules: list(tally),
  files: optional(list(count)),
  expressions: optional(
    object<NonNullable<RecordedDocument['expressions']>>({
      expressions: count,
      fallbacks: list(object<{ expression: string; because: string }>({ expression: text, because: text })),
    }),
  ),
  assessed: optional(assessment),
  attested: optional(list(notice)),
})

const kind = object<RecordedKind>({
  ruleId: text,
  category: text,
  references: object<RecordedKind['references']>({
    owasp: texts,
    cwe: list(count),
    controls: texts,
    specifications: optional(texts),
  } as { readonly [K in keyof RecordedKind['references']]-?: Shape<RecordedKind['references'][K]> }),
  documentation: optional(text),
})

/** What the content of a record has to be; whether its indices lead anywhere is looked at when it is restored. */
export const content: Shape<Content> = object<Content>({
  files: list(object<Content['files'][number]>({ uri: text, isRead: flag, isLenient: flag })),
  nodes: list(row<readonly [number, string]>(whole, text)),
  labels: texts,
  groups: list(list(count)),
  kinds: list(kind),
  secrets: list(
    either(
      object<{ file: number; start: number; end: number }>({ file: count, start: count, end: count }),
      object<{ node: number; start: number; end: number }>({ node: count, start: count, end: count }),
    ),
  ),
  problems: list(problem),
  isIncomplete: flag,
  isUntouched: optional(flag),
  refersTo: optional(texts),
  skipped: optional(object<NonNullable<Content['skipped']>>({ reason: text, detail: optional(text) })),
  document: optional(document),
  traces: list(anything),
  stages: list(row<readonly [string, number]>(text, finite)),
})
