import { defineRule } from '@specward/core'
import { actOf, isLookUp, LEARNT, says, tells, textsOf } from './enumeration.ts'

export default defineRule({
  id: 'no-user-enumeration',
  title: 'Anybody can find out who has an account.',
  why: 'With a list of addresses and an answer that differs, an attacker learns which of them are worth an attack: passwords from other leaks are tried on those alone, and that somebody is a customer may itself be a secret.',
  fix: 'Answer alike whether the account exists or not: 401 for every failed sign-in, 202 for every request to reset a password or to register, and tell the rest by e-mail.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API2:2023'],
    cwe: [204],
    controls: ['AUTHN-7'],
    specifications: ['OWASP ASVS 5.0, 6.3.8'],
  },
  falsePositives:
    'Some APIs have to tell that a name is taken. Suppress the finding there, and slow down who asks. A response from `components` counts only where its name or text speaks of an account, a user or an e-mail address. Whether a response is the same in body and time, the description cannot show.',
  select: 'operation',
  check(operation, { report, notApplicable }) {
    if (operation.kind !== 'http') return notApplicable()
    if (isLookUp(operation)) {
      const message = `\`${operation.label}\` tells anybody whether an account exists.`
      return report({ at: operation.node, message })
    }
    const act = actOf(operation)
    if (!act) return notApplicable()
    const telling = operation.responses.find((use) => tells(act, use))
    if (telling) {
      const message = `The ${telling.status} response of \`${operation.label}\` can reveal ${LEARNT[act]}.`
      return report({ at: { node: telling.node, part: 'key' }, message })
    }
    const text = operation.responses.flatMap(textsOf).find(({ string = '' }) => says(act, string))
    if (text) {
      const quoted = (text.string ?? '').replace(/[.!\s]+$/, '').replaceAll('`', "'")
      report({ at: text, message: `\`${operation.label}\` reveals ${LEARNT[act]}: "${quoted}".` })
    }
  },
  examples: {
    bad: [
      {
        title:
          'Unknown users and wrong passwords are told apart, in a path item that is reached through `$ref`',
        text: `
paths:
  /login:
    $ref: '#/components/pathItems/Login'
  /register:
    post:
      responses:
        '202': { description: Look into your mailbox }
        '409': { description: This address has an account }
#       ^^^^^
components:
  pathItems:
    Login:
      post:
        responses:
          '200': { description: OK }
          '401': { description: Wrong password }
          '404': { description: Unknown user }
#         ^^^^^
`,
      },
      {
        title: 'By the text alone',
        text: `
paths:
  /login:
    post:
      responses:
        '200': { description: OK }
        '401':
          description: Not signed in
          content:
            application/json:
              schema:
                type: object
                properties:
                  message:
                    type: string
                    example: The password is not correct for the given username
#                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'A question for it',
        text: `
paths:
  /users/exists:
    get:
#   ^^^
      security: []
      parameters:
        - { name: email, in: query, schema: { type: string } }
      responses:
        '200': { description: Whether there is one }
`,
      },
      {
        title: 'OpenAPI 2.0: a link for a new password',
        format: 'oas2',
        text: `
paths:
  /password/forgot:
    post:
      responses:
        '204': { description: Sent }
        '404': { description: Nobody has this address }
#       ^^^^^
`,
      },
    ],
    good: [
      {
        title: 'The same answer for all',
        text: `
paths:
  /login:
    post:
      responses:
        '200': { description: OK }
        '401': { description: Unknown user or wrong password }
  /register:
    post:
      responses:
        '202': { description: Look into your mailbox }
  /password/reset/{token}:
    post:
      parameters:
        - { name: token, in: path, required: true, schema: { type: string } }
      responses:
        '204': { description: Changed }
        '404': { description: The link has expired }
`,
      },
      {
        title: 'A question for those who are signed in, and for what is no account',
        text: `
paths:
  /users/exists:
    get:
      security:
        - token: []
      parameters:
        - { name: email, in: query, schema: { type: string } }
      responses:
        '200': { description: Whether there is one }
  /rooms/available:
    get:
      security: []
      responses:
        '200': { description: Rooms that are free }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
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
        '200': { description: OK }
        '401': { description: Not signed in }
`,
      },
    ],
  },
})
