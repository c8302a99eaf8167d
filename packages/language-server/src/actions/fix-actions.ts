import type { ReportFinding } from '@specward/core'
import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
} from 'vscode-languageserver'
import type { Desk, Review } from '../desk.ts'
import type { Feature } from '../feature.ts'
import { keyOf } from '../files.ts'
import { FIX_ALL, type FixOrder, orderOf, wants } from './fix-order.ts'
import { carryOut, fixableReviews } from './fix-run.ts'

/** Quick fixes for what is found, and fixes of all that is found in a file. */
export function fixActions(desk: Desk): Feature {
  return {
    actions: (params, token) => offer(desk, params, token),
    resolveAction: async (action, token) => {
      const order = orderOf(action.data)
      if (!order) return null
      const { edit, because } = await carryOut(desk, order, token)
      if (edit) return { ...action, edit }
      if (because !== undefined)
        desk.connection.window.showWarningMessage(`The fix was not made: ${because}.`)
      return action
    },
  }
}

/** A finding that can be fixed, in the document that is looked at. */
interface Fixable {
  readonly finding: ReportFinding
  readonly fix: NonNullable<ReportFinding['fix']>
  /** Whether lines have changed since it was found. */
  readonly isMoved: boolean
}

async function offer(
  desk: Desk,
  { textDocument, context }: CodeActionParams,
  token: CancellationToken,
): Promise<readonly CodeAction[]> {
  const { only, diagnostics } = context
  const [quick, all] = [!only || wants(only, CodeActionKind.QuickFix), only && wants(only, FIX_ALL)]
  const own = diagnostics.filter(({ source }) => source === 'specward')
  if (!all && !(quick && own.length > 0)) return []
  const { uri } = textDocument
  const reviews = await fixableReviews(desk, uri, token)
  const fixable = fixableIn(reviews, uri)
  const drafts = [
    ...(quick ? quickFixes(uri, own, fixable) : []),
    ...(all && fixable.some(isSafe) ? [allSafe(uri, FIX_ALL)] : []),
  ]
  if (resolvesEdits(desk)) return drafts
  const actions = await Promise.all(drafts.map((draft) => withEdit(desk, draft, token)))
  return actions.flat()
}

/** Whether the editor asks for the edit of an action once somebody has chosen it. */
function resolvesEdits({ client }: Desk): boolean {
  return client.textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true
}

/** The action with its edit; nothing where it would change nothing. */
async function withEdit(
  desk: Desk,
  { data, ...action }: CodeAction,
  token: CancellationToken,
): Promise<readonly CodeAction[]> {
  const order = orderOf(data)
  const edit = order && (await carryOut(desk, order, token)).edit
  return edit ? [{ ...action, edit }] : []
}

/** What can be fixed in a file, of all descriptions that reach it, each once. */
function fixableIn(reviews: readonly Review[], uri: string): readonly Fixable[] {
  const found = new Map<string, Fixable>()
  for (const { result, uriOf, isOutdated } of reviews) {
    for (const finding of result.report.findings) {
      if (finding.suppressed !== null || keyOf(uriOf(finding.file)) !== keyOf(uri)) continue
      const { fix, ruleId, fingerprint } = finding
      if (fix) found.set(`${ruleId} ${fingerprint}`, { finding, fix, isMoved: isOutdated })
    }
  }
  return [...found.values()]
}

function quickFixes(
  uri: string,
  diagnostics: readonly Diagnostic[],
  fixable: readonly Fixable[],
): readonly CodeAction[] {
  const here = fixable.flatMap((each) => {
    const told = diagnostics.filter((diagnostic) => isTold(each, diagnostic))
    return told.length > 0 ? [{ ...each, told }] : []
  })
  const rules = [...new Set(here.map(({ finding }) => finding.ruleId))]
  return [
    ...singleFixes(uri, here),
    ...[
      ...rules.flatMap((ruleId) => allOfRule(uri, ruleId, fixable)),
      ...(here.length > 0 && fixable.filter(isSafe).length > 1
        ? [allSafe(uri, CodeActionKind.QuickFix)]
        : []),
      // editors show what is about no diagnostic last, far from the fix of one
    ].map((action) => ({ ...action, diagnostics: here.flatMap(({ told }) => told) })),
  ]
}

/** One action for each fix; findings with the same cause have the same one. */
function singleFixes(
  uri: string,
  here: readonly (Fixable & { readonly told: readonly Diagnostic[] })[],
): readonly CodeAction[] {
  const actions = new Map<string, CodeAction>()
  for (const { finding, fix, told } of here) {
    const key = JSON.stringify([fix.title, fix.edits])
    const diagnostics = [...new Set([...(actions.get(key)?.diagnostics ?? []), ...told])]
    const isSafe = fix.kind === 'safe'
    const order: FixOrder = { fix: 'one', uri, ruleId: finding.ruleId, fingerprint: finding.fingerprint }
    actions.set(key, {
      title: isSafe ? fix.title : `${fix.title} (review)`,
      kind: CodeActionKind.QuickFix,
      diagnostics,
      ...(isSafe ? { isPreferred: true } : {}),
      data: actions.get(key)?.data ?? order,
    })
  }
  return [...actions.values()]
}

function allOfRule(uri: string, ruleId: string, fixable: readonly Fixable[]): readonly CodeAction[] {
  const same = fixable.filter(({ finding }) => finding.ruleId === ruleId)
  if (same.length < 2) return []
  const title = `Fix all ${ruleId} findings in this file`
  const data: FixOrder = { fix: 'rule', uri, ruleId }
  return [{ title: same.every(isSafe) ? title : `${title} (review)`, kind: CodeActionKind.QuickFix, data }]
}

function allSafe(uri: string, kind: string): CodeAction {
  const data: FixOrder = { fix: 'safe', uri }
  return { title: 'Fix all safe findings in this file', kind, data }
}

function isSafe({ fix }: Fixable): boolean {
  return fix.kind === 'safe'
}

/** Whether a diagnostic tells of a finding: editors give them back as they were sent, or where an edit has moved them. */
function isTold({ finding, isMoved }: Fixable, { code, message, range }: Diagnostic): boolean {
  const { start, end } = finding.range
  const isHere = range.start.line <= end.line - 1 && range.end.line >= start.line - 1
  return code === finding.ruleId && message === finding.message && (isMoved || isHere)
}
