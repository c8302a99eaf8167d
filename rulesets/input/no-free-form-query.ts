import { defineRule, type Model, type Node, type Operation, type Parameter, tokens } from '@specward/core'
import { labelsOf } from '../headers.ts'
import { counted } from '../wording.ts'
import { isFreeText } from './free-text.ts'

const FILTER = 'which often becomes part of a query'

const ORDER = 'which often becomes the name of a column in a query'

const SELECTION = 'so callers choose what is read and joined for them'

/** Parts of a query by whole names: what is kept, in which order, and how much of it. */
const PARTS: ReadonlyMap<string, string> = new Map([
  ...named(FILTER, 'filter|filter by|where|where clause|predicate|criteria|query filter|filter query'),
  ...named(FILTER, 'fq|rsql|fiql|odata|lucene|jql|kql|cql'),
  ...named(ORDER, 'sort|sort by|sort field|sort column|sort key|order|order by|orderby|ordering'),
  ...named(ORDER, 'group by|groupby'),
  ...named(SELECTION, 'field|select|projection|column|expand|embed'),
])

/** Said of an order in which things are listed. */
const SORTING = /\b(?:sort\w*|order(?:ed|ing|s)?(?: \w+){0,2} by|asc\w*|desc(?:ending)?|direction)\b/i

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
    'Full-text search (`q`, `search`) is left alone unless its description names a language, and so are filters of SCIM and lists of fields that are said to cut down the answer. Each name is said once for a description. A server that checks each name against a list is safe although the description does not say so.',
  select: 'document',
  check(_, { report, notApplicable, model }) {
    const parameters = model
      .select('parameter')
      .filter((each) => each.in === 'query' && isPartOfQuery(each) && takersOf(each).length > 0)
    if (parameters.length === 0) return notApplicable()
    for (const [words, group] of grouped(parameters.filter((each) => isFree(each, model)))) {
      const [first] = group
      if (!first) continue
      const labels = labelsOf(group.flatMap(takersOf))
      const others = labels.length - 1
      report({
        at: first.node.child('name') ?? first.node,
        covers: group.map(({ node }) => node),
        message: `\`${labels[0]}\`${others === 0 ? ' takes' : ` and ${counted(others, 'other operation')} take`} \`${first.name}\` as free text, ${PARTS.get(words) ?? FILTER}. List the values in an \`enum\`, or give a \`pattern\`.`,
        related: group.slice(1, MOST_RELATED + 1).map(({ node, operations }) => ({
          at: node.child('name') ?? node,
          message: `\`${operations[0]?.label}\` as well.`,
        })),
        operations: labels,
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'Each name is said once, one of them reached through `$ref`',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: sortBy, in: query, schema: { type: string } }
#                 ^^^^^^
        - { name: fields, in: query, schema: { type: array, items: { type: string } } }
#                 ^^^^^^
      responses: { '200': { description: OK } }
  /items:
    get:
      parameters:
        - { $ref: '#/components/parameters/Filter' }
        - { name: sort_by, in: query, schema: { type: string } }
        - { name: sort_field, in: query, schema: { type: string } }
#                 ^^^^^^^^^^
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
        - { name: order, in: query, description: Only what belongs to this order., schema: { type: string } }
        - { name: field, in: query, schema: { type: string } }
        - { name: expand, in: query, schema: { type: boolean } }
      responses: { '200': { description: OK } }
`,
      },
      {
        title: 'Near misses: a filter of SCIM, and a mask of fields',
        text: `
paths:
  /scim/v2/Users:
    get:
      parameters:
        - { name: filter, in: query, schema: { type: string } }
        - name: fields
          in: query
          description: Selector specifying which fields to include in a partial response.
          schema: { type: string }
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

function isPartOfQuery({ name, node, operations }: Parameter): boolean {
  const words = tokens(name).join(' ')
  // one field may be the value to look for, and an order a purchase
  if (words === 'order') return SORTING.test(node.child('description')?.string ?? '')
  if (words === 'field' || words === 'column') return /s$/i.test(name) && !MASK.test(textOf(node))
  if (words === 'filter' && isOfScim(node, operations)) return false
  if (PARTS.has(words)) return true
  return SEARCHES.has(words) && LANGUAGE.test(node.child('description')?.string ?? '')
}

/** Says that a list of fields only cuts down the answer. */
const MASK =
  /\b(?:field ?mask|returned fields|fields? (?:\w+ )?returned|partial response|fields? (?:to(?: be)?|that (?:should|will|must) be|which (?:should|will) be) (?:include|return|show)|(?:include|return)(?:d|ed|s)?\b[^.]{0,40}\b(?:in|with|of) (?:the|a|an|your) (?:\w+ )?(?:response|answer|result|representation))/i

function textOf(node: Node): string {
  return (node.child('description')?.string ?? '').replaceAll(/\s+/g, ' ')
}

/** The language of SCIM is given (RFC 7644, section 3.4.2.2), and neither an `enum` nor a `pattern` can hold it. */
function isOfScim(node: Node, operations: readonly Operation[]): boolean {
  return (
    /\bscim\b|RFC ?-?7644/i.test(textOf(node)) ||
    (operations.length > 0 && operations.every(({ path }) => /\/scim(?:\/|$)/i.test(path)))
  )
}

function takersOf({ operations }: Parameter): readonly Operation[] {
  return operations.filter(({ kind }) => kind === 'http')
}

function isFree({ schema, deprecated }: Parameter, model: Model): boolean {
  const text = schema?.items ?? schema
  // content that is parsed has a structure of its own
  return text !== undefined && !deprecated && isFreeText(text, model)
}

/** By the words of their names: what is called the same is one habit of the API. */
function grouped(parameters: readonly Parameter[]): ReadonlyMap<string, readonly Parameter[]> {
  const groups = new Map<string, Parameter[]>()
  for (const parameter of parameters) {
    const key = tokens(parameter.name).join(' ')
    const same = groups.get(key)
    if (same) same.push(parameter)
    else groups.set(key, [parameter])
  }
  return groups
}

function named(kind: string, names: string): readonly (readonly [string, string])[] {
  return names.split('|').map((name) => [name, kind] as const)
}

/** More than these, nobody reads. */
const MOST_RELATED = 10
