import { defineRule, type Model, type RuleContext, type Schema } from '@specward/core'
import { listedWords } from '../wording.ts'
import { candidatesOf, discriminatorOf } from './discriminators.ts'
import { type Fault, tellGroups } from './faults.ts'
import { placeOf } from './places.ts'

export default defineRule({
  id: 'no-optional-discriminator',
  title: 'The property that tells which schema an object is of may be left out.',
  why: 'What tools do then is not defined: some refuse the object, and some let it through by no schema at all.',
  fix: 'Name the property in `required` of every schema that can be chosen.',
  presets: { strict: 'info', 'owasp-api-2023': 'off' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [843],
    controls: ['INPUT-1'],
    specifications: ['OpenAPI 2.0, Schema Object, discriminator', 'OpenAPI 3.1.1, Discriminator Object'],
  },
  falsePositives:
    'OpenAPI 3.2 knows a `defaultMapping` for objects without the property; such are not judged. Nor is a schema that nothing is built with and that offers no choice: there is nothing to tell apart.',
  select: 'document',
  check(_document, { report, undecided, model }) {
    tellGroups(faultsIn(model, undecided), report)
  },
  examples: {
    bad: [
      {
        title: 'Not required by one of the schemas behind `$ref`',
        text: `
paths: {}
components:
  schemas:
    Pet:
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
      discriminator: { propertyName: petType }
#                                    ^^^^^^^
    Cat: { type: object, required: [petType], properties: { petType: { type: string } } }
    Dog: { type: object, properties: { petType: { type: string } } }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths: {}
definitions:
  Pet: { type: object, discriminator: kind, properties: { kind: { type: string } } }
#                                     ^^^^
  Cat: { allOf: [{ $ref: '#/definitions/Pet' }] }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    subscribe:
      message: { payload: { $ref: '#/components/schemas/Order' } }
components:
  schemas:
    Order: { type: object, discriminator: kind, properties: { kind: { type: string } } }
#                                         ^^^^
    Refund: { allOf: [{ $ref: '#/components/schemas/Order' }] }
`,
      },
    ],
    good: [
      {
        title: 'Required by a base, by all that is built with it, or not needed',
        format: 'oas3.2',
        text: `
paths: {}
components:
  schemas:
    Pet: { type: object, required: [kind], properties: { kind: { type: string } }, discriminator: { propertyName: kind } }
    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }], properties: { lives: { type: integer } } }
    Shape: { type: object, properties: { kind: { type: string } }, discriminator: { propertyName: kind } }
    Circle: { allOf: [{ $ref: '#/components/schemas/Shape' }], required: [kind] }
    Any:
      type: object
      properties: { kind: { type: string } }
      discriminator: { propertyName: kind, defaultMapping: Shape }
`,
      },
      {
        title: 'Nothing to be told apart',
        text: `
paths:
  /orders:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { kind: { type: string } }, discriminator: { propertyName: kind } }
      responses: { '201': { description: Created } }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths: {}
definitions:
  Pet: { type: object, discriminator: kind, required: [kind], properties: { kind: { type: string } } }
  Cat: { allOf: [{ $ref: '#/definitions/Pet' }] }
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

function faultsIn(model: Model, undecided: RuleContext<unknown>['undecided']): readonly Fault[] {
  const faults: Fault[] = []
  for (const schema of model.select('schema')) {
    const discriminator = discriminatorOf(schema)
    if (!discriminator || schema.written.at('discriminator', 'defaultMapping')) continue
    const { name, node } = discriminator
    const candidates = candidatesOf(schema, model)
    if (candidates.length === 1 && candidates[0] === schema && !schema.written.at('discriminator', 'mapping'))
      continue
    const open = candidates.filter((each) => each.propertyNames.has(name) && !requires(each, name))
    const [first] = open
    if (!first || requires(schema, name) || (first === schema && isLeftToOthers(schema, open, model)))
      continue
    const unread = [schema, ...open].find(({ isWhole }) => !isWhole)
    if (unread) {
      undecided({
        at: node,
        because: `a part of ${calledAt(unread)} could not be read that may require \`${name}\``,
      })
      continue
    }
    faults.push({
      schema,
      at: node,
      group: 'optional',
      message: messageFor(schema, name, open),
    })
  }
  return faults
}

function messageFor(schema: Schema, name: string, open: readonly Schema[]): string {
  const where = open.includes(schema) ? '' : ` in ${listedWords(open.map(calledAt))}`
  const who = calledAt(schema).replace(/^[a-z]/, (letter) => letter.toUpperCase())
  return `${who} is told apart by \`${name}\`, which may be left out${where}. Name it in \`required\`${where === '' ? '' : ' there'}.`
}

/** What has no name is called by who uses it, or by its file. */
function calledAt({ written, uses }: Schema): string {
  const place = placeOf(written)
  if (place !== 'a schema') return place
  const [use] = uses
  const file = written.file.uri.split('/').at(-1) ?? ''
  return written.parent && use ? `a schema of \`${use.operation.label}\`` : `the schema in \`${file}\``
}

function requires(schema: Schema, name: string): boolean {
  return schema.all('required').some(({ value }) => Array.isArray(value) && value.includes(name))
}

/** True for a base that leaves it to all that is built with it. */
function isLeftToOthers(schema: Schema, open: readonly Schema[], model: Model): boolean {
  return open.length === 1 && candidatesOf(schema, model).length > 1
}
