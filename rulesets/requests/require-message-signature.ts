import { defineRule, type Model, type Node, type Operation, tokens } from '@specward/core'
import { signatureComponent } from '../authentication/declared-signatures.ts'
import { hasSignedBody, signaturesOf } from '../authentication/webhooks.ts'
import { listed } from '../wording.ts'

/** What a request is about by which money leaves. */
const MONEY: ReadonlySet<string> = new Set(
  'payment transfer payout refund withdrawal disbursement remittance'.split(' '),
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
    'A matter of the profile (open banking and its like ask for it). Operations are known by words such as `payout`, `refund` and `transfer` at the end of their path; `payment` counts below an account, or where the text says that one is made. What only keeps books or records payments moves nothing. Where the description speaks of signed requests elsewhere, it is not decided.',
  select: 'document',
  check({ operations, node }, { report, undecided, notApplicable, model }) {
    const moving = isAboutBooks(node) ? [] : operations.filter(movesMoney)
    if (moving.length === 0) return notApplicable()
    const open = moving.filter((each) => signaturesOf(each).length === 0 && !hasSignedBody(each))
    const [first] = open
    if (!first) return
    const at = { node: first.node, part: 'key' } as const
    if (isSaidToBeSigned(node) || isDeclaredUnused(model)) {
      const because = 'the description speaks of signed requests, and not at the operations that move money'
      return undecided({ at, because })
    }
    const labels = open.map(({ label }) => label)
    report({
      at,
      covers: labels,
      message:
        open.length === 1
          ? `\`${first.label}\` moves money, but nothing shows that its request is signed.`
          : `${listed(labels)} move money, but nothing shows that their requests are signed.`,
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
        title: 'A refund',
        text: `
paths:
  /transactions/{id}/refund:
    post:
#   ^^^^
      summary: Refund a transaction
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
        title: 'Payments that are written down, sessions, and what is there already',
        text: `
paths:
  /invoices/{id}/payments:
    post:
      summary: Record a payment of an invoice
      responses: { '201': { description: OK } }
  /accounts/{id}/refunds:
    post:
      description: Records a refund that was paid in cash.
      responses: { '201': { description: OK } }
  /transfers/{id}:
    put:
      responses: { '200': { description: OK } }
`,
      },
      {
        title: 'All requests are signed, the text says: not decided',
        text: `
info:
  title: Bank
  version: '1'
  description: All requests must be signed. Pass your signature in a header.
paths:
  /accounts/{id}/payments:
    post:
#   ~~~~
      responses: { '201': { description: OK } }
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

function movesMoney({ kind, method, path, classes, summary = '', description = '' }: Operation): boolean {
  if (kind !== 'http' || (method !== 'post' && method !== 'put') || classes.has('read')) return false
  const all = path.split('/').filter((segment) => segment !== '')
  // what ends with a parameter changes or takes away something that is there
  if (all.at(-1)?.startsWith('{')) return false
  const segments = all.filter((segment) => !segment.startsWith('{'))
  const words = tokens(segments.at(-1) ?? '')
  const last = (words.at(-1) === 'json' ? words.at(-2) : words.at(-1)) ?? ''
  if (!MONEY.has(last) || words.some((word) => ABOUT.has(word))) return false
  const text = `${summary} ${description.slice(0, 200)}`
  if (BOOKED.test(text)) return false
  const above = tokens(segments.at(-2) ?? '')
  if (last === 'payment')
    return above.some((word) => ACCOUNTS.has(word)) || segments.length === 1 || MADE.test(text)
  // a repository and a domain are transferred as well
  return last !== 'transfer' || segments.length === 1 || above.some((word) => MONEY_HOMES.has(word))
}

/** Nothing moves when it is written down. */
const BOOKED = /\b(?:records?|recording|log|deletes?|updates?|history|cancels?|voids?|session)\b/i

const MADE =
  /\b(?:initiat|execut|send|transfer|submit)\w* (?:\w+ ){0,3}payments?\b|\b(?:credit transfer|sepa|outgoing)\b/i

const ACCOUNTS: ReadonlySet<string> = new Set('account bank wallet banking treasury'.split(' '))

const MONEY_HOMES: ReadonlySet<string> = new Set(
  'account bank wallet payment payments money fund funds balance v1 v2 v3 api banking treasury'.split(' '),
)

/** Bookkeeping knows transfers and refunds that happen elsewhere. */
function isAboutBooks(root: Node): boolean {
  const title = tokens(root.at('info', 'title')?.string ?? '')
  return title.some((word) => ['accounting', 'bookkeeping', 'invoicing'].includes(word))
}

function isSaidToBeSigned(root: Node): boolean {
  const texts = [root.child('info'), ...(root.child('tags')?.children() ?? [])]
  return texts.some((each) =>
    /\brequests?\b[^.]{0,60}\b(?:signed|signatures?)\b|\bsign (?:every|each|all|your) requests?\b/i.test(
      each?.child('description')?.string ?? '',
    ),
  )
}

/** A signature among the components that no operation refers to may be meant for all. */
function isDeclaredUnused(model: Model): boolean {
  if (signatureComponent(model) === undefined) return false
  return model.document.operations.every((each) => signaturesOf(each).length === 0)
}
