import { findRoot, type Graph, type Node, readGraph } from '@specward/core'
import type { Desk, Review } from '../desk.ts'
import { keyOf } from '../files.ts'
import { indexOf } from './api-index.ts'
import type { Sight } from './sight.ts'

/**
 * The descriptions of the workspace as graphs, for one answer. Those that are kept as a whole are at hand; others are
 * read where they have to be, as the editor and the disk have them.
 */
export class Graphs {
  readonly #desk: Desk
  readonly #reviews = new Map<string, Review>()
  readonly #read = new Map<string, Graph | undefined>()

  /** @param sights through which something was seen: their descriptions come first */
  constructor(desk: Desk, sights: readonly Sight[]) {
    this.#desk = desk
    for (const review of [...sights.map((sight) => sight.review), ...desk.kept]) {
      const key = keyOf(review.uri)
      if (!this.#reviews.has(key)) this.#reviews.set(key, review)
    }
  }

  /** Graphs of the descriptions that consist of one of some files, among others. */
  async reaching(files: ReadonlySet<string>): Promise<readonly Graph[]> {
    const keys = new Set([...files].map(keyOf))
    const graphs: Graph[] = []
    for (const review of this.#reviews.values()) {
      const isReaching = review.files.some((file) => keys.has(keyOf(file)))
      const graph =
        indexOf(review)?.graph ?? (isReaching ? await this.#readOnce(review.uri, review) : undefined)
      if (graph) graphs.push(graph)
    }
    return graphs
  }

  /** Graphs of descriptions in the folders of the workspace that nobody has reviewed. */
  async unknown(): Promise<readonly Graph[]> {
    const { folders, options } = this.#desk
    const graphs: Graph[] = []
    for (const folder of folders) {
      for (const uri of (await options.descriptions?.(folder)) ?? []) {
        const graph = this.#reviews.has(keyOf(uri)) ? undefined : await this.#readOnce(uri, undefined)
        if (graph) graphs.push(graph)
      }
    }
    return graphs
  }

  async #readOnce(uri: string, review: Review | undefined): Promise<Graph | undefined> {
    const key = keyOf(uri)
    if (!this.#read.has(key)) this.#read.set(key, await this.#readNow(uri, review))
    return this.#read.get(key)
  }

  async #readNow(uri: string, review: Review | undefined): Promise<Graph | undefined> {
    const { host } = this.#desk
    const root = await findRoot(uri, host, { workingDirectory: this.#desk.folderOf(uri) })
    const policy = this.#desk.isTrusted ? review?.result.documents[0]?.policy : undefined
    const { refHosts = [], privateHosts, refLock } = policy ?? {}
    return readGraph(uri, host, { root, refHosts, privateHosts, refLock })
  }
}

export function filesOf(nodes: readonly Node[]): ReadonlySet<string> {
  return new Set(nodes.map(({ file }) => file.uri))
}
