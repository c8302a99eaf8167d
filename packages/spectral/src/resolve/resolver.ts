import { Cache } from '@stoplight/json-ref-resolver'
import { ResolveRunner } from '@stoplight/json-ref-resolver/runner.js'
import { Resolver } from '@stoplight/spectral-ref-resolver'

import { uriOf } from '../file-names.ts'
import type { ResolveResult } from './runner.ts'
import { Session } from './session.ts'
import { Unsure } from './unsure.ts'

type ResolveOptions = NonNullable<Parameters<Resolver['resolve']>[1]>
type Parse = NonNullable<ResolveOptions['parseResolveResult']>

/** Which way a document took, and why not the quick one. */
export type Way = { readonly quick: true } | { readonly quick: false; readonly because: string }

/** Reads a file or URL; a clause that tells why not otherwise. */
export type ReadReferenced = (uri: string) => Promise<
  | { readonly text: string }
  | {
      readonly because: string
      /** There is no such file: this is then told as Spectral tells it. */
      readonly missing?: boolean
    }
>

/**
 * A resolver for one document, by its URI. It reads each file once, by its URI; results and graph name files as Spectral
 * does, by their paths.
 */
export function resolverFor(read: ReadReferenced, document?: string): QuickResolver {
  const known = new Map<string, ReturnType<ReadReferenced>>()
  const resolve = async (file: { href(): string }): Promise<string> => {
    const name = file.href()
    const reading = known.get(name) ?? read(uriOf(name, document))
    known.set(name, reading)
    const answer = await reading
    if ('text' in answer) return answer.text
    throw new Error(answer.missing === true ? missing(name) : answer.because)
  }
  return new QuickResolver({ resolvers: { file: { resolve }, http: { resolve }, https: { resolve } } })
}

function missing(name: string): string {
  if (/^https?:/i.test(name)) return `Page not found: ${name}`
  return `ENOENT: no such file or directory, open '${name}'`
}

/** Takes the place of Spectral's resolver, with the same results at the cost of the source. */
export class QuickResolver extends Resolver {
  #way: Way = { quick: true }

  /** Of the document that was resolved last. */
  get way(): Way {
    return this.#way
  }

  override async resolve(source: unknown, options: ResolveOptions = {}): Promise<ResolveResult> {
    this.#way = { quick: true }
    const { parseResolveResult } = options
    const once = parseResolveResult && { parseResolveResult: parseOnce(parseResolveResult) }
    try {
      return await this.#quickly(source, { ...options, ...once })
    } catch (error) {
      if (!(error instanceof Unsure)) throw error
      this.#way = { quick: false, because: error.message }
      return super.resolve(source, { ...options, ...once })
    }
  }

  #quickly(source: unknown, options: ResolveOptions): Promise<ResolveResult> {
    if (typeof source !== 'object' || source === null) throw new Unsure('a document that is no object')
    const { resolvers } = this
    const runner = new ResolveRunner(source, undefined, { resolvers, uriCache: new Cache(), ...options })
    return new Session().resolve(runner)
  }
}

/** The parser tells its caller of each file that it parses: it must not do so twice when the way is changed. */
function parseOnce(parse: Parse): Parse {
  const known = new Map<string, ReturnType<Parse>>()
  return (options) => {
    const name = options.targetAuthority.href()
    const parsed = known.get(name) ?? parse(options)
    known.set(name, parsed)
    return parsed
  }
}
