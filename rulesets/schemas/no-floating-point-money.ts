import { defineRule, type Schema, tokens } from '@specward/core'
import { counted, listed } from '../wording.ts'
import { typesOf } from './composition.ts'
import { type InputHolder, type InputValue, inputsOf, takersOf } from './inputs.ts'

/** Places that are named for one description. */
const MOST_PLACES = 20

export default defineRule({
  id: 'no-floating-point-money',
  title: 'Callers send sums of money as binary floating-point numbers.',
  why: 'A `float` or `double` cannot hold most decimal fractions. Sums are rounded on the way, two systems disagree about the last cent, and whoever can send many small sums can profit by it.',
  fix: 'Take a whole number of the smallest unit (cents) as `integer`, or a text with a `pattern` for the decimals.',
  presets: { strict: 'info', 'owasp-api-2023': 'off' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [681, 1339],
    controls: ['INPUT-1'],
    specifications: ['RFC 8259, section 6', 'OpenAPI Format Registry'],
  },
  falsePositives:
    'Sums are known by their names (`price`, `balance`, `salary`); `amount` counts where a currency stands beside it or the description speaks of money, and balances of hours, leave or points do not. A `number` without a format is not reported: an implementation may read it as a decimal. Reported once for a description.',
  select: 'document',
  check(_document, { report, notApplicable, model }) {
    const sums = [...inputsOf(model).values()].flatMap((holder) => sumsIn(holder))
    if (sums.length === 0) return notApplicable()
    const floating = sums.filter(({ value }) => isFloating(value.schema))
    const [first] = floating
    if (!first) return
    const { schema } = first.value
    const names = [...new Set(floating.map(({ value }) => value.name))]
    const takers = new Set(floating.flatMap(({ holder }) => takersOf(holder.schema)))
    report({
      at: schema.all('format')[0] ?? { node: schema.node, part: 'key' },
      covers: floating.map(({ value }) => value.schema.node),
      message: `${listed(names)} ${names.length > 1 ? 'are sums' : 'is a sum'} of money, sent to ${counted(takers.size, 'operation')} as \`${schema.format}\`, which rounds: take whole cents or decimal text.`,
      operations: [...takers].map(({ label }) => label),
      related: floating.slice(1, MOST_PLACES).map(({ value }) => ({
        at: value.schema.all('format')[0] ?? { node: value.schema.node, part: 'key' as const },
        message: `And \`${value.name}\``,
      })),
    })
  },
  examples: {
    bad: [
      {
        title: 'A price, in a schema that is reached through `$ref`, and an amount beside its currency',
        text: `
paths:
  /orders:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
      responses: { '201': { description: Created } }
components:
  schemas:
    Order:
      type: object
      properties:
        unitPrice: { type: number, format: double }
#                                          ^^^^^^
        amount: { type: number, format: float }
        currency: { type: string }
`,
      },
      {
        title: 'OpenAPI 2.0: a parameter',
        format: 'oas2',
        text: `
paths:
  /orders:
    post:
      parameters: [{ name: max_price, in: query, type: number, format: float }]
#                                                                      ^^^^^
      responses: { '201': { description: Created } }
`,
      },
    ],
    good: [
      {
        title: 'Cents, decimal text, amounts of flour, a rate, and what is read alone',
        text: `
paths:
  /orders:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                price: { type: integer, format: int64 }
                fee: { type: string, pattern: '^[0-9]+\\.[0-9]{2}$' }
                cost: { type: number }
                amount: { type: number, format: double, description: Grams of flour. }
                feeRate: { type: number, format: double }
                balance: { type: number, format: double, readOnly: true }
                openingBalance: { type: number, format: double, description: The initial number of hours assigned. }
                leave: { type: object, properties: { balance: { type: number, format: double } } }
      responses: { '201': { description: Created } }
`,
      },
      {
        title: 'OpenAPI 2.0: what is returned',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { description: OK, schema: { type: object, properties: { price: { type: number, format: float } } } }
`,
      },
    ],
  },
})

/** Last words of names that are sums of money. */
const SUMS: ReadonlySet<string> = new Set(
  'price cost fee salary wage balance subtotal refund payout surcharge tip payment deposit invoice'.split(
    ' ',
  ),
)

const MONEY =
  /\b(?:currency|currencies|money|monetary|dollars?|euros?|cents?|USD|EUR|GBP|price|payment|paid|pay|charged?|invoice|tax|refund)\b|[$€£]/i

/** What a number counts that is no money. */
const UNITS =
  /\b(?:number|amount|balance|count|sum|total) of (?:\w+ ){0,2}(?:hours|days|weeks|minutes|points|miles|units|shares|tokens|leave)\b|\bin (?:hours|days|weeks|minutes|points|miles)\b/i

/** Sums that are kept of other things than money as well. */
const KEPT_ELSEWHERE: ReadonlySet<string> = new Set(['balance', 'subtotal', 'cost', 'deposit'])

/** Words of what such sums are kept of. */
const COUNTED: ReadonlySet<string> = new Set(
  'leave vacation holiday hour day minute point loyalty reward mile token share stock inventory'.split(' '),
)

function sumsIn(
  holder: InputHolder,
): readonly { readonly value: InputValue; readonly holder: InputHolder }[] {
  const isCurrency = ({ name }: InputValue) => tokens(name).includes('currency')
  const places = new Set(holder.values.filter(isCurrency).map(placeOf))
  return holder.values.filter((value) => isSum(value, places)).map((value) => ({ value, holder }))
}

/** Whether hours, days or points are meant: by what is said of the value, or by what holds a balance. */
function isCounted(value: InputValue, last: string, text: readonly string[]): boolean {
  if (text.some((each) => MONEY.test(each))) return false
  if (text.some((each) => UNITS.test(each))) return true
  const holders = tokens(`${value.holder.name ?? ''} ${placeOf(value)} ${value.name}`)
  return KEPT_ELSEWHERE.has(last) && holders.some((word) => COUNTED.has(word))
}

/** The way to the object in which a value stands. */
function placeOf({ way, name }: InputValue): string {
  return way.slice(0, way.length - name.length)
}

function isSum(value: InputValue, withCurrency: ReadonlySet<string>): boolean {
  const words = tokens(value.name)
  const last = words.at(-1) ?? ''
  const text = value.schema.all('description').map(({ string = '' }) => string)
  if (SUMS.has(last)) return !isCounted(value, last, text)
  if (last !== 'amount') return false
  if (words.some((word) => SUMS.has(word) || word === 'tax') || text.some((each) => MONEY.test(each)))
    return true
  return withCurrency.has(placeOf(value))
}

function isFloating(schema: Schema): boolean {
  return typesOf(schema).has('number') && (schema.format === 'float' || schema.format === 'double')
}
