import { WAS } from '../against/tree.ts'
import type { State, TreeBase, Version } from '../against/types.ts'
import type { Task } from '../policy/task.ts'
import type { Graph } from '../resolve/graph.ts'
import { readDocument } from '../resolve/read-document.ts'
import { resolve } from '../resolve/resolve.ts'
import { createLoader } from '../source/load.ts'
import { newOutcome, type Outcome } from './outcome.ts'
import { notingLoader } from './record/inputs.ts'
import { LettingGo } from './record/letting-go.ts'
import { Reviewing } from './record/reviewing.ts'
import { loaderFor } from './review.ts'
import type { RunTools } from './tools.ts'

/** What documents are judged with in one state of the files. */
interface Side {
  readonly tools: RunTools
  readonly lettingGo: LettingGo
}

/** The documents of a run as they are, and as they were in the commit that it is compared with: all with records. */
export class Versions {
  readonly #now: Side
  readonly #base: Side | undefined
  readonly #run: Reviewing
  readonly #digests = new Map<string, Promise<string | undefined>>()

  /** @param outcome of the run */
  constructor(tools: RunTools, outcome: Outcome) {
    const { base } = tools.request
    this.#now = { tools, lettingGo: new LettingGo(tools, outcome) }
    this.#run = new Reviewing(tools, undefined, this.#now.lettingGo)
    this.#base = typeof base === 'object' && base.kind === 'git' ? sideOf(base, tools) : undefined
  }

  /** Tells who has records which documents will be asked for, those of the base as far as that shows beforehand. */
  async expectRun(tasks: readonly Task[]): Promise<void> {
    const { records } = this.#now.tools.request
    if (!records?.expect) return
    const others = await this.#edited(tasks)
    const then = others.length > 0 ? this.#reviewing(WAS) : undefined
    records.expect([
      ...tasks.map((task) => this.#run.wanted(task)),
      ...(then ? others.map((task) => then.wanted(task)) : []),
    ])
  }

  /** A document of the run. */
  reviewRun(task: Task): Promise<void> {
    return this.#run.review(task)
  }

  /** Hands over to the outcome of the run what is held still. */
  finishRun(): void {
    this.#now.lettingGo.finish()
  }

  expect(tasks: readonly Task[], version: Version): void {
    const { records } = this.#now.tools.request
    if (!records?.expect || tasks.length === 0) return
    const reviewing = this.#reviewing(version)
    records.expect(tasks.map((task) => reviewing.wanted(task)))
  }

  async review(task: Task, version: Version): Promise<Outcome> {
    const outcome = newOutcome()
    await this.#reviewing(version).review(task, outcome)
    return outcome
  }

  /** What references lead to; undefined for what is no description. Of what was judged: that it ends in time is known. */
  async graphOf(task: Task, files: State): Promise<Graph | undefined> {
    const { tools, lettingGo } = this.#side(files)
    const { loader, asked } = notingLoader(loaderFor(task, tools))
    const { uri, named } = task.document
    const { api } = await readDocument(uri, named, loader)
    if (!api) return undefined
    const { refHosts, privateHosts, refLock } = task.policy
    const options = { loader, root: task.root, refHosts, privateHosts, refLock }
    const graph = await resolve(api.file, api.format, api.version, options)
    await lettingGo.noteFiles(task, asked)
    return graph
  }

  /** SHA-256 of a file in the base; undefined where it cannot be read. */
  digestThen(uri: string): Promise<string | undefined> {
    const known = this.#digests.get(uri) ?? this.#digest(uri)
    this.#digests.set(uri, known)
    return known
  }

  async #digest(uri: string): Promise<string | undefined> {
    const { host } = this.#side('base').tools
    const read = await host.read(uri)
    return 'error' in read ? undefined : host.sha256('text' in read ? read.text : read.bytes)
  }

  /** Those that are in the base and are not the same there, whatever they refer to. */
  async #edited(tasks: readonly Task[]): Promise<readonly Task[]> {
    const { base, changed } = this.#now.tools.request
    if (!this.#base || typeof base !== 'object' || base.kind !== 'git') return []
    const { loader } = this.#now.tools
    const edited: Task[] = []
    for (const task of tasks) {
      const { uri } = task.document
      if (!base.holds(uri) || changed?.has(uri) === false) continue
      const then = await this.digestThen(uri)
      const now = await loaderFor(task, { loader }).peek?.(uri)
      if (then !== undefined && now && 'file' in now && loader.digest(uri) !== then) edited.push(task)
    }
    return edited
  }

  #reviewing(version: Version): Reviewing {
    const { tools, lettingGo } = this.#side(version.files)
    // what has changed now says nothing of how a document was
    const asItWas = { ...tools, request: { ...tools.request, changed: undefined } }
    return new Reviewing(asItWas, version, lettingGo)
  }

  #side(files: State): Side {
    const side = files === 'now' ? this.#now : this.#base
    if (!side) throw new TypeError('There is no base to compare with.')
    return side
  }
}

function sideOf({ host }: TreeBase, tools: RunTools): Side {
  const then = { ...tools, host, loader: createLoader(host) }
  return { tools: then, lettingGo: new LettingGo(then, newOutcome()) }
}
