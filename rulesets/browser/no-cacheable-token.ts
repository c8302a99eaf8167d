import { defineRule, type FixEdit, type Node } from '@specward/core'
import { insertHeader, labelsOf } from '../headers.ts'
import { counted } from '../wording.ts'
import { cacheControlOf } from './cache-control.ts'
import { type TokenResponse, tokenResponses } from './returned-tokens.ts'

export default defineRule({
  id: 'no-cacheable-token',
  title: 'Tokens are returned without `Cache-Control: no-store`.',
  why: 'What browsers and proxies may keep, others can find: on a shared computer, in a backup of the disk, in the cache of a proxy. A refresh token opens the account for months.',
  fix: 'Send and document `Cache-Control: no-store` wherever tokens are returned.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API2:2023'],
    cwe: [525],
    controls: ['DATA-4'],
    specifications: ['RFC 6749, section 5.1', 'RFC 9111, section 5.2.2.5'],
  },
  falsePositives:
    'The server may send the header without the description saying so. Operations count that sign people in or issue tokens by their path, id or summary, and return a property such as `access_token`.',
  select: 'document',
  check({ operations }, { report, undecided, notApplicable, model, format }) {
    const returned = operations.flatMap(tokenResponses)
    if (returned.length === 0) return notApplicable()
    const silent: TokenResponse[] = []
    const stored: (TokenResponse & { readonly at: Node })[] = []
    for (const each of returned) {
      const said = cacheControlOf(each.response, model)
      if (!said) silent.push(each)
      else if (
        /no-store/i.test(said.words) ||
        said.values.some(({ directives }) => directives.has('no-store'))
      )
        continue
      else if (said.values[0]) stored.push({ ...each, at: said.values[0].node })
      else undecided({ at: said.header.node, because: '`Cache-Control` is documented without a value' })
    }
    const [first] = silent
    if (first) {
      const edits = [...new Set(silent.map(({ response }) => response))].map((response) =>
        insertHeader(
          response,
          'Cache-Control',
          { description: 'Tokens are never kept.', only: 'no-store' },
          format,
        ),
      )
      report({
        at: first.response.node,
        covers: silent.map(({ response }) => response.node),
        discriminator: 'silent',
        ...about(silent, 'none documents', 'documents no'),
        fix: fixOf(edits),
      })
    }
    const [worst] = stored
    if (worst)
      report({
        at: worst.at,
        covers: stored.map(({ at }) => at),
        discriminator: 'stored',
        ...about(stored, 'none asks for', 'does not ask for'),
      })
  },
  examples: {
    bad: [
      {
        title: 'A token response without the header, reached through `$ref` and `allOf`',
        text: `
paths:
  /oauth/token:
    post:
      responses:
        '200': { $ref: '#/components/responses/Tokens' }
  /login:
    post:
      responses:
        '200': { $ref: '#/components/responses/Tokens' }
components:
  responses:
    Tokens:
#   ^^^^^^
      description: OK
      content:
        application/json:
          schema:
            allOf:
              - type: object
                properties: { access_token: { type: string }, expires_in: { type: integer } }
`,
      },
      {
        title: 'Private caches may keep it',
        text: `
paths:
  /login:
    post:
      responses:
        '200':
          description: OK
          headers:
            cache-control: { schema: { type: string, const: 'private, max-age=300' } }
#                                                           ^^^^^^^^^^^^^^^^^^^^^^
          content:
            application/json:
              schema: { type: object, properties: { refreshToken: { type: string } } }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /login:
    post:
      responses:
        '200':
#       ^^^^^
          description: OK
          schema: { type: object, properties: { data: { type: object, properties: { access_token: { type: string } } } } }
`,
      },
    ],
    good: [
      {
        title: 'Nothing is kept, by a value or in words; and a place in a list is no token of access',
        text: `
paths:
  /login:
    post:
      responses:
        '200':
          description: OK
          headers:
            Cache-Control: { schema: { type: string, enum: ['No-Store'] } }
          content:
            application/json:
              schema: { type: object, properties: { access_token: { type: string } } }
  /oauth/token:
    post:
      responses:
        '200':
          description: OK
          headers:
            Cache-Control: { description: Always no-store., schema: { type: string } }
          content:
            application/json:
              schema: { type: object, properties: { access_token: { type: string } } }
  /orders:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: object, properties: { nextPageToken: { type: string } } }
`,
      },
      {
        title: 'OpenAPI 2.0: a header without a value is not decided',
        format: 'oas2',
        text: `
paths:
  /login:
    post:
      responses:
        '200':
          description: OK
          headers:
            Cache-Control: { type: string }
#           ~~~~~~~~~~~~~
          schema: { type: object, properties: { access_token: { type: string } } }
`,
      },
    ],
  },
})

function about(returned: readonly TokenResponse[], verb: string, verbOfOne: string) {
  const labels = labelsOf(returned.map(({ operation }) => operation))
  const name = returned[0]?.property.name
  const who =
    labels.length === 1
      ? `\`${labels[0]}\` returns \`${name}\` and ${verbOfOne}`
      : `${counted(labels.length, 'operation')} return tokens such as \`${name}\`, and ${verb}`
  return { message: `${who} \`Cache-Control: no-store\`.`, operations: labels }
}

function fixOf(edits: readonly (FixEdit | undefined)[]) {
  const possible = edits.flatMap((edit) => edit ?? [])
  if (possible.length < edits.length) return undefined
  return { title: 'Document `Cache-Control: no-store`', kind: 'suggested', edits: possible } as const
}
