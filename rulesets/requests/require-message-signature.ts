import { defineRule, type Operation, tokens } from '@specward/core'
import { hasSignedBody, signaturesOf } from '../authentication/webhooks.ts'
import { counted, listed } from '../wording.ts'

/** What a request is about that moves money. */
const MONEY: ReadonlySet<string> = new Set(
  'payment transfer payout withdrawal disbursement remittance'.split(' '),
)

/** Settings, methods and templates of payments move nothing. */
const ABOUT: ReadonlySet<string> = new Set(
  `method methods setting settings config configuration webhook link page template intent session token
  status type term reason option profile instrument request file ownership project repository domain call
  data search report schedule key cancel credential quote draft ready`.split(/\s+/),
)

export default defineRule({
  id: 'require-message-signature',
  title: 'A request that moves money is not signed.',
  why: 'TLS ends at the first gateway. Behind it, and in every log and queue on the way, a request can be changed, and nobody can prove afterwards what the client has ordered.',
  fix: 'Have clients sign the request: `Signature`, `Signature-Input` and `Content-Digest`, a detached JWS in a header, or a body that is a JWT.',
  presets: { strict: 'hint' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [345],
    controls: ['INTEG-1'],
    specifications: ['RFC 9421', 'FAPI 2.0 Message Signing'],
  },
  falsePositives:
    'A matter of the profile (open banking and its like ask for it). Operations are known by words such as `payment` and `transfer` at the end of their path.',
  select: 'document',
  check({ operations }, { report, notApplicable }) {
    const moving = operations.filter(movesMoney)
    if (moving.length === 0) return notApplicable()
    const open = moving.filter((each) => signaturesOf(each).length === 0 && !hasSignedBody(each))
    const [first] = open
    if (!first) return
    const labels = open.map(({ label }) => label)
    const verb = open.length === 1 ? 'moves money' : 'move money'
    report({
      at: { node: first.node, part: 'key' },
      message: `${counted(open.length, 'operation')} ${verb} by a request that is not signed: ${listed(labels)}.`,
      operations: labels,
    })
  },
  examples: {
    bad: [
      {
        title: 'A payment',
        text: `
paths:
  /accounts/{id}/payments:
    post:
#   ^^^^
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses: { '201': { description: OK } }
`,
      },
      {
        title: 'OpenAPI 2.0, by a path item that is reached through `$ref`',
        format: 'oas2',
        text: `
paths:
  /transfers: { $ref: '#/x-items/Transfers' }
x-items:
  Transfers:
    post:
#   ^^^^
      parameters: [{ name: transfer, in: body, schema: { type: object } }]
      responses: { '201': { description: OK } }
`,
      },
    ],
    good: [
      {
        title: 'Signed in a header, or as a whole',
        text: `
paths:
  /payments:
    post:
      parameters:
        - { name: x-jws-signature, in: header, schema: { type: string } }
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses: { '201': { description: OK } }
  /payouts:
    post:
      requestBody: { content: { application/jwt: {} } }
      responses: { '201': { description: OK } }
`,
      },
      {
        title: 'Reads, and what is only about payments',
        text: `
paths:
  /payments:
    get:
      responses: { '200': { description: OK } }
  /payments/search:
    post:
      responses: { '200': { description: OK } }
  /payment-methods:
    post:
      responses: { '201': { description: OK } }
  /repositories/{id}/transfer:
    post:
      responses: { '202': { description: OK } }
`,
      },
      {
        title: 'OpenAPI 2.0: a read',
        format: 'oas2',
        text: `
paths:
  /transfers:
    get:
      responses: { '200': { description: OK } }
`,
      },
    ],
  },
})

function movesMoney({ kind, method, path, classes }: Operation): boolean {
  if (kind !== 'http' || (method !== 'post' && method !== 'put') || classes.has('read')) return false
  const segments = path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'))
  const words = tokens(segments.at(-1) ?? '')
  if (
    !MONEY.has(words.at(-1) === 'json' ? (words.at(-2) ?? '') : (words.at(-1) ?? '')) ||
    words.some((word) => ABOUT.has(word))
  )
    return false
  // a repository and a domain are transferred as well
  const above = tokens(segments.at(-2) ?? '')
  return !words.includes('transfer') || segments.length === 1 || above.some((word) => MONEY_HOMES.has(word))
}

const MONEY_HOMES: ReadonlySet<string> = new Set(
  'account bank wallet payment payments money fund funds balance v1 v2 v3 api banking treasury'.split(' '),
)
