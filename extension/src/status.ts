import type { Status as ServerStatus } from '@specward/language-server'
import {
  type Event,
  EventEmitter,
  type ExtensionContext,
  type LanguageStatusItem,
  LanguageStatusSeverity,
  languages,
} from 'vscode'
import { selectorNow } from './selector.ts'
import type { Session } from './session.ts'
import { statusText } from './status-text.ts'

/** What stands behind the braces in the status bar: the state of the server, and how long the last review took. */
export class Status {
  readonly #item: LanguageStatusItem
  readonly #changed = new EventEmitter<void>()
  readonly #session: Session
  #last: ServerStatus | undefined

  constructor(context: ExtensionContext, session: Session) {
    this.#session = session
    this.#item = languages.createLanguageStatusItem('specward', selectorNow())
    this.#item.name = 'Specward'
    this.#item.command = { command: 'specward.showOutput', title: 'Show Output' }
    session.onClient((client) => {
      client.onNotification('specward/status', (told: ServerStatus) => {
        this.#last = told
        this.#show()
      })
    })
    context.subscriptions.push(
      this.#item,
      this.#changed,
      session.onDidChange(() => {
        this.#item.selector = selectorNow()
        this.#last = undefined
        this.#show()
      }),
    )
    this.#show()
  }

  /** Whether a review is being made, as far as the server has told. */
  get isBusy(): boolean {
    return this.#session.state === 'starting' || this.#last?.state === 'busy'
  }

  get onDidChange(): Event<void> {
    return this.#changed.event
  }

  #show(): void {
    const { text, detail, severity } = statusText(this.#session.state, this.#last)
    this.#item.text = text
    this.#item.detail = detail
    this.#item.busy = this.isBusy
    this.#item.severity = LanguageStatusSeverity[severity]
    this.#changed.fire()
  }
}
