import type { ApiDocument, Operation, RuleReport } from '@specward/core'
import { counted } from '../wording.ts'

/** Methods of which the responses follow from those of others, or are made by the server itself. */
const WITHOUT_OWN: ReadonlySet<string> = new Set(['head', 'options', 'trace'])

/** Operations that say what they answer; receivers of webhooks and callbacks are not the API. */
export function answering({ operations }: ApiDocument): readonly Operation[] {
  return operations.filter(
    ({ kind, method, responses }) => kind === 'http' && !WITHOUT_OWN.has(method) && responses.length > 0,
  )
}

/**
 * Whether a response stands for one of some statuses. A range covers its class, and `default` all that is not listed
 * (OpenAPI, Responses Object).
 */
export function documents({ responses }: Operation, statuses: readonly string[]): boolean {
  return responses.some(
    ({ status }) =>
      status.toLowerCase() === 'default' ||
      statuses.includes(status) ||
      (/^[1-5]XX$/.test(status) && statuses.some((wanted) => wanted[0] === status[0])),
  )
}

/** Whether some response for a mistake of the caller says in words what it stands for; also in one: `InvalidPassword`. */
export function saysOfErrors({ responses }: Operation, words: RegExp): boolean {
  return responses.some(({ status, response }) => {
    if (!status.startsWith('4')) return false
    const text = response?.node.child('description')?.string ?? ''
    return words.test(text.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' '))
  })
}

export interface Lack {
  /** Operations that document nothing of the kind. */
  readonly lacking: readonly Operation[]
  /** How many were judged. */
  readonly total: number
  /** What all of them do, as after one, and as after several: `takes input`, `take input`; undefined for all there are. */
  readonly does: readonly [one: string, several: string] | undefined
  /** What is missing: `401 response`. */
  readonly missing: string
  /** The end of the sentence: `so clients cannot tell ...`. */
  readonly so: string
}

/** One finding for a document, at the one operation or at `paths`; undefined where nothing is lacking. */
export function findingFor(document: ApiDocument, lack: Lack): RuleReport | undefined {
  const [first, ...others] = lack.lacking
  if (!first) return undefined
  return {
    at:
      others.length > 0
        ? (document.node.child('paths') ?? document.node)
        : { node: first.node.child('responses') ?? first.node, part: 'key' },
    message: `${subjectOf(lack, first)}, ${lack.so}.`,
    covers: lack.lacking.map(({ label }) => label),
    operations: lack.lacking.map(({ label }) => label),
  }
}

function subjectOf({ lacking, total, does, missing }: Lack, { label }: Operation): string {
  const article = /^(?:8|11|18|[aeio])/.test(missing) ? 'an' : 'a'
  const who = does ? ` that ${does[1]}` : ''
  if (lacking.length === 1) return `\`${label}\` ${does ? `${does[0]} and ` : ''}documents no ${missing}`
  if (lacking.length === total) return `None of the ${total} operations${who} documents ${article} ${missing}`
  return `${lacking.length} of ${counted(total, 'operation')}${who} document no ${missing}`
}
