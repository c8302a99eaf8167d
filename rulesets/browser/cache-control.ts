import type { Header, Model, Node, Response } from '@specward/core'
import { responseHeader } from '../headers.ts'

/** What a response says to caches, and where: one set of directives for each value that is shown. */
export interface CacheControl {
  readonly header: Header
  readonly values: readonly { readonly node: Node; readonly directives: ReadonlyMap<string, string> }[]
  /** What the description says in words, which may name directives too. */
  readonly words: string
}

export function cacheControlOf(response: Response, model: Model): CacheControl | undefined {
  const header = responseHeader(response, 'Cache-Control')
  if (!header) return undefined
  const patterns = header.schema?.all('pattern') ?? []
  const values = header.values.flatMap((node) =>
    node.string === undefined ? [] : [{ node, directives: directivesOf(node.string) }],
  )
  const described = (model.resolve(header.node) ?? header.node).child('description')?.string ?? ''
  return { header, values, words: [described, ...patterns.map(({ string = '' }) => string)].join(' ') }
}

/** RFC 9111, section 5.2: names in any case, with or without a value. */
function directivesOf(value: string): ReadonlyMap<string, string> {
  return new Map(
    value.split(',').map((each) => {
      const [name = '', argument = ''] = each.split('=')
      return [name.trim().toLowerCase(), argument.trim().replaceAll('"', '')] as const
    }),
  )
}
