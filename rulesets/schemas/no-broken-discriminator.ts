import { type At, defineRule, type Model, type Node, type Schema } from '@specward/core'
import { listed, readable } from '../wording.ts'
import {
  brokenMappings,
  candidatesOf,
  type Discriminator,
  discriminatorOf,
  isNoText,
  lacks,
  mayHave,
} from './discriminators.ts'
import { namedAt, placeOf } from './places.ts'

export default defineRule({
  id: 'no-broken-discriminator',
  title: 'A discriminator cannot tell which schema an object is of.',
  why: 'Tools choose the schema by the value of one property. Where the property or the schema does not exist they choose none or a wrong one, and the object is checked by no rules, or by those of another type.',
  fix: 'Declare the property as a required string in every schema that can be chosen, and let `mapping` lead to schemas that exist.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [843],
    controls: ['INPUT-1'],
    specifications: ['OpenAPI 3.1.1, Discriminator Object', 'OpenAPI 2.0, Schema Object, discriminator'],
  },
  falsePositives:
    'Schemas that declare no properties at all, and mappings that lead into other files, are not judged. Where a part of a schema cannot be read, it is left undecided. It is enough when every schema that is built with a base declares the property.',
  select: 'schema',
  check(schema, { report, undecided, notApplicable, model }) {
    const discriminator = discriminatorOf(schema)
    if (!discriminator) return notApplicable()
    const faults = faultsOf(schema, discriminator, model)
    for (const { at, message, covers } of faults) report({ at, message, covers })
    const { node, name } = discriminator
    if (faults.length > 0 || !mayBeLacking(schema, name, model)) return
    undecided({
      at: node,
      because: `\`${name}\` may be declared in a schema that it is composed of, which could not be read`,
    })
  },
  examples: {
    bad: [
      {
        title: 'A schema that lacks the property, one that is a number, and one that does not exist',
        text: `
paths: {}
components:
  schemas:
    Pet:
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
      discriminator:
        propertyName: petType
#                     ^^^^^^^
        mapping:
          cat: '#/components/schemas/Cat'
          dog: '#/components/schemas/Dogs'
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    Cat: { type: object, required: [petType], properties: { petType: { type: string } } }
    Dog: { type: object, properties: { bark: { type: string } } }
    Shape:
      type: object
      properties: { kind: { type: integer } }
      discriminator: { propertyName: kind }
#                                    ^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: misspelt',
        format: 'oas2',
        text: `
paths: {}
definitions:
  Pet:
    type: object
    discriminator: petType
#                  ^^^^^^^
    required: [pet_type]
    properties: { pet_type: { type: string } }
  Cat: { allOf: [{ $ref: '#/definitions/Pet' }, { properties: { lives: { type: integer } } }] }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    subscribe:
      message: { payload: { type: object, discriminator: kind, properties: { type: { type: string } } } }
#                                                        ^^^^
`,
      },
    ],
    good: [
      {
        title:
          'Declared by all, by a base through `allOf`, or by what is built with it; names and other files in `mapping`',
        text: `
paths: {}
components:
  schemas:
    Pet:
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
      discriminator:
        propertyName: petType
        mapping: { cat: Cat, dog: '#/components/schemas/Dog', fish: './fish.yaml' }
    Base: { type: object, required: [petType], properties: { petType: { type: string } } }
    Cat: { allOf: [{ $ref: '#/components/schemas/Base' }] }
    Dog: { type: object, required: [petType], properties: { petType: { enum: [dog] } } }
    Any: { type: object, discriminator: { propertyName: kind }, properties: { kind: true } }
    Shape: { type: object, discriminator: { propertyName: kind }, properties: { id: { type: string } } }
    Circle:
      allOf: [{ $ref: '#/components/schemas/Shape' }]
      required: [kind]
      properties: { kind: { const: circle } }
`,
      },
      {
        title: 'A property that is called so',
        format: 'oas2',
        text: `
paths: {}
definitions:
  Rule: { type: object, properties: { discriminator: { type: string } } }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages:
      order:
        payload: { type: object, discriminator: kind, required: [kind], properties: { kind: { type: string } } }
`,
      },
    ],
  },
})

interface Told {
  readonly at: At
  readonly message: string
  /** What is wrong, by meaning. */
  readonly covers: readonly string[]
}

function faultsOf(schema: Schema, { node, name }: Discriminator, model: Model): readonly Told[] {
  const place = namedAt(schema.written)
  const faults: Told[] = brokenMappings(schema, model).map((entry) => ({
    at: entry,
    covers: [`mapping ${entry.key}`],
    message: `The discriminator of ${placeOf(schema.written)} maps \`${readable(entry.key)}\` to \`${readable(entry.string ?? '')}\`, which does not exist.`,
  }))
  const candidates = candidatesOf(schema, model)
  const lacking = lackingIn(schema, candidates, name)
  const textless = candidates.filter((candidate) => isNoText(candidate, name))
  if (lacking.length > 0) {
    const isOwn = lacking.includes(schema)
    const who = isOwn ? 'it' : namesOf(lacking)
    faults.push({
      at: node,
      covers: lacking.map((each) => `lacking in ${isOwn ? '' : (each.name ?? '')}`),
      message: isAlone(schema, candidates)
        ? `${place} has a discriminator, \`${name}\`, which it does not declare, and no variants to tell apart: remove it, or declare \`${name}\` and write the variants.`
        : `${place} is told apart by \`${name}\`, which ${who} ${isOwn || lacking.length === 1 ? 'does' : 'do'} not declare. Declare it${isOwn ? '' : ' there'} as a required string.`,
    })
  } else if (textless.length > 0) {
    faults.push({
      at: node,
      covers: ['no string'],
      message: `${place} is told apart by \`${name}\`, which is no string. A discriminator has to be one.`,
    })
  }
  return faults
}

/** Nothing is built on it, and it leads to nothing. */
function isAlone(schema: Schema, candidates: readonly Schema[]): boolean {
  return candidates.every((each) => each === schema) && !schema.written.at('discriminator', 'mapping')
}

/** The branches that lack the property; of a base, itself when it and what is built with it lack it. */
function lackingIn(schema: Schema, candidates: readonly Schema[], name: string): readonly Schema[] {
  const isLacking = (each: Schema) => lacks(each, name)
  if (candidates[0] !== schema) return candidates.filter(isLacking)
  if (!isLacking(schema)) return []
  const builders = candidates.slice(1)
  return builders.length > 0 && !builders.some(isLacking) ? [] : [schema]
}

/** Whether what could not be read decides. */
function mayBeLacking(schema: Schema, name: string, model: Model): boolean {
  const candidates = candidatesOf(schema, model)
  if (candidates[0] !== schema) return [schema, ...candidates].some((each) => mayHave(each, name))
  if (schema.propertyNames.has(name)) return false
  return candidates.some((each) => mayHave(each, name))
}

function namesOf(schemas: readonly Schema[]): string {
  return listed(schemas.map((schema: Schema): string => nameOf(schema.written)))
}

function nameOf(node: Node): string {
  return placeOf(node).replaceAll('`', '')
}
