import { type ExtensionContext, window } from 'vscode'
import { Session } from './session.ts'
import { startWhenSeen } from './start.ts'

/** Called by VS Code with the first YAML or JSON document, or when somebody opens the view or runs a command. */
export function activate(context: ExtensionContext): void {
  const output = window.createOutputChannel('Specward', { log: true })
  const session = new Session(context, output)
  context.subscriptions.push(output, session)
  startWhenSeen(context, session)
}
