import {
  type AttestationSettings,
  DEFAULT_ATTESTATION_SETTINGS,
  softensAttestations,
} from '../policy/attestation-settings.ts'
import { ConfigurationFailure } from '../policy/configuration-failure.ts'
import { reaches } from '../policy/gate.ts'
import type { PolicyNotice } from '../policy/policy.ts'
import type { Task } from '../policy/task.ts'
import { DEFAULT_WAIVER_SETTINGS, softensWaivers, type WaiverSettings } from '../policy/waiver-settings.ts'
import { SEVERITIES } from '../policy/words.ts'
import type { SettledFinding } from '../settle/types.ts'
import { keyOf } from './base-types.ts'
import { acceptanceSetting } from './settings.ts'
import type { Compared } from './tree.ts'
import type { Comparable, TreeBase } from './types.ts'

/** Tells of what is asked of those who accept findings or answer questions, where it is less than in the base. */
export async function softerAcceptance(
  base: TreeBase,
  before: ReadonlyMap<string, Task>,
  compared: readonly Compared[],
  run: Comparable,
): Promise<readonly PolicyNotice[]> {
  const notices: PolicyNotice[] = []
  for (const each of compared) {
    const then = before.get(each.document.uri)
    if (!then) continue
    const settings = softerWaivers(then.policy.waivers, each.task.policy.waivers)
    if (settings.length > 0) {
      const fails = await acceptsMore(each, then, run)
      notices.push(noticeOf('waivers', settings, fails, each.task, then, base))
    }
    const asked = softerAnswers(then.policy.attestations, each.task.policy.attestations)
    if (asked.length > 0) {
      notices.push(noticeOf('attestations', asked, isOutdated(each, asked), each.task, then, base))
    }
  }
  return notices
}

/** Names of the settings that ask for less. */
function softerWaivers(
  was: WaiverSettings = DEFAULT_WAIVER_SETTINGS,
  is: WaiverSettings = DEFAULT_WAIVER_SETTINGS,
): readonly string[] {
  const single = (['stale', 'approval', 'endsSoon'] as const).filter((setting) =>
    softensWaivers(was, { ...SAID, kind: 'waiver-setting', setting, value: is[setting] }),
  )
  const terms = SEVERITIES.filter((severity) => {
    const [longest, now] = [was.longest[severity], is.longest[severity]]
    return longest !== undefined && (now === undefined || now > longest)
  }).map((severity) => `longest.${severity}`)
  const lists = (['forbid', 'forbidInline'] as const).filter((list) =>
    [...was[list]].some((rule) => !is[list].has(rule) && !is[list].has('*')),
  )
  return [...single, ...terms, ...lists]
}

/** Nobody says it: it is only held against a setting. */
const SAID = { origin: { source: '' }, scope: undefined }

function softerAnswers(
  was: AttestationSettings = DEFAULT_ATTESTATION_SETTINGS,
  is: AttestationSettings = DEFAULT_ATTESTATION_SETTINGS,
): readonly string[] {
  return (['outdated', 'longest', 'endsSoon'] as const).filter((setting) =>
    softensAttestations(was, { ...SAID, kind: 'attestation-setting', setting, value: is[setting] }),
  )
}

/** Whether an answer is over, or about something else by now, and only the softer setting lets that pass. */
function isOutdated({ document }: Compared, settings: readonly string[]): boolean {
  const { attested = [] } = document
  return (
    settings.includes('outdated') &&
    attested.some(
      ({ code, severity }) =>
        severity === 'warn' && (code === 'attestation-changed' || code === 'attestation-expired'),
    )
  )
}

/** Whether something new is accepted that would fail the run by what the base asks for. */
async function acceptsMore({ document, task }: Compared, before: Task, run: Comparable): Promise<boolean> {
  const gate = run.failOn ?? before.policy.failOn ?? 'error'
  const accepted = document.findings.filter(
    ({ suppressed, isKnown, severity }) =>
      suppressed && suppressed.kind !== 'policy' && !isKnown && reaches(severity, gate),
  )
  if (accepted.length === 0) return false
  const policy = { ...task.policy, waivers: before.policy.waivers }
  const findings = document.findings.map((finding): SettledFinding => ({ ...finding, suppressed: undefined }))
  const ran = { ...run.ran, documents: [{ ...document, policy, findings }] }
  try {
    const settled = await run.accept([{ ...task, policy }], ran, run.loader)
    const still = new Set(
      settled.flatMap((each) => each.findings.filter(({ suppressed }) => suppressed).map(keyOf)),
    )
    return accepted.some((finding) => !still.has(keyOf(finding)))
  } catch (error) {
    if (error instanceof ConfigurationFailure) return true
    throw error
  }
}

function noticeOf(
  section: 'waivers' | 'attestations',
  settings: readonly string[],
  fails: boolean,
  task: Task,
  before: Task,
  { name }: TreeBase,
): PolicyNotice {
  const { uri, span } = acceptanceSetting(task, before, section, settings)
  const named = settings.map((setting) => `\`${section}.${setting}\``)
  const what = named.length === 1 ? `${named[0]} asks` : `${named.join(', ')} ask`
  const advice = fails
    ? ` Something is let pass that would fail the run by the policy of ${name}: mend it, or soften the policy in a change of its own.`
    : ''
  return {
    code: 'softened-since-base',
    severity: fails ? 'error' : 'warn',
    message: `${what} for less than in ${name}.${advice}`,
    uri,
    ...(span.end > 0 ? { span } : {}),
  }
}
