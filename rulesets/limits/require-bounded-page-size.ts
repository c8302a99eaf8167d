import { type At, defineRule, type Node, type Schema } from '@specward/core'
import { counted } from '../wording.ts'
import { openNumbers } from './bounds.ts'
import { type PageSize, pageSizesOf, textOf } from './page-sizes.ts'
import { saysMost } from './page-words.ts'

/** A page size that callers can set as they like. */
interface Unbounded {
  readonly size: PageSize
  readonly at: At
  readonly lack: string
}

/** Places named beside the first. */
const MOST_RELATED = 20

export default defineRule({
  id: 'require-bounded-page-size',
  title: 'Callers choose the size of a page, and no maximum is given.',
  why: 'With `limit=1000000`, one call reads a whole table into memory, and paging protects nothing. Gateways and tools that check requests can enforce only a maximum that the description has.',
  fix: 'Give the parameter a `maximum` (and a `default`), and have the API enforce it.',
  presets: { recommended: 'info', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API4:2023'],
    cwe: [770],
    controls: ['RATE-5'],
    specifications: ['JSON Schema 2020-12 Validation, section 6.2.2'],
  },
  falsePositives:
    'An API may cut pages short without saying so. Where a maximum is told in words alone, it is left undecided. Names with several meanings (`size`, `count`, `first`) are judged only beside another sign of paging, and so is a `limit` of which something else is said: one that gives the newest few of a list that is whole without it is no page size. Page sizes that are texts are left to `require-bounded-text`. Parameters of one name are reported once.',
  select: 'document',
  options: {
    most: {
      type: 'integer',
      default: 10_000,
      minimum: 1,
      description: 'A `maximum` above this is as good as none.',
    },
  },
  check(_, { report, undecided, notApplicable, options, model }) {
    const sizes = pageSizesOf(model)
    if (sizes.length === 0) return notApplicable()
    const found = new Map<string, Unbounded[]>()
    const inWords = new Map<string, Unbounded[]>()
    for (const size of sizes) {
      const [open] = size.schema ? openNumbers(size.schema, ({ most }) => most <= options.most) : []
      if (!open) continue
      const huge = maximumOf(open)
      const at = huge ?? placeOf(size)
      const lack = huge ? `a \`maximum\` of ${huge.value}` : 'no `maximum`'
      const byName = saysMost(textOf(size)) ? inWords : found
      const same = byName.get(size.name)
      if (same) same.push({ size, at, lack })
      else byName.set(size.name, [{ size, at, lack }])
    }
    for (const [name, [first]] of inWords) {
      if (first) undecided({ at: first.at, because: `the maximum of \`${name}\` is told in words alone` })
    }
    for (const [name, [first, ...others]] of found) {
      if (!first) continue
      const operations = [first, ...others].flatMap(({ size }) => size.operations)
      report({
        at: first.at,
        covers: [first, ...others].map(({ at }) => at),
        message: messageFor(first, others.length),
        discriminator: name,
        operations: [...new Set(operations.map(({ label }) => label))],
        related: others
          .slice(0, MOST_RELATED)
          .map(({ at, size, lack }) => ({ at, message: `${ofFirst(size)} has ${lack}` })),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'No maximum, in a parameter and a schema that are reached through `$ref`',
        text: `
paths:
  /orders:
    get:
      parameters:
        - $ref: '#/components/parameters/Limit'
      responses:
        '200': { description: OK }
components:
  parameters:
    Limit:
      name: limit
      in: query
      schema:
        $ref: '#/components/schemas/Size'
  schemas:
    Size: { type: integer, format: int32, minimum: 1 }
#   ^^^^
`,
      },
      {
        title: 'A maximum that is as good as none, one for one of two choices, in a body, and in an object',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: page_size
          in: query
          schema: { type: integer, maximum: 2147483647 }
#                                           ^^^^^^^^^^
        - name: maxResults
          in: query
          schema: { oneOf: [{ type: integer, maximum: 100 }, { type: integer }] }
#         ^^^^^^
      responses:
        '200': { description: OK }
  /orders/search:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                limit: { type: integer }
#               ^^^^^
      responses:
        '200': { description: OK }
  /invoices:
    get:
      parameters:
        - name: page
          in: query
          style: deepObject
          schema:
            type: object
            properties:
              number: { type: integer }
              size: { type: integer }
#             ^^^^
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'A vague name beside a page; one name is reported once',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: page, in: query, schema: { type: integer } }
        - { name: count, in: query, schema: { type: integer } }
#                                   ^^^^^^
      responses:
        '200': { description: OK }
  /invoices:
    get:
      parameters:
        - { name: page, in: query, schema: { type: integer } }
        - { name: count, in: query, schema: { type: integer } }
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /pets:
    get:
      parameters:
        - name: per_page
#               ^^^^^^^^
          in: query
          type: integer
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'A maximum, in any form',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: limit, in: query, schema: { allOf: [{ $ref: '#/components/schemas/Size' }], default: 20 } }
        - { name: pageSize, in: query, schema: { type: integer, exclusiveMaximum: 101 } }
        - { name: per_page, in: query, schema: { type: integer, enum: [10, 50] } }
        - { name: $top, in: query, schema: { anyOf: [{ $ref: '#/components/schemas/Size' }, { type: 'null' }] } }
        - { name: maxResults, in: query, schema: { type: string, pattern: '^[0-9]{1,2}$' } }
      responses:
        '200': { description: OK }
components:
  schemas:
    Size: { type: integer, maximum: 100 }
`,
      },
      {
        title:
          'Near misses: the size of a photo, a limit that is set for a card, a switch, the newest few of a whole list',
        text: `
paths:
  /photos/{id}:
    get:
      parameters:
        - { name: size, in: query, schema: { type: integer } }
        - { name: count, in: query, schema: { type: boolean } }
      responses:
        '200': { description: OK }
  /containers:
    get:
      description: Returns all running containers.
      parameters:
        - name: limit
          in: query
          description: Return this number of most recently created containers, including non-running ones.
          schema: { type: integer }
      responses:
        '200': { description: OK }
  /cards/{id}:
    patch:
      parameters:
        - { name: limit, in: query, schema: { type: integer } }
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'Told in words alone: not decided',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: limit
          in: query
          description: How many to return (max 100)
          schema: { type: integer }
#         ~~~~~~
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /pets:
    get:
      parameters:
        - { name: limit, in: query, type: integer, maximum: 100 }
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

/** The maximum that is written, as good as none as it may be. */
function maximumOf(schema: Schema): Node | undefined {
  const written = ['maximum', 'exclusiveMaximum'].flatMap((keyword) => schema.all(keyword))
  return written.find(({ value }) => typeof value === 'number')
}

/** Where the maximum is missed: the schema, or for OpenAPI 2.0 the name. */
function placeOf({ node, schema }: PageSize): At {
  return schema && schema.node !== node ? schema.node : (node.child('name') ?? node)
}

function ofFirst({ name, operations: [first] }: PageSize): string {
  return first ? `\`${name}\` of \`${first.label}\`` : `\`${name}\``
}

function messageFor({ size, lack }: Unbounded, others: number): string {
  const more = others === 0 ? '' : ` The same holds for ${counted(others, 'other')} of that name.`
  return `${ofFirst(size)} has ${lack}, so one call can ask for everything at once.${more}`
}
