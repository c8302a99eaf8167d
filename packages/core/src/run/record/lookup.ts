import type { Place } from '../../policy/at.ts'
import { unread } from '../../settle/unread.ts'
import { lengthOf } from '../../source/dormant.ts'
import type { SourceFile } from '../../source/types.ts'
import type { Content, RecordedPlace } from './content.ts'
import { RestoredNode } from './restored-node.ts'
import { Unfit, Words } from './words.ts'

/** What the tables of a record stand for. All throws `Unfit` for what is in none of them. */
export class Lookup {
  readonly #content: Content
  readonly #files: readonly SourceFile[]
  readonly #nodes: (RestoredNode | undefined)[] = []
  readonly #secrets: readonly string[]
  readonly #words: Words
  readonly #groups: readonly (readonly string[])[]

  constructor(
    content: Content,
    folders: readonly [string, string],
    { fileOf }: { fileOf(uri: string): SourceFile | undefined },
  ) {
    this.#content = content
    this.#words = new Words(folders, [])
    this.#files = content.files.map(({ uri, isRead }) => {
      const name = this.#words.readUri(uri)
      return isRead ? present(fileOf(name)) : unread(name)
    })
    this.#secrets = content.secrets.map((place) => this.#secretAt(place))
    this.#words = new Words(folders, this.#secrets)
    const labels = content.labels.map((label) => this.#words.read(label))
    this.#groups = content.groups.map((group) => group.map((index) => present(labels[index])))
  }

  /** The files that were read, in their order. */
  get read(): readonly SourceFile[] {
    return this.#files.filter((_, index) => this.#content.files[index]?.isRead)
  }

  file(index: number): SourceFile {
    return present(this.#files[index])
  }

  /** The nodes above are made first, from the root down. */
  node(index: number): RestoredNode {
    const way: number[] = []
    let up = index
    while (up >= 0 && !this.#nodes[up]) {
      const above = present(this.#content.nodes[up])[0]
      // whoever writes a table writes what is above first
      if (above >= up) throw new Unfit()
      way.push(up)
      up = above
    }
    let node = up >= 0 ? this.#nodes[up] : undefined
    const file = node?.file ?? present(this.#files[-1 - up])
    for (let next = way.pop(); next !== undefined; next = way.pop()) {
      const key = this.#words.read(present(this.#content.nodes[next])[1])
      node = new RestoredNode(file, node, key)
      this.#nodes[next] = node
    }
    return present(node)
  }

  place([index, start, end]: RecordedPlace): Place {
    const node = this.node(index)
    if (start > end || end > lengthOf(node.file)) throw new Unfit()
    return { node, span: { start, end } }
  }

  group(index: number): readonly string[] {
    return present(this.#groups[index])
  }

  secret(index: number): string {
    return present(this.#secrets[index])
  }

  text(text: string): string {
    return this.#words.read(text)
  }

  uri(uri: string): string {
    return this.#words.readUri(uri)
  }

  #secretAt(place: Content['secrets'][number]): string {
    const text =
      'file' in place ? present(this.#files[place.file]).text : present(this.node(place.node).string)
    if (place.end > text.length) throw new Unfit()
    return text.slice(place.start, place.end)
  }
}

export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Unfit()
  return value
}
