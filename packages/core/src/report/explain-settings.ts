import type { Configuration } from '../policy/configuration.ts'
import type { Severity } from '../policy/rule.ts'
import { coversFile } from '../policy/scope.ts'
import { DEFAULT_GATE } from '../policy/setting-locks.ts'
import { type Scope, type Statement, subjectOf } from '../policy/statements.ts'
import { toPointer } from '../source/node.ts'
import type { ExplainedPlaces } from './explain-places.ts'
import type {
  ExplainedException,
  ExplainedLock,
  ExplainedOverride,
  ExplainedPolicy,
  ExplainedSetting,
} from './explained.ts'

/** What is said beside rules. */
export function explainSettings(
  { parts }: Configuration,
  document: string | undefined,
  failOn: Severity | 'never' | undefined,
  places: ExplainedPlaces,
): Pick<ExplainedPolicy, 'settings' | 'failOn'> {
  const said = parts.statements.flatMap((each) =>
    each.kind === 'gate' ? [{ ...each, value: each.gate }] : [],
  )
  const asked = failOn ? [{ value: failOn, origin: { source: 'command line' }, scope: undefined }] : []
  return {
    settings: parts.statements.flatMap((each) => explainStatement(each, document, places)),
    failOn: places.last<Severity | 'never'>([...said, ...asked], DEFAULT_GATE),
  }
}

function explainStatement(
  statement: Statement,
  document: string | undefined,
  places: ExplainedPlaces,
): readonly ExplainedSetting[] {
  const { scope, origin } = statement
  if (scope && (document === undefined || !coversFile(scope, document))) return []
  const from = places.of(origin, scope)
  switch (statement.kind) {
    case 'fact':
      return [{ setting: `policy.${statement.fact}`, value: statement.value, from }]
    case 'ref-host':
      return [{ setting: statement.isPrivate ? 'refs.private' : 'refs.allow', value: statement.host, from }]
    case 'problem': {
      const { code, files, severity, reason } = statement.problem
      return [{ setting: 'problems', value: { code, files: files ?? null, severity, reason }, from }]
    }
    case 'attestation-setting':
      return [{ setting: `attestations.${statement.setting}`, value: statement.value, from }]
    case 'waiver-setting':
      return [{ setting: `waivers.${statement.setting}`, value: statement.value, from }]
    default:
      return []
  }
}

/** All overrides, in order, with whether they can concern the document. */
export function explainOverrides(
  { parts }: Configuration,
  document: string | undefined,
  places: ExplainedPlaces,
): readonly ExplainedOverride[] {
  const scopes = new Set(parts.statements.flatMap(({ scope }) => scope ?? []))
  return [...scopes].map((scope) => ({
    files: scope.files ?? null,
    pointers: scope.pointers?.map(toPointer) ?? null,
    reason: scope.reason ?? null,
    from: places.of(scope.origin),
    inForce: isInForce(scope, document),
  }))
}

function isInForce(scope: Scope, document: string | undefined): boolean {
  return document === undefined ? scope.files === undefined : coversFile(scope, document)
}

export function explainLocks(
  { parts: { enforced } }: Configuration,
  places: ExplainedPlaces,
): readonly ExplainedLock[] {
  const rules = [...enforced.lockedAt].map(([subject, at]) => ({ kind: 'rule' as const, subject, at }))
  const settings = [...enforced.settings.all].map(([subject, at]) => ({
    kind: 'setting' as const,
    subject,
    at,
  }))
  return [...rules, ...settings].map(({ kind, subject, at }) => ({ kind, subject, from: places.of(at) }))
}

export function explainExceptions(
  { parts }: Configuration,
  places: ExplainedPlaces,
): readonly ExplainedException[] {
  return parts.sources
    .flatMap(({ exceptions }) => exceptions)
    .map((exception) => ({
      subject: subjectOf(exception),
      reason: exception.reason,
      owner: exception.owner,
      expires: exception.expires,
      approver: exception.approver ?? null,
      ticket: exception.ticket ?? null,
      files: exception.files ?? null,
      from: places.of(exception.origin),
    }))
}
