import type {
  CancellationToken,
  CodeAction,
  CodeActionParams,
  CodeLens,
  CodeLensParams,
  CompletionItem,
  CompletionParams,
  DefinitionParams,
  DocumentSymbol,
  DocumentSymbolParams,
  Hover,
  HoverParams,
  Location,
  PrepareRenameParams,
  Range,
  ReferenceParams,
  RenameParams,
  ServerCapabilities,
  WorkspaceEdit,
} from 'vscode-languageserver'

/** Answers a request of the protocol; null where the feature has nothing to say about it. */
export type Answer<Params, Result> = (
  params: Params,
  token: CancellationToken,
) => Promise<Result | null> | Result | null

/**
 * One thing that the server does for people, in terms of the protocol. Of several features that answer the same
 * request, the first answer that is not null counts; lenses, symbols, completions and actions of all are shown.
 */
export interface Feature {
  /** What it adds to the capabilities of the server beside those that follow from what it answers. */
  readonly capabilities?: ServerCapabilities
  readonly hover?: Answer<HoverParams, Hover>
  readonly completion?: Answer<CompletionParams, readonly CompletionItem[]>
  readonly definition?: Answer<DefinitionParams, Location[]>
  readonly references?: Answer<ReferenceParams, Location[]>
  readonly prepareRename?: Answer<
    PrepareRenameParams,
    { readonly range: Range; readonly placeholder: string }
  >
  readonly rename?: Answer<RenameParams, WorkspaceEdit>
  readonly symbols?: Answer<DocumentSymbolParams, readonly DocumentSymbol[]>
  readonly lenses?: Answer<CodeLensParams, readonly CodeLens[]>
  readonly actions?: Answer<CodeActionParams, readonly CodeAction[]>
  /** Completes an action that somebody has chosen; null for those of other features. */
  readonly resolveAction?: Answer<CodeAction, CodeAction>
  /** What `workspace/executeCommand` runs, by the name of the command. */
  readonly commands?: Readonly<Record<string, (...args: readonly unknown[]) => unknown>>
  /** Requests of our own, by method: `specward/findings`. */
  readonly requests?: Readonly<Record<string, (params: unknown, token: CancellationToken) => unknown>>
}
