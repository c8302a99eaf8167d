import { commands, type ExtensionContext, window, workspace } from 'vscode'
import { commandsOf } from './commands.ts'
import { FindingsView } from './findings-view.ts'
import type { Platform } from './platform.ts'
import { ReportPanels } from './report-panel.ts'
import { Seen } from './seen.ts'
import { schemesNow } from './selector.ts'
import { Session } from './session.ts'
import { startWhenSeen } from './start.ts'
import { Status } from './status.ts'
import { Accepting } from './waive.ts'

/** Sets up everything that is the same on a machine and in a browser. */
export function activateOn(platform: Platform, context: ExtensionContext): void {
  const output = window.createOutputChannel('Specward', { log: true })
  const session = new Session(context, output, platform)
  const seen = new Seen(platform)
  const status = new Status(context, session)
  const view = new FindingsView(context, session, status, seen)
  const panels = new ReportPanels(context, session)
  const accepting = new Accepting(context, session)
  const all = commandsOf({ context, output, session, view, panels, accepting, seen })
  for (const [id, run] of Object.entries(all)) {
    context.subscriptions.push(commands.registerCommand(id, run))
  }
  context.subscriptions.push(
    output,
    session,
    ...platform.provide(),
    workspace.onDidGrantWorkspaceTrust(() => session.notify('specward/trust', { trusted: true })),
    workspace.onDidChangeConfiguration((event) => {
      // when a review is asked for is decided once for each client
      if (event.affectsConfiguration('specward.run') && session.state === 'running') void session.restart()
    }),
    restartForNewSchemes(session),
  )
  startWhenSeen(context, session, seen)
}

/** What a client has to do with is decided once for each: a folder of another file system needs a new one. */
function restartForNewSchemes(session: Session) {
  let before = schemesNow().join()
  return workspace.onDidChangeWorkspaceFolders(() => {
    const now = schemesNow().join()
    if (now !== before && session.state === 'running') void session.restart()
    before = now
  })
}
