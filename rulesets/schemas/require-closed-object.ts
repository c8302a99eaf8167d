import { type At, defineRule, type Format, type Operation } from '@specward/core'
import { joined } from '../edits.ts'
import { listed } from '../wording.ts'
import { closed } from './closing.ts'
import { type InputHolder, inputsOf, sentTo, takersOf, within } from './inputs.ts'
import { type OpenObject, openObjects } from './open-objects.ts'
import { isUnread } from './unread-parts.ts'

export default defineRule({
  id: 'require-closed-object',
  title: 'An object that callers send may hold properties that nobody has declared.',
  why: 'What is not declared is not checked either. It reaches the code, where a mapper may store it in a column that callers were never meant to set, and a misspelt name is dropped without a word.',
  fix: 'Add `additionalProperties: false`. Where the object is composed by `allOf`, put `unevaluatedProperties: false` around the whole (OpenAPI 3.1), or write all properties into one schema that is closed.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API3:2023'],
    cwe: [915],
    controls: ['AUTHZ-4'],
    specifications: [
      'JSON Schema 2020-12 Core, section 10.3.2.3 and section 11.3',
      'OpenAPI 3.0.4, Schema Object, additionalProperties',
    ],
  },
  falsePositives:
    'Many APIs ignore what they do not know so that newer clients can talk to older servers. Mappings, whose keys are open on purpose, and objects that declare nothing are left to other rules, and so is a body of which `require-closed-request` says more. Once for a component or body, with all that it holds.',
  select: 'schema',
  check(schema, { report, undecided, notApplicable, model, format }) {
    const holder = inputsOf(model).get(schema)
    if (!holder?.values.some(({ source }) => source === 'json')) return notApplicable()
    const all = openObjects(holder.values, model)
    const open = all.filter((each) => !isUnread(each.schema))
    const [first] = open
    if (!first) {
      if (all.length > 0) undecided({ at: holder.at, because: 'a part of its schema could not be read' })
      return
    }
    const operations = takersOf(schema)
    report({
      at: open.length === 1 ? placeOf(first, holder) : holder.at,
      covers: open.map((each) => placeOf(each, holder)),
      message: messageFor(holder, open, operations, format),
      operations: operations.map(({ label }) => label),
      related: open.length === 1 ? [] : open.filter(({ way }) => way !== '').map(toRelated),
      fix: joined(open.map((each) => closed(each, format))),
    })
  },
  examples: {
    bad: [
      {
        title: 'A component, and an object inside it',
        text: `
paths:
  /orders:
    post:
      requestBody: { $ref: '#/components/requestBodies/Order' }
      responses: { '201': { description: Created } }
components:
  requestBodies:
    Order:
      content:
        application/json:
          schema: { $ref: '#/components/schemas/Order' }
  schemas:
    Order:
#   ^^^^^
      type: object
      properties:
        note: { type: string }
        address: { type: object, properties: { street: { type: string } } }
`,
      },
      {
        title: 'Composed by `allOf`, and said to be open inside a list',
        text: `
paths:
  /orders:
    put:
      requestBody:
        content:
          application/json:
            schema:
#           ^^^^^^
              allOf:
                - $ref: '#/components/schemas/Base'
                - type: object
                  properties: { lines: { type: array, items: { $ref: '#/components/schemas/Line' } } }
      responses: { '204': { description: Changed } }
components:
  schemas:
    Base: { type: object, properties: { note: { type: string } } }
    Line:
      type: object
      properties: { sku: { type: string } }
      additionalProperties: true
#     ^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: one of two objects in a body',
        format: 'oas2',
        text: `
paths:
  /orders:
    post:
      parameters:
        - name: order
          in: body
          schema:
            type: object
            additionalProperties: false
            properties:
              address: { type: object, properties: { street: { type: string } } }
#             ^^^^^^^
      responses: { '201': { description: Created } }
`,
      },
    ],
    good: [
      {
        title: 'Closed, by itself, around a composition, or in each of its choices',
        text: `
paths:
  /orders:
    post:
      requestBody:
        content:
          application/json:
            schema:
              allOf: [{ $ref: '#/components/schemas/Base' }]
              properties:
                payment:
                  oneOf:
                    - { type: object, additionalProperties: false, properties: { iban: { type: string } } }
                    - { type: object, additionalProperties: false, properties: { card: { type: string } } }
              unevaluatedProperties: false
      responses: { '201': { description: Created } }
components:
  schemas:
    Base: { type: object, properties: { note: { type: string } } }
`,
      },
      {
        title: 'Mappings, what is only returned or read alone, and answers',
        text: `
paths:
  /orders:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              additionalProperties: false
              properties:
                labels: { type: object, properties: { team: { type: string } }, additionalProperties: { type: string } }
                history: { type: object, readOnly: true, properties: { at: { type: string } } }
      responses:
        '201':
          description: Created
          content: { application/json: { schema: { type: object, properties: { id: { type: string } } } } }
`,
      },
      {
        title: 'OpenAPI 2.0: closed',
        format: 'oas2',
        text: `
paths:
  /orders:
    post:
      parameters:
        - { name: order, in: body, schema: { type: object, additionalProperties: false, properties: { note: { type: string } } } }
      responses: { '201': { description: Created } }
`,
      },
    ],
  },
})

/** What has to change: the keyword that says so, else the object. */
function placeOf({ saidAt, way, schema }: OpenObject, holder: InputHolder): At {
  if (saidAt) return { node: saidAt, part: 'key' }
  return way === '' ? holder.at : { node: schema.node, part: 'key' }
}

function toRelated(open: OpenObject) {
  const { way, schema, saidAt } = open
  return {
    at: { node: saidAt ?? schema.node, part: 'key' } as const,
    message: `\`${way}\` is open as well`,
  }
}

function messageFor(
  holder: InputHolder,
  open: readonly OpenObject[],
  takers: readonly Operation[],
  format: Format,
): string {
  const { label } = holder
  const ways = [...new Set(open.flatMap(({ way }) => (way === '' ? [] : [way])))]
  const isWhole = open.some(({ way }) => way === '')
  const inner = listed(ways)
  const whole = ways.length === 0 ? label : `${label} and ${inner} in it`
  const what = isWhole ? whole : `${inner} in ${within(holder)}`
  const verb = (isWhole ? 1 : 0) + ways.length > 1 ? 'take' : 'takes'
  return `${what}${sentTo(holder, takers)} ${verb} any property that is not declared: ${remedy(open, format)}.`
}

function remedy(open: readonly OpenObject[], format: Format): string {
  if (open.some(({ saidAt }) => saidAt)) return 'say `false` in place of what lets them in'
  const composed = open.find(({ isComposed }) => isComposed)
  if (!composed) return 'add `additionalProperties: false`'
  const why = composed.isBase ? 'others are built on it by `allOf`' : 'it is put together by `allOf`'
  return format === 'oas3.1' || format === 'oas3.2'
    ? `${why}, so close the whole with \`unevaluatedProperties: false\``
    : `${why}, so write all properties into one schema and close that`
}
