import { append } from '../append.ts'
import type { ReadError } from '../host.ts'
import { lazy } from '../lazy.ts'
import { didYouMean } from '../policy/suggest.ts'
import type { ProblemCode } from '../problem.ts'
import { grouped, type Limits, raising } from '../source/limits.ts'
import type { Loaded, Loader } from '../source/load.ts'
import { Node } from '../source/node.ts'
import type { StepClock } from '../source/step-clock.ts'
import type { Path, SourceFile } from '../source/types.ts'
import type { Format } from '../spec/format.ts'
import { isDecisive, kindName, type Shape, shape, shapesOf } from '../spec/grammar.ts'
import { distancesOf } from './distances.ts'
import { Extent } from './extent.ts'
import type { Graph } from './graph.ts'
import { ComponentNames } from './names.ts'
import { boundsFor, privateLine, type RefRules, refusalMessage, refusalOf } from './permission.ts'
import { PlaceNames } from './place-names.ts'
import { indexAnchors, type Located, locate } from './pointer.ts'
import { type OpenReference, refOf } from './references.ts'
import { SchemaIds } from './schema-ids.ts'
import { parsePointer, resolveUri, type Target } from './uri.ts'
import { article, Walk } from './walk.ts'

export interface ResolveOptions extends RefRules {
  readonly loader: Loader
  /** Ends the work when its time is up. */
  readonly clock?: StepClock | undefined
}

/** Why a file was not read. */
interface Failure {
  readonly error: ReadError
  readonly detail: string
}

/** Files that are read at once: of large ones, not all stand in memory as bytes and as text. */
const READ_AT_ONCE = 32

type Attempt =
  | { readonly node: Node }
  | { readonly needs: string }
  | { readonly missing: string; readonly in: Node | undefined }
  | { readonly circle: true }
  | { readonly invalid: true }

type Through = Extract<Located, { readonly through: Node }>

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
  readonly #ids: SchemaIds
  readonly #anchors = new Map<Node, ReadonlyMap<string, Node>>()
  readonly #failed = new Map<string, Failure | 'unparsable' | 'one-too-many'>()
  readonly #extent: Extent
  readonly #files: SourceFile[]

  constructor(entry: SourceFile, format: Format, options: ResolveOptions) {
    this.#walk = new Walk(format, options.clock?.step)
    this.#format = format
    this.#options = options
    this.#extent = new Extent(options.loader.limits)
    this.#entry = new Node(entry, undefined, '', entry.value)
    this.#roots.set(entry.uri, this.#entry)
    this.#files = [entry]
    this.#ids = new SchemaIds(format)
    this.#ids.add(this.#entry)
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
        this.#options.clock?.step()
        const needs = this.#settle(reference)
        if (needs !== undefined) {
          waiting.push(reference)
          wanted.set(needs, (wanted.get(needs) ?? false) || isDecisive(reference.shape.kind))
        } else if (reference.target) {
          append(open, this.#walk.visit(reference.target, reference.shape))
        }
      }
      await this.#load(wanted)
      this.#options.clock?.look()
      open = waiting
    }
    this.#reportCircles()
    this.#cutChains()
  }

  /** Reads files, some at a time, as far as the limits go. */
  async #load(wanted: ReadonlyMap<string, boolean>): Promise<void> {
    const { loader } = this.#options
    const files = [...wanted]
    let from = 0
    for (let room = this.#extent.room(this.#files); room > 0 && from < files.length; ) {
      const some = files.slice(from, from + Math.min(room, READ_AT_ONCE))
      from += some.length
      const loaded = await Promise.all(some.map(([uri]) => loader.load(uri, boundsFor(uri, this.#options))))
      // in the order of the references: which file was read first is chance
      for (const [index, [uri, decisive]] of some.entries()) this.#accept(uri, decisive, loaded[index])
      room = this.#extent.room(this.#files)
    }
    for (const [uri] of files.slice(from)) this.#failed.set(uri, 'one-too-many')
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
        const attempt = this.#attempt(uri, from)
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
    const attempt = this.#attempt(value, reference.holder)
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
  #attempt(value: string, from: Node): Attempt {
    let step = this.#step(value, from, [])
    const passed = new Set<Node>()
    while ('through' in step) {
      const { through, rest } = step
      if (passed.has(through)) return { circle: true }
      passed.add(through)
      step = this.#step(refOf(through.value) ?? '', through, rest)
    }
    return step
  }

  /** One reference as far as it leads: from the schema that its base names with `$id`, else from the file. */
  #step(value: string, from: Node, rest: Path): Attempt | Through {
    const { uri } = from.file
    const base = this.#ids.baseOf(from)
    const named = base === undefined ? undefined : resolveUri(value, base)
    const schema = named && this.#ids.at(named.uri)
    const inSchema = schema && this.#locate(schema, named, rest)
    // a schema that refers to something else as a whole has no places of its own
    const leavesAtOnce = inSchema && 'through' in inSchema && inSchema.through === schema
    if (inSchema && !leavesAtOnce && !('missing' in inSchema)) return inSchema
    const target = this.#withinEntry(value, uri) ?? resolveUri(value, uri)
    if (!target) return { invalid: true }
    const root = this.#roots.get(target.uri) ?? this.#ids.at(target.uri)
    return root ? this.#locate(root, target, rest) : { needs: target.uri }
  }

  #locate(root: Node, target: Target, rest: Path): Attempt | Through {
    const path = parsePointer(target.fragment)
    if (!path) return this.#anchor(root, target, rest)
    const located = locate(root, [...path, ...rest])
    if (!('missing' in located)) return located
    return { missing: located.missing, in: this.#deepest(root, [...path, ...rest]) }
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

  #reportFailure(
    reference: OpenReference,
    uri: string,
    failure: Failure | 'unparsable' | 'one-too-many',
  ): void {
    if (failure === 'unparsable') return
    if (failure === 'one-too-many') {
      const message = this.#extent.message(reference.value)
      if (message !== undefined) this.#walk.problem('file-limit', true, message, reference.place)
      return
    }
    const [code, message] = failureOf(reference.value, uri, failure, this.#options.loader.limits)
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
    else {
      const root = new Node(file, undefined, '', file.value)
      this.#roots.set(uri, root)
      this.#ids.add(root)
    }
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

  /** References that lead on and on are not followed: whoever did would take their square. */
  #cutChains(): void {
    const { references } = this.#walk
    const { limits } = this.#options.loader
    const told = new Set<Node | undefined>()
    for (const [reference, distance] of distancesOf(references)) {
      if (distance <= limits.references) continue
      const { target } = reference
      if (distance === limits.references + 1 && references.end(reference.holder) && !told.has(target)) {
        told.add(target)
        this.#walk.problem(
          'reference-limit',
          true,
          `\`${reference.value}\` is not followed, and neither is what leads here: more than ${grouped(limits.references)} references follow one another. ${raising('references', limits)}`,
          reference.place,
        )
      }
      references.cut(reference)
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
function failureOf(
  value: string,
  uri: string,
  { error, detail }: Failure,
  limits: Limits,
): readonly [ProblemCode, string] {
  const quoted = `\`${value}\``
  switch (error) {
    case 'outside-root':
      return ['ref-outside-root', refusalMessage(value, { code: 'ref-outside-root' })]
    case 'not-found':
      return ['ref-file-not-found', `${quoted} leads to a file that does not exist.`]
    case 'is-folder':
      return ['ref-unreadable', `${quoted} leads to a folder, not to a file.`]
    case 'too-large':
      return [
        'ref-unreadable',
        `${quoted} leads to a file that is too large: it may have ${limits.fileSize} MB. ${raising('fileSize', limits)}`,
      ]
    case 'not-trusted':
      return ['ref-unreadable', `${quoted} is not read, because the workspace is not trusted.`]
    case 'no-network':
      return [
        'ref-unreadable',
        `${quoted} is not read: there is no network here, as in a browser. Save a copy beside the description, or review it with the command line.`,
      ]
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
