import type { ExtensionContext } from 'vscode'
import { activateOn } from './activate.ts'
import { beginningOf } from './beginning.ts'
import { provideTasks } from './tasks.ts'

/** Called by VS Code on a machine with the first YAML or JSON document, or when somebody opens the view or runs a command. */
export function activate(context: ExtensionContext): void {
  activateOn(
    {
      loadClient: () => import('./client.ts'),
      beginningOf,
      provide: () => [provideTasks()],
    },
    context,
  )
}
