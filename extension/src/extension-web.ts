import { type ExtensionContext, type Uri, workspace } from 'vscode'
import { activateOn } from './activate.ts'

/** The same in a browser, where there is no Node: no process for the server and none for tasks. */
export function activate(context: ExtensionContext): void {
  activateOn(
    {
      loadClient: () => import('./client-web.ts'),
      beginningOf,
      provide: () => [],
    },
    context,
  )
}

async function beginningOf(uri: Uri): Promise<string> {
  return workspace.fs.readFile(uri).then(
    (bytes) => new TextDecoder().decode(bytes),
    // it has gone, or must not be read: there is nothing to see
    () => '',
  )
}
