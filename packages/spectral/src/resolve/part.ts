import { Crawl, type Entry, type Found } from './crawl.ts'
import { Pending } from './pending.ts'
import type { FileRunner, Looked, ResolveResult } from './runner.ts'
import type { Task } from './session.ts'
import { own } from './view.ts'

/** Finds what a part of a file refers to, in the file and out of it. */
export class PartCrawl {
  readonly pending = new Pending()
  readonly lookups: Promise<Looked>[] = []
  readonly #file: FileRunner
  readonly #resolved: ResolveResult
  readonly #part: string
  readonly #task: Task

  constructor(file: FileRunner, resolved: ResolveResult, part: string, path: readonly string[], task: Task) {
    this.#task = task
    this.#file = file
    this.#resolved = resolved
    this.#part = part
    const crawl = new Crawl(file.session.walked, {
      found: (found) => this.#found(found),
      left: () => this.#left(),
    })
    crawl.run({ value: resolved.result, path, pointer: part === '' ? '#' : part })
  }

  #found(found: Found): Entry | undefined {
    const reference = this.#file.read(found.ref)
    if (reference.kind === 'invalid') {
      this.#resolved.errors.push(this.#file.invalid(reference.text))
      return undefined
    }
    if (reference.kind === 'remote') {
      this.#file.dependOn(reference.text)
      if (!this.#file.original.atMaxUriDepth()) {
        const looked = this.#file.lookUp(reference, found, found.pointer === this.#part, this.#task)
        // Nobody may be left to hear of its failure when another one comes first.
        looked.catch(() => undefined)
        this.lookups.push(looked)
      }
      return undefined
    }
    if (isAround(reference.path, found.path)) return undefined
    const [target, isNew] = this.pending.target(reference.pointer, reference.path)
    if (isNew) this.#file.dependOn(this.#file.base + target.pointer)
    if (!this.pending.add(found.path, found.pointer, target)) this.#file.session.walked.repeat()
    return this.#next(target.pointer, target.path)
  }

  readonly #stack: string[] = []
  readonly #entered = new Set<string>()

  /** Parts are followed along their references. The original does so along every path there is. */
  #next(pointer: string, path: readonly string[]): Entry | undefined {
    if (this.#part === '') return undefined
    if (this.#stack.length >= 2 && this.#stack.includes(pointer)) return undefined
    if (!this.#file.session.walked.enter(this.#entered, pointer)) return undefined
    this.#stack.push(pointer)
    // The original finds nothing at the root by its own pointer.
    const value = path.length === 0 ? undefined : own(this.#file.source, path)
    return { value, path, pointer }
  }

  #left(): void {
    this.#stack.pop()
  }
}

/** A reference to something that holds it is left alone, though not one to the root. */
function isAround(target: readonly string[], path: readonly string[]): boolean {
  return target.length > 0 && target.every((segment, index) => segment === path[index])
}
