import type { Model, Node, Operation } from '@specward/core'

/** What is written in one piece, so that its faults are told together: an operation, a path or a component. */
export interface Home {
  readonly node: Node
  readonly kind: 'operation' | 'path' | 'component'
  /** For messages: `POST /orders`, `/orders/{id}`, `NewOrder`. */
  readonly label: string
}

/** Sections of a description in which components stand. */
const SECTIONS: ReadonlySet<string> = new Set(['schemas', 'parameters', 'requestBodies', 'definitions'])

/** Tells where a node is written. */
export class Homes {
  readonly #owners = new Map<Node, Home>()
  readonly #known = new Map<Node, Home>()

  constructor({ document }: Model) {
    for (const operation of document.operations) this.#addOwners(operation)
  }

  #addOwners({ node, label, path, kind }: Operation): void {
    this.#owners.set(node, { node, kind: 'operation', label })
    if (node.parent && kind === 'http')
      this.#owners.set(node.parent, { node: node.parent, kind: 'path', label: path })
  }

  of(node: Node): Home {
    const passed: Node[] = []
    let at = node
    let home = this.#homeAt(at)
    while (!home && at.parent) {
      passed.push(at)
      at = at.parent
      home = this.#homeAt(at)
    }
    // the top of a file that holds one schema alone
    home ??= { node: at, kind: 'component', label: at.file.uri.split('/').at(-1) ?? '' }
    this.#known.set(at, home)
    for (const each of passed) this.#known.set(each, home)
    return home
  }

  #homeAt(node: Node): Home | undefined {
    const known = this.#known.get(node) ?? this.#owners.get(node)
    if (known) return known
    const section = node.parent
    if (!section || !SECTIONS.has(section.key)) return undefined
    const isTop = section.parent?.parent === undefined || section.parent.key === 'components'
    // a property can be called `schemas` as well
    return isTop && !section.isList ? { node, kind: 'component', label: node.key } : undefined
  }
}
