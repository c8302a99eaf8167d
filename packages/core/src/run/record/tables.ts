import type { RawFinding } from '../../evaluate/types.ts'
import { locateAt } from '../../policy/at.ts'
import type { At } from '../../policy/rule.ts'
import type { Node } from '../../source/node.ts'
import type { SourceFile } from '../../source/types.ts'
import type { Content, RecordedFile, RecordedKind, RecordedNode, RecordedPlace } from './content.ts'
import type { Words } from './words.ts'

/** Gives indices to what many findings of a document have in common. */
export class Tables {
  readonly #words: Words
  readonly #files = new Map<string, { readonly index: number; readonly file: RecordedFile }>()
  readonly #nodes = new Map<Node, number>()
  readonly #nodeRows: RecordedNode[] = []
  readonly #labels = new Map<string, number>()
  readonly #groups = new Map<readonly string[], number>()
  readonly #groupRows: (readonly number[])[] = []
  readonly #kinds = new Map<string, { readonly index: number; readonly kind: RecordedKind }>()

  /** @param read every file that was read, in the order in which the run has them */
  constructor(words: Words, read: Iterable<SourceFile>) {
    this.#words = words
    for (const file of read) this.#addFile(file, true)
  }

  /** Index of a file that was read; undefined where it was not. */
  file(uri: string): number | undefined {
    return this.#files.get(uri)?.index
  }

  node(node: Node): number {
    const way: Node[] = []
    let up: Node | undefined = node
    while (up && !this.#nodes.has(up)) {
      way.push(up)
      up = up.parent
    }
    let index = up ? (this.#nodes.get(up) ?? 0) : -1 - this.#addFile(node.file, false)
    for (let next = way.pop(); next; next = way.pop()) {
      const above = index
      index = this.#nodeRows.push([above, this.#words.write(next.key)]) - 1
      this.#nodes.set(next, index)
    }
    return index
  }

  place(at: At): RecordedPlace {
    const { node, span } = locateAt(at)
    return [this.node(node), span.start, span.end]
  }

  group(labels: readonly string[]): number {
    const known = this.#groups.get(labels)
    if (known !== undefined) return known
    const index = this.#groupRows.push(labels.map((label) => this.#label(label))) - 1
    this.#groups.set(labels, index)
    return index
  }

  kind({ ruleId, category, references, documentation }: RawFinding): number {
    const { owasp, cwe, controls, specifications } = references
    const told = { owasp, cwe, controls, ...(specifications ? { specifications } : {}) }
    const where = documentation === undefined ? {} : { documentation: this.#words.writeUri(documentation) }
    const kind = { ruleId, category, references: told, ...where }
    const key = JSON.stringify(kind)
    const { index } = this.#kinds.get(key) ?? { index: this.#kinds.size }
    this.#kinds.set(key, { index, kind })
    return index
  }

  get content(): Pick<Content, 'files' | 'nodes' | 'labels' | 'groups' | 'kinds'> {
    return {
      files: [...this.#files.values()].map(({ file }) => file),
      nodes: this.#nodeRows,
      labels: [...this.#labels.keys()].map((label) => this.#words.write(label)),
      groups: this.#groupRows,
      kinds: [...this.#kinds.values()].map(({ kind }) => kind),
    }
  }

  #addFile(file: SourceFile, isRead: boolean): number {
    const known = this.#files.get(file.uri)
    if (known) return known.index
    const index = this.#files.size
    // what cannot be read needs the patient parser to say why
    const isLenient = file.value === undefined || ('lenient' in file && file.lenient === true)
    this.#files.set(file.uri, { index, file: { uri: this.#words.writeUri(file.uri), isRead, isLenient } })
    return index
  }

  #label(label: string): number {
    const index = this.#labels.get(label) ?? this.#labels.size
    this.#labels.set(label, index)
    return index
  }
}
