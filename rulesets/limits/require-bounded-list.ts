import { defineRule } from '@specward/core'
import { openLists, vainLimit } from './bounds.ts'
import { openBulks } from './bulk.ts'
import { inputsOf } from './inputs.ts'
import type { Group, Offence } from './offences.ts'
import { offencesIn, setsNoLimit, tell } from './offences.ts'
import { branchesIn } from './recursion.ts'

export default defineRule({
  id: 'require-bounded-list',
  title: 'Callers can send a list with any number of items.',
  why: 'What a server does for each item, it does as often as the caller likes. With `uniqueItems`, validators compare objects with each other as well, which takes a hundred times as long for ten times as many.',
  fix: 'Set `maxItems` to what the operation needs.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API4:2023'],
    cwe: [770],
    controls: ['RATE-4'],
    specifications: ['JSON Schema 2020-12 Validation, sections 6.4.1 and 6.4.3'],
  },
  falsePositives:
    'A gateway may limit the size of requests as a whole, which the description does not show. Told once for each parameter, body and component. Lists that are what an operation works off are the matter of `require-bounded-bulk`, those that hold themselves of `no-unbounded-recursion`.',
  options: {
    most: {
      type: 'integer',
      default: 1_000_000,
      minimum: 1,
      description: 'A `maxItems` above this is as good as none.',
    },
  },
  select: 'document',
  check(_, context) {
    if (inputsOf(context.model).length === 0) return context.notApplicable()
    const branches = branchesIn(context.model)
    const groups = offencesIn(context.model, (input) =>
      openBulks(input).length > 0 || branches.has(input.schema)
        ? []
        : openLists(input.schema, context.options.most),
    )
    tell(context, groups, (subject, group) => {
      const compared = group.offences.filter(isCompared).map(({ way }) => way)
      const costly = compared.length === 0 ? '' : ` ${costOf(compared)}`
      return `${subject} ${setsNoLimit('number of items', group)}: ${adviceFor(group)}.${costly}`
    })
  },
  examples: {
    bad: [
      {
        title: 'In a component, where it is used in a list itself, and in a parameter',
        text: `
paths:
  /orders:
    get:
      parameters:
        - $ref: '#/components/parameters/States'
      responses:
        '200': { description: OK }
    post:
      requestBody:
        content:
          application/json:
            schema: { allOf: [{ $ref: '#/components/schemas/Order' }] }
      responses:
        '201': { description: Created }
components:
  parameters:
    States: { name: state, in: query, schema: { type: array, items: { type: string } } }
#                   ^^^^^
  schemas:
    Order:
      type: object
      properties:
        note: { type: string }
        lines:
#       ^^^^^
          type: array
          items: { type: object, properties: { serials: { type: array, items: { type: string } } } }
`,
      },
      {
        title: 'A limit that is none',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: state, in: query, schema: { type: array, maxItems: 2147483647, items: { type: string } } }
#                 ^^^^^
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: objects that are compared with each other',
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
            properties:
              note: { type: string }
              lines: { type: array, uniqueItems: true, items: { type: object, properties: { sku: { type: string } } } }
#             ^^^^^
      responses:
        '201': { description: Created }
`,
      },
    ],
    good: [
      {
        title:
          'Bounded, here or by `allOf`, by values, as a tuple, or because each of a few values can come once',
        text: `
paths:
  /orders:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                note: { type: string }
                lines: { type: array, maxItems: 50, items: { type: string } }
                extras: { allOf: [{ $ref: '#/components/schemas/Names' }, { maxItems: 5 }] }
                origin: { type: array, prefixItems: [{ type: number }, { type: number }], items: false }
                days: { type: array, uniqueItems: true, items: { type: string, enum: [mon, tue] } }
                fixed: { type: array, const: [1, 2] }
                history: { type: array, readOnly: true, items: { type: string } }
      responses:
        '201':
          description: Created
          content:
            application/json:
              schema: { type: array, items: { type: string } }
components:
  schemas:
    Names: { type: array, items: { type: string } }
`,
      },
      {
        title: 'OpenAPI 2.0: bounded in the parameter itself',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: state, in: query, type: array, maxItems: 3, items: { type: string } }
      responses:
        '200': { description: OK, schema: { type: array, items: { type: string } } }
`,
      },
    ],
  },
})

/** Objects, and what is not known to be none, have to be compared in pairs. */
function isCompared({ schema }: Offence): boolean {
  const areDistinct = schema.all('uniqueItems').some(({ value }) => value === true)
  return areDistinct && schema.items !== undefined && schema.items.properties.length > 0
}

function costOf(ways: readonly string[]): string {
  const [first] = ways
  const which = ways.length > 1 ? 'Several of them have' : first === '' ? 'It has' : `\`${first}\` has`
  return `${which} \`uniqueItems\`, so validators compare every object with every other.`
}

/** What to do at the first of them. */
function adviceFor({ offences: [first] }: Group): string {
  const vain = first && vainLimit(first.schema, 'maxItems')
  return vain === undefined ? 'add `maxItems`' : `lower ${vain}, which is as good as none`
}
