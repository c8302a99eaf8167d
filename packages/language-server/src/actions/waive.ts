import {
  addDays,
  addWaiver,
  companionUris,
  DATE_PATTERN,
  DEFAULT_WAIVER_SETTINGS,
  EditRefused,
  forbids,
  isBlank,
  newWaivers,
  parseSource,
  relativeName,
  type WaiverSettings,
  type WaiverText,
  waivedFile,
  waiverFault,
  waiverNaming,
  waiverOf,
} from '@specward/core'
import type { WorkspaceEdit } from 'vscode-languageserver'
import type { Desk } from '../desk.ts'
import type { Found } from './found.ts'
import { newText, refusal } from './workspace-edit.ts'

/** Days that a waiver holds which is left to be filled in. */
const USUAL_DAYS = 90

/** What somebody has said about a finding that is to be accepted. */
export interface WaiverGiven {
  readonly reason: string
  readonly owner: string
  /** `2027-01-31`. */
  readonly expires: string
  readonly ticket?: string | undefined
  readonly approver?: string | undefined
}

/** What the policy asks of a waiver, for the editor to ask a person for. */
export interface WaiverTerms {
  /** Whether somebody has to agree, and whether that has to be somebody else than the owner. */
  readonly approval: WaiverSettings['approval']
  /** The last day that it may hold, `2027-01-31`; missing where there is no limit. */
  readonly lastDay?: string
}

/**
 * What has to be said about a finding to accept it.
 * @throws ResponseError where it cannot be accepted, or is already
 */
export function waiverTerms(desk: Desk, found: Found): WaiverTerms {
  checkOpen(desk, found)
  const { finding, document } = found.target
  const { approval, longest } = document.policy.waivers ?? DEFAULT_WAIVER_SETTINGS
  const days = longest[finding.severity]
  const today = desk.options.today?.()
  return { approval, ...(days === undefined || today === undefined ? {} : { lastDay: addDays(today, days) }) }
}

/** Whether the policy lets anybody accept what a rule finds. */
export function canWaive({ target: { finding, document } }: Found): boolean {
  const { forbid } = document.policy.waivers ?? DEFAULT_WAIVER_SETTINGS
  return !finding.suppressed && !forbids(forbid, finding.ruleId)
}

/**
 * The edit that accepts a finding in the waivers beside its configuration.
 * @throws ResponseError where the policy would not take it, with what to say instead
 */
export async function waiverEdit(desk: Desk, found: Found, given: WaiverGiven): Promise<WorkspaceEdit> {
  checkGiven(desk, given)
  checkAllowed(desk, found, given)
  return written(desk, found, given)
}

/** The same with what a person has to say left open: the policy tells of it until somebody has filled it in. */
export async function openWaiverEdit(desk: Desk, found: Found): Promise<WorkspaceEdit> {
  const { policy } = found.target.document
  const now = desk.options.today?.() ?? ''
  const longest = policy.waivers?.longest[found.target.finding.severity] ?? USUAL_DAYS
  const expires = now === '' ? '' : addDays(now, Math.min(longest, USUAL_DAYS))
  return written(desk, found, { reason: '', owner: '', expires })
}

async function written(desk: Desk, found: Found, given: WaiverGiven): Promise<WorkspaceEdit> {
  const { target } = found
  const uri = await waiversUri(desk, found)
  const entry = waiverOf(target.finding, given, desk.options.today?.())
  const file = waivedFile(target, uri)
  const text: WaiverText = file === undefined ? entry : { ...entry, file }
  const before = await desk.text(uri)
  try {
    const after =
      before === undefined ? newWaivers(text, undefined) : addWaiver(await parseSource(uri, before), text)
    return newText(desk, uri, before, after)
  } catch (error) {
    if (!(error instanceof EditRefused)) throw error
    const name = relativeName(desk.folderOf(uri), uri)
    throw refusal(`\`${name}\` cannot be changed without changing more of it; write the entry by hand.`)
  }
}

/** The one that is there, else beside the configuration, else in the workspace folder. */
async function waiversUri(desk: Desk, { target: { document } }: Found): Promise<string> {
  const folder = desk.folderOf(document.uri)
  const uris = companionUris('waivers', document.config, folder)
  for (const uri of uris) if ((await desk.text(uri)) !== undefined) return uri
  return uris[0] ?? folder
}

function checkGiven(desk: Desk, { reason, owner, expires }: WaiverGiven): void {
  if (isBlank(reason)) throw refusal('A reason is needed: say why the finding is accepted.')
  if (isBlank(owner)) throw refusal('An owner is needed: say who answers for it.')
  if (!new RegExp(DATE_PATTERN, 'u').test(expires)) {
    throw refusal(`\`${expires}\` is no day of the calendar: write it like \`2027-01-31\`.`)
  }
  const now = desk.options.today?.()
  if (now !== undefined && expires < now) throw refusal(`\`${expires}\` is over: today is ${now}.`)
}

/** Whether there is still something to accept that may be accepted. */
function checkOpen(desk: Desk, found: Found): void {
  const { finding } = found.target
  const { ruleId, suppressed } = finding
  const known = waiverNaming(finding, found.waivers)
  if (known) {
    const { waiver, uri } = known
    const where = `line ${waiver.line} of ${relativeName(desk.folderOf(uri), uri)}`
    throw refusal(
      `There is a waiver for this finding already, until ${waiver.expires} by ${waiver.owner} (${where}). Give that one another end.`,
    )
  }
  if (suppressed) throw refusal(`This finding is accepted already: ${suppressed.reason}`)
  if (!canWaive(found)) {
    throw refusal(`By the policy (\`waivers.forbid\`), what \`${ruleId}\` finds cannot be accepted.`)
  }
}

function checkAllowed(desk: Desk, found: Found, given: WaiverGiven): void {
  checkOpen(desk, found)
  const { finding, document } = found.target
  const settings = document.policy.waivers ?? DEFAULT_WAIVER_SETTINGS
  const today = desk.options.today?.()
  const fault = waiverFault(
    { ...given, rule: finding.ruleId, approver: given.approver, created: today },
    finding.severity,
    settings,
    today,
  )
  if (fault?.kind === 'not-approved') {
    throw refusal(
      `The policy asks for approval (\`waivers.approval: ${settings.approval}\`): name an \`approver\`, somebody other than the owner where it says so.`,
    )
  }
  if (fault?.kind === 'too-long') {
    throw refusal(
      `For findings of severity \`${fault.severity}\` the policy allows ${fault.longest} days (\`waivers.longest\`): ${today === undefined ? 'choose an earlier day' : `${addDays(today, fault.longest)} is the last day`}.`,
    )
  }
}
