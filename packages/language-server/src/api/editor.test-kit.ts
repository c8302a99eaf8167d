import {
  type ClientCapabilities,
  type CodeLens,
  CodeLensRequest,
  DefinitionRequest,
  type DocumentSymbol,
  DocumentSymbolRequest,
  type Hover,
  HoverRequest,
  type Location,
  MarkupKind,
  type Position,
  PrepareRenameRequest,
  type Range,
  ReferencesRequest,
  RenameRequest,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { Client, type ClientSetup, PULLS } from '../client.test-kit.ts'

/** What an editor can do that shows all that the features tell. */
export const SHOWS: ClientCapabilities = {
  ...PULLS,
  textDocument: {
    ...PULLS.textDocument,
    hover: { contentFormat: [MarkupKind.Markdown, MarkupKind.PlainText] },
  },
  workspace: {
    ...PULLS.workspace,
    workspaceEdit: { documentChanges: true },
    codeLens: { refreshSupport: true },
  },
}

/** An editor with some files open, that asks at marks: `‸` in a text is where the cursor stands. */
export class Editor extends Client {
  readonly #positions = new Map<string, readonly Position[]>()
  readonly #opened = new Map<string, string>()

  constructor(files: Readonly<Record<string, string>>, setup: ClientSetup = {}) {
    const texts = Object.entries(files).map(([name, text]) => [name, text.replaceAll('‸', '')] as const)
    super({ capabilities: SHOWS, ...setup, files: { ...setup.files, ...Object.fromEntries(texts) } })
    for (const [name, text] of Object.entries(files)) this.#positions.set(name, marks(text))
    for (const [name, text] of texts) this.#opened.set(name, text)
  }

  static async on(files: Readonly<Record<string, string>>, setup: ClientSetup = {}): Promise<Editor> {
    const editor = new Editor(files, setup)
    await editor.start()
    for (const name of Object.keys(files)) if (isDocument(name)) await editor.open(name)
    return editor
  }

  /** Where the marks of a file are; of the first file that has any where none is named. */
  at(index = 0, name?: string): { textDocument: { uri: string }; position: Position } {
    const [file, positions] =
      name === undefined
        ? ([...this.#positions].find(([, found]) => found.length > 0) ?? ['', []])
        : [name, this.#positions.get(name) ?? []]
    const position = positions[index]
    if (!position) throw new Error(`no mark ${index} in ${file}`)
    return { textDocument: { uri: this.uri(file) }, position }
  }

  async hover(index = 0, name?: string): Promise<string | undefined> {
    const hover = await this.hoverAt(this.at(index, name))
    return hover ? (hover.contents as { value: string }).value : undefined
  }

  hoverAt(at: { textDocument: { uri: string }; position: Position }): Promise<Hover | null> {
    return this.connection.sendRequest(HoverRequest.type, at)
  }

  /** Where a name is defined, each as `file:line:text`, lines counted from 1. */
  async definition(index = 0, name?: string): Promise<readonly string[]> {
    const found = await this.connection.sendRequest(DefinitionRequest.type, this.at(index, name))
    return this.shown(found as Location[] | null)
  }

  async references(includeDeclaration = false, index = 0, name?: string): Promise<readonly string[]> {
    const params = { ...this.at(index, name), context: { includeDeclaration } }
    return this.shown(await this.connection.sendRequest(ReferencesRequest.type, params))
  }

  async prepareRename(index = 0): Promise<string | null> {
    const at = this.at(index)
    const found = await this.connection.sendRequest(PrepareRenameRequest.type, at)
    if (!found || !('range' in found)) return null
    return `${found.placeholder} «${this.textIn(at.textDocument.uri, found.range)}»`
  }

  /** Texts of the files that a rename changes, by name. */
  async rename(newName: string, index = 0, name?: string): Promise<Readonly<Record<string, string>>> {
    const edit = await this.connection.sendRequest(RenameRequest.type, { ...this.at(index, name), newName })
    return this.applied(edit)
  }

  /** The outline, a line for each symbol, with the line that it stands in. */
  async outline(name: string): Promise<readonly string[]> {
    const textDocument = { uri: this.uri(name) }
    const found = await this.connection.sendRequest(DocumentSymbolRequest.type, { textDocument })
    return outlineOf((found ?? []) as DocumentSymbol[], '')
  }

  async lenses(name: string): Promise<readonly CodeLens[]> {
    const textDocument = { uri: this.uri(name) }
    return (await this.connection.sendRequest(CodeLensRequest.type, { textDocument })) ?? []
  }

  /** Lenses as `line: title`. */
  async titles(name: string): Promise<readonly string[]> {
    return (await this.lenses(name)).map(
      ({ range, command }) => `${range.start.line + 1}: ${command?.title ?? ''}`,
    )
  }

  shown(found: readonly Location[] | null): readonly string[] {
    return (found ?? []).map(
      ({ uri, range }) =>
        `${uri.slice(uri.indexOf('/apis/') + 6)}:${range.start.line + 1}:${this.textIn(uri, range)}`,
    )
  }

  textIn(uri: string, range: Range): string {
    return this.document(uri).getText(range)
  }

  applied(edit: WorkspaceEdit | null): Readonly<Record<string, string>> {
    const changes = (edit?.documentChanges ?? []) as TextDocumentEdit[]
    const byUri = edit?.changes
      ? Object.entries(edit.changes)
      : changes.map(({ textDocument, edits }) => [textDocument.uri, edits] as const)
    return Object.fromEntries(
      byUri.map(([uri, edits]) => [
        uri.slice(this.uri('').length),
        TextDocument.applyEdits(this.document(uri), edits as never),
      ]),
    )
  }

  private document(uri: string): TextDocument {
    return TextDocument.create(uri, 'yaml', 1, this.disk.get(uri) ?? '')
  }
}

function outlineOf(symbols: readonly DocumentSymbol[], indent: string): readonly string[] {
  return symbols.flatMap(({ name, detail, range, children = [] }) => [
    `${indent}${name}${detail ? ` (${detail})` : ''} ${range.start.line + 1}-${range.end.line + 1}`,
    ...outlineOf(children, `${indent}  `),
  ])
}

function marks(text: string): readonly Position[] {
  const found: Position[] = []
  let lines = 0
  for (const line of text.split('\n')) {
    let before = 0
    for (let at = line.indexOf('‸'); at >= 0; at = line.indexOf('‸', at + 1)) {
      found.push({ line: lines, character: at - before })
      before += 1
    }
    lines += 1
  }
  return found
}

function isDocument(name: string): boolean {
  return !name.startsWith('specward.') && !name.startsWith('.')
}
