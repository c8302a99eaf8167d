import { defineRule, type Fix, type Format, type Model, type Node, type ReferenceUse } from '@specward/core'
import { insert, remove } from '../edits.ts'
import { compareText } from '../in-order.ts'
import { listed } from '../wording.ts'
import { schemaAround } from './families.ts'
import { type Fault, tellGroups } from './faults.ts'
import { lostBeside, matters } from './lost-siblings.ts'
import { placeOf } from './places.ts'

export default defineRule({
  id: 'no-lost-reference-sibling',
  title: 'What stands beside a `$ref` decides something, and is ignored.',
  why: 'Tools replace the whole object by what the reference leads to. A limit, `required` or `readOnly` beside it is gone, and the description looks as if it held.',
  fix: 'For a schema, write the reference as the only member of `allOf` and the other keywords beside that. Elsewhere, say it in the target, or write out the object in place of the reference.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1173],
    controls: ['INPUT-1'],
    specifications: [
      'OpenAPI 3.0.4, Reference Object',
      'OpenAPI 3.1.1, Reference Object',
      'AsyncAPI 3.0.0, Reference Object',
    ],
  },
  falsePositives:
    'Some tools merge what stands beside a reference. A lost `readOnly` is left alone where no request has the property, and a lost `writeOnly` where no response has it. From OpenAPI 3.1 on the keywords beside the `$ref` of a schema count, and only other objects are judged. What only describes (`description`, `example`, `default`, `x-` and the like) is left alone everywhere, and so is what the target says as well.',
  select: 'document',
  check(_document, { report, model, format }) {
    const faults = model.select('reference').flatMap((use) => faultOf(use, model, format) ?? [])
    // where callers decide what comes, a lost limit does the most harm
    const isSent = ({ schema }: Fault) =>
      schema?.uses.some(({ direction }) => direction === 'request') ?? false
    tellGroups([...faults.filter(isSent), ...faults.filter((fault) => !isSent(fault))], report)
  },
  examples: {
    bad: [
      {
        title: 'OpenAPI 3.0: in a property',
        format: 'oas3.0',
        text: `
paths:
  /accounts:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Account' } } } }
      responses: { '201': { description: Created } }
components:
  schemas:
    Account:
      type: object
      properties:
        role:
          $ref: '#/components/schemas/Role'
          readOnly: true
#         ^^^^^^^^
        note:
          description: A note
          maxLength: 200
#         ^^^^^^^^^
          $ref: '#/components/schemas/Text'
    Role: { type: string, enum: [owner, guest] }
    Text: { type: string }
`,
      },
      {
        title: 'OpenAPI 3.1: beside the reference of a parameter',
        text: `
paths:
  /orders:
    get:
      parameters:
        - $ref: '#/components/parameters/Tenant'
          required: true
#         ^^^^^^^^
      responses: { '200': { description: OK } }
components:
  parameters:
    Tenant: { name: X-Tenant, in: header, schema: { type: string } }
`,
      },
      {
        title: 'OpenAPI 2.0: the items of a list',
        format: 'oas2',
        text: `
paths: {}
definitions:
  Orders:
    type: array
    items: { $ref: '#/definitions/Order', additionalProperties: false }
#                                         ^^^^^^^^^^^^^^^^^^^^
  Order: { type: object, properties: { id: { type: string } } }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    subscribe:
      message:
        payload: { $ref: '#/components/schemas/Order', required: [id] }
#                                                      ^^^^^^^^
components:
  schemas:
    Order: { type: object, properties: { id: { type: string } } }
`,
      },
    ],
    good: [
      {
        title: 'OpenAPI 3.0: what describes, what the target says as well, and `allOf`',
        format: 'oas3.0',
        text: `
paths: {}
components:
  schemas:
    Account:
      type: object
      properties:
        role: { $ref: '#/components/schemas/Role', description: What it may do, type: string, example: owner }
        first: { readOnly: true, allOf: [{ $ref: '#/components/schemas/Role' }] }
        second: { $ref: '#/components/schemas/Role', nullable: false, x-order: 2 }
        $ref: { type: string, maxLength: 3 }
    Role: { type: string, enum: [owner, guest] }
`,
      },
      {
        title: 'OpenAPI 3.0: `readOnly` in what is only returned, `writeOnly` in what is only sent',
        format: 'oas3.0',
        text: `
paths:
  /accounts:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/NewAccount' } } } }
      responses:
        '201': { description: Created, content: { application/json: { schema: { $ref: '#/components/schemas/Account' } } } }
components:
  schemas:
    NewAccount: { type: object, properties: { role: { $ref: '#/components/schemas/Role', writeOnly: true } } }
    Account: { type: object, properties: { role: { $ref: '#/components/schemas/Role', readOnly: true } } }
    Role: { type: string, enum: [owner, guest] }
`,
      },
      {
        title: 'OpenAPI 3.1: in schemas they count',
        text: `
paths: {}
components:
  schemas:
    Account:
      type: object
      properties:
        note: { $ref: '#/components/schemas/Text', maxLength: 200, readOnly: true }
    Text: { type: string }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages: { order: { payload: { $ref: '#/components/schemas/Order', description: An order } } }
components:
  schemas:
    Order: { type: object }
`,
      },
    ],
  },
})

function faultOf(use: ReferenceUse, model: Model, format: Format): Fault | undefined {
  const found = lostBeside(use, model)
  const holder = use.node.parent
  const schema = found.length > 0 && holder && use.kind === 'schema' ? schemaAround(holder, model) : undefined
  // where the finding stands must not depend on the order in which they are written
  const lost = found
    .filter(({ key }) => matters(key, schema, model))
    .toSorted((a, b) => compareText(a.key, b.key))
  const [first] = lost
  if (!first || !holder) return undefined
  const names = lost.map(({ key }) => key)
  const are = names.length === 1 ? 'is' : 'are'
  const isSchema = use.kind === 'schema'
  const place = isSchema ? `the \`$ref\` of ${placeOf(holder)}` : `\`$ref: ${use.value}\``
  const version = VERSIONS[format]
  return {
    schema,
    at: { node: first, part: 'key' },
    group: `${use.kind} ${names.join(' ')}`,
    message: `${listed(names)} beside ${place} ${are} ignored${version === undefined ? '' : ` in OpenAPI ${version}`}. ${adviceFor(names, isSchema)}`,
    fix: isSchema ? composed(use, holder, names) : undefined,
  }
}

/** A closed part would refuse what the target declares, and `nullable` would still be ignored. */
const IMMOVABLE: ReadonlySet<string> = new Set(['nullable', 'additionalProperties', 'unevaluatedProperties'])

/** The reference as a member of `allOf`, beside which everything counts. */
function composed({ node, value }: ReferenceUse, holder: Node, names: readonly string[]): Fix | undefined {
  if (names.some((name) => IMMOVABLE.has(name))) return undefined
  const list = holder.child('allOf')
  if (list && !list.isList) return undefined
  const member = { $ref: value }
  const added = list ? insert(list, '-', member) : insert(holder, 'allOf', [member])
  return { title: 'Write the reference under `allOf`', kind: 'suggested', edits: [remove(node), added] }
}

/** `nullable` counts beside a `type` alone (OpenAPI 3.0.3, Schema Object), so `allOf` is no remedy for it. */
function adviceFor(names: readonly string[], isSchema: boolean): string {
  if (!isSchema) return 'Say it in the target, or write the object out here.'
  const others = names.filter((name) => name !== 'nullable')
  const movable = `Write \`allOf: [{ $ref: ... }]\` and leave ${listed(others)} beside that.`
  if (others.length === names.length) return movable
  const target = 'Say `nullable` in the target, or in a copy of it with its `type`.'
  return others.length === 0 ? target : `${movable} ${target}`
}

const VERSIONS: Readonly<Partial<Record<Format, string>>> = {
  oas2: '2.0',
  'oas3.0': '3.0',
  'oas3.1': '3.1',
  'oas3.2': '3.2',
}
