import { defineRule, type Model, type Operation, type Parameter, tokens } from '@specward/core'
import { labelsOf } from '../headers.ts'
import { listed } from '../wording.ts'
import { isFreeText } from './free-text.ts'

/** Parts of a query by whole names: what is kept, in which order, and how much of it. */
const PARTS: ReadonlySet<string> = new Set(
  [
    ...['filter', 'filter by', 'where', 'where clause', 'condition', 'predicate', 'criteria', 'having'],
    ...[
      'sort',
      'sort by',
      'sort field',
      'sort column',
      'sort key',
      'order',
      'order by',
      'orderby',
      'ordering',
    ],
    ...['field', 'select', 'projection', 'column', 'expand', 'embed', 'group by', 'groupby', 'aggregate'],
    ...['fq', 'rsql', 'fiql', 'odata', 'lucene', 'jql', 'kql', 'cql', 'query filter', 'filter query'],
  ].flat(),
)

/** A search, unless it is said to be in a language. */
const SEARCHES: ReadonlySet<string> = new Set(['q', 'query', 'search', 'search query', 'query string'])

const LANGUAGE =
  /\b(?:SQL|Lucene|Elasticsearch|OData|RSQL|FIQL|JQL|KQL|CQL|OQL|SpEL|XPath|JSONPath|JMESPath|GraphQL|Cypher|SPARQL|PromQL|LogQL|query language|query syntax|search syntax|boolean operators|filter expressions?)\b/i

export default defineRule({
  id: 'no-free-form-query',
  title: 'Callers write part of a query as free text.',
  why: 'What is sorted or filtered by often becomes the name of a column or a part of a query, where parameters of a prepared statement cannot stand. As free text it is a way in for injection, and it lets callers ask for fields and joins that cost much or that they should not see.',
  fix: 'List what can be chosen in an `enum` (for a list, at its `items`), or give a `pattern` for the language that you accept. For filters, a parameter for each field says most.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [89, 943],
    controls: ['INPUT-2'],
  },
  falsePositives:
    'Full-text search (`q`, `search`) is left alone unless its description names a language. A server that checks each name against a list is safe although the description does not say so.',
  select: 'document',
  check(_, { report, notApplicable, model }) {
    const parameters = model
      .select('parameter')
      .filter((each) => each.in === 'query' && isPartOfQuery(each) && takersOf(each).length > 0)
    if (parameters.length === 0) return notApplicable()
    for (const group of grouped(parameters.filter((each) => isFree(each, model)))) {
      const [first] = group
      const [operation] = first ? takersOf(first) : []
      if (!first || !operation) continue
      const names = group.map(({ name }) => name)
      report({
        at: first.node.child('name') ?? first.node,
        message: `\`${operation.label}\` takes ${listed(names)} as free text, which often becomes part of a query. List what can be asked for in an \`enum\`, or give a \`pattern\`.`,
        related: group.slice(1).map(({ node, name }) => ({
          at: node.child('name') ?? node,
          message: `\`${name}\` is one of them.`,
        })),
        operations: labelsOf(takersOf(first)),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'Two in one operation, said once, and one that is reached through `$ref`',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: sortBy, in: query, schema: { type: string } }
#                 ^^^^^^
        - { name: fields, in: query, schema: { type: array, items: { type: string } } }
      responses: { '200': { description: OK } }
  /items:
    get:
      parameters: [{ $ref: '#/components/parameters/Filter' }]
      responses: { '200': { description: OK } }
components:
  parameters:
    Filter: { name: $filter, in: query, schema: { type: string } }
#                   ^^^^^^^
`,
      },
      {
        title: 'A search in a language',
        text: `
paths:
  /logs:
    get:
      parameters:
        - { name: query, in: query, description: In the Lucene query syntax., schema: { type: string } }
#                 ^^^^^
      responses: { '200': { description: OK } }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: order_by, in: query, type: string }
#                 ^^^^^^^^
      responses: { '200': { description: OK } }
`,
      },
    ],
    good: [
      {
        title: 'Listed, with a pattern, as an object, by field, and full-text search',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: sort, in: query, schema: { type: string, enum: [placed, -placed] } }
        - { name: fields, in: query, schema: { type: array, items: { type: string, enum: [id, state] } } }
        - { name: order_by, in: query, schema: { type: string, pattern: '^-?(placed|state)$' } }
        - { name: filter, in: query, style: deepObject, schema: { type: object, properties: { state: { type: string } } } }
        - { name: q, in: query, description: Words to look for., schema: { type: string } }
        - { name: state, in: query, schema: { type: string } }
        - { name: orderId, in: query, schema: { type: string } }
        - { name: expand, in: query, schema: { type: boolean } }
      responses: { '200': { description: OK } }
`,
      },
      {
        title: 'OpenAPI 2.0: listed',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: sort, in: query, type: array, items: { type: string, enum: [placed, state] } }
      responses: { '200': { description: OK } }
`,
      },
    ],
  },
})

function isPartOfQuery({ name, node }: Parameter): boolean {
  const words = tokens(name).join(' ')
  if (PARTS.has(words)) return true
  return SEARCHES.has(words) && LANGUAGE.test(node.child('description')?.string ?? '')
}

function takersOf({ operations }: Parameter): readonly Operation[] {
  return operations.filter(({ kind }) => kind === 'http')
}

function isFree({ schema, deprecated }: Parameter, model: Model): boolean {
  const text = schema?.items ?? schema
  // content that is parsed has a structure of its own
  return text !== undefined && !deprecated && isFreeText(text, model)
}

/** What one operation alone takes belongs together; what several share stands alone. */
function grouped(parameters: readonly Parameter[]): readonly (readonly Parameter[])[] {
  const groups = new Map<unknown, Parameter[]>()
  for (const parameter of parameters) {
    const takers = takersOf(parameter)
    const key = takers.length === 1 ? takers[0] : parameter
    const same = groups.get(key)
    if (same) same.push(parameter)
    else groups.set(key, [parameter])
  }
  return [...groups.values()]
}
