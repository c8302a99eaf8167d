import { append, defineRule, type Fix, type Model, type Node, nearest, type Schema } from '@specward/core'
import { listed, listedWords } from '../wording.ts'
import { buildersOf, partsOf } from './families.ts'
import { namedAt } from './places.ts'
import { itemsOf } from './values.ts'

export default defineRule({
  id: 'no-undefined-required',
  title: 'A property is required that the schema does not declare.',
  why: 'The name is misspelt, or the property is described nowhere: its value goes unchecked, and the property that was meant may be left out.',
  fix: 'Correct the name in `required`, or declare the property under `properties`.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1173],
    controls: ['INPUT-1', 'TEST-2'],
    specifications: ['JSON Schema 2020-12 Validation, section 6.5.3'],
  },
  falsePositives:
    'Properties of `allOf`, `oneOf` and `anyOf` count, and so do those of every schema that is built with this one. Schemas without any property, with `patternProperties`, or with a schema for additional properties are not judged.',
  select: 'schema',
  check(schema, { report, undecided, notApplicable, model }) {
    const required = schema.written.child('required')
    if (!required?.isList || isOpen(schema)) return notApplicable()
    const { missing, isUnread } = undeclared(required, schema, model)
    const [first] = missing
    if (!first) return
    const names = missing.map(({ value }) => String(value))
    if (isUnread) {
      const because = `a schema that may declare ${listed(names)} could not be read`
      return undecided({ at: first, because })
    }
    const asked = namesIn(required)
    const meant = meantBy(
      names,
      [...declaredIn(schema)].filter((name) => !asked.has(name)),
    )
    const fix = corrected(missing, meant)
    report({
      at: first,
      covers: missing,
      ...(fix ? { fix } : {}),
      message: `${namedAt(schema.written)} requires ${listed(names)}, which it does not declare. ${adviceFor(names, meant)}`,
    })
  },
  examples: {
    bad: [
      {
        title: 'A name that is misspelt, behind `$ref`',
        text: `
paths:
  /orders:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Order' }
      responses: { '201': { description: Created } }
components:
  schemas:
    Order:
      type: object
      required: [id, adress]
#                    ^^^^^^
      properties:
        id: { type: string }
        address: { type: string }
`,
      },
      {
        title: 'Neither in the schema nor in what it is built on',
        text: `
paths: {}
components:
  schemas:
    Base: { type: object, properties: { id: { type: string } } }
    Order:
      allOf:
        - $ref: '#/components/schemas/Base'
        - required: [id, owner]
#                        ^^^^^
          properties: { note: { type: string } }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths: {}
definitions:
  Order: { type: object, required: [ID], properties: { id: { type: string } } }
#                                   ^^
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    subscribe: { message: { payload: { type: object, required: [key], properties: { id: { type: string } } } } }
#                                                               ^^^
`,
      },
    ],
    good: [
      {
        title: 'Declared by a base, by what is built on it, by a branch, and by an object around a condition',
        text: `
paths: {}
components:
  schemas:
    Base: { type: object, required: [kind], properties: { id: { type: string } } }
    Order:
      allOf:
        - $ref: '#/components/schemas/Base'
        - required: [id]
          properties: { kind: { type: string } }
    Contact:
      type: object
      properties: { phone: { type: string }, email: { type: string } }
      anyOf: [{ required: [phone] }, { required: [email] }]
      not: { required: [phone, email] }
    Either:
      type: object
      required: [a]
      oneOf: [{ properties: { a: { type: string } } }]
    Boolean: { type: object, required: [any], properties: { any: true } }
`,
      },
      {
        title: 'Objects whose members have no names beforehand, and a parameter',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters: [{ name: size, in: query, type: integer, required: true }]
      responses: { '200': { description: OK } }
definitions:
  Map: { type: object, required: [en], additionalProperties: { type: string } }
  Free: { type: object, required: [id] }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages: { order: { payload: { type: object, required: [id], properties: { id: { type: string } } } } }
`,
      },
    ],
  },
})

/** The declared names that were meant, by those that are written. */
function meantBy(names: readonly string[], candidates: readonly string[]): ReadonlyMap<string, string> {
  const plain = (name: string) => name.toLowerCase().replaceAll(/[_-]/g, '')
  const left = new Set(candidates)
  const meant = new Map<string, string>()
  for (const name of names) {
    const same = [...left].find((each) => plain(each) === plain(name))
    // short words are near to too many others
    const near = same ?? (name.length > 3 ? nearest(name, left, 2) : undefined)
    if (near === undefined) continue
    left.delete(near)
    meant.set(name, near)
  }
  return meant
}

function adviceFor(names: readonly string[], meant: ReadonlyMap<string, string>): string {
  const [only] = meant
  const isOne = names.length === 1
  if (!only)
    return `Declare ${isOne ? 'it' : 'them'} under \`properties\`, or correct the ${isOne ? 'name' : 'names'}.`
  if (isOne) return `Did you mean \`${only[1]}\`?`
  const pairs = [...meant].map(([name, near]) => `\`${near}\` for \`${name}\``)
  const others = names.length > meant.size ? ' Declare the others, or take them out.' : ''
  return `Did you mean ${listedWords(pairs)}?${others}`
}

function corrected(nodes: readonly Node[], meant: ReadonlyMap<string, string>): Fix | undefined {
  const edits = nodes.flatMap((node) => {
    const value = meant.get(node.string ?? '')
    return value === undefined ? [] : [{ node, edit: { op: 'set', path: node.path, value } as const }]
  })
  // what nobody has in mind would stay
  if (edits.length < nodes.length) return undefined
  return { title: `Write ${listed([...meant.values()])}`, kind: 'suggested', edits }
}

/** Whether names may be meant that are described by a pattern, or all by one schema. */
function isOpen(schema: Schema): boolean {
  if (schema.all('patternProperties').length > 0) return true
  return ['additionalProperties', 'unevaluatedProperties']
    .flatMap((keyword) => schema.all(keyword))
    .some(({ isObject, value }) => isObject && Object.keys(value as object).length > 0)
}

/** Schemas that are looked through for one that declares a name. */
const MOST_BUILDERS = 1_000

interface Undeclared {
  readonly missing: readonly Node[]
  /** Whether they may be declared in a schema that could not be read. */
  readonly isUnread: boolean
}

const NOTHING: Undeclared = { missing: [], isUnread: false }

/** The names that neither the schema declares nor any that is built with it. */
function undeclared(required: Node, schema: Schema, model: Model): Undeclared {
  if (isDeclared(required, schema)) return NOTHING
  let missing = itemsOf(required).filter(({ string }) => string !== undefined)
  let hasAny = false
  let isUnread = false
  const seen = new Set<Schema>()
  const queue = [schema]
  for (const next of queue) {
    if (seen.has(next)) continue
    if (seen.size > MOST_BUILDERS || (next !== schema && isOpen(next))) return NOTHING
    seen.add(next)
    isUnread ||= hasUnread(next, model)
    const declared = declaredIn(next)
    hasAny ||= declared.size > 0
    missing = missing.filter(({ string }) => !declared.has(string ?? ''))
    if (missing.length === 0) return NOTHING
    append(queue, buildersOf(next, model))
  }
  return hasAny || isUnread ? { missing, isUnread } : NOTHING
}

/** Whether the schema itself has all of the names, as most schemas have. */
function isDeclared({ value }: Node, { propertyNames }: Schema): boolean {
  if (!Array.isArray(value)) return false
  return value.every((name: unknown) => typeof name !== 'string' || propertyNames.has(name))
}

function declaredIn(schema: Schema): ReadonlySet<string> {
  const names = new Set(schema.propertyNames)
  for (const node of schema.all('properties')) for (const { key } of node.children()) names.add(key)
  return names
}

function namesIn(required: Node): ReadonlySet<string> {
  return new Set(itemsOf(required).map(({ string }) => string ?? ''))
}

/** Whether a part of the schema stands behind a reference that could not be read: it may declare anything. */
function hasUnread({ written, isWhole }: Schema, model: Model): boolean {
  return !isWhole || partsOf(written).some((part) => part.child('$ref') && !model.resolve(part))
}
