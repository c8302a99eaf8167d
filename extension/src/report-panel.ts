import type { ReportAnswer } from '@specward/language-server'
import {
  ColorThemeKind,
  commands,
  type ExtensionContext,
  Position,
  ProgressLocation,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
} from 'vscode'
import { showPlace } from './places.ts'
import { emptyPage, type PageMessage, pageFor } from './report-page.ts'
import type { Session } from './session.ts'

export type ReportKind = 'report' | 'checklist'

const TITLES = { report: 'API Exposure', checklist: 'Design-Review Checklist' } as const

/** What a panel shows. */
interface Shown {
  readonly panel: WebviewPanel
  /** A file of the description; undefined for the workspace. */
  uri: string | undefined
  folder: string
}

/** The exposure report and the checklist, each in a panel of its own beside the description. */
export class ReportPanels {
  readonly #session: Session
  readonly #icon: Uri
  readonly #panels = new Map<ReportKind, Shown>()

  constructor(context: ExtensionContext, session: Session) {
    this.#session = session
    this.#icon = Uri.joinPath(context.extensionUri, 'media/icon.png')
    context.subscriptions.push(
      window.onDidChangeActiveColorTheme(() => {
        for (const { panel } of this.#panels.values()) void panel.webview.postMessage({ theme: themeNow() })
      }),
      { dispose: () => this.#close() },
    )
  }

  /**
   * Opens a report, or brings the one that is open up to date.
   * @param uri a file of the description; without it, or where no description reaches it, the workspace
   * @param operation an operation to be in view
   */
  async open(kind: ReportKind, uri: string | undefined, operation?: string): Promise<void> {
    const shown = this.#panels.get(kind) ?? this.#create(kind)
    shown.uri = uri
    shown.panel.reveal(undefined, operation !== undefined)
    await this.#fill(kind, shown, operation)
  }

  /** Makes the report that is in front anew. */
  async refresh(): Promise<void> {
    for (const [kind, shown] of this.#panels) {
      if (shown.panel.active) await this.#fill(kind, shown)
    }
  }

  async #fill(kind: ReportKind, shown: Shown, operation?: string): Promise<void> {
    const title = TITLES[kind]
    if (shown.panel.webview.html === '') shown.panel.webview.html = emptyPage('Reviewing…')
    try {
      const answer = await window.withProgress(
        { location: ProgressLocation.Window, title: `Specward: ${title}` },
        () => this.#ask(kind, shown.uri),
      )
      shown.panel.webview.html =
        'html' in answer ? this.#page(answer.html, operation) : emptyPage(answer.nothing)
      if ('html' in answer) shown.folder = answer.folder
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      shown.panel.webview.html = emptyPage(`The report could not be made: ${why}`)
    }
  }

  async #ask(kind: ReportKind, uri: string | undefined): Promise<ReportAnswer> {
    const answer = await this.#session.request<ReportAnswer>('specward/report', { kind, uri })
    if ('html' in answer || uri === undefined) return answer
    return this.#session.request<ReportAnswer>('specward/report', { kind })
  }

  #page(html: string, operation: string | undefined): string {
    return pageFor(html, {
      nonce: nonceNow(),
      isDark: themeNow() === 'dark',
      operation,
    })
  }

  #create(kind: ReportKind): Shown {
    // the second one goes where the first one is
    const [first] = this.#panels.values()
    const viewColumn = first?.panel.viewColumn ?? besideText()
    const panel = window.createWebviewPanel(
      `specward.${kind}`,
      TITLES[kind],
      { viewColumn, preserveFocus: false },
      { enableScripts: true, localResourceRoots: [], enableFindWidget: true, retainContextWhenHidden: true },
    )
    panel.iconPath = this.#icon
    const shown: Shown = { panel, uri: undefined, folder: '' }
    this.#panels.set(kind, shown)
    panel.onDidDispose(() => this.#panels.delete(kind))
    panel.webview.onDidReceiveMessage((message: Partial<PageMessage>) => {
      if (message.open) void openPlace(shown.folder, message.open)
    })
    return shown
  }

  #close(): void {
    for (const { panel } of this.#panels.values()) panel.dispose()
  }
}

/** Not in a third column where somebody reads in the second. */
function besideText(): ViewColumn {
  const isInFirst = (window.tabGroups.activeTabGroup.viewColumn ?? ViewColumn.One) === ViewColumn.One
  return isInFirst ? ViewColumn.Beside : ViewColumn.Active
}

async function openPlace(folder: string, { file, line, column }: PageMessage['open']): Promise<void> {
  if (/^https?:/.test(file)) {
    await commands.executeCommand('vscode.open', Uri.parse(file))
    return
  }
  const uri = Uri.joinPath(Uri.parse(folder), ...file.split('/'))
  await showPlace(uri, new Position(Math.max(0, line - 1), Math.max(0, column - 1)), ViewColumn.One)
}

/** What nobody can guess, so that no script runs but that of the page. */
function nonceNow(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
}

function themeNow(): 'dark' | 'light' {
  const { kind } = window.activeColorTheme
  return kind === ColorThemeKind.Dark || kind === ColorThemeKind.HighContrast ? 'dark' : 'light'
}
