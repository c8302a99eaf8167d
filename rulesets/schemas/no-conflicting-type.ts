import { defineRule, type Model, type Node, type Property, type Schema } from '@specward/core'
import { listedAs } from '../wording.ts'
import { type Fault, mayHave, tellGroups } from './faults.ts'
import { placeOf } from './places.ts'
import { declaredTypes, typesInWords } from './types.ts'

export default defineRule({
  id: 'no-conflicting-type',
  title: 'Schemas that hold together ask for types that exclude each other.',
  why: 'No value is accepted by all of them, so validators refuse everything and are turned off, or tools take one of the types and drop the other.',
  fix: 'Give both the same type, or use `oneOf` where either is meant.',
  presets: { strict: 'warn', 'owasp-api-2023': 'info' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1173],
    controls: ['TEST-2'],
    specifications: ['JSON Schema 2020-12 Core, section 10.2.1.1'],
  },
  falsePositives:
    'Narrowing is not judged: `integer` fits `number`, and one type fits a list with that type in it. Where nothing but `null` is left, nothing is said. Code generators that let a later declaration replace an earlier one are served by such descriptions, validators are not.',
  select: 'document',
  check(_document, { report, model }) {
    tellGroups(faultsIn(model), report)
  },
  examples: {
    bad: [
      {
        title: 'A property that another schema declares otherwise, through `$ref`, and the schema itself',
        text: `
paths: {}
components:
  schemas:
    Base: { type: object, properties: { id: { type: integer } } }
    Order:
      allOf:
        - $ref: '#/components/schemas/Base'
        - properties: { id: { type: string } }
#                       ^^
    Text:
      allOf: [{ $ref: '#/components/schemas/Base' }]
      type: string
#     ^^^^
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths: {}
definitions:
  Base: { type: object, properties: { tags: { type: array, items: { type: string } } } }
  Order:
    allOf: [{ $ref: '#/definitions/Base' }]
    properties: { tags: { type: string } }
#                 ^^^^
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    subscribe: { message: { payload: { allOf: [{ type: string }], type: object } } }
#                                                                 ^^^^
`,
      },
    ],
    good: [
      {
        title: 'Narrowing, choices, and equal names in different objects',
        text: `
paths: {}
components:
  schemas:
    Base: { type: object, properties: { id: { type: [string, integer] }, size: { type: number } } }
    Order:
      allOf:
        - $ref: '#/components/schemas/Base'
        - properties: { id: { type: string }, size: { type: integer } }
    Either:
      type: object
      properties: { id: { type: integer } }
      oneOf: [{ properties: { id: { type: string } } }, { properties: { id: { type: integer } } }]
`,
      },
      {
        title: 'OpenAPI 3.1: what is null here and may be null there',
        text: `
paths: {}
components:
  schemas:
    Base: { type: object, properties: { mirror: { type: [string, 'null'] }, parent: { type: ['null', object] } } }
    Fork:
      allOf:
        - $ref: '#/components/schemas/Base'
        - { type: object, properties: { mirror: { type: 'null' }, parent: { allOf: [{ type: 'null' }] } } }
    Never: { type: [string, 'null'], allOf: [{ type: [integer, 'null'] }] }
`,
      },
      {
        title: 'OpenAPI 3.0: what may be null in one of them, or in both',
        format: 'oas3.0',
        text: `
paths: {}
components:
  schemas:
    Base: { type: object, properties: { note: { type: string, nullable: true } } }
    Order: { allOf: [{ $ref: '#/components/schemas/Base' }], properties: { note: { type: string } } }
    Empty: { type: string, nullable: true, allOf: [{ type: integer, nullable: true }] }
`,
      },
      {
        title: 'OpenAPI 2.0: the same type',
        format: 'oas2',
        text: `
paths: {}
definitions:
  Base: { type: object, properties: { id: { type: string } } }
  Order: { allOf: [{ $ref: '#/definitions/Base' }], properties: { id: { type: string, maxLength: 9 } } }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages: { order: { payload: { allOf: [{ type: object }], type: object } } }
`,
      },
    ],
  },
})

const NONE: ReadonlySet<string> = new Set()

function faultsIn(model: Model): readonly Fault[] {
  const faults: Fault[] = []
  const told = new Set<Node>()
  for (const schema of model.select('schema')) {
    if (!mayHave(schema, NONE)) continue
    for (const fault of [...ownConflict(schema), ...propertyConflicts(schema)]) {
      const node = 'file' in fault.at ? fault.at : fault.at.node
      if (told.has(node)) continue
      told.add(node)
      faults.push(fault)
    }
  }
  return faults
}

/** The types of the schema itself, where no value can have all of them. */
function ownConflict(schema: Schema): readonly Fault[] {
  const declared = declaredTypes(schema)
  if (!declared || declared.types.size > 0 || declared.nodes.every(isNullable)) return []
  const node = schema.written.child('type') ?? declared.nodes.at(-1)
  if (!node) return []
  const said = new Set(
    declared.nodes.flatMap(({ value }) => (Array.isArray(value) ? value : [value])).map(String),
  )
  const at = { node, part: 'key' } as const
  const message = `No value fits ${calledAt(schema.written)}: it has to be ${listedAs('and', [...said])}.`
  const kind = [...said].sort().join(' ')
  return [{ schema, at, covers: [schema.node], kind, group: schema.identity, message }]
}

/** Whether `null` is among the types that stand at a node, or is added to them (OpenAPI 3.0 `nullable`). */
function isNullable({ value, parent }: Node): boolean {
  const isAdded = ['nullable', 'x-nullable'].some((key) => parent?.child(key)?.value === true)
  return isAdded || value === 'null' || (Array.isArray(value) && value.includes('null'))
}

/** What is sent or returned as a whole has no name but that. */
function calledAt(node: Node): string {
  const keys = new Set<string>(node.path)
  const whole = keys.has('requestBody') ? 'the body' : keys.has('responses') ? 'a response' : 'a schema'
  return placeOf(node).replace(/^a schema(?= of )/, whole)
}

/** Properties of the same name that hold together and exclude each other. */
function propertyConflicts(schema: Schema): readonly Fault[] {
  const lists = new Set<Node>(schema.all('properties'))
  if (lists.size < 2) return []
  const byName = new Map<string, Property>()
  const faults: Fault[] = []
  for (const property of schema.properties) {
    const { parent } = property.node
    if (!parent || !lists.has(parent)) continue
    const other = byName.get(property.name)
    if (!other) byName.set(property.name, property)
    else if (excludes(property.schema, other.schema)) faults.push(faultOf(schema, property, other))
  }
  return faults
}

function excludes(left: Schema, right: Schema): boolean {
  const [one, other] = [declaredTypes(left)?.types, declaredTypes(right)?.types]
  if (!one || !other || one.size === 0 || other.size === 0) return false
  const fits = (type: string, types: ReadonlySet<string>) =>
    types.has(type) ||
    (type === 'integer' && types.has('number')) ||
    (type === 'number' && types.has('integer'))
  return ![...one].some((type) => fits(type, other))
}

/** At the declaration that is written in the schema, where one is. */
function faultOf(schema: Schema, left: Property, right: Property): Fault {
  const [mine, theirs] =
    isWithin(right.node, schema.written) && !isWithin(left.node, schema.written)
      ? [right, left]
      : [left, right]
  const words = (property: Property) => typesInWords(declaredTypes(property.schema)?.types ?? NONE)
  return {
    schema,
    at: { node: mine.node, part: 'key' },
    covers: [schema.written],
    kind: `property ${mine.name}`,
    group: `property ${mine.name} ${words(mine)}`,
    message: `\`${mine.name}\` of ${calledAt(schema.written)} is ${words(mine)} here and ${words(theirs)} in ${calledAt(theirs.owner.written)}, and both hold: no value fits.`,
  }
}

function isWithin(node: Node, top: Node): boolean {
  for (let above: Node | undefined = node; above; above = above.parent) if (above === top) return true
  return false
}
