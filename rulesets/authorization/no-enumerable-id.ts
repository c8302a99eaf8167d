import {
  type ApiDocument,
  defineRule,
  type Operation,
  type Parameter,
  type Schema,
  tokens,
} from '@specward/core'
import { isMeantForAnyone } from '../authentication/anonymous.ts'
import { sensitiveResult } from '../exposure/sensitive-results.ts'
import { counted, listed } from '../wording.ts'
import { demandOf, isCovered } from './alternatives.ts'

/** Ids behind authentication that are named for an assessment. */
const MOST_ASSUMED = 50

/** Characters of a random id that nobody guesses: 64 bits in base 62. */
const UNGUESSABLE = 11

export default defineRule({
  id: 'no-enumerable-id',
  title: 'Objects can be found by counting through their ids.',
  why: 'Where ids are small numbers, a loop visits every object there is. If nothing checks for each object who may see it, all of them are copied within hours; a shared key or none at all cannot even tell who asks.',
  fix: 'Use random ids (`format: uuid`) in what callers see, and check for every object whether the caller may have it.',
  presets: { recommended: 'info', strict: 'info', 'internal-api': 'off' },
  formats: ['oas'],
  references: {
    owasp: ['API1:2023'],
    cwe: [340, 639],
    controls: ['AUTHZ-2'],
    specifications: ['OWASP ASVS 5.0, section 8.2.2'],
  },
  falsePositives:
    'Judged is the last id of a path, where a GET is public, protected by a shared key alone, or returns data about people or their money, and where the object belongs to somebody: orders, accounts, messages and the like. Where the same caller can list all objects, nobody has to count. A random id does not replace the check, and where the check is certain, numbers do no harm.',
  select: 'document',
  check(document, { report, assume, notApplicable }) {
    const found = document.operations.flatMap((operation) => judge(operation, document) ?? [])
    if (found.length === 0) return notApplicable()
    const lists = listsOf(document)
    const open = found.filter(
      ({ verdict, operation }) => verdict !== 'guarded' && !isListed(operation, lists.get(homeOf(operation))),
    )
    // the gravest speaks for all
    const first = open.find(({ verdict }) => verdict === 'sensitive') ?? open[0]
    const left = new Set(open)
    const guarded = found.filter((each) => !left.has(each) && each.form !== '')
    for (const { operation, parameter, form } of guarded.slice(0, MOST_ASSUMED)) {
      const because = `\`${parameter.name}\` of \`${operation.label}\` is ${form}, and each object is taken to be checked against who asks for it`
      assume({ at: parameter.node, because })
    }
    if (!first) return
    const { operation, parameter, form, verdict } = first
    const others = open.filter((each) => each !== first)
    const are = others.length === 1 ? 'is' : 'are'
    const more = others.length === 0 ? '' : ` ${counted(others.length, 'other operation')} ${are} alike.`
    report({
      at: parameter.node.child('name') ?? parameter.node,
      covers: open.map((each) => each.parameter.node),
      message: `\`${operation.label}\` ${reasonFor(operation, verdict)}, and \`${parameter.name}\` is ${form}: callers can count through the ids.${more}`,
      operations: open.map((each) => each.operation.label),
      related: others
        .slice(0, 3)
        .map((each) => ({ at: each.operation.node, message: `\`${each.operation.label}\` as well.` })),
    })
  },
  examples: {
    bad: [
      {
        title: 'Numbers, with a shared key; a schema that is reached through `$ref` and `allOf`',
        text: `
security: [{ key: [] }]
paths:
  /orders/{orderId}:
    get:
      parameters:
        - name: orderId
#               ^^^^^^^
          in: path
          required: true
          schema:
            allOf: [{ $ref: '#/components/schemas/Id' }]
      responses:
        '200': { description: OK }
    delete:
      parameters:
        - { name: orderId, in: path, required: true, schema: { $ref: '#/components/schemas/Id' } }
      responses:
        '204': { description: Deleted }
components:
  schemas:
    Id: { type: integer, format: int64 }
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
`,
      },
      {
        title: 'Digits, at an operation that returns personal data to holders of a token',
        text: `
security: [{ token: [] }]
paths:
  /customers/{id}:
    get:
      parameters:
        - { name: id, in: path, required: true, schema: { type: string, pattern: '^[0-9]+$' } }
#                 ^^
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                type: object
                properties: { email: { type: string, format: email }, dateOfBirth: { type: string, format: date } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'A number or nothing, and a number that is written as a text',
        text: `
security: [{ key: [] }]
paths:
  /orders/{orderId}:
    get:
      parameters:
        - name: orderId
#               ^^^^^^^
          in: path
          required: true
          schema: { anyOf: [{ type: integer }, { type: 'null' }] }
      responses:
        '200': { description: OK }
  /invoices/{invoiceId}:
    get:
      parameters:
        - { name: invoiceId, in: path, required: true, schema: { type: string, format: int64 } }
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
`,
      },
      {
        title: 'One operation is open among others, whatever the largest number',
        text: `
paths:
  /store/order/{orderId}:
    get:
      parameters:
        - { name: orderId, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 10 } }
#                 ^^^^^^^
      responses:
        '200': { description: OK }
  /store/order:
    post:
      security: [{ key: [] }]
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
`,
      },
      {
        title: 'OpenAPI 2.0: public, with what belongs to the object behind it',
        format: 'oas2',
        text: `
security: []
paths:
  /tickets/{ticket_id}/messages:
    get:
      parameters:
        - { name: ticket_id, in: path, required: true, type: integer }
#                 ^^^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'Random ids, and numbers that are none of an object, or stand behind a token',
        text: `
security: [{ key: [] }]
paths:
  /orders/{orderId}:
    get:
      parameters:
        - { name: orderId, in: path, required: true, schema: { type: string, format: uuid } }
      responses:
        '200': { description: OK }
  /years/{year}:
    get:
      parameters:
        - { name: year, in: path, required: true, schema: { type: integer } }
      responses:
        '200': { description: OK }
  /articles/{articleId}:
    get:
      security: [{ token: [] }]
      parameters:
        - { name: articleId, in: path, required: true, schema: { type: integer } }
      responses:
        '200': { description: OK }
  /grids/{grid}:
    get:
      parameters:
        - { name: grid, in: path, required: true, schema: { type: integer } }
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Objects that belong to nobody, and those that the same caller can list',
        text: `
security: [{ key: [] }]
paths:
  /planets/{planetId}:
    get:
      parameters:
        - { name: planetId, in: path, required: true, schema: { type: integer } }
      responses:
        '200': { description: OK }
  /invoices:
    get:
      responses:
        '200': { description: OK }
  /invoices/{invoiceId}:
    get:
      parameters:
        - { name: invoiceId, in: path, required: true, schema: { type: integer } }
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
`,
      },
      {
        title: 'OpenAPI 2.0: random ids below a number, and a page that has one',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
security: [{ key: [] }]
paths:
  /shops/{shopId}/orders/{orderId}:
    get:
      parameters:
        - { name: shopId, in: path, required: true, type: integer }
        - { name: orderId, in: path, required: true, type: string, format: uuid }
      responses:
        '200': { description: OK }
  /pages/{page}:
    get:
      parameters:
        - { name: page, in: path, required: true, type: integer }
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

type Verdict = 'sensitive' | 'public' | 'key' | 'guarded'

interface Judged {
  readonly operation: Operation
  readonly parameter: Parameter
  /** What the id looks like: `a number`. */
  readonly form: string
  readonly verdict: Verdict
}

/** Undefined where no id stands last in the path. */
function judge(operation: Operation, document: ApiDocument): Judged | undefined {
  // the last of the path, with what belongs to the object behind it: `/users/{userId}/orders`
  const isRead = operation.kind === 'http' && operation.method === 'get'
  const name = isRead ? LAST_ID.exec(operation.path)?.[1] : undefined
  if (name === undefined || !/id$/i.test(name) || tokens(name).at(-1) !== 'id') return undefined
  const { kind } = operation.security
  if (kind === 'unreadable' || isMeantForAnyone(operation)) return undefined
  // of a document without any authentication, `require-authentication` tells
  if (kind === 'undeclared' && !document.declaresSecurity) return undefined
  const parameter = operation.parameters.find((each) => each.in === 'path' && each.name === name)
  if (!parameter) return undefined
  const form = parameter.schema && formOf(parameter.schema)
  return {
    operation,
    parameter,
    form: form ?? '',
    verdict: form === undefined ? 'guarded' : verdictOn(operation),
  }
}

/** Where there is a choice, each of it has to be such: one may be random. */
function formOf(schema: Schema): string | undefined {
  const form = ownFormOf(schema)
  if (form !== undefined) return form
  for (const choices of schema.alternatives) {
    const forms = choices.filter((each) => !isNull(each)).map(ownFormOf)
    if (forms.length > 0 && forms.every((each) => each !== undefined)) return forms[0]
  }
  return undefined
}

function isNull(schema: Schema): boolean {
  return schema.all('type').some(({ value }) => value === 'null')
}

function ownFormOf(schema: Schema): string | undefined {
  const values = (keyword: string) => schema.all(keyword).map(({ value }) => value)
  const types = values('type').flat()
  if (types.includes('integer') || types.includes('number')) return 'a number'
  const pattern = values('pattern').find((value) => typeof value === 'string')
  if (typeof pattern === 'string' && DIGITS.test(pattern)) return 'made of digits alone'
  if (values('format').some((format) => format === 'uuid' || format === 'ulid')) return undefined
  if (values('format').some((format) => format === 'int64' || format === 'int32')) return 'a number'
  const [longest] = values('maxLength').filter((value) => typeof value === 'number')
  if (longest !== undefined && longest < UNGUESSABLE && types.includes('string'))
    return `text of at most ${counted(longest, 'character')}`
  return undefined
}

/** `^[0-9]+$`, `^\d{1,9}$`, `^[1-9]\d*$`. */
const DIGITS = /^\^?\(?(?:(?:\\d|\[[0-9]-9\])(?:[+*?]|\{\d+(?:,\d*)?\})?)+\)?\$?$/

function verdictOn(operation: Operation): Verdict {
  const { security } = operation
  const holdsData = sensitiveResult(operation) !== undefined
  if (!holdsData && !isOwned(operation)) return 'guarded'
  if (security.kind === 'public' || security.kind === 'undeclared') return 'public'
  if (holdsData) return 'sensitive'
  const schemes = security.alternatives.flatMap(({ requirements }) =>
    requirements.map(({ scheme }) => scheme),
  )
  const isKey = schemes.every((scheme) => scheme?.type === 'apiKey' && !isSession(scheme))
  return security.kind === 'required' && schemes.length > 0 && isKey ? 'key' : 'guarded'
}

/** The last id of a path, with what belongs to the object behind it: `/users/{userId}/orders`. */
const LAST_ID = /\{([^{}]+)\}[^{}]*$/

/** Things that belong to somebody. */
const OWNED: ReadonlySet<string> = new Set(
  `order invoice payment transaction transfer account user customer member patient employee booking reservation ticket
  statement subscription contract claim prescription appointment basket cart shipment loan`.split(/\s+/),
)

function isOwned({ path }: Operation): boolean {
  const noun = homeOfPath(path).split('/').at(-1) ?? ''
  return OWNED.has(tokens(noun).at(-1) ?? '')
}

/** `/users` of `/users/{userId}` and `/users/{userId}/orders`. */
function homeOfPath(path: string): string {
  return path.slice(0, LAST_ID.exec(path)?.index).replace(/\/$/, '')
}

function homeOf({ path }: Operation): string {
  return homeOfPath(path)
}

function listsOf({ operations }: ApiDocument): ReadonlyMap<string, Operation> {
  const reads = operations.filter(({ kind, method }) => kind === 'http' && method === 'get')
  return new Map(reads.map((operation) => [operation.path.replace(/\/$/, ''), operation]))
}

/** Whether whoever gets at the object can have the list of all of them as well, so that nobody has to count. */
function isListed({ security }: Operation, list: Operation | undefined): boolean {
  if (!list) return false
  if (list.security.kind !== 'required') return list.security.kind !== 'unreadable'
  return (
    security.kind === 'required' &&
    security.alternatives.every(({ requirements }) =>
      list.security.alternatives.some((way) => isCovered(demandOf(way.requirements), demandOf(requirements))),
    )
  )
}

/** Tokens of people that OpenAPI 2.0 can write as API keys alone, and cookies. */
function isSession(scheme: {
  readonly in: string | undefined
  readonly parameterName: string | undefined
}): boolean {
  return scheme.in === 'cookie' || scheme.parameterName?.toLowerCase() === 'authorization'
}

function reasonFor(operation: Operation, verdict: Verdict): string {
  if (verdict === 'public') return 'needs no authentication'
  if (verdict === 'key') return 'needs only an API key'
  const names = sensitiveResult(operation)?.names ?? []
  return `returns ${listed(names)}`
}
