import { defineRule, type Model, type Operation, type Property, type Response } from '@specward/core'
import { pieceOf, type SensitiveResult, sensitiveResult } from '../exposure/sensitive-results.ts'
import { insertHeader, labelsOf, responseHeader } from '../headers.ts'
import { byStatus } from '../in-order.ts'
import { counted, listed, listedWords } from '../wording.ts'
import { knowsAccounts } from './accounts.ts'

export default defineRule({
  id: 'no-cacheable-sensitive-data',
  title: 'Personal or financial data is returned, and nothing is said about caching.',
  why: 'Browsers keep what they are not told to forget. On a shared or stolen computer the data is found on the disk, and the back button shows it after signing out.',
  fix: 'Send and document `Cache-Control: no-store` for what is about people or their money.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [525],
    controls: ['DATA-4'],
    specifications: ['RFC 9111, section 4.2.2 and section 5.2.2.5'],
  },
  falsePositives:
    'The server may send the header without the description saying so. Strong evidence of personal or financial data is asked for: an account or card number, a date of birth, an identity number, or two ways to reach one person. A description without security or any other sign of accounts is taken for public, and its people for ones that the public knows. What `Cache-Control` allows is judged by `no-shared-cache-of-sensitive-data`.',
  select: 'document',
  check({ operations }, { report, notApplicable, model, format }) {
    const candidates = mayTell(model)
    const telling = operations.filter(
      (operation) => candidates.has(operation) && operation.method === 'get' && sensitiveResult(operation),
    )
    if (telling.length === 0 || !knowsAccounts(model)) return notApplicable()
    const silent = telling.filter((operation) => silentResponse(operation) !== undefined)
    const [first] = silent
    const response = first && silentResponse(first)
    const result = first && sensitiveResult(first)
    if (!first || !response || !result) return
    const labels = labelsOf(silent)
    const edits = [...new Set(silent.flatMap((operation) => silentResponse(operation) ?? []))].flatMap(
      (each) =>
        insertHeader(each, 'Cache-Control', { description: 'Not to be kept.', only: 'no-store' }, format) ??
        [],
    )
    report({
      at: response.node,
      covers: silent.flatMap((each) => {
        const place = silentResponse(each)?.node
        const fields = sensitiveResult(each)?.properties ?? []
        return [...(place ? [place] : []), ...fields.map(({ name }) => `${each.label} ${name}`)]
      }),
      message:
        labels.length === 1
          ? `\`${labels[0]}\` returns ${classesOf(silent)} (${namesOf(result)}), and documents no \`Cache-Control: no-store\`.`
          : `${counted(labels.length, 'operation')} return ${classesOf(silent)} (\`${labels[0]}\`: ${namesOf(result)}), and none documents \`Cache-Control: no-store\`.`,
      operations: labels,
      fix: { title: 'Document `Cache-Control: no-store`', kind: 'suggested', edits },
    })
  },
  examples: {
    bad: [
      {
        title: 'Two operations, one of them through `$ref`',
        text: `
security:
  - token: []
paths:
  /patients:
    get:
      responses:
        '200': { $ref: '#/components/responses/Patient' }
  /accounts:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: array, items: { type: object, properties: { iban: { type: string } } } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
  responses:
    Patient:
#   ^^^^^^^
      description: OK
      content:
        application/json:
          schema: { type: object, properties: { dateOfBirth: { type: string } } }
`,
      },
      {
        title: 'OpenAPI 2.0: other headers',
        format: 'oas2',
        text: `
paths:
  /users/login:
    post:
      responses:
        '204': { description: Signed in }
  /users/{id}:
    get:
      responses:
        '200':
#       ^^^^^
          description: OK
          headers:
            ETag: { type: string }
          schema: { type: object, properties: { email: { type: string }, phone: { type: string } } }
`,
      },
    ],
    good: [
      {
        title: 'Caching is spoken of; a write; a single address of an author',
        text: `
security:
  - token: []
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
paths:
  /patients:
    get:
      responses:
        '200':
          description: OK
          headers: { cache-control: { schema: { type: string, enum: [no-store] } } }
          content:
            application/json:
              schema: { type: object, properties: { dateOfBirth: { type: string } } }
    post:
      responses:
        '201':
          description: OK
          content:
            application/json:
              schema: { type: object, properties: { dateOfBirth: { type: string } } }
  /commits:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: object, properties: { author: { type: string }, email: { type: string } } }
`,
      },
      {
        title: 'An encyclopedia: no accounts, and people whom everybody knows',
        text: `
paths:
  /book:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: object, properties: { author: { type: object, properties: { dateOfBirth: { type: string } } } } }
`,
      },
      {
        title: 'How a value is written is not the value',
        text: `
security:
  - token: []
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
paths:
  /transcripts/{id}:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                type: object
                properties:
                  phone_number: { type: string, description: 'Phone number format pattern (such as (xxx)xxx-xxxx).' }
                  email: { type: string, description: Pattern for email addresses. }
`,
      },
      {
        title: 'OpenAPI 2.0: in an error alone',
        format: 'oas2',
        text: `
paths:
  /users/{id}:
    get:
      responses:
        '200': { description: OK, schema: { type: object, properties: { id: { type: string } } } }
        '404':
          description: Unknown
          schema: { type: object, properties: { email: { type: string }, phone: { type: string } } }
`,
      },
    ],
  },
})

/**
 * Operations that return pieces that could tell together, wherever they stand: few, where looking at all that every
 * operation returns would take long.
 */
function mayTell(model: Model): ReadonlySet<Operation> {
  const pieces = new Map<Operation, Set<string>>()
  for (const property of model.select('property')) {
    const piece = pieceOf(property)
    if (piece === undefined) continue
    for (const { operation, direction } of property.uses) {
      if (direction !== 'response' || operation.kind !== 'http') continue
      const found = pieces.get(operation) ?? new Set()
      pieces.set(operation, found)
      found.add(piece === 'enough' ? piece : `${piece} ${property.sensitivity?.term}`)
    }
  }
  const isEnough = (found: ReadonlySet<string>) =>
    found.has('enough') || (found.size > 1 && [...found].some((piece) => piece.startsWith('contact')))
  return new Set([...pieces].flatMap(([operation, found]) => (isEnough(found) ? operation : [])))
}

function kindOf({ property }: SensitiveResult): string {
  return property.sensitivity?.dataClass === 'financial' ? 'financial' : 'personal'
}

/** `credentials, personal and financial data`: what all of them return together. */
function classesOf(operations: readonly Operation[]): string {
  const results = operations.flatMap((operation) => sensitiveResult(operation) ?? [])
  const kinds = [...new Set(results.map(kindOf))].sort().reverse()
  const secrets = results.some((result) => secretBeside(result)) ? ['credentials'] : []
  return `${listedWords([...secrets, ...kinds])} data`
}

/** What stands beside it may be worse. */
function secretBeside({ property }: SensitiveResult): Property | undefined {
  return property.owner.properties.find(
    ({ sensitivity, writeOnly }) =>
      !writeOnly && sensitivity?.confidence === 'certain' && sensitivity.dataClass === 'credential',
  )
}

function namesOf(result: SensitiveResult): string {
  const secret = secretBeside(result)
  return listed(secret ? [secret.name, ...result.names] : result.names)
}

/** A successful response with a body that says nothing to caches. `Expires` and `Pragma` are old ways to say it. */
function silentResponse({ responses }: Operation): Response | undefined {
  for (const { status, response } of responses.toSorted(byStatus)) {
    if (!response || !status.startsWith('2') || response.content.length === 0) continue
    if (!['Cache-Control', 'Expires', 'Pragma'].some((name) => responseHeader(response, name)))
      return response
  }
  return undefined
}
