import {
  defineRule,
  type Fix,
  type Message,
  type Model,
  type Node,
  type Property,
  type Schema,
} from '@specward/core'
import { joined, remove } from '../edits.ts'
import { counted, listed } from '../wording.ts'
import { isGrave } from './gravity.ts'

export default defineRule({
  id: 'no-unused-sensitive-schema',
  title: 'The description tells of sensitive data that no operation uses.',
  why: 'Whoever reads the description learns which secrets and personal data lie in the database and under which names, although the API never shows them. Often it is the model of the server that was published whole.',
  fix: 'Leave schemas that no operation uses out of what is published.',
  presets: { strict: 'info' },
  formats: ['oas', 'asyncapi'],
  references: { owasp: ['API9:2023'], cwe: [1059, 200], controls: ['CONFIG-4'] },
  falsePositives:
    'Descriptions without operations are libraries of schemas and not judged, nor are schemas that are built on one with a `discriminator`: they can stand in its place. Only credentials and data that hardly stands for anything else count, and none that an operation publishes under the same name or that OAuth has named. Where no operation uses any schema of the list, references were resolved beforehand, and nothing is said.',
  select: 'schema',
  check(schema, { report, notApplicable, model }) {
    if (!isComponent(schema, model)) return notApplicable()
    const [first, ...others] = unusedIn(model)
    if (first?.schema !== schema) return
    report({
      at: { node: schema.node, part: 'key' },
      covers: [first, ...others].map((each) => each.schema.node),
      message: messageFor(schema, first.properties, others.length),
      operations: [],
      fix: removal([first, ...others], model),
      related: others.map(({ schema: other, properties }) => ({
        at: { node: other.node, part: 'key' } as const,
        message: `\`${other.name}\` reveals ${namesOf(properties)}`,
      })),
    })
  },
  examples: {
    bad: [
      {
        title: 'The model of the server, inherited through `allOf`',
        text: `
paths:
  /users:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { $ref: '#/components/schemas/User' }
components:
  schemas:
    User:
      type: object
      properties: { name: { type: string } }
    UserEntity:
#   ^^^^^^^^^^
      allOf:
        - $ref: '#/components/schemas/User'
        - type: object
          properties: { passwordHash: { type: string }, ssn: { type: string } }
`,
      },
      {
        title: 'OpenAPI 2.0: meant for the inside',
        format: 'oas2',
        text: `
paths:
  /users:
    get:
      responses:
        '200': { description: OK }
definitions:
  Customer:
# ^^^^^^^^
    x-internal: true
    type: object
    properties: { iban: { type: string } }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
channels:
  users:
    subscribe:
      message: { payload: { type: object } }
components:
  schemas:
    Account:
#   ^^^^^^^
      type: object
      properties: { clientSecret: { type: string } }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
channels:
  users: { address: users, messages: { made: { payload: { type: object } } } }
operations:
  tell: { action: send, channel: { $ref: '#/channels/users' } }
components:
  schemas:
    Account:
#   ^^^^^^^
      type: object
      properties: { dateOfBirth: { type: string } }
`,
      },
    ],
    good: [
      {
        title: 'Schemas that are used, and one that can stand in the place of another',
        text: `
paths:
  /users:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/NewUser' }
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Party' }
components:
  schemas:
    NewUser: { type: object, properties: { password: { type: string } } }
    Party:
      type: object
      discriminator: { propertyName: kind }
      properties: { kind: { type: string } }
    Person:
      allOf:
        - $ref: '#/components/schemas/Party'
        - type: object
          properties: { dateOfBirth: { type: string } }
    Page: { type: object, properties: { nextPageToken: { type: string } } }
`,
      },
      {
        title: 'OpenAPI 2.0: a library of schemas',
        format: 'oas2',
        text: `
paths: {}
definitions:
  Customer: { type: object, properties: { iban: { type: string } } }
`,
      },
      {
        title: 'AsyncAPI 3: used by a message',
        format: 'asyncapi3',
        text: `
channels:
  users: { address: users, messages: { made: { payload: { $ref: '#/components/schemas/Account' } } } }
operations:
  take: { action: receive, channel: { $ref: '#/channels/users' } }
components:
  schemas:
    Account: { type: object, properties: { dateOfBirth: { type: string } } }
`,
      },
    ],
  },
})

/** Takes the schemas away, unless something refers to them: an operation to one that is marked, another schema, a mapping. */
function removal(unused: readonly Unused[], model: Model): Fix | undefined {
  const nodes = new Set(unused.map(({ schema }) => schema.node))
  const isReferred = model.select('reference').some(({ node }) => {
    const target = node.parent && model.resolve(node.parent)
    return target !== undefined && nodes.has(target)
  })
  const isHere = [...nodes].every(({ file }) => file === model.document.node.file)
  if (isReferred || !isHere) return undefined
  return joined(
    [...nodes].map((node) => ({
      title: `Remove ${counted(nodes.size, 'schema')}`,
      kind: 'suggested',
      edits: [remove(node)],
    })),
  )
}

const componentsOf = new WeakMap<Model, ReadonlySet<Node>>()

/** A schema that the document publishes under a name, here or in another file; nothing in a library of schemas. */
function isComponent({ node }: Schema, model: Model): boolean {
  let components = componentsOf.get(model)
  if (!components) {
    const { node: root, operations } = model.document
    const section = root.at('components', 'schemas') ?? root.child('definitions')
    const entries = operations.length > 0 ? [...(section?.children() ?? [])] : []
    components = new Set(entries.map((entry) => model.resolve(entry) ?? entry))
    componentsOf.set(model, components)
  }
  return components.has(node)
}

interface Unused {
  readonly schema: Schema
  readonly properties: readonly Property[]
}

const known = new WeakMap<Model, readonly Unused[]>()

/** All of them, of which the first is reported with the others beside it. */
function unusedIn(model: Model): readonly Unused[] {
  let unused = known.get(model)
  if (!unused) {
    unused = look(model)
    known.set(model, unused)
  }
  return unused
}

/** So many schemas can all be left over from an earlier version. */
const FEW = 5

function isInternal({ node }: Schema): boolean {
  return node.child('x-internal')?.value === true
}

function look(model: Model): readonly Unused[] {
  const held = heldBy(model.document.channels.flatMap(({ messages }) => messages))
  const components = model.select('schema').filter((schema) => isComponent(schema, model))
  // where references were replaced by what they name, nothing uses a component
  const isResolved =
    components.length > FEW && !components.some((schema) => schema.uses.length > 0 || held.has(schema))
  const found = components.flatMap((schema) => {
    if (isResolved && !isInternal(schema)) return []
    const properties = schema.properties.filter(isTelling)
    return properties.length > 0 && isUnused(schema, held) ? [{ schema, properties }] : []
  })
  if (found.length === 0) return []
  const told = namesInUse(model)
  return found.flatMap(({ schema, properties }) => {
    const others = isInternal(schema) ? properties : properties.filter(({ name }) => !told.has(name))
    return others.length > 0 ? [{ schema, properties: others }] : []
  })
}

/** Sensitive names that the operations publish in any case. */
function namesInUse(model: Model): ReadonlySet<string> {
  const names = new Set<string>()
  for (const { name, sensitivity, owner } of model.select('property')) {
    if (!names.has(name) && sensitivity && owner.uses.length > 0) names.add(name)
  }
  return names
}

/** What messages of channels are made of: they belong to the API where no operation is described as well. */
function heldBy(messages: readonly Message[]): ReadonlySet<Schema> {
  const held = new Set<Schema>()
  for (const { payload, headers } of messages) {
    for (const schema of [payload, headers]) if (schema) held.add(schema)
  }
  // grows while it is gone through
  for (const schema of held) {
    for (const property of schema.properties) held.add(property.owner).add(property.schema)
    for (const { schema: inner } of schema.contained) held.add(inner)
  }
  return held
}

function isUnused(schema: Schema, held: ReadonlySet<Schema>): boolean {
  if (!isInternal(schema) && (schema.uses.length > 0 || held.has(schema))) return false
  return schema.all('discriminator').length === 0
}

/** Fields that OAuth itself has named (RFC 6749, RFC 7636, OpenID Connect): they tell nothing of the database. */
const STANDARD =
  /^(?:access_token|refresh_token|id_token|client_secret|client_assertion|code_verifier|device_code)$/

/** A session is there to be handed to callers. */
function isTelling({ name, sensitivity }: Property): boolean {
  return isGrave(sensitivity) && !STANDARD.test(name) && sensitivity.term !== 'session token'
}

function namesOf(properties: readonly Property[]): string {
  return listed([...new Set(properties.map(({ name }) => name))])
}

function messageFor(schema: Schema, properties: readonly Property[], more: number): string {
  const others = more === 0 ? '' : `; so ${more === 1 ? 'does' : 'do'} ${counted(more, 'more schema')}`
  const what = isInternal(schema)
    ? `\`${schema.name}\` is marked as internal`
    : `No operation uses \`${schema.name}\``
  return `${what}, yet it is published and reveals ${namesOf(properties)}${others}.`
}
