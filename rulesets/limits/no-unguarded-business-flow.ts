import { defineRule } from '@specward/core'
import { together } from '../together.ts'
import { asksForProof, flowOf } from './business-flows.ts'
import { documents429 } from './too-many-requests.ts'

export default defineRule({
  id: 'no-unguarded-business-flow',
  title: 'Nothing keeps programs from running a step of business over and over.',
  why: 'Buying up tickets, trying out coupons, writing comments or stuffing votes harms the business although each call is allowed by itself. What stops it is a limit for each customer, or proof that a person takes part.',
  fix: 'Limit how often one customer can take the step and document the 429 response, or ask for proof (a captcha token, an attestation of the device) and declare it as a parameter.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: { owasp: ['API6:2023'], cwe: [799], controls: ['RATE-9'] },
  falsePositives:
    'Which steps matter is told by names: orders, purchases, bookings, reservations, comments, reviews, votes, coupons, bids and invitations. Registrations are judged by `require-rate-limit-on-login`. Limits that look at the customer instead of the call are seen only where a 429 response is documented.',
  select: 'document',
  gateway: 'rateLimits',
  check({ operations }, { report, notApplicable }) {
    const flows = operations.filter((operation) => flowOf(operation) !== undefined)
    if (flows.length === 0) return notApplicable()
    const open = flows.filter((operation) => !documents429(operation) && !asksForProof(operation))
    const [first] = open
    if (!first) return
    const finding = together(open, {
      first: (label) =>
        `A program can call ${label} over and over: it documents no 429 response and asks for no proof that a person takes part, so nothing shows what keeps ${flowOf(first)} from being automated.`,
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
