import type { FindingItem, GroupBy, ReviewedAnswer } from '@specward/language-server'
import {
  type CodeAction,
  CodeActionKind,
  commands,
  type ExtensionContext,
  env,
  type LogOutputChannel,
  ProgressLocation,
  Range,
  window,
  workspace,
} from 'vscode'
import { createPolicy } from './create-policy.ts'
import type { FindingsView } from './findings-view.ts'
import { goTo, objectOf } from './places.ts'
import type { ReportKind, ReportPanels } from './report-panel.ts'
import { openRulePage } from './rule-page.ts'
import { isCandidate, type Seen } from './seen.ts'
import type { Session } from './session.ts'
import { countText, type Row } from './tree.ts'
import type { Accepting } from './waive.ts'

/** What commands work with. */
export interface Parts {
  readonly context: ExtensionContext
  readonly output: LogOutputChannel
  readonly session: Session
  readonly view: FindingsView
  readonly panels: ReportPanels
  readonly accepting: Accepting
  readonly seen: Seen
}

/** Everything that people, code lenses and code actions can run, by its id. */
export function commandsOf(parts: Parts): Readonly<Record<string, (...args: readonly unknown[]) => unknown>> {
  const { context, output, session, view, panels, accepting, seen } = parts
  return {
    'specward.lintWorkspace': () => lintWorkspace(session, view, seen),
    'specward.fixAll': () => fixAll(session),
    'specward.openReport': (uri) => openReport(parts, 'report', uri),
    'specward.openChecklist': (uri) => openReport(parts, 'checklist', uri),
    'specward.createConfig': () => createPolicy(session),
    'specward.restart': () => session.restart(),
    'specward.showOutput': () => output.show(true),
    'specward.openRule': (target) => openRulePage(context, target),
    'specward.waive': (...finding) => accepting.waive(...finding),
    'specward.ignore': (...finding) => accepting.ignore(...finding),
    'specward.setSeverity': (finding) => accepting.setSeverity(finding),
    'specward.goTo': (target, at) => goTo(target, at),
    'specward.showExposure': (target, operation) => showExposure(panels, target, operation),
    'specward.report.refresh': () => panels.refresh(),
    ...viewCommands(parts),
    ...groupCommands(view),
  }
}

function viewCommands({ context, accepting }: Parts) {
  return {
    'specward.findings.openPage': (row: unknown) => openRulePage(context, objectOf(row).docs),
    'specward.findings.waive': (row: unknown) => {
      const item = itemOf(row)
      return accepting.waive(item?.location.uri, item?.fingerprint, item?.code, item?.message)
    },
    'specward.findings.copy': (row: unknown) => env.clipboard.writeText(itemOf(row)?.message ?? ''),
  }
}

function groupCommands(view: FindingsView) {
  const by = (groupBy: GroupBy) => () => view.group(groupBy)
  return {
    'specward.findings.byOperation': by('operation'),
    'specward.findings.byControl': by('control'),
    'specward.findings.byFile': by('file'),
    'specward.findings.byRule': by('rule'),
    'specward.findings.errorsOnly': () => view.filter(true),
    'specward.findings.all': () => view.filter(false),
  }
}

function itemOf(row: unknown): FindingItem | undefined {
  return (row as Row | undefined)?.item
}

async function lintWorkspace(session: Session, view: FindingsView, seen: Seen): Promise<void> {
  const isThere = session.state !== 'waiting' || (await seen.findDescription())
  if (!isThere) {
    void window.showInformationMessage('There is no API description in this workspace.')
    return view.refresh()
  }
  await window.withProgress({ location: ProgressLocation.Window, title: 'Specward: reviewing' }, async () => {
    const answer = await session.request<ReviewedAnswer>('specward/reviewWorkspace', {})
    const known = answer.descriptions === 1 ? '1 description' : `${answer.descriptions} descriptions`
    const found = countText(answer.counts) || 'nothing to report'
    window.setStatusBarMessage(`Specward: ${known}, ${found}`, 10_000)
  })
  await commands.executeCommand('specward.findings.focus')
  await view.refresh()
}

/** Applies what the server can fix without changing what the description means. */
async function fixAll(session: Session): Promise<void> {
  const document = window.activeTextEditor?.document
  if (!document || !isCandidate(document)) {
    void window.showInformationMessage('Open an API description first.')
    return
  }
  await session.start()
  const kind = CodeActionKind.SourceFixAll.append('specward')
  const whole = new Range(0, 0, document.lineCount, 0)
  const actions = await commands.executeCommand<CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    whole,
    kind.value,
    1,
  )
  const edit = actions.find((action) => action.edit)?.edit
  if (!edit) {
    void window.showInformationMessage('Nothing in this file can be fixed safely by Specward.')
  } else if (!(await workspace.applyEdit(edit))) {
    void window.showErrorMessage('The fixes could not be applied: the file has changed meanwhile. Try again.')
  }
}

/** Of the description in front, or of the workspace. */
function openReport({ panels }: Parts, kind: ReportKind, uri: unknown): Promise<void> {
  const document = window.activeTextEditor?.document
  const inFront = document && isCandidate(document) ? document.uri.toString() : undefined
  return panels.open(kind, typeof uri === 'string' ? uri : inFront)
}

/** @param target a URI, or an object with `uri` and `operation` */
function showExposure(panels: ReportPanels, target: unknown, operation: unknown): Promise<void> {
  const given = objectOf(target)
  const uri = typeof target === 'string' ? target : given.uri
  const label = operation ?? given.operation
  return panels.open(
    'report',
    typeof uri === 'string' ? uri : undefined,
    typeof label === 'string' ? label : undefined,
  )
}
