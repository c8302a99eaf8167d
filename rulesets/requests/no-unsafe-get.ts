import { defineRule } from '@specward/core'
import { signsOfChange } from './acts.ts'

export default defineRule({
  id: 'no-unsafe-get',
  title: 'A GET request changes something.',
  why: 'GET is safe by definition, so browsers, crawlers, link previews and caches send it whenever they like. An image on any web page can make the browser of a signed-in user delete or approve something, and cookies that are withheld from foreign POST requests are sent along.',
  fix: 'Use POST, PUT, PATCH or DELETE.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API5:2023'],
    cwe: [650, 352],
    controls: ['CONFIG-2'],
    specifications: ['RFC 9110, section 9.2.1'],
  },
  falsePositives:
    'Two signs are asked for: the operationId, the end of the path or the summary begins with a word for an act, or success is 201 or 202. Links that are sent by mail and work once (verification, password reset) are left alone.',
  select: 'operation',
  check(operation, { report, notApplicable }) {
    const { kind, method, node, label } = operation
    if (kind !== 'http' || (method !== 'get' && method !== 'head')) return notApplicable()
    const signs = signsOfChange(operation)
    if (signs === undefined) return
    report({
      at: { node, part: 'key' },
      message: `\`${label}\` seems to change something, as ${signs} say. Browsers and crawlers send ${method.toUpperCase()} requests on their own.`,
    })
  },
  examples: {
    bad: [
      {
        title: 'The operationId and the path say so',
        text: `
paths:
  /users/{id}/delete:
    get:
#   ^^^
      operationId: deleteUser
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'The summary and the status say so, in a path item that is reached through `$ref`',
        text: `
paths:
  /orders/{id}/approval:
    $ref: '#/components/pathItems/Approval'
components:
  pathItems:
    Approval:
      get:
#     ^^^
        summary: Approves an order
        responses:
          '202': { description: Accepted }
`,
      },
      {
        title: 'What is run, blocked, activated, added and sent',
        text: `
paths:
  /jobs/{jobId}/run:
    get:
#   ^^^
      operationId: runJob
      responses:
        '200': { description: OK }
  /users/{id}/block:
    get:
#   ^^^
      operationId: blockUser
      responses:
        '204': { description: Blocked }
  /users/{id}/activate:
    get:
#   ^^^
      operationId: activateUser
      responses:
        '200': { description: OK }
  /cart/add:
    get:
#   ^^^
      operationId: addToCart
      responses:
        '200': { description: OK }
  /mail/send:
    get:
#   ^^^
      operationId: sendMail
      responses:
        '200': { description: OK }
  /createdb:
    get:
#   ^^^
      operationId: api_views.main.populate_db
      summary: Creates and populates the database
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /accounts/{id}/transfer-funds:
    get:
#   ^^^
      operationId: transferFunds
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'Participles, nouns and what is only shown',
        text: `
paths:
  /items/deleted:
    get:
      operationId: getDeletedItems
      summary: Deleted items
      responses:
        '200': { description: OK }
  /transfers/{id}:
    get:
      operationId: transfer
      summary: Transfer of money
      responses:
        '200': { description: OK }
  /orders/{id}/cancel:
    get:
      operationId: getCancelOptions
      summary: Cancel options
      responses:
        '200': { description: OK }
  /users/verify-email/activate:
    get:
      operationId: activateUser
      summary: Activate a user, from the link in a mail
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'Blocks of a chain, the run of a job, and a link that was sent by mail',
        text: `
paths:
  /block/{height}:
    get:
      operationId: blockByHeight
      responses:
        '200': { description: OK }
  /chains/{id}/block:
    get:
      operationId: blockOfChain
      responses:
        '200': { description: OK }
  /jobs/{id}/run:
    get:
      operationId: jobRun
      responses:
        '200': { description: OK }
  /users/{id}/activate:
    get:
      operationId: activateUser
      parameters:
        - { name: code, in: query, schema: { type: string } }
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: with the method for it',
        format: 'oas2',
        text: `
paths:
  /users/{id}:
    delete:
      operationId: deleteUser
      responses:
        '204': { description: Deleted }
`,
      },
    ],
  },
})
