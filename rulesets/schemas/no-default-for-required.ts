import { defineRule, type Fix, type Model, type Node } from '@specward/core'
import { remove } from '../edits.ts'
import { type Fault, tellGroups } from './faults.ts'
import { itemsOf } from './values.ts'

export default defineRule({
  id: 'no-default-for-required',
  title: 'What callers have to send has a default.',
  why: 'One of the two is not meant. Servers that fill in the default let requests through that lack what was to be required, and those that do not surprise their callers.',
  fix: 'Take the name out of `required`, or remove the default.',
  presets: { strict: 'hint', 'owasp-api-2023': 'off' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1173],
    controls: ['TEST-2'],
    specifications: ['OpenAPI 3.0.4, Schema Object'],
  },
  falsePositives:
    'A default can be there for a form that is filled in beforehand. What is only returned is not judged, nor are webhooks and callbacks and the answers to them.',
  select: 'document',
  check(_document, { report, model }) {
    tellGroups(faultsIn(model), report)
  },
  examples: {
    bad: [
      {
        title: 'A parameter, and a property that is reached through `$ref`',
        text: `
paths:
  /orders:
    post:
      parameters:
        - { name: size, in: query, required: true, schema: { type: integer, default: 10 } }
#                                                                                    ^^
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Order' }
      responses: { '201': { description: Created } }
components:
  schemas:
    Order: { type: object, required: [kind], properties: { kind: { type: string, default: plain } } }
#                                                                                         ^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters: [{ name: size, in: query, required: true, type: integer, default: 10 }]
#                                                                                   ^^
      responses: { '200': { description: OK } }
`,
      },
    ],
    good: [
      {
        title: 'One of the two, what is returned, and what has one value alone',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: size, in: query, schema: { type: integer, default: 10 } }
        - { name: kind, in: query, required: true, schema: { type: string } }
        - { name: version, in: header, required: true, schema: { type: string, enum: [v1], default: v1 } }
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                type: object
                required: [kind]
                properties: { kind: { type: string, default: plain } }
`,
      },
      {
        title: 'The answer to a webhook, and what a webhook sends',
        text: `
webhooks:
  orderPaid:
    post:
      parameters:
        - { name: size, in: query, required: true, schema: { type: integer, default: 10 } }
      requestBody:
        content:
          application/json: { schema: { $ref: '#/components/schemas/Note' } }
      responses:
        '400':
          description: Refused
          content:
            application/problem+json: { schema: { $ref: '#/components/schemas/Note' } }
components:
  schemas:
    Note: { type: object, required: [type], properties: { type: { type: string, default: 'about:blank' } } }
`,
      },
      {
        title: 'OpenAPI 2.0: no default',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters: [{ name: size, in: query, required: true, type: integer }]
      responses: { '200': { description: OK } }
`,
      },
    ],
  },
})

function faultsIn(model: Model): readonly Fault[] {
  const faults: Fault[] = []
  for (const parameter of model.select('parameter')) {
    const { name, in: where, required, schema, operations } = parameter
    const node = required && where !== 'path' ? schema?.written.child('default') : undefined
    if (!node || !schema || isOnly(schema.all('enum')[0]?.value)) continue
    if (!operations.some(({ kind }) => kind === 'http')) continue
    const message = `Parameter \`${name}\` is required and has a default. Make it optional, or remove the default.`
    const place = model.resolve(parameter.node) ?? parameter.node
    const isOwn = schema.written === place || schema.written.parent === place
    faults.push({ schema, at: node, group: 'parameter', message, fix: withoutDefault(node, isOwn) })
  }
  for (const { name, schema, owner, readOnly, required, uses } of model.select('property')) {
    const node = schema.written.child('default')
    if (!node || readOnly || node.value === null || !required || isOnly(schema.all('enum')[0]?.value))
      continue
    // what the receiver of a webhook answers is sent by no caller
    if (!uses.some(({ direction, operation }) => direction === 'request' && operation.kind === 'http'))
      continue
    const message = `Callers have to send \`${name}\`, although it has a default. Take it out of \`required\`, or remove the default.`
    const isOwn = owner.written.child('properties')?.child(name) === schema.written
    const isAsked = itemsOf(owner.written.child('required')).some(({ value }) => value === name)
    const fix = withoutDefault(node, isOwn && isAsked)
    faults.push({ schema: owner, at: node, group: 'property', message, fix })
  }
  return faults
}

/**
 * What has to be there in any case never takes its default. Of a schema that is shared, other places may, where the
 * same value can be left out.
 */
function withoutDefault(node: Node, isAlwaysRequired: boolean): Fix {
  return { title: 'Remove the default', kind: isAlwaysRequired ? 'safe' : 'suggested', edits: [remove(node)] }
}

/** A default that is the only value changes nothing. */
function isOnly(values: unknown): boolean {
  return Array.isArray(values) && values.length === 1
}
