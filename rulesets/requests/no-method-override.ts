import {
  type Concepts,
  defineRule,
  type Model,
  type Node,
  type Operation,
  type ParameterField,
} from '@specward/core'
import { inText } from '../wording.ts'

/** Headers that frameworks read in place of the method, lower-case. */
const HEADERS: ReadonlySet<string> = new Set([
  'x-http-method-override',
  'x-http-method',
  'x-method-override',
  'http-method-override',
])

/** Headers that frameworks read in place of the path (IIS URL Rewrite, Symfony, Zend), lower-case. */
const PATHS: ReadonlySet<string> = new Set(['x-original-url', 'x-rewrite-url'])

/** Names of fields in queries and forms that do the same. */
const FIELDS: ReadonlySet<string> = new Set(['_method', '_httpmethod', 'x-http-method-override'])

export default defineRule({
  id: 'no-method-override',
  title: 'Callers can have a request treated as one of another method or path.',
  why: 'Gateways, firewalls and audit logs decide by the method and path of the request line. A caller who is allowed to POST, or a form on another web site, gets a DELETE through them that only the API sees; by `X-Original-URL`, a call of `/public` becomes one of `/admin`.',
  fix: 'Offer each action under its own method. Where a proxy lets nothing but GET and POST through, give the action a path of its own. Have the gateway remove `X-Original-URL` and `X-Rewrite-URL` from what callers send.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API5:2023', 'API8:2023'],
    cwe: [650, 436],
    controls: ['CONFIG-2'],
    specifications: ['RFC 9110, section 9'],
  },
  falsePositives:
    'An override that only lets a long GET travel as a POST does no harm; where nothing but `GET` is permitted as its value, it is not reported.',
  select: 'document',
  check(_document, { report, notApplicable, model }) {
    const found = overridesIn(model)
    if (found.length === 0) return notApplicable()
    for (const { node, label, operations } of found) {
      report({
        at: node,
        message: `\`${label}\` lets callers choose another ${PATHS.has(label.toLowerCase()) ? 'path' : 'method'} than the one that gateways and logs see.`,
        discriminator: label.toLowerCase(),
        operations: [...new Set(operations.map((each) => each.label))],
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A header, in any case, wherever it is declared',
        text: `
paths:
  /orders:
    post:
      parameters:
        - name: X-HTTP-Method-Override
#               ^^^^^^^^^^^^^^^^^^^^^^
          in: header
          schema: { type: string, enum: [PUT, DELETE] }
      responses:
        '200': { description: OK }
  /invoices:
    post:
      parameters:
        - { name: x-http-method-override, in: header, schema: { type: string } }
#                 ^^^^^^^^^^^^^^^^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'A query parameter that is reached through `$ref`, and a field of a form',
        text: `
paths:
  /orders/{id}:
    post:
      parameters:
        - $ref: '#/components/parameters/Method'
      responses:
        '200': { description: OK }
  /items/{id}:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema:
              allOf:
                - type: object
                  properties:
                    _method: { type: string }
#                   ^^^^^^^
      responses:
        '200': { description: OK }
components:
  parameters:
    Method: { name: _method, in: query, schema: { type: string } }
#                   ^^^^^^^
`,
      },
      {
        title: 'Another path',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: X-Original-URL
#               ^^^^^^^^^^^^^^
          in: header
          schema: { type: string }
        - { name: x-rewrite-url, in: header, schema: { type: string } }
#                 ^^^^^^^^^^^^^
        - { name: x-rewrite-url, in: query, schema: { type: string } }
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: a field of a form',
        format: 'oas2',
        text: `
paths:
  /orders:
    post:
      consumes: [application/x-www-form-urlencoded]
      parameters:
        - { name: _method, in: formData, type: string }
#                 ^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'Names that look alike: the method of a payment, and a header about CORS',
        text: `
paths:
  /orders:
    post:
      parameters:
        - { name: method, in: query, schema: { type: string, enum: [card, invoice] } }
        - { name: Access-Control-Request-Method, in: header, schema: { type: string } }
        - { name: X-HTTP-Method-Override, in: header, schema: { type: string, enum: [GET] } }
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: each action under its own method',
        format: 'oas2',
        text: `
paths:
  /orders/{id}:
    delete:
      parameters:
        - { name: id, in: path, required: true, type: string }
      responses:
        '204': { description: Deleted }
`,
      },
    ],
  },
})

interface Override extends Pick<ParameterField, 'node' | 'label'> {
  readonly operations: readonly Operation[]
}

/** What overrides the method or path, each place once. */
function overridesIn(model: Model): readonly Override[] {
  const found = new Map<Node, Override>()
  const add = ({ node, label }: Pick<Override, 'node' | 'label'>, operations: readonly Operation[]) => {
    const called = operations.filter(({ kind }) => kind === 'http')
    if (called.length > 0)
      found.set(node, { node, label, operations: [...(found.get(node)?.operations ?? []), ...called] })
  }
  for (const parameter of model.select('parameter')) {
    const names = parameter.in === 'header' ? HEADERS : FIELDS
    const name = parameter.name.toLowerCase()
    const isPath = parameter.in === 'header' && PATHS.has(name)
    if (!isCarrier(parameter) || !(isPath || names.has(name))) continue
    if (!isPath && isForReading(parameter)) continue
    const node = parameter.node.child('name') ?? parameter.node
    add({ node, label: parameter.name }, parameter.operations)
  }
  for (const body of model.select('requestBody')) {
    const forms = body.content.filter(({ type }) => /urlencoded$|^multipart\//.test(type))
    for (const { schema } of forms) {
      const field = schema?.properties.find(({ name }) => FIELDS.has(name.toLowerCase()))
      if (field) add({ node: field.node, label: field.name }, body.operations)
    }
  }
  return [...found.values()]
}

function isCarrier({ in: place }: Concepts['parameter']): boolean {
  return place === 'header' || place === 'query' || place === 'formData'
}

/** True where nothing but GET can be asked for. */
function isForReading({ schema }: Concepts['parameter']): boolean {
  const values = schema?.all('enum')[0]?.value
  return Array.isArray(values) && values.every((value) => /^(?:get|head)$/i.test(inText(value)))
}
