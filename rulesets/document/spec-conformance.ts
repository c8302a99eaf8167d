import { defineRule, type Message, type Model, type Node } from '@specward/core'
import { subjectOf } from '../messaging/messages.ts'
import { departuresOf } from './companion-conformance.ts'
import { conforming } from './conformance-fixes.ts'

export default defineRule({
  id: 'spec-conformance',
  title: 'The description does not conform to its specification.',
  why: 'Gateways, code generators and reviewers read what the specification knows and pass over the rest. A misspelt `security` or a limit at the wrong place looks like protection and is none.',
  fix: 'Change the description so that it says what is meant in the words of its specification.',
  presets: { recommended: 'warn', strict: 'error' },
  formats: ['oas', 'asyncapi', 'overlay', 'arazzo'],
  references: {
    owasp: ['API8:2023', 'API9:2023'],
    cwe: [1068],
    controls: ['INV-3'],
    specifications: [
      ...['OpenAPI Specification', 'AsyncAPI Specification'],
      ...['Overlay Specification', 'Arazzo Specification'],
    ],
  },
  select: 'document',
  needs: 'conformance',
  falsePositives:
    'A `$ref` that leads into a circle of references is taken for what it is written as, so it may be reported where one that does not would be followed. Keys beside a `$ref` are ignored by most tools, and so by this rule. What stands in Schema Objects of OpenAPI 3.1 and 3.2 is not checked, because other dialects of JSON Schema may be used there. Of overlays and Arazzo, the fields, and the types of their values are checked.',
  check(document, { report, undecided, conformance, model, format }) {
    const departures = departuresOf(document.node, format, document.version)
    if (departures) {
      for (const departure of departures) {
        const { at, message, discriminator } = departure
        report({ at, message, discriminator, fix: conforming(departure, format) })
      }
      return
    }
    if (!conformance) {
      undecided({ at: document.node, because: 'nobody is there to check it against the specification' })
      return
    }
    if (conformance.failed !== undefined) {
      undecided({ at: document.node, because: `the check of conformance failed: ${conformance.failed}` })
    }
    const labels = conformance.violations.length > 0 ? labelsByPlace(model) : undefined
    let headers: ReadonlyMap<string, Message> | undefined
    for (const violation of conformance.violations) {
      const { at, message, discriminator } = violation
      const node = at instanceof Object && 'node' in at ? at.node : at
      if (isBesideReference(node)) continue
      if (format === 'asyncapi2' && node.key === 'type') headers ??= messagesByHeaders(model)
      const whose = headers?.get(placeOf(node))
      report({
        at,
        message: whose ? `${subjectOf(whose, model)}, \`headers\`: ${message}` : message,
        discriminator,
        operations: labels ? labelsOf(node, labels) : [],
        fix: conforming(violation, format),
      })
    }
    for (const each of conformance.unread) undecided(each)
  },
  examples: {
    bad: [
      {
        title: 'A misspelt `security`: the operation inherits that of the document, which is none',
        text: `
security: []
paths:
  /orders:
    delete:
      secuirty:
#     ^^^^^^^^
        - token: []
      responses:
        '204': { description: Deleted }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'A response without its description, reached through `$ref`, is reported where it stands',
        format: 'oas3.0',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { $ref: '#/components/responses/Orders' }
components:
  responses:
    Orders:
#   ^^^^^^
      content: {}
`,
      },
      {
        title: 'A parameter in a style that does not exist, and one that lacks its name',
        format: 'oas3.0',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: X-Request-ID
          in: header
          style: form
#                ^^^^
          schema: { type: string }
        - in: query
#         ^^^^^^^^^
          schema: { type: string }
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: a placeholder without its parameter',
        format: 'oas2',
        text: `
paths:
  /orders/{id}:
    get:
#   ^^^
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    descripton: Orders as they come in
#   ^^^^^^^^^^
    subscribe: { message: { payload: { type: object } } }
`,
      },
      {
        title: 'AsyncAPI 2: headers that are no object, behind `$ref`',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    subscribe: { message: { name: order, headers: { $ref: '#/components/schemas/Headers' }, payload: {} } }
components:
  schemas:
    Headers: { type: string }
#                    ^^^^^^
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
operations:
  readOrders:
    action: read
#           ^^^^
    channel: { $ref: '#/channels/orders' }
channels:
  orders: { address: orders }
`,
      },
      {
        title: 'Overlay: misspelt fields, a text for a flag, and an action for nothing',
        format: 'overlay1',
        text: `
overlay: 1.0.0
info: { title: Public edition, version: 1.0.0 }
actions:
  - targt: $.info
#   ^^^^^
    update: { title: Orders }
  - target: $.paths['/internal']
    remove: yes please
#           ^^^^^^^^^^
  - description: Nothing is said of what it is for.
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    remove: true
`,
      },
      {
        title: 'Arazzo: steps under another name, a step that calls nothing, and two calls in one',
        format: 'arazzo1',
        text: `
arazzo: 1.0.1
info: { title: Buy, version: 1.0.0 }
sourceDescriptions: [{ name: shop, url: ./shop.yaml }]
workflows:
  - workflowId: buy
    step:
#   ^^^^
      - { stepId: order, operationId: order }
  - workflowId: pay
    steps:
      - stepId: pay
#       ^^^^^^^^^^^
      - stepId: refund
        operationId: refund
        workflowId: buy
#       ^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: a path behind the host, and a part of the path that may be left out',
        format: 'oas2',
        text: `
host: api.acme.com/v1
#     ^^^^^^^^^^^^^^^
schemes: [https]
paths:
  /orders/{id}:
    get:
      parameters:
        - { name: id, in: path, type: string }
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'Overlay: what is put into the description may be anything',
        format: 'overlay1',
        text: `
overlay: 1.1.0
info: { title: Public edition, version: 1.0.0 }
x-team: orders
actions:
  - target: $.info
    update: { targt: 1, remove: yes please }
  - target: $.paths['/a']
    copy: $.paths['/b']
`,
      },
      {
        title: 'Arazzo: reusable parameters, and names that authors choose',
        format: 'arazzo1',
        text: `
arazzo: 1.0.1
info: { title: Buy, version: 1.0.0 }
sourceDescriptions: [{ name: shop, url: ./shop.yaml, type: openapi }]
workflows:
  - workflowId: buy
    inputs: { type: object, properties: { stpes: { type: string } } }
    steps:
      - stepId: order
        operationId: order
        parameters: [{ reference: $components.parameters.key, value: 1 }, { name: a, in: query, value: null }]
        successCriteria: [{ context: $response.body, condition: $.ok, type: { type: jsonpath, version: draft-goessner-dispatch-jsonpath-00 } }]
        onFailure: [{ name: again, type: retry, retryAfter: 1, retryLimit: 2 }]
        outputs: { stepd: $response.body#/id }
components:
  parameters: { key: { name: key, in: header, value: $inputs.key } }
`,
      },
      {
        title: 'What begins with `x-` may be anything',
        text: `
x-team: orders
paths:
  /orders:
    get:
      x-cost: [1, 2]
      responses:
        '2XX': { description: OK }
`,
      },
      {
        title: 'A `$ref` in an example is data',
        text: `
paths:
  /orders:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              example: { $ref: 'https://api.example.com/orders/1' }
`,
      },
      {
        title: 'What stands beside a `$ref` is ignored',
        format: 'oas3.0',
        text: `
paths:
  /orders:
    get:
      parameters:
        - $ref: '#/components/parameters/Id'
          type: string
      responses:
        '200': { description: OK }
components:
  parameters:
    Id: { name: id, in: query, schema: { type: string } }
`,
      },
      {
        title: 'A schema that refers to itself',
        format: 'oas3.0',
        text: `
paths: {}
components:
  schemas:
    Node:
      type: object
      properties:
        next: { $ref: '#/components/schemas/Node' }
`,
      },
    ],
  },
})

/** Messages by the place of each `type` of their headers; where several share it, the first. */
function messagesByHeaders(model: Model): ReadonlyMap<string, Message> {
  const found = new Map<string, Message>()
  for (const message of model.select('message')) {
    for (const type of message.headerSchemas.flatMap((schema) => schema.all('type'))) {
      const place = placeOf(type)
      if (!found.has(place)) found.set(place, message)
    }
  }
  return found
}

function labelsByPlace({ document }: Model): ReadonlyMap<string, string> {
  return new Map(document.operations.map(({ node, label }) => [placeOf(node), label]))
}

function placeOf({ file, path }: Node): string {
  return JSON.stringify([file.uri, ...path])
}

/** The operation in which a node stands. */
function labelsOf(node: Node, labels: ReadonlyMap<string, string>): readonly string[] {
  for (let above: Node | undefined = node; above; above = above.parent) {
    const label = labels.get(placeOf(above))
    if (label !== undefined) return [label]
  }
  return []
}

/** Whether a node is ignored because a `$ref` stands beside it. A path item can have both. */
function isBesideReference({ key, parent }: Node): boolean {
  if (key === '$ref' || parent?.child('$ref')?.string === undefined) return false
  return parent.parent?.key !== 'paths' && parent.parent?.key !== 'webhooks'
}
