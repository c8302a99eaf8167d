import type { Fix, FixEdit, Operation } from '@specward/core'
import { counted } from '../wording.ts'

/** A fix that is longer than this, nobody looks through. */
const MOST_EDITS = 50

interface Shared {
  readonly status: string
  readonly reference: string
}

/**
 * Refers to the response that other operations of the same file use for one of the statuses; undefined where they use
 * none, or where too much would have to be changed to be looked through.
 */
export function sharedResponseFix(
  lacking: readonly Operation[],
  all: readonly Operation[],
  statuses: readonly string[],
): Fix | undefined {
  const shared = mostUsed(all, statuses)
  if (!shared || lacking.length > MOST_EDITS) return undefined
  const file = fileOf(all, shared)
  // a path item that stands under several paths is written once
  const places = new Set(lacking.map(({ node }) => node.child('responses')))
  const edits = [...places].flatMap((responses): readonly FixEdit[] => {
    if (!responses?.isObject || responses.file !== file) return []
    const value = { $ref: shared.reference }
    return [{ node: responses, edit: { op: 'insert', path: responses.path, key: shared.status, value } }]
  })
  if (edits.length === 0) return undefined
  const title = `Refer to \`${shared.reference}\` as the ${shared.status} response of ${counted(edits.length, 'operation')}`
  return { title, kind: 'suggested', edits }
}

function* uses(all: readonly Operation[], statuses: readonly string[]) {
  for (const { responses } of all) {
    for (const { status, node } of responses) {
      const reference = node.child('$ref')?.string
      if (reference?.startsWith('#/') && statuses.includes(status)) yield { status, reference, node }
    }
  }
}

function mostUsed(all: readonly Operation[], statuses: readonly string[]): Shared | undefined {
  const counts = new Map<string, number>()
  let most: Shared | undefined
  let best = 0
  for (const { status, reference } of uses(all, statuses)) {
    const key = `${status} ${reference}`
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    if (count <= best) continue
    best = count
    most = { status, reference }
  }
  return most
}

/** References that begin with `#` lead to the file in which they stand. */
function fileOf(all: readonly Operation[], { status, reference }: Shared) {
  for (const use of uses(all, [status])) if (use.reference === reference) return use.node.file
  return undefined
}
