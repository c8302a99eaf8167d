import { defineRule } from '@specward/core'
import { together } from '../together.ts'
import { asksForProof, flowOf, isForOperators } from './business-flows.ts'
import { aboutOf, documents429, isSaidToBeLimited } from './too-many-requests.ts'

export default defineRule({
  id: 'no-unguarded-business-flow',
  title: 'Nothing keeps programs from running a step of business over and over.',
  why: 'Buying up tickets, trying out coupons, writing comments or stuffing votes harms the business although each call is allowed by itself. What stops it is a limit for each customer, or proof that a person takes part.',
  fix: 'Limit how often one customer can take the step and document the 429 response, or ask for proof (a captcha token, an attestation of the device) and declare it as a parameter.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: { owasp: ['API6:2023'], cwe: [799], controls: ['RATE-9'] },
  falsePositives:
    'Which steps matter is told by names: orders, purchases, bookings, reservations, comments, reviews, votes, coupons, bids and invitations. Registrations are judged by `require-rate-limit-on-login`. A vote of somebody who has signed in is left alone, because there is one for each of them, and so is what takes a key of an administrator or a server. Limits are seen where a 429 response is documented, or where the text of the operation or of `info` speaks of them.',
  select: 'document',
  gateway: 'rateLimits',
  check(document, { report, notApplicable, model }) {
    const flows = document.operations.filter(
      (operation) => flowOf(operation) !== undefined && !isForOperators(operation),
    )
    if (flows.length === 0) return notApplicable()
    const about = aboutOf(document, model)
    const open = flows.filter(
      (operation) =>
        !documents429(operation) && !isSaidToBeLimited(operation, about) && !asksForProof(operation),
    )
    const [first] = open
    if (!first) return
    const finding = together(open, {
      first: (label) =>
        `A program can call ${label} over and over: no 429 response or text tells of a limit, and no proof that a person takes part is asked for, so nothing shows what keeps ${flowOf(first)} from being automated.`,
      others: (count) => `The same holds for ${count}.`,
      each: 'shows no guard against programs either',
    })
    if (finding) report(finding)
  },
  examples: {
    bad: [
      {
        title: 'Votes and coupons; the body is reached through `$ref`',
        text: `
paths:
  /polls/{id}/votes:
    post:
#   ^^^^
      requestBody: { $ref: '#/components/requestBodies/Vote' }
      responses:
        '201': { description: Created }
  /coupons/{code}/redeem:
    post:
      description: There is no rate limit.
      responses:
        '204': { description: Redeemed }
        '404': { description: Unknown }
components:
  requestBodies:
    Vote:
      content:
        application/json:
          schema: { type: object, properties: { choice: { type: string } } }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /reservations:
    post:
#   ^^^^
      responses:
        '201': { description: Created }
`,
      },
    ],
    good: [
      {
        title: 'A 429 response; a captcha in the body, and in a header',
        text: `
paths:
  /orders:
    post:
      responses:
        '201': { description: Created }
        '429': { description: Too many orders }
  /articles/{id}/comments:
    post:
      requestBody:
        content:
          application/json:
            schema: { allOf: [{ type: object, properties: { captchaToken: { type: string } } }] }
      responses:
        '201': { description: Created }
  /reviews:
    post:
      parameters:
        - { name: X-Recaptcha-Token, in: header, schema: { type: string } }
      responses:
        '201': { description: Created }
`,
      },
      {
        title: 'Near misses: a search, a step on one order, a check of a token, an act of administration',
        text: `
paths:
  /orders/search:
    post: { responses: { '200': { description: OK } } }
  /orders/{id}/cancel:
    post: { responses: { '204': { description: Cancelled } } }
  /tokenreviews:
    post: { responses: { '200': { description: OK } } }
  /admin/invitations:
    post: { responses: { '201': { description: Created } } }
`,
      },
      {
        title: 'A vote of somebody who has signed in, and an invitation by the key of an administrator',
        text: `
paths:
  /issues/{id}/votes:
    post: { security: [{ session: [] }], responses: { '204': { description: Counted } } }
  /pages/{id}/votes:
    post: { summary: Adds the user's vote., security: [{ session: [] }, {}], responses: { '204': { description: Counted } } }
  /organization/invites:
    post: { security: [{ AdminApiKeyAuth: [] }], responses: { '201': { description: Created } } }
components:
  securitySchemes:
    session: { type: http, scheme: bearer }
    AdminApiKeyAuth: { type: http, scheme: bearer }
`,
      },
      {
        title: 'The text of one operation speaks of a limit',
        text: `
paths:
  /gists/{id}/comments:
    post:
      description: Creating content too quickly may result in secondary rate limiting.
      responses: { '201': { description: Created } }
`,
      },
      {
        title: 'The text of the document speaks of a limit',
        text: `
info: { title: Gists, version: '1', description: Clients are throttled at 100 requests per minute. }
paths:
  /gists/{id}/comments:
    post: { responses: { '201': { description: Created } } }
`,
      },
      {
        title: 'By the policy, a gateway limits requests: not decided',
        facts: { gateway: { rateLimits: '10 orders a day for each customer' } },
        text: `
paths:
  /orders:
    post:
#   ~~~~
      responses:
        '201': { description: Created }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /reservations:
    post:
      responses:
        '201': { description: Created }
        '429': { description: Too many requests }
`,
      },
    ],
  },
})
