import { defineRule, type Node } from '@specward/core'
import { labelsOf } from '../headers.ts'
import { acceptsCookieAlone } from './cookies.ts'
import { anyOrigin, type CorsPolicy, corsPolicies } from './cors.ts'

export default defineRule({
  id: 'no-cors-any-origin-with-credentials',
  title: 'Every website may call the API with the cookies of its visitors, and read the answer.',
  why: 'A page that a signed-in user opens by accident calls the API in the name of that user and reads what comes back: the same-origin policy, which is there to prevent this, has been switched off.',
  fix: 'Send back the origin only after comparing it with a list of your own, whole and exactly. If nobody needs cookies from other websites, leave `Access-Control-Allow-Credentials` out.',
  presets: { recommended: 'warn', strict: 'error', 'internal-api': 'off' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [942],
    controls: ['CONFIG-1'],
    specifications: ['Fetch Standard, CORS protocol and credentials'],
  },
  falsePositives:
    '`*` without credentials is right for public data and for bearer tokens, and is left alone. Header values are read where the description shows or prescribes them, and in the extensions of Amazon API Gateway and Kong.',
  select: 'document',
  check({ node }, { report, undecided, notApplicable, model }) {
    const policies = corsPolicies(model)
    if (policies.length === 0) return notApplicable()
    const open = policies.filter((policy) => anyOrigin(policy) !== undefined)
    const certain = open.filter(({ credentials }) => credentials === 'true')
    const byPlace = new Map<Node, CorsPolicy[]>()
    for (const policy of certain) {
      const place = anyOrigin(policy)?.node
      const same = place && byPlace.get(place)
      if (same) same.push(policy)
      else if (place) byPlace.set(place, [policy])
    }
    for (const [place, [policy, ...more]] of byPlace) {
      if (!policy) continue
      report({
        at: place,
        message: policy.reflects ? REFLECTED : STAR,
        discriminator: policy.reflects ? 'any' : '*',
        operations: labelsOf([policy, ...more].flatMap(({ operations }) => operations)),
        related: policy.credentialsNode
          ? [{ at: policy.credentialsNode, message: 'Credentials are allowed here.' }]
          : [],
      })
    }
    const doubtful = open.find(
      ({ credentials, operations }) =>
        credentials === 'unknown' ||
        (credentials === 'absent' && operations.some((operation) => acceptsCookieAlone(operation))),
    )
    if (!doubtful) return
    undecided({ at: anyOrigin(doubtful)?.node ?? node, because: whyDoubtful(doubtful) })
  },
  examples: {
    bad: [
      {
        title: 'Any origin is sent back, in a response that is reached through `$ref`',
        text: `
paths:
  /me:
    get:
      responses:
        '200': { $ref: '#/components/responses/Me' }
components:
  responses:
    Me:
      description: OK
      headers:
        access-control-allow-origin:
          description: Echoes the Origin header of the request.
#                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          schema: { type: string }
        Access-Control-Allow-Credentials:
          schema: { type: boolean, enum: [true] }
`,
      },
      {
        title: '`*` with credentials',
        text: `
paths:
  /me:
    get:
      responses:
        '200':
          description: OK
          headers:
            Access-Control-Allow-Origin: { schema: { type: string, const: '*' } }
#                                                                         ^^^
            Access-Control-Allow-Credentials: { example: 'true', schema: { type: string } }
`,
      },
      {
        title: 'A gateway that sends back any origin when credentials are allowed',
        format: 'oas3.0',
        text: `
x-kong-plugin-cors:
  config:
    origins: ['*']
#             ^^^
    credentials: true
paths:
  /me:
    get:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: by the mapping of an integration, and by a pattern',
        format: 'oas2',
        text: `
paths:
  /me:
    options:
      responses:
        '200': { description: OK }
      x-amazon-apigateway-integration:
        type: mock
        responses:
          default:
            statusCode: '200'
            responseParameters:
              method.response.header.Access-Control-Allow-Origin: "'*'"
#                                                                 ^^^^^
              method.response.header.Access-Control-Allow-Credentials: "'true'"
    get:
      responses:
        '200':
          description: OK
          headers:
            Access-Control-Allow-Origin: { type: string, pattern: '^https?://.*$' }
#                                                                 ^^^^^^^^^^^^^^^
            Access-Control-Allow-Credentials: { type: boolean, default: true }
`,
      },
    ],
    good: [
      {
        title: '`*` for public data, and one origin with credentials',
        text: `
paths:
  /rates:
    get:
      responses:
        '200':
          description: OK
          headers:
            Access-Control-Allow-Origin: { example: '*', schema: { type: string } }
  /me:
    get:
      responses:
        '200':
          description: OK
          headers:
            Access-Control-Allow-Origin: { schema: { type: string, enum: ['https://app.example.com'] } }
            Access-Control-Allow-Credentials: { schema: { type: boolean, enum: [true] } }
`,
      },
      {
        title: 'An origin that is sent back after it was looked up',
        text: `
paths:
  /me:
    get:
      responses:
        '200':
          description: OK
          headers:
            Access-Control-Allow-Origin:
              description: Echoes the origin of the request if it is on the allow-list.
              schema: { type: string }
            Access-Control-Allow-Credentials: { schema: { type: boolean, enum: [true] } }
`,
      },
      {
        title: 'Whether credentials are allowed is not decided where no value is shown',
        text: `
paths:
  /me:
    get:
      responses:
        '200':
          description: OK
          headers:
            Access-Control-Allow-Origin: { example: '*', schema: { type: string } }
#                                                   ~~~
            Access-Control-Allow-Credentials: { schema: { type: boolean } }
`,
      },
      {
        title: 'OpenAPI 2.0: credentials that are refused',
        format: 'oas2',
        text: `
paths:
  /rates:
    get:
      responses:
        '200':
          description: OK
          headers:
            Access-Control-Allow-Origin: { type: string, default: '*' }
            Access-Control-Allow-Credentials: { type: string, default: 'false' }
`,
      },
    ],
  },
})

const REFLECTED =
  'Any website may call with the cookies of its visitor and read the answer: every origin is sent back as `Access-Control-Allow-Origin`, with `Access-Control-Allow-Credentials: true`.'

const STAR =
  '`Access-Control-Allow-Origin: *` is sent with `Access-Control-Allow-Credentials: true`. Browsers refuse the pair, and a server that makes it work by sending back any origin opens the API to every website.'

function whyDoubtful({ credentials }: CorsPolicy): string {
  return credentials === 'unknown'
    ? 'any origin may call, and `Access-Control-Allow-Credentials` is documented without a value'
    : 'any origin may call operations that take a cookie, and `Access-Control-Allow-Credentials` is not documented'
}
