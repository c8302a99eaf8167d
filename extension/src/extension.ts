import { commands, type ExtensionContext, window, workspace } from 'vscode'
import { commandsOf } from './commands.ts'
import { FindingsView } from './findings-view.ts'
import { ReportPanels } from './report-panel.ts'
import { Session } from './session.ts'
import { startWhenSeen } from './start.ts'
import { Status } from './status.ts'
import { provideTasks } from './tasks.ts'
import { Accepting } from './waive.ts'

/** Called by VS Code with the first YAML or JSON document, or when somebody opens the view or runs a command. */
export function activate(context: ExtensionContext): void {
  const output = window.createOutputChannel('Specward', { log: true })
  const session = new Session(context, output)
  const status = new Status(context, session)
  const view = new FindingsView(context, session, status)
  const panels = new ReportPanels(context, session)
  const accepting = new Accepting(context, session)
  const all = commandsOf({ context, output, session, view, panels, accepting })
  for (const [id, run] of Object.entries(all)) {
    context.subscriptions.push(commands.registerCommand(id, run))
  }
  context.subscriptions.push(
    output,
    session,
    provideTasks(),
    workspace.onDidGrantWorkspaceTrust(() => session.notify('specward/trust', { trusted: true })),
    workspace.onDidChangeConfiguration((event) => {
      // when a review is asked for is decided once for each client
      if (event.affectsConfiguration('specward.run') && session.state === 'running') void session.restart()
    }),
  )
  startWhenSeen(context, session)
}
