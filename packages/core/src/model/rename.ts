import type { Graph } from '../resolve/graph.ts'
import { parsePointer, resolveUri } from '../resolve/uri.ts'
import type { Node } from '../source/node.ts'
import type { Path, SourceFile, TreeEdit } from '../source/types.ts'
import type { Declaration } from './declarations.ts'
import { isPlainName, type Mention, type Mentions, mentionsOf } from './mentions.ts'

/** All edits of one file, for `renderEdits`. */
export interface FileEdits {
  readonly file: SourceFile
  readonly edits: readonly TreeEdit[]
}

export type RenamePlan = { readonly files: readonly FileEdits[] } | { readonly refused: string }

/** Names of components in OpenAPI 3 (Components Object) and AsyncAPI. */
const COMPONENT_NAME = /^[a-zA-Z0-9._-]+$/

/** A scope (RFC 6749, section 3.3: `scope-token`). */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/

/** Why something cannot have a name, in a sentence; undefined when it can. */
export function nameFault({ format }: Graph, kind: Declaration['kind'], name: string): string | undefined {
  if (name.trim() === '') return 'The new name is empty.'
  if (kind === 'scope') {
    return SCOPE.test(name)
      ? undefined
      : 'A scope has no spaces, quotes or backslashes, and ASCII characters only.'
  }
  if (format === 'oas2' || COMPONENT_NAME.test(name)) return undefined
  return 'The name of a component has only letters, digits, `.`, `_` and `-`.'
}

/**
 * What has to change for a scheme, a scope or a component to have another name: where it is declared, and every
 * mention of it, in all descriptions. What shares a mention with it in another description gets the new name as well.
 * @param graphs all descriptions that may mention it
 * @returns the edits of each file, or a sentence that says why it cannot be renamed as a whole
 */
export function planRename(graphs: readonly Graph[], declared: readonly Node[], to: string): RenamePlan {
  const planner = new Planner(graphs, to)
  for (const node of declared) planner.declare(node)
  return planner.plan()
}

class Planner {
  readonly #graphs: readonly { readonly graph: Graph; readonly mentions: Mentions }[]
  readonly #to: string
  /** By place; grows while it is gone through. */
  readonly #declared = new Map<string, Node>()
  readonly #mentioned = new Map<string, { readonly node: Node; readonly edit: TreeEdit }>()

  constructor(graphs: readonly Graph[], to: string) {
    this.#graphs = graphs.map((graph) => ({ graph, mentions: mentionsOf(graph) }))
    this.#to = to
  }

  declare(node: Node): void {
    const key = placeKey(node)
    if (!this.#declared.has(key)) this.#declared.set(key, node)
  }

  plan(): RenamePlan {
    for (let size = -1; size !== this.#declared.size + this.#mentioned.size; ) {
      size = this.#declared.size + this.#mentioned.size
      for (const { mentions } of this.#graphs) {
        for (const mention of mentions.all) this.#follow(mention)
      }
    }
    const implied = this.#impliedName()
    if (implied !== undefined) return { refused: implied }
    return this.#byFile()
  }

  #follow(mention: Mention): void {
    const { kind, node, part, targets } = mention
    const written = part === 'key' ? node.key : node.string
    if (written === undefined) return
    const isUri = kind === 'reference' || (kind === 'mapping' && !this.#isByName(mention))
    const isMeant = isUri
      ? this.#passes(node, written)
      : targets.some((target) => this.#declared.has(placeKey(target)))
    const place = `${part} ${placeKey(node)}`
    if (!isMeant && !this.#mentioned.has(place)) return
    const to = isUri ? this.#rewritten(node, written) : this.#to
    if (to === undefined) return
    const { path } = node
    const edit: TreeEdit = part === 'key' ? { op: 'rename', path, to } : { op: 'set', path, value: to }
    if (!this.#mentioned.has(place)) this.#mentioned.set(place, { node, edit })
    // one mention, two descriptions: each of them declares what it names
    if (!isUri) for (const target of targets) this.declare(target)
  }

  #isByName({ node, targets }: Mention): boolean {
    const text = node.string ?? ''
    return isPlainName(text) && targets.some(({ key }) => key === text)
  }

  /** Whether the pointer of a URI leads to, or through, something that is renamed. */
  #passes(node: Node, uri: string): boolean {
    return this.#stepIn(node, uri) !== undefined
  }

  /** Which step of the pointer is the name. */
  #stepIn(node: Node, uri: string): number | undefined {
    const target = resolveUri(uri, node.file.uri)
    const path = target && parsePointer(target.fragment)
    if (!target || !path) return undefined
    for (const declared of this.#declared.values()) {
      const own = declared.path
      const isSame = declared.file.uri === target.uri || this.#isOwnName(declared, target.uri)
      if (isSame && startsWith(path, own)) return own.length - 1
    }
    return undefined
  }

  /** OpenAPI 3.2: what the description calls itself. */
  #isOwnName(declared: Node, uri: string): boolean {
    return this.#graphs.some(({ graph: { root } }) => {
      const self = root.file.uri === declared.file.uri ? root.child('$self')?.string : undefined
      return self !== undefined && resolveUri(self, root.file.uri)?.uri === uri
    })
  }

  #rewritten(node: Node, uri: string): string | undefined {
    const step = this.#stepIn(node, uri)
    const hash = uri.indexOf('#')
    if (step === undefined || hash < 0) return undefined
    const steps = uri.slice(hash + 2).split('/')
    steps[step] = encodeURIComponent(this.#to.replaceAll('~', '~0').replaceAll('/', '~1')).replaceAll(
      '%7E',
      '~',
    )
    return `${uri.slice(0, hash)}#/${steps.join('/')}`
  }

  /** A discriminator without a mapping takes the names of schemas for values of the data. */
  #impliedName(): string | undefined {
    for (const { graph, mentions } of this.#graphs) {
      for (const schema of graph.nodes('schema')) {
        const named = choosersOf(graph, schema).find(([, choice]) => this.#isImplied(choice, mentions))
        if (!named) continue
        const [owner, choice] = named
        return `\`${choice.key}\` is also a value of the discriminator of \`${graph.nameOf(owner)}\`, which data carry. Write it under \`mapping\` there first.`
      }
    }
    return undefined
  }

  #isImplied(choice: Node, mentions: Mentions): boolean {
    const key = placeKey(choice)
    if (!this.#declared.has(key)) return false
    return !mentions.all.some(
      ({ kind, targets }) => kind === 'mapping' && targets.some((target) => placeKey(target) === key),
    )
  }

  #byFile(): RenamePlan {
    const byUri = new Map<string, { file: SourceFile; edits: TreeEdit[] }>()
    const edited = [...this.#mentioned.values()]
    for (const node of this.#declared.values())
      edited.push({ node, edit: { op: 'rename', path: node.path, to: this.#to } })
    for (const { node, edit } of edited) {
      const { file } = node
      const known = byUri.get(file.uri)
      // two descriptions that were read before and after an edit
      if (known && known.file.text !== file.text)
        return { refused: 'A file has changed while it was looked at. Try again.' }
      if (known) known.edits.push(edit)
      else byUri.set(file.uri, { file, edits: [edit] })
    }
    return { files: [...byUri.values()] }
  }
}

/** Schemas with a discriminator, each with one that it may choose by name: a member, or what inherits from it. */
function choosersOf(graph: Graph, schema: Node): readonly (readonly [owner: Node, choice: Node])[] {
  const targetsUnder = (keyword: string): readonly Node[] =>
    [...(schema.child(keyword)?.children() ?? [])].flatMap(
      (member) => graph.referenceAt(member)?.target ?? [],
    )
  const bases = targetsUnder('allOf').filter((base) => base.child('discriminator'))
  const inheriting = bases.map((base) => [base, schema] as const)
  if (!schema.child('discriminator')) return inheriting
  const members = [...targetsUnder('oneOf'), ...targetsUnder('anyOf')]
  return [...inheriting, ...members.map((member) => [schema, member] as const)]
}

/** A place, the same for the nodes of several descriptions. */
export function placeKey({ file, pointer }: Node): string {
  return `${file.uri}#${pointer}`
}

function startsWith(path: Path, beginning: Path): boolean {
  return path.length >= beginning.length && beginning.every((key, index) => path[index] === key)
}
