import {
  commands,
  type Disposable,
  type ExtensionContext,
  type TextDocument,
  window,
  workspace,
} from 'vscode'
import { hasTellingName, isDescription, mayBePart, type Seen } from './seen.ts'
import type { Session } from './session.ts'
import { isEnabled, isEnabledAnywhere } from './settings.ts'

/** Typing has to rest this many milliseconds before a document is looked at again. */
const REST = 500

/**
 * Ticks off the first step of the walkthrough, which waits for either of two contexts: of one that is there before VS Code
 * has read the steps, it takes no notice until the window is loaded anew. So the other one takes its place whenever
 * something else comes to the front, such as the walkthrough.
 */
function tellWalkthrough(): Disposable {
  let isOnce = false
  const tell = (): void => {
    isOnce = !isOnce
    void commands.executeCommand('setContext', 'specward.seen', isOnce ? 'once' : 'again')
  }
  tell()
  return window.onDidChangeActiveTextEditor(tell)
}

/**
 * Starts the server as soon as an API description is seen: one that is open, one whose file has a telling name, or,
 * where a document looks like a part of one, any among the first files of the workspace.
 */
export function startWhenSeen(context: ExtensionContext, session: Session, seen: Seen): void {
  const watch: Disposable[] = []
  let searched: Promise<boolean> | undefined
  let timer: NodeJS.Timeout | undefined
  const start = (): void => {
    for (const each of watch.splice(0)) each.dispose()
    clearTimeout(timer)
    context.subscriptions.push(tellWalkthrough())
    void session.start()
  }
  const look = async (document: TextDocument): Promise<void> => {
    if (watch.length === 0 || !isEnabled(document)) return
    if (isDescription(document)) return start()
    if (!mayBePart(document)) return
    searched ??= seen.findDescription()
    if ((await searched) && watch.length > 0) start()
  }
  watch.push(
    workspace.onDidOpenTextDocument(look),
    workspace.onDidChangeTextDocument(({ document }) => {
      clearTimeout(timer)
      timer = setTimeout(look, REST, document)
    }),
    workspace.onDidChangeConfiguration(() => void lookAtAll()),
    session.onDidChange((state) => {
      if (state === 'starting' && watch.length > 0) start()
    }),
  )
  const lookAtAll = async (): Promise<void> => {
    await Promise.all(workspace.textDocuments.map(look))
    if (watch.length > 0 && isEnabledAnywhere() && (await hasTellingName()) && watch.length > 0) start()
  }
  context.subscriptions.push({
    dispose: () => {
      clearTimeout(timer)
      for (const each of watch.splice(0)) each.dispose()
    },
  })
  void lookAtAll()
}
