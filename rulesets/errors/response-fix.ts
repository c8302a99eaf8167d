import type { Fix, FixEdit, Operation } from '@specward/core'
import { counted } from '../wording.ts'

/** A fix that is longer than this, nobody looks through. */
const MOST_EDITS = 50

/** What statuses stand for (RFC 9110, section 15). */
const PHRASES: ReadonlyMap<string, string> = new Map([
  ['400', 'Invalid request'],
  ['401', 'Missing or invalid credentials'],
  ['403', 'Not permitted'],
  ['404', 'Not found'],
  ['409', 'Conflict'],
  ['415', 'Unsupported media type'],
  ['422', 'Invalid content'],
  ['429', 'Too many requests'],
  ['500', 'Internal server error'],
  ['503', 'Service unavailable'],
  ['4XX', 'Refused'],
  ['5XX', 'Server error'],
  ['default', 'Unexpected error'],
])

interface Shared {
  readonly status: string
  readonly reference: string
  /** Whether it is how the API answers: all operations that document the status refer to it, several of them. */
  readonly isCustom: boolean
}

/**
 * Adds a response that operations lack: by the reference that other operations of the same file use for one of the
 * statuses, else by a description of its first status in a few words, which somebody has to look at. Undefined where
 * that cannot be done at every operation, or where too much would have to be changed to be looked through.
 *
 * @param kind `safe` where what is known of the operations already says that they answer so: then the reference can be
 * added unattended, provided that no operation documents the status in another way
 * @param contentOf what is added to an operation where there is nothing to refer to; by default a description alone
 */
export function responseFix(
  lacking: readonly Operation[],
  all: readonly Operation[],
  statuses: readonly string[],
  kind: Fix['kind'],
  contentOf?: (operation: Operation) => Readonly<Record<string, unknown>>,
): Fix | undefined {
  // a path item that stands under several paths is written once
  const places = new Map(lacking.map((each) => [each.node.child('responses'), each]))
  if (places.size > MOST_EDITS || ![...places.keys()].every((each) => each?.isObject && !each.child('$ref')))
    return undefined
  const shared = mostUsed(all, statuses)
  const key = shared?.status ?? statuses[0] ?? 'default'
  const plain = { description: PHRASES.get(key) ?? `Status ${key}` }
  const valueFor = (operation: Operation) =>
    shared ? { $ref: shared.reference } : (contentOf?.(operation) ?? plain)
  const file = shared && fileOf(all, shared)
  const edits = [...places].flatMap(([node, operation]): readonly FixEdit[] =>
    node && (!file || node.file === file)
      ? [{ node, edit: { op: 'insert', path: node.path, key, value: valueFor(operation) } }]
      : [],
  )
  if (edits.length < places.size) return undefined
  const where = counted(edits.length, 'operation')
  return shared
    ? {
        title: `Refer to \`${shared.reference}\` as the ${shared.status} response of ${where}`,
        kind: shared.isCustom ? kind : 'suggested',
        edits,
      }
    : { title: `Add a ${key} response to ${where}`, kind: 'suggested', edits }
}

function* uses(all: readonly Operation[], statuses: readonly string[]) {
  for (const { responses, kind } of all) {
    for (const { status, node } of responses) {
      if (kind === 'http' && statuses.includes(status))
        yield { status, node, reference: node.child('$ref')?.string }
    }
  }
}

function mostUsed(all: readonly Operation[], statuses: readonly string[]): Shared | undefined {
  const counts = new Map<string, number>()
  let most: Omit<Shared, 'isCustom'> | undefined
  let best = 0
  let total = 0
  for (const { status, reference } of uses(all, statuses)) {
    total += 1
    if (!reference?.startsWith('#/')) continue
    const key = `${status} ${reference}`
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    if (count <= best) continue
    best = count
    most = { status, reference }
  }
  return most && { ...most, isCustom: best > 1 && best === total }
}

/** References that begin with `#` lead to the file in which they stand. */
function fileOf(all: readonly Operation[], { status, reference }: Omit<Shared, 'isCustom'>) {
  for (const use of uses(all, [status])) if (use.reference === reference) return use.node.file
  return undefined
}
