import { defineRule, type Operation, type Property, type Schema, tokens } from '@specward/core'
import { listed } from '../wording.ts'
import { isGrave } from './gravity.ts'
import { isSaidToBeHidden } from './returned.ts'

/** A collection, and the operation that returns one of it. */
interface Overexposed {
  readonly list: Operation
  readonly properties: readonly Property[]
}

export default defineRule({
  id: 'no-full-record-in-list',
  title: 'A list returns whole records, sensitive data included.',
  why: 'One request for the list then takes the sensitive data of everybody in it. A list for choosing from needs a name and an id; the rest can wait for the record that is asked for, where it can be checked who asks.',
  fix: 'Give the list a schema of its own without the sensitive properties.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: { owasp: ['API3:2023'], cwe: [201], controls: ['DATA-3'] },
  falsePositives:
    'Only lists whose items have the very schema of the single record are reported, and only for data that hardly stands for anything else: an account number or a date of birth, but no e-mail address on its own, and no account number in a list of accounts, which it tells apart.',
  select: 'document',
  check({ operations }, { report, notApplicable }) {
    const pairs = pairsAmong(operations)
    if (pairs.length === 0) return notApplicable()
    const found = pairs.flatMap(([list, detail]) => overexposed(list, detail) ?? [])
    const [first, ...others] = found
    if (!first) return
    report({
      at: first.list.node,
      covers: found.map(({ list }) => list.node),
      message: messageFor(first, others.length),
      operations: found.map(({ list }) => list.label),
      related: [
        ...first.properties.map(({ node, name }) => ({
          at: { node, part: 'key' } as const,
          message: `\`${name}\` is in the list`,
        })),
        ...others.map(({ list, properties }) => ({
          at: list.node,
          message: `\`${list.label}\` returns ${namesOf(properties)}`,
        })),
      ],
    })
  },
  examples: {
    bad: [
      {
        title: 'Account numbers of all customers, in a page that is reached through `$ref`',
        text: `
paths:
  /customers:
    get:
#   ^^^
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Page' }
  /customers/{id}:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Customer' }
components:
  schemas:
    Page:
      type: object
      properties:
        items: { type: array, items: { $ref: '#/components/schemas/Customer' } }
    Customer:
      type: object
      properties:
        name: { type: string }
        iban: { type: string }
`,
      },
      {
        title: 'OpenAPI 2.0: dates of birth, inherited through `allOf`',
        format: 'oas2',
        text: `
paths:
  /patients:
    get:
#   ^^^
      responses:
        '200': { description: OK, schema: { type: array, items: { $ref: '#/definitions/Patient' } } }
  /patients/{id}:
    get:
      responses:
        '200': { description: OK, schema: { $ref: '#/definitions/Patient' } }
definitions:
  Patient:
    allOf:
      - type: object
        properties: { dateOfBirth: { type: string } }
`,
      },
    ],
    good: [
      {
        title: 'A schema for the list, and a list without anything sensitive',
        text: `
paths:
  /customers:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: array, items: { type: object, properties: { name: { type: string } } } }
  /customers/{id}:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: object, properties: { name: { type: string }, iban: { type: string } } }
  /articles:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: array, items: { $ref: '#/components/schemas/Article' } }
  /articles/{id}:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Article' }
components:
  schemas:
    Article: { type: object, properties: { title: { type: string }, email: { type: string } } }
`,
      },
      {
        title: 'OpenAPI 2.0: the list alone',
        format: 'oas2',
        text: `
paths:
  /patients:
    get:
      responses:
        '200': { description: OK, schema: { type: array, items: { $ref: '#/definitions/Patient' } } }
definitions:
  Patient: { type: object, properties: { dateOfBirth: { type: string } } }
`,
      },
    ],
  },
})

/** `GET /customers` with `GET /customers/{id}`. */
function pairsAmong(operations: readonly Operation[]): readonly (readonly [Operation, Operation])[] {
  const reads = operations.filter(({ kind, method }) => kind === 'http' && method === 'get')
  const lists = new Map(reads.map((operation) => [operation.path.replace(/\/$/, ''), operation]))
  return reads.flatMap((detail) => {
    const collection = /^(.*)\/\{[^{}/]+\}\/?$/.exec(detail.path)?.[1]
    const list = collection === undefined ? undefined : lists.get(collection)
    return list ? [[list, detail] as const] : []
  })
}

function overexposed(list: Operation, detail: Operation): Overexposed | undefined {
  const records = new Set(bodiesOf(detail).flatMap(withWrapped))
  const schema = bodiesOf(list)
    .flatMap(itemsOf)
    .find((item) => records.has(item))
  if (!schema) return undefined
  const properties = [schema, ...schema.properties.map((property) => property.schema)]
    .flatMap((each) => each.properties)
    .filter(isTooMuch)
    .filter((property) => !identifies(property, list))
  return properties.length > 0 ? { list, properties } : undefined
}

function bodiesOf({ responses }: Operation): readonly Schema[] {
  const good = responses.filter(({ status }) => status.startsWith('2'))
  return good.flatMap(({ response }) => response?.content ?? []).flatMap(({ schema }) => schema ?? [])
}

/** The body itself, and what a property of it holds: `{ data: { ... } }`. */
function withWrapped(body: Schema): readonly Schema[] {
  return body.properties.length > 3 ? [body] : [body, ...body.properties.map(({ schema }) => schema)]
}

/** What the body is a list of, also where the list is a property of a page. */
function itemsOf(body: Schema): readonly Schema[] {
  return [body, ...body.properties.map(({ schema }) => schema)].flatMap(({ items }) => items ?? [])
}

function isTooMuch(property: Property): boolean {
  const { sensitivity, writeOnly } = property
  if (!isGrave(sensitivity) || sensitivity.dataClass === 'credential') return false
  return !writeOnly && !isSaidToBeHidden(property)
}

/** Numbers by which an account is told from others. */
const OF_ACCOUNTS: ReadonlySet<string> = new Set(['IBAN', 'account number', 'bank account number'])

/** What a list of accounts is for. */
function identifies({ sensitivity }: Property, list: Operation): boolean {
  return OF_ACCOUNTS.has(sensitivity?.term ?? '') && entryOf(list).endsWith('account')
}

/** What one entry of the list is: `customer` of `/v1/customers`. */
function entryOf({ path }: Operation): string {
  return tokens(
    path
      .split('/')
      .filter((segment) => segment !== '')
      .at(-1) ?? '',
  ).join(' ')
}

function namesOf(properties: readonly Property[]): string {
  return listed([...new Set(properties.map(({ name }) => name))])
}

function messageFor({ list, properties }: Overexposed, more: number): string {
  const others =
    more === 0 ? '' : more === 1 ? '; 1 other list does the same' : `; ${more} other lists do the same`
  return `\`${list.label}\` returns the full record of every ${entryOf(list) || 'entry'}, including ${namesOf(properties)}${others}.`
}
