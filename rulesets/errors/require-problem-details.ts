import { defineRule, type Model } from '@specward/core'
import { counted } from '../wording.ts'
import { type ErrorBody, errorBodiesOf, hasUnreadErrors, outliersOf } from './error-bodies.ts'

/** Places that are shown beside the first. */
const MOST_RELATED = 5

export default defineRule({
  id: 'require-problem-details',
  title: 'Errors have no format that clients can rely on.',
  why: 'Where each error looks different, or like nothing that is written down, clients show people whatever comes, and the server puts in whatever it has: an exception, a query, a path. One format with few members is checked once, for all errors.',
  fix: 'Describe one schema for errors and use it in all of them: problem details (`application/problem+json` with `type`, `title`, `status`, `detail` and `instance`), or the envelope of the organisation.',
  presets: { strict: 'hint', 'owasp-api-2023': 'off' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [209],
    controls: ['ERROR-1'],
    specifications: ['RFC 9457, section 3', 'RFC 6749, section 5.2'],
  },
  falsePositives:
    'An envelope of your own is as good: it is asked that errors have at least one member in common, or come as `application/problem+json`, or in the format of OAuth 2 (`error` with `error_description`). Errors without a body are passed over where others have one, or may have one in a file that could not be read, and so are texts, files, health checks, and what success returns as well.',
  select: 'document',
  check(_, { report, undecided, notApplicable, model }) {
    const bodies = errorBodiesOf(model)
    const [first] = bodies
    if (!first) return notApplicable()
    const described = bodies.filter(({ members }) => members !== undefined)
    if (bodies.length > 1 && bodies.every(({ isSilent }) => isSilent)) {
      if (hasUnreadErrors(model))
        return undecided({ at: { node: first.node, part: 'key' }, because: 'some errors could not be read' })
      return report(nothingDescribed(bodies, first, model))
    }
    const outliers = outliersOf(described)
    const [outlier, ...others] = outliers
    if (!outlier) return
    report({
      at: { node: outlier.node, part: 'key' },
      covers: outliers.map((each) => each.node),
      message: `The errors of this API have no common format: ${outlier.words}${others.length > 0 ? ` and ${counted(others.length, 'other')} have no member in common with the rest` : ' has no member in common with most others'}.`,
      operations: labelsOf(outliers),
      related: others.slice(0, MOST_RELATED).map(({ node, words }) => ({
        at: { node, part: 'key' as const },
        message: `Nor has ${words}.`,
      })),
    })
  },
  examples: {
    bad: [
      {
        title: 'Two formats, one of them reached through `$ref`',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
        '400': { $ref: '#/components/responses/Problem' }
        '401': { $ref: '#/components/responses/Problem' }
        '404': { $ref: '#/components/responses/Missing' }
components:
  responses:
    Problem:
      description: Refused
      content:
        application/problem+json:
          schema: { type: object, properties: { type: { type: string }, title: { type: string } } }
    Missing:
#   ^^^^^^^
      description: Not found
      content:
        application/json:
          schema: { type: object, properties: { errorCode: { type: integer } } }
`,
      },
      {
        title: 'OpenAPI 2.0: nothing is described',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
        '400':
#       ^^^^^
          description: Refused
        '500':
          description: Something went wrong
`,
      },
    ],
    good: [
      {
        title: 'Problem details, with members of their own; an error without a body',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
        '400': { $ref: '#/components/responses/Problem' }
        '401': { description: No valid token }
        '409':
          description: Conflict
          content:
            application/problem+json: { schema: { type: object, properties: { balance: { type: number } } } }
components:
  responses:
    Problem:
      description: Refused
      content:
        application/problem+json:
          schema: { type: object, properties: { type: { type: string }, title: { type: string } } }
`,
      },
      {
        title: 'Near miss: an envelope of their own, with more in it for some errors',
        text: `
paths:
  /orders:
    post:
      responses:
        '201': { description: Created }
        '400':
          description: Refused
          content:
            application/json:
              schema:
                allOf:
                  - $ref: '#/components/schemas/Error'
                  - { type: object, properties: { fields: { type: array, items: { type: string } } } }
        default:
          description: Something went wrong
          content:
            application/json: { schema: { $ref: '#/components/schemas/Error' } }
components:
  schemas:
    Error: { type: object, properties: { code: { type: string }, message: { type: string } } }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
        '400': { description: Refused, schema: { $ref: '#/definitions/Error' } }
definitions:
  Error: { type: object, properties: { message: { type: string } } }
`,
      },
    ],
  },
})

function nothingDescribed(bodies: readonly ErrorBody[], first: ErrorBody, { document }: Model) {
  const labels = labelsOf(bodies)
  const all = document.operations.filter(({ kind }) => kind === 'http').length
  const many =
    labels.length === all
      ? `all ${counted(all, 'operation')}`
      : `${labels.length} of ${counted(all, 'operation')}`
  const who = `The errors of ${labels.length === 1 && all === 1 ? `\`${labels[0]}\`` : many}`
  return {
    at: { node: first.node, part: 'key' as const },
    covers: bodies.map(({ node }) => node),
    message: `${who} have no schema, so clients cannot rely on any format.`,
    operations: labels,
  }
}

function labelsOf(bodies: readonly ErrorBody[]): readonly string[] {
  return [...new Set(bodies.flatMap(({ operations }) => operations))]
}
