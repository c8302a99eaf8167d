import {
  type CancellationToken,
  CodeActionKind,
  type Connection,
  type ServerCapabilities,
} from 'vscode-languageserver'
import { FIX_ALL } from './actions/fix-order.ts'
import type { Answer, Feature } from './feature.ts'

/** Lets features answer the requests of the editor. Call it before the connection listens. */
export function dispatch(connection: Connection, features: readonly Feature[]): void {
  connection.onHover(firstAnswer(features.map(({ hover }) => hover)))
  connection.onDefinition(firstAnswer(features.map(({ definition }) => definition)))
  connection.onReferences(firstAnswer(features.map(({ references }) => references)))
  connection.onPrepareRename(firstAnswer(features.map(({ prepareRename }) => prepareRename)))
  connection.onRenameRequest(firstAnswer(features.map(({ rename }) => rename)))
  connection.onCompletion(allAnswers(features.map(({ completion }) => completion)))
  connection.onDocumentSymbol(allAnswers(features.map(({ symbols }) => symbols)))
  connection.onCodeLens(allAnswers(features.map(({ lenses }) => lenses)))
  connection.onCodeAction(allAnswers(features.map(({ actions }) => actions)))
  const resolve = firstAnswer(features.map(({ resolveAction }) => resolveAction))
  connection.onCodeActionResolve(async (action, token) => (await resolve(action, token)) ?? action)
  const commands = new Map(features.flatMap(({ commands = {} }) => Object.entries(commands)))
  connection.onExecuteCommand(
    ({ command, arguments: given = [] }) => commands.get(command)?.(...given) ?? null,
  )
  for (const [method, answer] of features.flatMap(({ requests = {} }) => Object.entries(requests))) {
    connection.onRequest(method, answer)
  }
}

/** What the server can do by its features. */
export function capabilitiesOf(features: readonly Feature[]): ServerCapabilities {
  const has = (name: keyof Feature): boolean => features.some((feature) => feature[name] !== undefined)
  const commands = features.flatMap(({ commands = {} }) => Object.keys(commands))
  const own: ServerCapabilities = {
    ...(has('hover') ? { hoverProvider: true } : {}),
    ...(has('definition') ? { definitionProvider: true } : {}),
    ...(has('references') ? { referencesProvider: true } : {}),
    ...(has('rename') ? { renameProvider: { prepareProvider: has('prepareRename') } } : {}),
    ...(has('completion') ? { completionProvider: {} } : {}),
    ...(has('symbols') ? { documentSymbolProvider: true } : {}),
    ...(has('lenses') ? { codeLensProvider: {} } : {}),
    ...(has('actions')
      ? {
          codeActionProvider: {
            codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL],
            resolveProvider: has('resolveAction'),
          },
        }
      : {}),
    ...(commands.length > 0 ? { executeCommandProvider: { commands } } : {}),
  }
  return Object.assign(own, ...features.map(({ capabilities = {} }) => capabilities))
}

/** The first answer that is one. */
function firstAnswer<Params, Result>(handlers: readonly (Answer<Params, Result> | undefined)[]) {
  return async (params: Params, token: CancellationToken): Promise<Result | null> => {
    for (const handler of handlers) {
      const answer = await handler?.(params, token)
      if (answer) return answer
    }
    return null
  }
}

/** The answers of all, one after the other. */
function allAnswers<Params, Item>(handlers: readonly (Answer<Params, readonly Item[]> | undefined)[]) {
  return async (params: Params, token: CancellationToken): Promise<Item[]> => {
    const answers: Item[] = []
    for (const handler of handlers) answers.push(...((await handler?.(params, token)) ?? []))
    return answers
  }
}
