import { defineRule, type Schema } from '@specward/core'
import { listed, listedAs } from '../wording.ts'
import { homesOf } from './homes.ts'
import { inputsOf } from './inputs.ts'
import { operationsOf, placeOf, subjectOf, wayTo } from './offences.ts'
import { circlesIn } from './recursion.ts'

export default defineRule({
  id: 'no-unbounded-recursion',
  title: 'A request can hold itself without end.',
  why: 'A value that takes any number of its own kind grows in two directions: many at each level, and levels as deep as the body allows. Parsers and validators that call themselves for each level run out of stack, and a few kilobytes of brackets are enough.',
  fix: 'Set `maxItems` or `maxProperties` where the thing holds its own kind, say how deep it may go, and refuse what is deeper before it is read. Where two or three levels are enough, describe these.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API4:2023'],
    cwe: [674, 770],
    controls: ['RATE-4'],
    specifications: ['RFC 8259, section 9'],
  },
  falsePositives:
    'Trees and filters are recursive by nature; what is reported is that neither their breadth nor their depth has an end. A largest depth cannot be said in JSON Schema, so that a schema with `maxItems` is held for one that was thought about. What holds its own kind once, such as a `parent`, is not reported.',
  select: 'document',
  check(_, { report, notApplicable, model }) {
    if (inputsOf(model).length === 0) return notApplicable()
    const homes = homesOf(model)
    for (const { branches } of circlesIn(model)) {
      const offences = branches.flatMap(({ input, schemas }) =>
        schemas.map((schema) => {
          const home = homes.of(schema.node)
          return { input, schema, home, way: wayTo(schema, input, home) }
        }),
      )
      const [first, ...others] = offences
      if (!first) continue
      const ways = [...new Set(offences.map(({ way }) => way).filter((way) => way !== ''))]
      const keywords = [...new Set(offences.map(({ schema }) => limitOf(schema)))].sort()
      const limits = `${listedAs('and', keywords)} there${keywords.length > 1 ? ' (for lists, and for maps)' : ''}`
      report({
        at: placeOf(first),
        covers: offences.map(placeOf),
        message: `${subjectOf(first.home, first.input)} can hold itself without end${ways.length > 0 ? ` through ${listed(ways)}` : ''}: set ${limits}, and limit how deep requests may be.`,
        related: others.map((other) => ({
          at: placeOf(other),
          message: `\`${other.way === '' ? other.home.label : other.way}\` as well.`,
        })),
        operations: operationsOf({ offences }),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A filter of filters, behind `$ref`, over two schemas',
        text: `
paths:
  /search:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { filter: { $ref: '#/components/schemas/Filter' } } }
      responses:
        '200': { description: OK }
components:
  schemas:
    Filter:
      oneOf:
        - $ref: '#/components/schemas/Term'
        - $ref: '#/components/schemas/Group'
    Term: { type: object, properties: { field: { type: string }, value: { type: string } } }
    Group:
      type: object
      properties:
        all: { type: array, items: { $ref: '#/components/schemas/Filter' } }
#       ^^^
        any: { type: array, items: { $ref: '#/components/schemas/Filter' } }
`,
      },
      {
        title: 'OpenAPI 2.0: a tree, inherited by `allOf`, and a map of maps',
        format: 'oas2',
        text: `
paths:
  /folders:
    put:
      parameters:
        - { name: folder, in: body, schema: { allOf: [{ $ref: '#/definitions/Folder' }] } }
      responses:
        '204': { description: Changed }
  /settings:
    put:
      parameters:
        - { name: settings, in: body, schema: { $ref: '#/definitions/Settings' } }
      responses:
        '204': { description: Changed }
definitions:
  Folder:
    type: object
    properties:
      name: { type: string }
      folders: { type: array, items: { $ref: '#/definitions/Folder' } }
#     ^^^^^^^
  Settings: { type: object, additionalProperties: { $ref: '#/definitions/Settings' } }
# ^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Few at each level, one alone, what is only returned or read, and a list of others',
        text: `
paths:
  /categories:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Tree' }
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Category' }
      responses:
        '201': { description: Created }
components:
  schemas:
    Category:
      type: object
      properties:
        parent: { $ref: '#/components/schemas/Category' }
        parts: { type: array, maxItems: 10, items: { $ref: '#/components/schemas/Category' } }
        children: { type: array, readOnly: true, items: { $ref: '#/components/schemas/Category' } }
        labels: { type: array, items: { type: object, properties: { name: { type: string } } } }
    Tree:
      type: object
      properties: { children: { type: array, items: { $ref: '#/components/schemas/Tree' } } }
`,
      },
      {
        title: 'OpenAPI 2.0: what is only returned',
        format: 'oas2',
        text: `
paths:
  /folders:
    get:
      responses:
        '200': { description: OK, schema: { $ref: '#/definitions/Folder' } }
definitions:
  Folder:
    type: object
    properties: { folders: { type: array, items: { $ref: '#/definitions/Folder' } } }
`,
      },
    ],
  },
})

function limitOf(schema: Schema): 'maxItems' | 'maxProperties' {
  const types = schema.all('type').flatMap(({ value }) => value)
  return types.includes('array') ? 'maxItems' : 'maxProperties'
}
