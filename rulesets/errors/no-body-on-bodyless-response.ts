import { defineRule, type Fix, type Node, type Operation, type Response } from '@specward/core'
import { labelsOf } from '../headers.ts'
import { counted } from '../wording.ts'

export default defineRule({
  id: 'no-body-on-bodyless-response',
  title: 'A response with a status that has no body describes one.',
  why: 'HTTP ends these responses after the header fields. What a server sends behind them is dropped by one program and taken for the beginning of the next response by another, which is how responses of others are smuggled in. Generated clients wait for a body that does not come.',
  fix: 'Remove the body, or answer with the status that is meant: 200 or 201 with a body, 204 without.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [436],
    controls: ['INPUT-6', 'INV-3'],
    specifications: [
      'RFC 9110, section 6.4.1, section 15.3.5, section 15.3.6 and section 15.4.5',
      'RFC 9112, section 6.3',
    ],
  },
  falsePositives:
    'Statuses are meant that never have a body: 1xx, 204, 205 and 304. What is described for `HEAD` is what `GET` would return, and stands there rightly. A media type without a schema and without an example is passed over: generators list them everywhere.',
  select: 'document',
  check({ node, operations }, { report, notApplicable }) {
    const bodyless = bodylessOf(operations)
    if (bodyless.size === 0) return notApplicable()
    for (const [response, use] of bodyless) {
      const body = response.node.child('schema') ?? response.node.child('content')
      if (!body || !response.content.some(saysSomething)) continue
      const labels = labelsOf(use.users)
      const isAlone = isForThemAlone(response, use.statuses)
      const [first, ...others] = isAlone ? [] : referencesOf(use)
      const [status] = use.statuses
      const whose = labels.length === 1 ? `\`${labels[0]}\`` : counted(labels.length, 'operation')
      const says = first
        ? `refers to \`${response.node.key}\`, which describes a body for other statuses as well`
        : 'describes a body'
      report({
        at: first ?? { node: body, part: 'key' },
        covers: first ? [first, ...others] : [body],
        message: `The ${status} response of ${whose} ${says}, but responses with ${status} have none.`,
        operations: labels,
        related: first ? [...others.slice(0, MOST_RELATED).map(asWell), bodyOf(body)] : [],
        fix: isAlone ? fixFor(body, use, node) : undefined,
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A response that is shared through `$ref`',
        text: `
paths:
  /orders/{id}:
    delete:
      responses:
        '204': { $ref: '#/components/responses/Deleted' }
components:
  responses:
    Deleted:
      description: Deleted
      content:
#     ^^^^^^^
        application/json: { schema: { type: object } }
`,
      },
      {
        title: 'A response that is right for another status: the reference is what has to change',
        text: `
paths:
  /threads/{id}:
    get: { responses: { '200': { $ref: '#/components/responses/Thread' } } }
    patch:
      responses:
        '205': { $ref: '#/components/responses/Thread' }
#                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
components:
  responses:
    Thread:
      description: OK
      content: { application/json: { schema: { type: object } } }
`,
      },
      {
        title: 'Not modified, with an example of what was not sent',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
        '304':
          description: Not modified
          content:
#         ^^^^^^^
            application/json: { example: [] }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /orders/{id}:
    put:
      responses:
        '204':
          description: Changed
          schema: { type: string }
#         ^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Near miss: 200 with a body, `HEAD`, a media type of which nothing is said, and a range',
        text: `
paths:
  /orders:
    get:
      responses:
        2XX: { description: OK, content: { application/json: { schema: { type: object } } } }
        '304': { description: Not modified, headers: { ETag: { schema: { type: string } } } }
    head:
      responses:
        '200': { description: OK, content: { application/json: { schema: { type: object } } } }
    delete:
      responses:
        '204': { description: Deleted, content: { application/json: {} } }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /orders:
    delete:
      responses:
        '204': { description: Deleted }
        '404': { description: Not found, schema: { type: object } }
`,
      },
    ],
  },
})

interface Use {
  readonly statuses: Set<string>
  readonly users: Operation[]
  /** Entries of `responses`. */
  readonly nodes: Set<Node>
}

/** More than these, nobody reads. */
const MOST_RELATED = 10

/** Where a response is referred to that is right for other statuses. */
function referencesOf({ nodes }: Use): readonly Node[] {
  return [...nodes].flatMap((node) => node.child('$ref') ?? [])
}

function asWell(at: Node) {
  return { at, message: 'This reference as well.' }
}

function bodyOf(node: Node) {
  return { at: { node, part: 'key' } as const, message: 'The body, which other statuses use rightly.' }
}

function bodylessOf(operations: readonly Operation[]): ReadonlyMap<Response, Use> {
  const found = new Map<Response, Use>()
  for (const operation of operations) {
    for (const { status, response, node } of operation.responses) {
      if (!response || !/^(?:1(?:\d\d|XX)|204|205|304)$/.test(status)) continue
      const use = found.get(response) ?? { statuses: new Set(), users: [], nodes: new Set() }
      use.statuses.add(status)
      use.users.push(operation)
      use.nodes.add(node)
      found.set(response, use)
    }
  }
  return found
}

/** A schema for nothing (`null`) and an empty one describe no body. */
function saysSomething({ schema, examples }: Response['content'][number]): boolean {
  if (examples.length > 0) return true
  if (!schema) return false
  const [type, ...others] = schema.types
  if (type === 'null' && others.length === 0) return false
  return Object.keys(schema.node.value as object).length > 0
}

function isForThemAlone(response: Response, statuses: ReadonlySet<string>): boolean {
  return response.operations.every((operation) =>
    operation.responses.every((use) => use.response !== response || statuses.has(use.status)),
  )
}

/** Where nothing else is said to be returned, the status may be the mistake. */
function fixFor(body: Node, { statuses, users }: Use, root: Node): Fix {
  const isForResult = [...statuses].some((status) => status.startsWith('2'))
  const returnsMore = ({ responses }: Operation) =>
    responses.some(
      ({ status, response }) => /^2(?!0[45])/.test(status) && response?.content.some(saysSomething),
    )
  return {
    title: 'Remove the body',
    // what stands in a file of its own may be right for another description
    kind: (isForResult && !users.every(returnsMore)) || body.file !== root.file ? 'suggested' : 'safe',
    edits: [{ node: body, edit: { op: 'remove', path: body.path } }],
  }
}
