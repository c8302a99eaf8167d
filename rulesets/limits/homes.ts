import type { Model, Node } from '@specward/core'

/** What is written in one piece, so that its faults are told together: an operation or a component. */
export interface Home {
  readonly node: Node
  readonly kind: 'operation' | 'component'
  /** For messages: `POST /orders`, `NewOrder`. */
  readonly label: string
}

/** Sections of a description in which components stand. */
const SECTIONS: ReadonlySet<string> = new Set([
  ...['schemas', 'parameters', 'requestBodies', 'responses', 'headers', 'definitions'],
])

const known = new WeakMap<Model, Homes>()

/** Where the nodes of a description are written. */
export function homesOf(model: Model): Homes {
  let homes = known.get(model)
  if (!homes) {
    homes = new Homes(model)
    known.set(model, homes)
  }
  return homes
}

/** Tells where a node is written. */
export class Homes {
  readonly #model: Model
  readonly #owners = new Map<Node, Home>()
  readonly #known = new Map<Node, Home>()
  #targets: ReadonlySet<Node> | undefined

  constructor(model: Model) {
    this.#model = model
    for (const { node, label } of model.document.operations) {
      this.#owners.set(model.resolve(node) ?? node, { node, kind: 'operation', label })
    }
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
    home ??= { node: at, kind: 'component', label: nameOf(at) }
    this.#known.set(at, home)
    for (const each of passed) this.#known.set(each, home)
    return home
  }

  #homeAt(node: Node): Home | undefined {
    const known = this.#known.get(node) ?? this.#owners.get(node)
    if (known) return known
    return this.#isComponent(node) ? { node, kind: 'component', label: nameOf(node) } : undefined
  }

  #isComponent(node: Node): boolean {
    if (node.file !== this.#model.document.node.file) return this.#isReferredTo(node)
    const section = node.parent
    // a property can be called `schemas` as well
    if (!section?.isObject || !SECTIONS.has(section.key)) return false
    return section.parent?.parent === undefined || section.parent.key === 'components'
  }

  /** In other files, what is referred to from elsewhere is a piece of its own. */
  #isReferredTo(node: Node): boolean {
    this.#targets ??= new Set(
      this.#model
        .select('reference')
        .flatMap((reference) => (reference.node.parent && this.#model.resolve(reference.node.parent)) ?? []),
    )
    return this.#targets.has(node)
  }
}

/** The key of a component, or of a file that holds one alone the name of the file without its ending. */
function nameOf({ key, parent, file }: Node): string {
  if (parent) return key
  return (file.uri.split('/').at(-1) ?? '').replace(/\.\w+$/, '')
}
