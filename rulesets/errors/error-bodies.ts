import type { MediaType, Model, Node, Response, Schema } from '@specward/core'
import { failuresOf } from './failures.ts'

/** Members of problem details (RFC 9457, section 3.1). */
const PROBLEM: readonly string[] = ['type', 'title', 'status', 'detail', 'instance']

/** An error response and the names of what its body can hold. */
export interface ErrorBody {
  readonly node: Node
  /** `the 404 response of \`GET /orders\``. */
  readonly words: string
  readonly operations: readonly string[]
  /** Undefined where there is no body, or none that has members. */
  readonly members: ReadonlySet<string> | undefined
}

/** The errors of the API's own operations, each response once. */
export function errorBodiesOf(model: Model): readonly ErrorBody[] {
  return [...failuresOf(model)].map(([response, { status, operation }]) => ({
    node: response.node,
    words: `${status === 'default' ? 'the `default`' : `the ${status}`} response of \`${operation.label}\``,
    operations: [operation.label],
    members: membersOf(response),
  }))
}

function membersOf({ content }: Response): ReadonlySet<string> | undefined {
  const members = new Set<string>()
  for (const media of content) for (const name of namesIn(media)) members.add(name)
  return members.size > 0 ? members : undefined
}

function namesIn({ type, schema }: MediaType): readonly string[] {
  const own = schema ? namesOf(schema) : []
  return /^application\/problem\+/.test(type) ? [...own, ...PROBLEM] : own
}

/** Of a list of errors, what each of them holds. */
function namesOf(schema: Schema): readonly string[] {
  const names = schema.properties.map(({ name }) => name)
  return names.length > 0 || !schema.items ? names : schema.items.properties.map(({ name }) => name)
}

/** Errors that have nothing in common with the member that most of them have. */
export function outliersOf(bodies: readonly ErrorBody[]): readonly ErrorBody[] {
  const counts = new Map<string, number>()
  for (const { members = [] } of bodies) {
    for (const name of members) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  let most = ''
  for (const [name, count] of counts) if (count > (counts.get(most) ?? 0)) most = name
  const core = bodies.find(({ members }) => members?.has(most))?.members ?? new Set<string>()
  return bodies.filter(({ members }) => members && ![...members].some((name) => core.has(name)))
}
