import type { Format, MediaType, Model, Node, Response, Schema } from '@specward/core'
import { isFailure } from '../exposure/ways-out.ts'
import { failuresOf } from './failures.ts'

/** Members of problem details (RFC 9457, section 3.1). */
const PROBLEM: readonly string[] = ['type', 'title', 'status', 'detail', 'instance']

/** An error response and the names of what its body can hold. */
export interface ErrorBody {
  readonly node: Node
  /** `the 404 response of \`GET /orders\``. */
  readonly words: string
  /** All that answer with it. */
  readonly operations: readonly string[]
  /** Undefined where it has none: no body, or a text, a file, or what success returns as well. */
  readonly members: ReadonlySet<string> | undefined
  /** False where a body is described that has no members, or by a schema that could not be read. */
  readonly isSilent: boolean
}

/** The errors of the API's own operations, each response once; health checks have formats of their own. */
export function errorBodiesOf(model: Model): readonly ErrorBody[] {
  const results = new Set(
    model.document.operations.flatMap(({ responses }) =>
      responses.flatMap(({ status, response }) =>
        /^[23]/.test(status) ? (response?.content ?? []).map(({ schema }) => schema) : [],
      ),
    ),
  )
  const failures = [...failuresOf(model)].filter(([, { operation }]) => !operation.classes.has('health'))
  return failures.map(([response, { status, operation }]) => ({
    node: response.node,
    words: `${status === 'default' ? 'the `default`' : `the ${status}`} response of \`${operation.label}\``,
    operations: response.operations.flatMap(({ kind, label }) => (kind === 'http' ? [label] : [])),
    members: membersOf(response, results),
    isSilent: response.content.every((media) => isSilent(media, model.document.format)),
  }))
}

function isSilent(media: MediaType, format: Format): boolean {
  if (media.schema || media.itemSchema || isProblem(media)) return false
  const written = format === 'oas2' ? media.node : media.node.child('schema')
  return written === undefined || (format === 'oas2' && written.child('$ref') === undefined)
}

/** Whether an error is described where nobody could read it, by a reference that leads to no response. */
export function hasUnreadErrors({ document }: Model): boolean {
  return document.operations.some(
    (operation) =>
      operation.kind === 'http' &&
      operation.responses.some(
        ({ status, response, node }) =>
          !response && node.child('$ref') !== undefined && isFailure(status, operation),
      ),
  )
}

function membersOf(
  { content }: Response,
  results: ReadonlySet<Schema | undefined>,
): ReadonlySet<string> | undefined {
  const members = new Set<string>()
  for (const media of content) {
    const isResult = media.schema !== undefined && results.has(media.schema)
    for (const name of media.schema && !isResult ? namesOf(media.schema) : []) members.add(name)
    for (const name of isProblem(media) ? PROBLEM : []) members.add(name)
  }
  return members.size > 0 ? members : undefined
}

function isProblem({ type }: MediaType): boolean {
  return /^application\/problem\+/.test(type)
}

/** Of a list of errors, what each of them holds. */
function namesOf(schema: Schema): readonly string[] {
  const names = [...schema.propertyNames]
  return names.length > 0 || !schema.items ? names : [...schema.items.propertyNames]
}

/** Errors that have nothing in common with the member that most of them have. */
export function outliersOf(bodies: readonly ErrorBody[]): readonly ErrorBody[] {
  const counts = new Map<string, number>()
  for (const { members = [] } of bodies) {
    for (const name of members) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  // of those that are as common as each other the first by name: not the one that happens to stand first
  const most = [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))[0]?.[0] ?? ''
  const core = new Set(bodies.flatMap(({ members }) => (members?.has(most) ? [...members] : [])))
  return bodies.filter(
    ({ members }) => members && !isOfOAuth(members) && ![...members].some((name) => core.has(name)),
  )
}

/** Token endpoints have a format by standard (RFC 6749, section 5.2). */
function isOfOAuth(members: ReadonlySet<string>): boolean {
  return members.has('error') && members.has('error_description')
}
