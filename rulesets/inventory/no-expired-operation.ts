import { defineRule } from '@specward/core'
import { endOf, shortened } from './sunset.ts'

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
    controls: ['LIFE-1'],
    specifications: ['RFC 8594, section 3'],
  },
  falsePositives:
    'A date that is merely an example of the `Sunset` header is taken at its word. Dates in prose are not read, and a value of `x-sunset` and its like that is no day leaves it undecided.',
  select: 'operation',
  check(operation, context) {
    const { report, undecided, notApplicable, model } = context
    if (operation.kind !== 'http') return notApplicable()
    const end = endOf(operation, model)
    if (!end) return notApplicable()
    const { day, node } = end
    if (day === undefined)
      return undecided({ at: node, because: `${shortened(node)} names no day that can be read` })
    const { today } = context
    if (today === undefined) return undecided({ at: node, because: 'nobody has told which day it is today' })
    if (day >= today) return
    report({
      at: node,
      message: `\`${operation.label}\` was to be switched off on ${day}, and is still described.`,
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
      {
        title:
          'In other forms that leave no doubt: with points, with slashes, and in seconds and milliseconds since 1970',
        text: `
paths:
  /v1/orders:
    get:
      x-sunset: 31.12.2020
#               ^^^^^^^^^^
      responses: { '200': { description: OK } }
    put:
      x-sunset: 31/12/2020
#               ^^^^^^^^^^
      responses: { '200': { description: OK } }
    post:
      x-removal-date: 1577836800
#                     ^^^^^^^^^^
      responses: { '201': { description: OK } }
    patch:
      x-sunset: '1577836800000'
#               ^^^^^^^^^^^^^^^
      responses: { '200': { description: OK } }
`,
      },
      {
        title: 'No day, or one of two',
        text: `
paths:
  /v1/orders:
    get:
      x-sunset: soon
#               ~~~~
      responses: { '200': { description: OK } }
    put:
      x-sunset: 2020-13-45
#               ~~~~~~~~~~
      responses: { '200': { description: OK } }
    post:
      x-sunset: 02/03/2020
#               ~~~~~~~~~~
      responses: { '201': { description: OK } }
    patch:
      x-sunset: 2019
#               ~~~~
      responses: { '200': { description: OK } }
    delete:
      x-sunset: '2019-06-30'
#               ^^^^^^^^^^^^
      responses: { '204': { description: OK } }
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
        title:
          'Near miss: deprecated since a day, a version in place of a date, and an extension with several fields',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      x-deprecated-since: '2019-06-30'
      responses:
        '200': { description: OK }
    post:
      x-sunset: version 3
      responses:
        '201': { description: Created }
    put:
      x-sunset: { by: nobody }
      responses:
        '204': { description: Changed }
`,
      },
    ],
  },
})
