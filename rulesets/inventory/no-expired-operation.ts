import { defineRule } from '@specward/core'
import { endOf } from './sunset.ts'

export default defineRule({
  id: 'no-expired-operation',
  title: 'An operation should no longer be there.',
  why: 'The day on which the operation was to be switched off has passed. If it still answers, nobody looks after it any more; if it does not, the description leads clients and reviewers astray.',
  fix: 'Switch the operation off and take it out of the description, or decide on a new day and say why.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API9:2023'],
    cwe: [477, 1059],
    controls: ['LIFE-1', 'INV-1'],
    specifications: ['RFC 8594, section 3'],
  },
  falsePositives:
    'A date that is merely an example of the `Sunset` header is taken at its word. Dates in prose are not read.',
  select: 'operation',
  check(operation, { report, undecided, notApplicable, model, today }) {
    if (operation.kind !== 'http') return notApplicable()
    const end = endOf(operation, model)
    if (!end) return notApplicable()
    if (today === undefined)
      return undecided({ at: end.node, because: 'nobody has told which day it is today' })
    if (end.day >= today) return
    report({
      at: end.node,
      message: `\`${operation.label}\` was to be switched off on ${end.day}, and is still described.`,
    })
  },
  examples: {
    bad: [
      {
        title: 'By an extension, in a path item behind `$ref`',
        text: `
paths:
  /v1/orders: { $ref: '#/components/pathItems/Orders' }
components:
  pathItems:
    Orders:
      get:
        deprecated: true
        x-sunset: '2019-06-30'
#                 ^^^^^^^^^^^^
        responses:
          '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: by the header field that it sends',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      responses:
        '200':
          description: OK
          headers:
            Sunset:
              type: string
              default: Sun, 30 Jun 2019 23:59:59 GMT
#                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'The day is still to come',
        text: `
paths:
  /v1/orders:
    get:
      deprecated: true
      x-sunset: '2999-12-31'
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'Near miss: deprecated since a day, and a word in place of a date',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      x-deprecated-since: '2019-06-30'
      responses:
        '200': { description: OK }
    post:
      x-sunset: next year
      responses:
        '201': { description: Created }
`,
      },
    ],
  },
})
