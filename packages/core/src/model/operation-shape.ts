import { lazy } from '../lazy.ts'
import { type NameWord, nameWords, tokens } from './names.ts'

/** What a description says about one operation, as far as its class is concerned. */
export interface OperationFacts {
  /** Lower-case HTTP method. */
  readonly method: string
  /** Path template. */
  readonly path: string
  readonly operationId?: string | undefined
  readonly tags?: readonly string[] | undefined
  readonly summary?: string | undefined
  readonly requestContentTypes?: readonly string[] | undefined
  readonly parameterNames?: readonly string[] | undefined
  /** Words of the organisation that mark an operation as one for administrators. */
  readonly adminWords?: readonly string[] | undefined
}

/** One literal segment of a path. */
export interface Segment {
  /** Its words, versions and digits left out, plurals kept: `password reset`. */
  readonly phrase: string
  /** Its words in the singular. */
  readonly words: readonly string[]
  /** Words behind the last dot: `get facilities` of `services.get_facilities`. */
  readonly call: readonly string[]
  /** As written, lower-case, without an extension such as `.json`. */
  readonly raw: string
  /** True when a path parameter stands somewhere before it. */
  readonly afterParameter: boolean
  /** True when the segment before it is literal, or there is none. */
  readonly afterLiteral: boolean
}

/** An operation taken apart into words. */
export interface OperationShape {
  readonly method: string
  readonly isRead: boolean
  readonly segments: readonly Segment[]
  readonly hasPathParameter: boolean
  /** Words of the operationId. */
  readonly id: readonly string[]
  /** Words of the operationId behind the name of a group: `search by name` of `User.SearchByName`. */
  readonly act: readonly string[]
  /** Words of each tag. */
  readonly tags: readonly (readonly string[])[]
  readonly summary: readonly string[]
  /** Words of each parameter name. */
  readonly parameters: readonly (readonly string[])[]
  readonly contentTypes: readonly string[]
  /** The organisation's words for administrators, each taken apart: `back-office` is `back`, `office`. */
  readonly adminPhrases: readonly (readonly string[])[]
}

/** Characters of a summary that can say what an operation does; what follows are details. */
const HEAD_OF_SUMMARY = 60

export function shapeOf(facts: OperationFacts): OperationShape {
  const method = facts.method.toLowerCase()
  const summary = lazy(() => phraseWords((facts.summary ?? '').slice(0, HEAD_OF_SUMMARY)))
  return {
    method,
    isRead: method === 'get' || method === 'head' || method === 'query' || method === 'options',
    segments: segmentsOf(facts.path),
    hasPathParameter: facts.path.includes('{'),
    id: phraseWords(facts.operationId ?? ''),
    act: phraseWords(facts.operationId?.split(/[./]|_(?=[A-Z])/).at(-1) ?? ''),
    tags: (facts.tags ?? []).map(phraseWords),
    get summary() {
      return summary()
    },
    parameters: (facts.parameterNames ?? []).map(phraseWords),
    contentTypes: (facts.requestContentTypes ?? []).map((type) => type.toLowerCase()),
    adminPhrases: (facts.adminWords ?? []).map((text) => tokens(text)).filter((words) => words.length > 0),
  }
}

/** Words with their plurals kept, without digits and version marks. */
export function phraseWords(text: string): readonly string[] {
  return meaningful(text).map(spelled)
}

function meaningful(text: string): readonly NameWord[] {
  return nameWords(text).filter(({ text: word }) => word !== 'v' && !/^\p{Nd}+$/u.test(word))
}

function spelled(word: NameWord): string {
  return word.plural ? `${word.text}s` : word.text
}

const EXTENSION = /\.(?:json|xml|ya?ml|html?|php|do|aspx?)$/i

/** `users:resetPassword` is two segments; queries and fragments are none. */
function segmentsOf(path: string): readonly Segment[] {
  const segments: Segment[] = []
  let afterParameter = false
  let afterLiteral = true
  for (const piece of (path.split(/[?#]/)[0] ?? '').split(/[/:]/)) {
    if (piece.includes('{')) {
      afterParameter = true
      afterLiteral = false
      continue
    }
    const written = piece.replace(EXTENSION, '')
    const words = meaningful(written)
    if (words.length === 0) continue
    segments.push({
      phrase: words.map(spelled).join(' '),
      words: words.map((word) => word.text),
      call: written.includes('.')
        ? phraseWords(written.slice(written.lastIndexOf('.') + 1))
        : words.map(spelled),
      raw: written.toLowerCase(),
      afterParameter,
      afterLiteral,
    })
    afterLiteral = true
  }
  return segments
}
