import { append } from '../append.ts'
import type { ReadError } from '../host.ts'
import { lazy } from '../lazy.ts'
import { didYouMean } from '../policy/suggest.ts'
import type { ProblemCode } from '../problem.ts'
import type { Loaded, Loader } from '../source/load.ts'
import { Node } from '../source/node.ts'
import type { Path, SourceFile } from '../source/types.ts'
import type { Format } from '../spec/format.ts'
import { isDecisive, kindName, type Shape, shape, shapesOf } from '../spec/grammar.ts'
import type { Graph } from './graph.ts'
import { ComponentNames } from './names.ts'
import { boundsFor, privateLine, type RefRules, refusalMessage, refusalOf } from './permission.ts'
import { PlaceNames } from './place-names.ts'
import { indexAnchors, locate } from './pointer.ts'
import { type OpenReference, refOf } from './references.ts'
import { parsePointer, resolveUri, type Target } from './uri.ts'
import { article, Walk } from './walk.ts'

export interface ResolveOptions extends RefRules {
  readonly loader: Loader
}

/** Why a file was not read. */
interface Failure {
  readonly error: ReadError
  readonly detail: string
}

type Attempt =
  | { readonly node: Node }
  | { readonly needs: string }
  | { readonly missing: string; readonly in: Node | undefined }
  | { readonly circle: true }
  | { readonly invalid: true }

/**
 * Reads every file that an API description reaches through references, and follows those.
 * @param entry a file that was read without syntax problems
 * @returns the graph; what could not be followed is among its problems, one for each reference
 */
export async function resolve(
  entry: SourceFile,
  format: Format,
  version: string,
  options: ResolveOptions,
): Promise<Graph> {
  const resolver = new Resolver(entry, format, options)
  await resolver.run()
  return resolver.graph(version)
}

class Resolver {
  readonly #walk: Walk
  readonly #options: ResolveOptions
  readonly #format: Format
  readonly #entry: Node
  /** What the entry calls itself (OpenAPI 3.2). */
  readonly #self: string | undefined
  readonly #roots = new Map<string, Node>()
  readonly #anchors = new Map<Node, ReadonlyMap<string, Node>>()
  readonly #failed = new Map<string, Failure | 'unparsable'>()
  readonly #files: SourceFile[]

  constructor(entry: SourceFile, format: Format, options: ResolveOptions) {
    this.#walk = new Walk(format)
    this.#format = format
    this.#options = options
    this.#entry = new Node(entry, undefined, '', entry.value)
    this.#roots.set(entry.uri, this.#entry)
    this.#files = [entry]
    const self = this.#entry.child('$self')?.string
    const own = self === undefined ? undefined : resolveUri(self, entry.uri)
    if (own) this.#roots.set(own.uri, this.#entry)
    this.#self = own?.uri
  }

  async run(): Promise<void> {
    let open = [...this.#walk.visit(this.#entry, shape('document', 'one'))]
    while (open.length > 0) {
      const waiting: OpenReference[] = []
      const wanted = new Map<string, boolean>()
      // grows while it is gone through: what a target refers to is settled in the same round
      for (const reference of open) {
        const needs = this.#settle(reference)
        if (needs !== undefined) {
          waiting.push(reference)
          wanted.set(needs, (wanted.get(needs) ?? false) || isDecisive(reference.shape.kind))
        } else if (reference.target) {
          append(open, this.#walk.visit(reference.target, reference.shape))
        }
      }
      const { loader } = this.#options
      const loaded = await Promise.all(
        [...wanted.keys()].map((uri) => loader.load(uri, boundsFor(uri, this.#options))),
      )
      // in the order of the references: which file was read first is chance
      for (const [index, [uri, decisive]] of [...wanted].entries()) this.#accept(uri, decisive, loaded[index])
      open = waiting
    }
    this.#reportCircles()
  }

  graph(version: string): Graph {
    const { references } = this.#walk
    const names = new ComponentNames(this.#entry, references)
    const places = lazy(() => PlaceNames.inDescription(this.#entry, this.#format, references, names))
    return {
      format: this.#format,
      version,
      root: this.#entry,
      files: this.#files,
      references: references.all,
      problems: this.#walk.problems,
      nodes: (kind) => this.#walk.nodes(kind),
      referenceAt: (node) => references.at(node),
      resolve: (node) => references.end(node),
      lookUp: (from, uri) => {
        const attempt = this.#attempt(uri, from.file.uri)
        return 'node' in attempt ? attempt.node : undefined
      },
      nameOf: (node) => names.of(node),
      placeOf: (node) => places().of(node),
    }
  }

  /** Resolves a reference, or reports why that cannot be; returns the URI of a file that has to be read first. */
  #settle(reference: OpenReference): string | undefined {
    if (reference.shape.kind === 'foreign' && !reference.value.startsWith('#'))
      return this.#leaveUnread(reference)
    const { value } = reference
    const attempt = this.#attempt(value, reference.holder.file.uri)
    if ('needs' in attempt) {
      if (this.#mayRead(reference, attempt.needs)) return attempt.needs
      reference.status = 'broken'
      return undefined
    }
    if ('node' in attempt) {
      const other = this.#otherKind(attempt.node, reference.shape)
      if (other === undefined) {
        reference.status = 'resolved'
        reference.target = attempt.node
        return undefined
      }
      reference.status = 'broken'
      const wanted = article(kindName(reference.shape.kind))
      const which = value === '' ? 'An empty reference' : `\`${value}\``
      this.#problem('ref-invalid', reference, `${which} leads to ${other}, where ${wanted} belongs.`)
      return undefined
    }
    reference.status = 'broken'
    if ('invalid' in attempt) this.#problem('ref-invalid', reference, `\`${value}\` is not a URI reference.`)
    else if ('circle' in attempt)
      this.#problem('ref-cycle', reference, `\`${value}\` leads back to itself; there is nothing at its end.`)
    else this.#problem('ref-not-found', reference, missingMessage(value, attempt.missing, attempt.in))
    return undefined
  }

  /** Follows a URI reference through the files read so far, also where its pointer leads through other references. */
  #attempt(value: string, base: string): Attempt {
    let target = this.#withinEntry(value, base) ?? resolveUri(value, base)
    let rest: Path = []
    const passed = new Set<Node>()
    for (;;) {
      if (!target) return { invalid: true }
      const root = this.#roots.get(target.uri)
      if (!root) return { needs: target.uri }
      const path = parsePointer(target.fragment)
      if (!path) return this.#anchor(root, target, rest)
      const located = locate(root, [...path, ...rest])
      if ('node' in located) return located
      if ('missing' in located)
        return { missing: located.missing, in: this.#deepest(root, [...path, ...rest]) }
      if (passed.has(located.through)) return { circle: true }
      passed.add(located.through)
      rest = located.rest
      target = resolveUri(refOf(located.through.value) ?? '', located.through.file.uri)
    }
  }

  /** A relative reference that leads from `$self` to the entry itself, wherever its file lies. */
  #withinEntry(value: string, base: string): Target | undefined {
    if (this.#self === undefined || base !== this.#entry.file.uri || value.startsWith('#')) return undefined
    const target = resolveUri(value, this.#self)
    return target?.uri === this.#self ? target : undefined
  }

  /** What stands at a place that the specification keeps for something else; undefined where the kind may fit. */
  #otherKind(target: Node, expected: Shape): string | undefined {
    if (target === this.#entry) return 'the whole document'
    const section = target.parent
    const isComponent = section?.parent?.key === 'components' && section.parent.parent === this.#entry
    const kind = isComponent && shapesOf(this.#format, 'components').fields.get(section.key)?.kind
    if (!kind || expected.form !== 'one' || kind === expected.kind || expected.kind === 'foreign')
      return undefined
    return `the ${kindName(kind)} \`${target.key}\``
  }

  #anchor(root: Node, target: Target, rest: Path): Attempt {
    let anchors = this.#anchors.get(root)
    if (!anchors) {
      anchors = indexAnchors(root)
      this.#anchors.set(root, anchors)
    }
    const anchor = anchors.get(target.fragment)
    const located = anchor && locate(anchor, rest)
    return located && 'node' in located ? located : { missing: target.fragment, in: undefined }
  }

  #deepest(root: Node, path: Path): Node {
    let node = root
    for (const key of path) {
      const child = node.child(key)
      if (!child) break
      node = child
    }
    return node
  }

  /** A schema in another language is not read, but it should be there. */
  #leaveUnread(reference: OpenReference): undefined {
    const target = resolveUri(reference.value, reference.holder.file.uri)
    if (!target) this.#problem('ref-invalid', reference, `\`${reference.value}\` is not a URI reference.`)
    else this.#mayRead(reference, target.uri)
  }

  /** Whether a file may be read, and has not failed before; reports why not. */
  #mayRead(reference: OpenReference, uri: string): boolean {
    const { value } = reference
    const failure = this.#failed.get(uri)
    if (failure) {
      this.#reportFailure(reference, uri, failure)
      return false
    }
    const refusal = refusalOf(uri, this.#options)
    if (!refusal) return true
    const byUrl = /^https?:/.test(reference.holder.file.uri)
    this.#problem(refusal.code, reference, refusalMessage(value, refusal, byUrl))
    return false
  }

  #reportFailure(reference: OpenReference, uri: string, failure: Failure | 'unparsable'): void {
    if (failure === 'unparsable') return
    const [code, message] = failureOf(reference.value, uri, failure)
    this.#problem(code, reference, message)
  }

  #accept(uri: string, decisive: boolean, loaded: Loaded | undefined): void {
    if (!loaded) return
    if ('error' in loaded) {
      this.#failed.set(uri, loaded)
      return
    }
    const { file } = loaded
    this.#files.push(file)
    for (const problem of file.problems) {
      this.#walk.problems.push(decisive ? problem : { ...problem, severity: 'warn' })
    }
    if (file.value === undefined) this.#failed.set(uri, 'unparsable')
    else this.#roots.set(uri, new Node(file, undefined, '', file.value))
  }

  #reportCircles(): void {
    const { references } = this.#walk
    const reported = new Set<OpenReference>()
    for (const reference of references.all) {
      if (reported.has(reference) || references.end(reference.holder)) continue
      let current: OpenReference | undefined = reference
      const chain = new Set<OpenReference>()
      while (current && !chain.has(current) && !reported.has(current)) {
        chain.add(current)
        current = current.target && references.at(current.target)
      }
      if (current && chain.has(current)) {
        this.#problem(
          'ref-cycle',
          current,
          `\`${current.value}\` leads back to itself; there is nothing at its end.`,
        )
      }
      for (const passed of chain) reported.add(passed)
    }
  }

  #problem(code: Parameters<Walk['problem']>[0], reference: OpenReference, message: string): void {
    const isGrave = isDecisive(reference.shape.kind) || ALWAYS_GRAVE.includes(code)
    this.#walk.problem(code, isGrave, message, reference.place)
  }
}

function missingMessage(value: string, missing: string, within: Node | undefined): string {
  const hint = within?.isObject ? didYouMean(missing, Object.keys(within.value as object)) : ''
  return `\`${value}\` leads nowhere: there is no \`${missing}\`${within?.key ? ` in \`${within.key}\`` : ''}.${hint}`
}

/** Wherever it stands, somebody has changed what was looked at. */
const ALWAYS_GRAVE: readonly ProblemCode[] = ['ref-not-locked', 'ref-digest-mismatch']

/** What is told of a file or URL that may be read and was not. */
function failureOf(value: string, uri: string, { error, detail }: Failure): readonly [ProblemCode, string] {
  const quoted = `\`${value}\``
  switch (error) {
    case 'outside-root':
      return ['ref-outside-root', refusalMessage(value, { code: 'ref-outside-root' })]
    case 'not-found':
      return ['ref-file-not-found', `${quoted} leads to a file that does not exist.`]
    case 'is-folder':
      return ['ref-unreadable', `${quoted} leads to a folder, not to a file.`]
    case 'too-large':
      return ['ref-unreadable', `${quoted} leads to a file that is too large to be read.`]
    case 'not-trusted':
      return ['ref-unreadable', `${quoted} is not read, because the workspace is not trusted.`]
    case 'private-address':
      return [
        'ref-private-address',
        `${quoted} was not read: ${detail}. If it is a server of your own, write \`${privateLine(uri)}\` in specward.yaml.`,
      ]
    case 'not-locked':
      return ['ref-not-locked', `${quoted} was not used: ${detail}.`]
    case 'digest-mismatch':
      return ['ref-digest-mismatch', `${quoted} was not used: ${detail}.`]
    case 'too-many-fetches':
      return ['ref-unreadable', `${quoted} was not read: ${detail}.`]
    case 'unreadable': {
      const why = uri.startsWith('http') ? `the server did not deliver it: ${detail}` : 'the system refused'
      return ['ref-unreadable', `${quoted} could not be read (${why}).`]
    }
  }
}
