import { append, type Model, type Node, type Operation, type Response } from '@specward/core'
import { isFailure, type Place, placesOn, type WayOut, waysOut } from '../exposure/ways-out.ts'

/** A response that tells of a failure, with what it can hold. */
export interface Failure {
  /** The first operation that documents it, and under which status. */
  readonly operation: Operation
  readonly status: string
  /** What its bodies and headers are made of. A schema that several failures share is with the first of them alone. */
  readonly places: readonly Place[]
}

const known = new WeakMap<Model, ReadonlyMap<Response, Failure>>()

/** Responses of the API's own operations that tell of a failure. */
export function failuresOf(model: Model): ReadonlyMap<Response, Failure> {
  let failures = known.get(model)
  if (!failures) {
    failures = read(model.document.operations)
    known.set(model, failures)
  }
  return failures
}

function read(operations: readonly Operation[]): ReadonlyMap<Response, Failure> {
  const failures = new Map<Response, Failure & { places: Place[] }>()
  const ways: WayOut[] = []
  for (const operation of operations) {
    if (operation.kind !== 'http') continue
    const failed = operation.responses.flatMap(({ status, response }) =>
      response && !failures.has(response) && isFailure(status, operation) ? [{ status, response }] : [],
    )
    if (failed.length === 0) continue
    for (const { status, response } of failed) failures.set(response, { operation, status, places: [] })
    const fresh = new Set(failed.map(({ response }) => response))
    append(ways, waysTo(operation, fresh))
  }
  for (const place of placesOn(ways)) {
    const { response } = place.out
    if (response) failures.get(response)?.places.push(place)
  }
  return failures
}

/** Without what success returns as well: the state of a thing that stands in the way (409) is no error model. */
function waysTo(operation: Operation, responses: ReadonlySet<Response>): readonly WayOut[] {
  const ways = waysOut(operation)
  const successes = new Set(ways.filter(({ status }) => status?.startsWith('2')).map(({ schema }) => schema))
  return ways.filter(({ response, schema }) => response && responses.has(response) && !successes.has(schema))
}

/** Nodes looked at in one example. */
export const MOST_NODES = 2_000

/** What an example holds, from the outside in; a node with its key. Of a long one, the beginning. */
export function* nodesIn(example: Node): Generator<Node> {
  const queue = [example]
  for (const node of queue) {
    yield node
    for (const child of node.children()) {
      if (queue.length >= MOST_NODES) break
      queue.push(child)
    }
  }
}

/** `The 500 response of ...`: what a message begins with. */
export function errorOf({ status, operation: { label } }: Failure): string {
  return `The ${status === 'default' ? '`default`' : status} response of \`${label}\``
}
