import { pathToPointer, pointerToPath } from '@stoplight/json'
import type { ResolveRunner } from '@stoplight/json-ref-resolver/runner.js'

import type { Found } from './crawl.ts'
import { PartCrawl } from './part.ts'
import type { Pending } from './pending.ts'
import { ReferenceReader, type Remote, type Uri } from './references.ts'
import type { Session, Task } from './session.ts'
import { Unsure } from './unsure.ts'
import { Draft, freeze, freezeBeside, own, putAt } from './view.ts'

export type ResolveResult = Awaited<ReturnType<ResolveRunner['resolve']>>
type ResolveError = ResolveResult['errors'][number]

/** What a reference to another file came to. */
export interface Looked {
  readonly uri: string
  /** Of the holder; empty when it is what is being resolved. */
  readonly path: readonly string[]
  readonly error?: ResolveError
  readonly resolved?: { readonly result: unknown; readonly errors: readonly ResolveError[] }
}

/** One file while it is resolved, whole or in parts, one part after the other or several at once. */
export class FileRunner {
  readonly original: ResolveRunner
  readonly session: Session
  readonly #references: ReferenceReader
  readonly #named = new Set<string>()
  readonly base: string
  #source: unknown

  constructor(original: ResolveRunner, session: Session) {
    this.original = original
    this.session = session
    this.#source = original.source
    this.base = String(original.baseUri)
    this.#references = new ReferenceReader(this.base, (ref) => {
      const uri = original.computeRef({ val: { $ref: ref }, pointerStack: [] })
      if (uri === undefined) throw new Unsure('a reference that is none')
      return uri as Uri
    })
  }

  get source(): unknown {
    return this.#source
  }

  async resolve(part: string, task: Task): Promise<ResolveResult> {
    const { graph, root } = this.original
    const resolved: ResolveResult = {
      result: this.#source,
      graph,
      refMap: {},
      errors: [],
      runner: this.original,
    }
    const pointer = part.trim()
    if (pointer === '#/') throw new Unsure('a pointer to a part without a name')
    let path: readonly string[] | undefined
    if (pointer !== '' && pointer !== '#') {
      try {
        path = pointerToPath(pointer).map(String)
      } catch {
        resolved.errors.push(this.#error('PARSE_POINTER', `'${pointer}' JSON pointer is invalid`, []))
        return resolved
      }
      resolved.result = own(this.#source, path)
    }
    if (resolved.result === undefined) {
      const message = `'${pointer}' does not exist @ '${this.base}'`
      resolved.errors.push(this.#error('POINTER_MISSING', message, path ?? []))
      return resolved
    }
    const crawled = new PartCrawl(this, resolved, pointer, path ?? [], task)
    if (crawled.lookups.length > 0)
      this.#putRemote(await Promise.all(crawled.lookups), path ?? [], resolved, task)
    this.#putLocal(crawled.pending, resolved)
    resolved.result = path === undefined ? this.#source : own(this.#source, path)
    this.#remember(root, this.#source)
    return resolved
  }

  read(ref: string): ReturnType<ReferenceReader['read']> {
    return this.#references.read(ref)
  }

  /** A node of the graph which this file depends on. */
  dependOn(name: string): void {
    if (this.#named.has(name)) return
    this.#named.add(name)
    const { graph, root } = this.original
    if (!graph.hasNode(name)) graph.addNode(name, { refMap: {} })
    if (root !== name) graph.addDependency(root, name)
  }

  #putRemote(results: readonly Looked[], path: readonly string[], resolved: ResolveResult, task: Task): void {
    let draft: Draft | undefined
    let isChanged = false
    for (const looked of results) {
      const place = looked.path.length > 0 ? looked.path : path
      const name = pathToPointer([...place])
      if (task.isOutermost)
        resolved.refMap[this.original.baseUri.clone().fragment(name).toString()] = looked.uri
      this.#edge(name, looked.uri)
      if (looked.error !== undefined) resolved.errors.push(looked.error)
      if (looked.resolved === undefined) continue
      for (const error of looked.resolved.errors) resolved.errors.push(error)
      const { result } = looked.resolved
      if (result === undefined) continue
      isChanged = true
      if (place.length === 0) {
        this.#source = result
        draft = undefined
        continue
      }
      this.#remember(looked.uri, result)
      draft = this.#put(draft, place, result)
    }
    if (draft !== undefined) this.#source = draft.finish()
    if (isChanged && typeof this.#source === 'object' && this.#source !== null)
      freeze(this.#source, this.session.frozen)
  }

  /** What was put before is a value like any other to what is put after it. */
  #put(draft: Draft | undefined, place: readonly string[], value: unknown): Draft | undefined {
    if (typeof this.#source !== 'object' || this.#source === null) return undefined
    if (draft === undefined) freezeBeside(this.#source, place, value, this.session.frozen)
    const current = draft ?? new Draft(this.#source, undefined)
    if (putAt(current, place, value) !== 'raw') return current
    this.#source = current.finish()
    const next = new Draft(this.#source as object, undefined)
    if (putAt(next, place, value) === 'raw') throw new Unsure('a holder that has gone')
    return next
  }

  #putLocal(pending: Pending, resolved: ResolveResult): void {
    if (typeof this.#source !== 'object' || this.#source === null) return
    if (pending.isEmpty) {
      freeze(this.#source, this.session.frozen)
      return
    }
    const draft = new Draft(this.#source, undefined)
    const { graph } = this.original
    const values = new Map<string, unknown>()
    pending.replace(
      draft,
      (from, to, value) => {
        resolved.refMap[from] = to
        this.#edge(from, to)
        if (value !== undefined && graph.hasNode(to)) values.set(to, value)
      },
      (path, pointer) => {
        resolved.errors.push(this.#error('POINTER_MISSING', `'${pointer}' does not exist`, path))
      },
    )
    this.#source = draft.finish()
    freeze(this.#source as object, this.session.frozen)
    for (const [name, value] of values) this.#remember(name, value instanceof Draft ? value.finish() : value)
  }

  /** Follows a reference from here to another file, or back to this one. */
  async lookUp(remote: Remote, holder: Found, isWhole: boolean, task: Task): Promise<Looked> {
    const { original } = this
    const looked = { uri: remote.text, path: isWhole ? [] : holder.path }
    if (original.uriStack.includes(remote.file)) {
      return { ...looked, resolved: { result: holder.value, errors: [] } }
    }
    const above = this.base !== '' && original.depth !== 0 ? this.base : undefined
    let file: ResolveRunner
    try {
      if (original.atMaxUriDepth()) throw new Error(tooDeep(original.uriStack.length))
      file = await original.lookupUri({
        get ref() {
          return remote.uri().clone().fragment('')
        },
        fragment: remote.fragment,
        cacheKey: remote.file,
        parentPath: [...holder.path],
      })
      if (above !== undefined) file.uriStack = file.uriStack.concat(above)
    } catch (error) {
      const uriStack = above === undefined ? original.uriStack : original.uriStack.concat(above)
      const path = [...holder.path]
      return {
        ...looked,
        error: {
          code: 'RESOLVE_URI',
          message: String(error),
          uri: remote.uri(),
          uriStack,
          pointerStack: [],
          path,
        },
      }
    }
    const answer = this.session.answer(this.session.of(file), remote.pointer, task)
    if (answer === undefined) return { ...looked, resolved: { result: holder.value, errors: [] } }
    const { result, errors } = await answer
    return { ...looked, resolved: { result: orHolder(result, errors, remote, holder), errors } }
  }

  #error(code: ResolveError['code'], message: string, path: readonly string[]): ResolveError {
    const { baseUri, uriStack } = this.original
    return { code, message, path: [...path], uri: baseUri, uriStack, pointerStack: [] }
  }

  invalid(text: string): ResolveError {
    return this.#error('PARSE_POINTER', `'${text}' JSON pointer is invalid`, [])
  }

  #edge(from: string, to: string): void {
    const { graph, root } = this.original
    graph.getNodeData(root).refMap[from] = to
  }

  #remember(name: string, data: unknown): void {
    const { graph } = this.original
    if (graph.hasNode(name)) graph.getNodeData(name).data = data
  }
}

function tooDeep(depth: number): string {
  return `Max uri depth (${depth}) reached. Halting, this is probably a circular loop.`
}

/** A part that is itself a reference to nothing is left as the holder that led to it. */
function orHolder(result: unknown, errors: readonly ResolveError[], remote: Remote, holder: Found): unknown {
  const fragment = remote.fragment.slice(1)
  let value = result
  for (const { code, path } of errors) {
    if (code !== 'POINTER_MISSING' || path.join('/') !== fragment) continue
    const inside = path.some((segment, index) => segment !== fragment.split('/')[index])
    if (inside) throw new Unsure('a missing part below a key with /')
    if (value) value = holder.value
  }
  return value
}
