import type { FindingsAnswer, GroupBy } from '@specward/language-server'
import {
  commands,
  type Event,
  EventEmitter,
  type ExtensionContext,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  Uri,
  window,
  workspace,
} from 'vscode'
import type { Seen } from './seen.ts'
import type { Session } from './session.ts'
import { isEnabledAnywhere } from './settings.ts'
import type { Status } from './status.ts'
import { type Row, rowsOf } from './tree.ts'

const VIEW = 'specward.findings'
/** Groups of which more than this many rows stand open begin closed. */
const MOST_OPEN = 30

/** What the view shows in place of rows: see `viewsWelcome` in package.json. */
type ViewState = 'looking' | 'none' | 'clean' | 'filtered' | 'off' | 'failed' | 'rows'

/** The findings of the workspace, grouped by what people look for. */
export class FindingsView implements TreeDataProvider<Row> {
  readonly #session: Session
  readonly #status: Status
  readonly #seen: Seen
  readonly #view: TreeView<Row>
  readonly #memory: ExtensionContext['workspaceState']
  readonly #changed = new EventEmitter<void>()
  #rows: readonly Row[] = []
  #parents = new Map<Row, Row>()
  /** The question that counts: answers to those before it come too late. */
  #question = 0
  #searched: Promise<boolean> | undefined

  constructor(context: ExtensionContext, session: Session, status: Status, seen: Seen) {
    this.#session = session
    this.#seen = seen
    this.#status = status
    this.#memory = context.workspaceState
    this.#view = window.createTreeView(VIEW, { treeDataProvider: this, showCollapseAll: true })
    this.#tell('looking')
    this.#keepContext()
    session.onClient((client) => {
      client.onNotification('specward/findingsChanged', () => void this.refresh())
    })
    context.subscriptions.push(
      this.#view,
      this.#changed,
      this.#view.onDidChangeVisibility(() => void this.refresh()),
      session.onDidChange(() => void this.refresh()),
      status.onDidChange(() => {
        if (this.#rows.length === 0) void this.refresh()
      }),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('specward')) void this.refresh()
      }),
    )
  }

  get onDidChangeTreeData(): Event<void> {
    return this.#changed.event
  }

  get groupBy(): GroupBy {
    return this.#memory.get<GroupBy>('groupBy', 'operation')
  }

  get errorsOnly(): boolean {
    return this.#memory.get('errorsOnly', false)
  }

  async group(by: GroupBy): Promise<void> {
    await this.#memory.update('groupBy', by)
    this.#keepContext()
    await this.refresh()
  }

  async filter(errorsOnly: boolean): Promise<void> {
    await this.#memory.update('errorsOnly', errorsOnly)
    this.#keepContext()
    await this.refresh()
  }

  /** Asks the server again; where none runs, looks for something to start it for once the view is open. */
  async refresh(): Promise<void> {
    const question = ++this.#question
    if (!isEnabledAnywhere()) return this.#show([], 'off')
    const { state } = this.#session
    if (state === 'failed') return this.#show([], 'failed')
    if (state === 'waiting') return this.#lookForDescription()
    if (state !== 'running') return
    const { groupBy, errorsOnly } = this
    const countsOnly = !this.#view.visible
    try {
      const answer = await this.#session.request<FindingsAnswer>('specward/findings', {
        groupBy,
        errorsOnly,
        countsOnly,
      })
      if (question !== this.#question) return
      this.#count(answer)
      if (!countsOnly) this.#show(rowsOf(answer, groupBy, nameOf), this.#stateOf(answer))
    } catch {
      // the server is on its way down or up; its state says so, and the view is refreshed with it
    }
  }

  async #lookForDescription(): Promise<void> {
    if (!this.#view.visible) return
    this.#searched ??= this.#seen.findDescription()
    if (await this.#searched) await this.#session.start()
    else if (this.#session.state === 'waiting') this.#show([], 'none')
    this.#searched = undefined
  }

  #stateOf({ descriptions, items, counts }: FindingsAnswer): ViewState {
    if (items.length > 0) return 'rows'
    if (counts.error + counts.warn + counts.info + counts.hint > 0) return 'filtered'
    if (descriptions > 0) return 'clean'
    return this.#status.isBusy ? 'looking' : 'none'
  }

  #show(rows: readonly Row[], state: ViewState): void {
    if (state === 'off' || state === 'failed' || state === 'none') this.#view.badge = undefined
    this.#tell(state)
    // a row that is drawn again while somebody presses on it does not open
    if (JSON.stringify(rows) === JSON.stringify(this.#rows)) return
    this.#rows = rows
    this.#parents = new Map(rows.flatMap((row) => row.children.map((child) => [child, row])))
    this.#changed.fire()
  }

  #count({ counts }: FindingsAnswer): void {
    const { error } = counts
    this.#view.badge =
      error === 0
        ? undefined
        : { value: error, tooltip: `${error} error${error === 1 ? '' : 's'} in API descriptions` }
  }

  #tell(state: ViewState): void {
    void commands.executeCommand('setContext', 'specward.state', state)
  }

  #keepContext(): void {
    void commands.executeCommand('setContext', 'specward.groupBy', this.groupBy)
    void commands.executeCommand('setContext', 'specward.errorsOnly', this.errorsOnly)
    this.#view.description = `by ${this.groupBy}${this.errorsOnly ? ', errors only' : ''}`
  }

  getChildren(row?: Row): Row[] {
    return [...(row ? row.children : this.#rows)]
  }

  getParent(row: Row): Row | undefined {
    return this.#parents.get(row)
  }

  getTreeItem(row: Row): TreeItem {
    const open =
      this.#rows.length <= MOST_OPEN ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed
    const made = new TreeItem(row.label, row.item ? TreeItemCollapsibleState.None : open)
    made.id = row.id
    made.description = row.description
    made.tooltip = new MarkdownString(row.tooltip)
    made.contextValue = row.context
    made.accessibilityInformation = { label: row.accessible }
    made.iconPath = new ThemeIcon(
      row.icon.name,
      row.icon.color === undefined ? undefined : new ThemeColor(row.icon.color),
    )
    if (row.item) {
      made.command = { command: 'specward.goTo', title: 'Go to Place', arguments: [row.item.location] }
    }
    return made
  }
}

function nameOf(uri: string): string {
  return workspace.asRelativePath(Uri.parse(uri))
}
