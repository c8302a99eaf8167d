import { defineRule, type Model, type Parameter, type Sensitivity } from '@specward/core'
import { withArticle } from '../wording.ts'
import { discriminatorOf, fieldsInUrl, isUsedOnlyBy, kindOf, placeOf } from './url-fields.ts'

/** By which people are looked up so often that a query for them is no surprise. */
const CONTACT: ReadonlySet<string> = new Set(['email address', 'phone number'])

export default defineRule({
  id: 'no-personal-data-in-url',
  title: 'Personal or financial data is sent in the URL.',
  why: 'URLs are kept in access logs, browser histories and monitoring, out of reach of those who have to protect or delete personal data. Card numbers in logs break PCI DSS.',
  fix: 'Identify people and accounts by an opaque id, and send personal data in the body, for searches with `POST` or `QUERY`.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API3:2023'],
    cwe: [598],
    controls: ['DATA-1'],
    specifications: ['RFC 9110, section 17.9', 'PCI DSS 4.0.1, requirement 3.5'],
  },
  falsePositives:
    'A search by e-mail address or phone number in the query string of a read is not reported unless `contactFilters` is on, or another operation of the same path changes or deletes what it names. Names that may mean something else, such as `mobile` or `passport`, are not reported.',
  options: {
    contactFilters: {
      type: 'boolean',
      default: false,
      description: 'Report e-mail addresses and phone numbers in the query string of reads as well.',
    },
  },
  select: 'parameter',
  check(parameter, { report, assume, notApplicable, model, options }) {
    const fields = fieldsInUrl(parameter)
    if (fields.length === 0) return notApplicable()
    for (const field of fields) {
      const { sensitivity } = field
      if (!sensitivity || sensitivity.dataClass === 'credential' || sensitivity.confidence === 'likely')
        continue
      if (isTooSmall(parameter, sensitivity)) continue
      if (!options.contactFilters && isContactFilter(parameter, sensitivity, model)) {
        assume({
          at: placeOf(field),
          because: `\`${field.label}\` is taken for a filter by which people are searched`,
        })
        continue
      }
      const what = sensitivity.by === 'policy' ? 'sensitive data by the policy' : phrase(sensitivity.term)
      report({
        at: placeOf(field),
        message: `${kindOf(parameter)} \`${field.label}\` carries ${what} in the URL.`,
        ...discriminatorOf(parameter, field),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'An e-mail address in the path',
        text: `
paths:
  /users/{email}:
    get:
      parameters:
        - name: email
#               ^^^^^
          in: path
          required: true
          schema: { type: string, format: email }
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'A social security number and a card number in the query string',
        text: `
paths:
  /customers:
    get:
      parameters:
        - { name: ssn, in: query, schema: { type: string } }
#                 ^^^
        - $ref: '#/components/parameters/Card'
      responses:
        '200': { description: OK }
components:
  parameters:
    Card: { name: cardNumber, in: query, schema: { type: string } }
#                 ^^^^^^^^^^
`,
      },
      {
        title: 'An address that a write takes in the query string',
        text: `
paths:
  /newsletter:
    post:
      parameters:
        - { name: email, in: query, schema: { type: string } }
#                 ^^^^^
      responses:
        '204': { description: Subscribed }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /accounts/{iban}:
    get:
      parameters:
        - { name: iban, in: path, required: true, type: string }
#                 ^^^^
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'An opaque id, and a search by e-mail address',
        text: `
paths:
  /users/{userId}:
    get:
      parameters:
        - { name: userId, in: path, required: true, schema: { type: string } }
        - { name: email, in: query, schema: { type: string } }
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'Names that only sound like it, and personal data in a header',
        text: `
paths:
  /messages:
    get:
      parameters:
        - { name: emailTemplateId, in: query, schema: { type: string } }
        - { name: hasPhone, in: query, schema: { type: boolean } }
        - { name: X-Ssn, in: header, schema: { type: string } }
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: data of a form travels in the body',
        format: 'oas2',
        text: `
paths:
  /customers:
    post:
      consumes: [application/x-www-form-urlencoded]
      parameters:
        - { name: ssn, in: formData, type: string }
      responses:
        '201': { description: Created }
`,
      },
    ],
  },
})

/** Least number of twelve digits, which those of payment cards have. */
const SHORTEST_CARD = 1e11

/** The number of a playing card, or of a place in a list. */
function isTooSmall({ schema }: Parameter, { term }: Sensitivity): boolean {
  if (term !== 'card number' || !schema) return false
  const isBelow = (key: string, least: number) =>
    schema.all(key).some(({ value }) => typeof value === 'number' && value < least)
  return isBelow('maximum', SHORTEST_CARD) || isBelow('maxLength', 12)
}

function isContactFilter(parameter: Parameter, { term, by }: Sensitivity, model: Model): boolean {
  if (by === 'policy' || parameter.in === 'path' || !CONTACT.has(term)) return false
  const writing = queriesOfWrites(model)
  return isUsedOnlyBy(parameter, ({ isSafe, path }) => isSafe && !writing.has(`${path} ${parameter.name}`))
}

const known = new WeakMap<Model, ReadonlySet<string>>()

/** Query parameters by which something is chosen that is changed or deleted, with their paths: no mere filters. */
function queriesOfWrites(model: Model): ReadonlySet<string> {
  let found = known.get(model)
  if (!found) {
    const writes = model.document.operations.filter(({ kind, isSafe }) => kind === 'http' && !isSafe)
    found = new Set(
      writes.flatMap(({ path, parameters }) =>
        parameters.flatMap(({ in: location, name }) => (location === 'query' ? [`${path} ${name}`] : [])),
      ),
    )
    known.set(model, found)
  }
  return found
}

/** Data has no article: `personal data`, but `an email address`. */
function phrase(term: string): string {
  return term.endsWith('data') || term === 'salary' ? term : withArticle(term)
}
