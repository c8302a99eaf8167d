import {
  type Disposable,
  type Event,
  EventEmitter,
  type ExtensionContext,
  type LogOutputChannel,
  workspace,
} from 'vscode'
import type { BaseLanguageClient } from 'vscode-languageclient'
import type { Platform } from './platform.ts'
import { durationText } from './status-text.ts'

export type SessionState = 'waiting' | 'starting' | 'running' | 'failed'

/** Sets up what listens to a client; called for each client before it starts. */
export type Setup = (client: BaseLanguageClient) => void

/**
 * The server, from when an API description is first seen. Before that there is no process, and the code of the client is
 * not even loaded.
 */
export class Session implements Disposable {
  readonly #context: ExtensionContext
  readonly #output: LogOutputChannel
  readonly #platform: Platform
  readonly #setups: Setup[] = []
  readonly #changed = new EventEmitter<SessionState>()
  #client: BaseLanguageClient | undefined
  /** The start or stop that is under way; each waits for the one before. */
  #work: Promise<void> = Promise.resolve()
  #state: SessionState = 'waiting'

  constructor(context: ExtensionContext, output: LogOutputChannel, platform: Platform) {
    this.#platform = platform
    this.#context = context
    this.#output = output
  }

  get state(): SessionState {
    return this.#state
  }

  get onDidChange(): Event<SessionState> {
    return this.#changed.event
  }

  onClient(setup: Setup): void {
    this.#setups.push(setup)
  }

  /** Starts the server unless it runs. Never rejects: a failure is told in the output channel and by the state. */
  start(): Promise<void> {
    if (this.#state === 'waiting' || this.#state === 'failed') {
      this.#set('starting')
      this.#work = this.#work.then(() => this.#stop()).then(() => this.#start())
    }
    return this.#work
  }

  restart(): Promise<void> {
    // it stops before it starts
    this.#set('waiting')
    return this.start()
  }

  /**
   * Asks the server, which is started where it does not run yet.
   * @throws what the server answers as an error, or that it does not run
   */
  async request<Result>(method: string, params: object): Promise<Result> {
    await this.start()
    const client = this.#client
    if (!client || this.#state !== 'running') throw new Error('the server of Specward does not run')
    return client.sendRequest<Result>(method, params)
  }

  /** Tells the server, if there is one. */
  async notify(method: string, params: object): Promise<void> {
    await this.#work
    if (this.#state === 'running') await this.#client?.sendNotification(method, params)
  }

  /** Ends the server; the extension is being taken down. */
  dispose(): Promise<void> {
    this.#work = this.#work.then(() => this.#stop())
    this.#changed.dispose()
    return this.#work
  }

  async #start(): Promise<void> {
    try {
      const { createClient, onRunning } = await this.#platform.loadClient()
      const client = createClient(this.#context, this.#output)
      this.#client = client
      onRunning(client, (isRunning) => this.#follow(client, isRunning))
      for (const setup of this.#setups) setup(client)
      const from = Date.now()
      await client.start()
      this.#set('running')
      const version = client.initializeResult?.serverInfo?.version ?? ''
      const how = workspace.isTrusted ? '' : ', in Restricted Mode: no scripts, no network'
      this.#output.info(`The server ${version} runs after ${durationText(Date.now() - from)}${how}.`)
    } catch (error) {
      this.#output.error('The server could not be started.', error)
      this.#set('failed')
    }
  }

  /** The server has ended by itself, or runs again after that. */
  #follow(client: BaseLanguageClient, isRunning: boolean): void {
    if (client !== this.#client || this.#state === 'starting' || this.#state === 'waiting') return
    const state = isRunning ? 'running' : 'failed'
    if (state !== this.#state) this.#set(state)
  }

  async #stop(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    try {
      await client?.dispose()
    } catch (error) {
      this.#output.warn('The server did not end as it should.', error)
    }
  }

  #set(state: SessionState): void {
    this.#state = state
    this.#changed.fire(state)
  }
}
