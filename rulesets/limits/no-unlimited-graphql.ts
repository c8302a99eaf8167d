import { defineRule, type Operation, tokens } from '@specward/core'
import { together } from '../together.ts'
import { lastWords } from './lists.ts'

export default defineRule({
  id: 'no-unlimited-graphql',
  title: 'A GraphQL endpoint takes any query.',
  why: 'One query can nest lists in lists and ask for everything a hundred times over by aliases, so counting requests does not protect the service. What does is a limit of depth and cost, or a list of queries that are allowed.',
  fix: 'Limit the depth and the cost of queries, or take the ids of stored queries alone, and say so in the description of the operation.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: { owasp: ['API4:2023'], cwe: [770], controls: ['RATE-7'] },
  falsePositives:
    'Limits can only be told in words: a text that speaks of depth, cost, complexity, or of stored queries counts.',
  select: 'document',
  check({ operations }, { report, notApplicable }) {
    const endpoints = operations.filter(isGraphql)
    if (endpoints.length === 0) return notApplicable()
    const finding = together(
      endpoints.filter((operation) => !saysLimits(operation)),
      {
        first: (label) =>
          `${label} takes any GraphQL query: nothing is said of a limit of depth or cost, or of stored queries.`,
        others: (count) => `The same holds for ${count}.`,
        each: 'takes any query as well',
      },
    )
    if (finding) report(finding)
  },
  examples: {
    bad: [
      {
        title: 'Any query, in a body that is reached through `$ref`',
        text: `
paths:
  /api/graphql:
    post:
#   ^^^^
      summary: GraphQL
      requestBody:
        content:
          application/json: { schema: { $ref: '#/components/schemas/Request' } }
      responses:
        '200': { description: OK }
components:
  schemas:
    Request:
      type: object
      properties:
        query: { type: string }
        variables: { type: object }
`,
      },
      {
        title: 'At another path: by the media type of the body, and by what it holds',
        text: `
paths:
  /search:
    post:
#   ^^^^
      requestBody: { content: { application/graphql: {} } }
      responses:
        '200': { description: OK }
  /api:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Request' } } } }
      responses:
        '200': { description: OK }
components:
  schemas:
    Request:
      type: object
      properties: { query: { type: string }, variables: { type: object } }
`,
      },
      {
        title: 'A request with the name of its operation',
        text: `
paths:
  /api:
    post:
#   ^^^^
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { query: { type: string }, operationName: { type: string } } }
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: in the URL',
        format: 'oas2',
        text: `
paths:
  /graphql:
    get:
#   ^^^
      parameters:
        - { name: query, in: query, type: string }
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'Limits, in the text of the operation or of the query; stored queries alone',
        text: `
paths:
  /graphql:
    post:
      description: Queries may be 8 levels deep and cost 500 points.
      requestBody:
        content:
          application/json: { schema: { type: object, properties: { query: { type: string } } } }
      responses:
        '200': { description: OK }
  /shop/graphql:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { query: { type: string, description: At most 6 levels of depth. } } }
      responses:
        '200': { description: OK }
  /app/graphql:
    post:
      requestBody:
        content:
          application/json: { schema: { type: object, properties: { queryId: { type: string, format: uuid } } } }
      responses:
        '200': { description: OK }
`,
      },
      {
        title:
          'Near miss: the page with the schema, a search, and a template that has variables beside its query',
        text: `
paths:
  /search:
    post:
      requestBody: { content: { application/json: { schema: { type: object, properties: { query: { type: string } } } } } }
      responses: { '200': { description: OK } }
  /dashboards:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties: { title: { type: string }, query: { type: string }, variables: { type: object } }
      responses: { '201': { description: OK } }
  /graphql/schema:
    get: { responses: { '200': { description: OK } } }
  /graphql:
    get:
      summary: Playground
      responses: { '200': { description: OK } }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /graphql:
    get:
      description: The complexity of a query is limited.
      parameters:
        - { name: query, in: query, type: string }
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

/** What a request can hold beside parameters. */
function propertiesOf({ requestBody }: Operation) {
  return (requestBody?.content ?? []).flatMap(({ schema }) => schema?.properties ?? [])
}

/** True where callers write the query themselves. A body that is not described may hold one. */
function isGraphql(operation: Operation): boolean {
  const { kind, method, path, parameters, requestBody } = operation
  if (kind !== 'http') return false
  if ((requestBody?.content ?? []).some(({ type }) => isGraphqlType(type))) return true
  if (!/^(?:graphql|gql|graph ql)$/.test(lastWords(path))) return hasGraphqlBody(operation)
  const names = [...parameters.map(({ name }) => name), ...propertiesOf(operation).map(({ name }) => name)]
  if (names.some((name) => name.toLowerCase() === 'query')) return true
  return method === 'post' && names.every((name) => !STORED.test(tokens(name).join(' ')))
}

/** The media type of a query as such, whatever its parameters. */
function isGraphqlType(type: string): boolean {
  return /^application\/graphql(?:\+json)?\s*(?:;|$)/i.test(type)
}

/**
 * A request as GraphQL over HTTP writes it, at whichever path: a text as `query`, with `operationName`, or with
 * `variables` where nothing else is taken.
 */
function hasGraphqlBody({ requestBody }: Operation): boolean {
  return (requestBody?.content ?? []).some(({ schema }) => {
    const properties = schema?.properties ?? []
    const query = properties.find(({ name }) => name === 'query')
    if (!query?.schema.types.includes('string')) return false
    if (properties.some(({ name }) => name === 'operationName')) return true
    const names = properties.map(({ name }) => name)
    return names.includes('variables') && names.every((name) => MEMBERS.has(name))
  })
}

/** Members of a request (GraphQL over HTTP, Request Parameters). */
const MEMBERS: ReadonlySet<string> = new Set(['query', 'variables', 'operationName', 'extensions'])

/** Names of what stands for a query that the server knows. */
const STORED = /^(?:query|document|operation)? ?(?:id|hash|sha 256 ?hash)$|\bpersisted\b/

function saysLimits(operation: Operation): boolean {
  const { summary = '', description = '' } = operation
  const texts = propertiesOf(operation).flatMap(({ schema }) => schema.all('description'))
  return [summary, description, ...texts.map((text) => text.string ?? '')].some((text) => LIMITS.test(text))
}

const LIMITS =
  /\b(?:depth|levels? deep|nest(?:ed|ing)|complexity|cost|points|node limit|persisted|stored|allow-?list|trusted documents)\b/i
