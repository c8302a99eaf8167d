import { defineRule } from '@specward/core'
import { counted } from '../wording.ts'
import { placeOf } from './input-place.ts'
import { fetchedUrls, type UrlInput } from './url-inputs.ts'
import { asksForPublic, missingLimits, refusesHosts } from './url-prose.ts'

export default defineRule({
  id: 'no-unrestricted-fetch-url',
  title: 'The API calls any URL that a caller names.',
  why: 'The server sends the request from inside the network. A caller who names the address of an internal service or of the cloud metadata reaches what no firewall lets through from outside (server-side request forgery), and over plain HTTP anybody on the way reads along.',
  fix: 'Give the value a `pattern` that begins with `^https://`, with the hosts where they are known, or an `enum`. Where any host is meant, refuse private addresses and redirects in the code that fetches, and say so in the description.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API7:2023'],
    cwe: [918],
    controls: ['INPUT-3', 'TRANSPORT-4'],
    specifications: ['RFC 3986, section 7.6'],
  },
  falsePositives:
    'An operation is taken for one that fetches by its path, its name (`/import-from-url`, `/proxy`, `/webhooks`) and what is said of it ("Fetches the page"). Checks in the code of the API, the description cannot show. Where the description of the value demands `https`, or a host that is known, in words alone, it is not decided.',
  select: 'document',
  check(_, { report, undecided, notApplicable, model }) {
    const { fetches, fetched } = fetchedUrls(model)
    if (!fetches) return notApplicable()
    for (const inputs of fetched.values()) {
      const [first] = inputs
      if (!first) continue
      const at = placeOf(first.node, first.schema)
      const { name, words, operation, kind } = first
      if (first.reach === 'https' && refusesHosts(words, operation.description)) continue
      const missing = kind === 'host' ? 'nothing rules out internal hosts' : missingFor(first)
      if (missing === undefined) {
        undecided({ at, because: `\`${name}\` is limited in words, and not by its schema` })
        continue
      }
      const more = inputs.length > 1 ? ` (and ${counted(inputs.length - 1, 'more operation')})` : ''
      report({
        at,
        covers: [first.node],
        message: `\`${operation.label}\`${more} ${kind === 'host' ? 'connects to the host' : 'calls the URL'} in \`${name}\`, but ${missing}.`,
        discriminator: name,
        cause: first.schema.node,
        operations: inputs.map((each) => each.operation.label),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'An import that is named after where it comes from',
        text: `
paths:
  /imports:
    post:
      operationId: importFromUrl
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                source_url: { type: string, maxLength: 200 }
#               ^^^^^^^^^^
      responses: { '201': { description: Created } }
`,
      },
      {
        title: 'Imported from any URL, and webhooks to any URL',
        text: `
paths:
  /images/import-from-url:
    post:
      parameters:
        - { name: imageUrl, in: query, schema: { type: string, maxLength: 500 } }
#                                      ^^^^^^
      responses:
        '202': { description: OK }
  /webhooks:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Webhook' }
      responses:
        '201': { description: OK }
  /webhooks/{id}:
    put:
      requestBody:
        content:
          application/json:
            schema: { allOf: [{ $ref: '#/components/schemas/Webhook' }] }
      responses:
        '204': { description: OK }
components:
  schemas:
    Webhook:
      type: object
      properties:
        events: { type: array, items: { type: string } }
        target: { type: string, format: uri, pattern: '^https?://' }
#       ^^^^^^
`,
      },
      {
        title: 'By name and by what is said: pages, pictures, feeds and hosts',
        text: `
paths:
  /screenshot:
    get:
      parameters:
        - { name: url, in: query, schema: { type: string } }
#                                 ^^^^^^
      responses: { '200': { description: OK } }
  /image-proxy:
    get:
      parameters:
        - { name: src, in: query, schema: { type: string } }
#                                 ^^^^^^
      responses: { '200': { description: OK } }
  /preview:
    post:
      summary: Fetches the page and renders a preview
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { imageUrl: { type: string, format: uri } } }
#                                                 ^^^^^^^^
      responses: { '200': { description: OK } }
  /import:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                source: { type: string, description: URL from which the server downloads the feed }
#               ^^^^^^
      responses: { '202': { description: OK } }
  /ping:
    post:
      summary: Connects to the given host and reports latency
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { host: { type: string }, port: { type: integer } } }
#                                                 ^^^^
      responses: { '200': { description: OK } }
`,
      },
      {
        title: 'HTTPS alone lets callers name any host, also inside of a mapping',
        text: `
paths:
  /webhooks:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              additionalProperties:
                type: object
                properties: { callbackUrl: { type: string, pattern: '^https://' } }
#                             ^^^^^^^^^^^
      responses: { '201': { description: OK } }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /proxy:
    get:
      parameters:
        - { name: url, in: query, required: true, type: string }
#                 ^^^
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'A link that is kept with what is imported, and a user who is looked up by a URL',
        text: `
paths:
  /imports:
    post:
      operationId: importUsers
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { source_url: { type: string, maxLength: 200 } } }
      responses: { '201': { description: Created } }
  /users/lookups:
    post:
      operationId: findUserFromUrl
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { profile_url: { type: string, maxLength: 200 } } }
      responses: { '200': { description: OK } }
`,
      },
      {
        title: 'Limited by a pattern, by the pattern of a component or by a list',
        text: `
paths:
  /webhooks:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                url: { $ref: '#/components/schemas/HookUrl' }
                endpoint: { type: string, pattern: '^https://[a-z0-9.-]+/hooks/', description: Internal addresses are refused. }
                cancelUrl: { type: string, description: Where the browser goes. }
      responses:
        '201': { description: OK }
  /images/import-from-url:
    post:
      parameters:
        - { name: source_url, in: query, schema: { type: string, enum: ['https://images.example.com/all'] } }
      responses:
        '202': { description: OK }
components:
  schemas:
    HookUrl:
      allOf:
        - { type: string, format: uri }
        - { pattern: '^https://hooks\\.example\\.com/' }
`,
      },
      {
        title: 'What the API returns, and operations that fetch nothing',
        text: `
paths:
  /webhooks:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                secretUrl: { type: string, readOnly: true }
                urlCount: { type: integer }
                event: { type: string }
      responses:
        '201':
          description: OK
          content:
            application/json:
              schema: { type: object, properties: { url: { type: string } } }
  /profile:
    put:
      parameters:
        - { name: callback, in: query, schema: { type: string } }
      responses:
        '204': { description: OK }
`,
      },
      {
        title: 'Pages of results, and a host that is kept',
        text: `
paths:
  /orders:
    get:
      summary: Fetches the page of orders
      parameters:
        - { name: url, in: query, schema: { type: string } }
      responses: { '200': { description: OK } }
  /machines:
    post:
      summary: Adds a machine
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { host: { type: string } } }
      responses: { '201': { description: OK } }
`,
      },
      {
        title: 'Limited in words alone: not decided',
        text: `
paths:
  /webhooks:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                url: { type: string, description: Must use the same base URL as the app. }
#               ~~~
                endpoint: { type: string, description: 'The scheme must be "https".' }
#               ~~~~~~~~
      responses:
        '201': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: limited',
        format: 'oas2',
        text: `
paths:
  /proxy:
    get:
      parameters:
        - { name: url, in: query, required: true, type: string, pattern: '^https://files\\.example\\.com/' }
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

function missingFor({ words, operation, reach }: UrlInput): string | undefined {
  if (reach === 'https')
    return asksForPublic(words)
      ? 'nothing says that internal addresses are refused'
      : 'any host fits, internal ones included'
  return missingLimits(words, operation.description)
}
