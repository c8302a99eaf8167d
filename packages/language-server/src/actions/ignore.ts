import { DEFAULT_WAIVER_SETTINGS, forbids, isBlank, writeRemark } from '@specward/core'
import type { WorkspaceEdit } from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import type { Desk } from '../desk.ts'
import type { Found } from './found.ts'
import { edits, refusal } from './workspace-edit.ts'

/** Whether the policy lets descriptions accept what a rule finds. */
export function canIgnore({ target: { finding, document } }: Found): boolean {
  const { forbid, forbidInline } = document.policy.waivers ?? DEFAULT_WAIVER_SETTINGS
  return !finding.suppressed && !forbids(forbid, finding.ruleId) && !forbids(forbidInline, finding.ruleId)
}

/**
 * The edit by which a description accepts a finding where it stands.
 * @throws ResponseError where the policy would not take it, and where nothing can be written for this finding alone
 */
export async function ignoreEdit(desk: Desk, found: Found, given: string): Promise<WorkspaceEdit> {
  const { ruleId, suppressed } = found.target.finding
  if (isBlank(given)) throw refusal('A reason is needed: say why the finding is accepted.')
  if (suppressed) throw refusal(`This finding is accepted already: ${suppressed.reason}`)
  if (!canIgnore(found)) {
    throw refusal(
      `By the policy, what \`${ruleId}\` finds cannot be accepted in a description (\`waivers.forbidInline\`).`,
    )
  }
  const edit = await remark(desk, found, given.trim().replace(/\s+/g, ' '))
  if (edit) return edit
  throw refusal(
    'There is no line and no object that is for this finding alone, so that a remark would accept more. Write a waiver.',
  )
}

/** The same with the reason left open, which the policy tells of until somebody has filled it in; undefined where nothing can be written. */
export function openIgnoreEdit(desk: Desk, found: Found): Promise<WorkspaceEdit | undefined> {
  return remark(desk, found, '')
}

async function remark(
  desk: Desk,
  { target: { finding, document, uri } }: Found,
  reason: string,
): Promise<WorkspaceEdit | undefined> {
  const changes = await writeRemark(finding, reason, document.findings)
  if (!changes) return undefined
  const open = desk.document(uri)
  const text = open?.getText() ?? (await desk.text(uri)) ?? ''
  const sheet = open ?? TextDocument.create(uri, '', 0, text)
  // offsets are those of the text without a byte order mark
  const mark = text.startsWith('\uFEFF') ? 1 : 0
  const { file } = 'node' in finding.at ? finding.at.node : finding.at
  if (text.slice(mark) !== file.text) throw refusal('The file has been changed meanwhile. Try it again.')
  const all = changes.map(({ span, text: replacement }) => ({
    range: { start: sheet.positionAt(span.start + mark), end: sheet.positionAt(span.end + mark) },
    newText: replacement,
  }))
  return edits(desk, sheet.uri, all, false)
}
