import { defineRule, type Operation, type RuleContext, type RuleReport } from '@specward/core'
import { isMeantByNature, judgeAnonymous } from '../authentication/anonymous.ts'
import { saidToBeForAnyone } from '../authentication/said.ts'
import { openServer, whyUndecided } from '../messaging/open-servers.ts'
import { listed } from '../wording.ts'
import { type SensitiveResult, sensitiveResult } from './sensitive-results.ts'
import { inWords } from './ways-out.ts'

const EXTENSION = 'x-specward-public'

export default defineRule({
  id: 'no-sensitive-data-public',
  title: 'Personal or financial data can be read without authentication.',
  why: 'Whoever finds the URL can collect the data of everybody in it, and nobody can tell afterwards who it was. That is a breach from the first request on.',
  fix: 'Require a security scheme, or take the data out of what the operation returns to anybody. If it is meant to be published, say so in `specward.yaml` under `policy.publicOperations`, with the reason: for such data, the word of the description alone does not count.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API2:2023', 'API3:2023'],
    cwe: [306, 359],
    controls: ['AUTHN-1', 'DATA-3'],
    specifications: ['OpenAPI 3.1.1, Security Requirement Object'],
  },
  falsePositives:
    'Strong evidence is asked for: an account or card number, a date of birth, an identity number, or two ways to reach one person. A single e-mail address is none, nor is the contact of an organisation. Where authentication is optional, the server may hold the data back from those who do without; a schema of their own would say so. Where this rule reports, `no-anonymous-read` and `require-broker-authentication` are silent. What is only taken from anybody is judged by `no-anonymous-write`.',
  select: 'operation',
  gateway: 'authentication',
  check(operation, context) {
    const isRead = operation.method === 'get' || operation.method === 'query' || operation.classes.has('read')
    if (operation.publicBy === 'policy') return context.notApplicable()
    if (operation.kind === 'message') return judgeMessage(operation, context)
    if (operation.kind !== 'http' || !isRead) return context.notApplicable()
    if (operation.publicBy === 'description') return judgeDeclared(operation, context)
    if (operation.security.kind === 'optional') return judgeOptional(operation, context)
    const told = lazily(() => sensitiveResult(operation))
    judgeAnonymous(
      operation,
      {
        ...context,
        report(finding) {
          const result = told()
          if (result) context.report(withProperty(finding, result))
        },
        undecided(what) {
          if (told()) context.undecided(what)
        },
      },
      ({ label }, has401) =>
        has401
          ? `\`${label}\` ${whatIsReturned(told())} and asks for no authentication, although it documents a 401 response`
          : `\`${label}\` ${whatIsReturned(told())} to anyone`,
    )
  },
  examples: {
    bad: [
      {
        title: 'Dates of birth, in a list that is reached through `$ref`',
        text: `
security:
  - token: []
paths:
  /patients:
    get:
      security: []
#               ^^
      responses:
        '200': { $ref: '#/components/responses/Patients' }
components:
  responses:
    Patients:
      description: OK
      content:
        application/json:
          schema:
            type: array
            items: { $ref: '#/components/schemas/Patient' }
  schemas:
    Patient:
      type: object
      properties:
        name: { type: string }
        dateOfBirth: { type: string, format: date }
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Two ways to reach a person; the operation was forgotten',
        text: `
paths:
  /users/{id}:
    get:
#   ^^^
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                type: object
                properties:
                  user:
                    allOf:
                      - type: object
                        properties: { email: { type: string } }
                      - type: object
                        properties: { phone: { type: string } }
    delete:
      security:
        - token: []
      responses:
        '204': { description: Deleted }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Authentication is optional',
        text: `
paths:
  /payslips:
    get:
      security:
        - token: []
        - {}
#         ^^
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: array, items: { type: object, properties: { iban: { type: string } } } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Declared public by nobody but the description itself',
        text: `
paths:
  /members/{id}:
    get:
      security: []
      x-specward-public: Members asked for it.
#                        ^^^^^^^^^^^^^^^^^^^^^
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: object, properties: { ssn: { type: string } } }
`,
      },
      {
        title: 'OpenAPI 2.0: account numbers',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
paths:
  /accounts:
    get:
      security: []
#               ^^
      responses:
        '200':
          description: OK
          schema: { type: array, items: { $ref: '#/definitions/Account' } }
definitions:
  Account:
    type: object
    properties: { iban: { type: string } }
`,
      },
      {
        title: 'AsyncAPI 2: dates of birth, in a message that is reached through `$ref`',
        format: 'asyncapi2',
        text: `
servers:
  production: { url: mqtt.example.com, protocol: mqtts }
channels:
  patients:
    publish:
#   ^^^^^^^
      message: { $ref: '#/components/messages/Admitted' }
components:
  messages:
    Admitted:
      payload: { type: object, properties: { dateOfBirth: { type: string } } }
`,
      },
      {
        title: 'AsyncAPI 3: account numbers, in the reply',
        format: 'asyncapi3',
        text: `
servers:
  production: { host: kafka.example.com, protocol: kafka-secure }
channels:
  questions: { address: questions, messages: { ask: { payload: { type: object } } } }
  accounts:
    address: accounts
    messages:
      account:
        payload: { type: object, patternProperties: { '^a': { type: object, properties: { iban: { type: string } } } } }
operations:
  tell:
# ^^^^
    action: receive
    channel: { $ref: '#/channels/questions' }
    reply: { channel: { $ref: '#/channels/accounts' } }
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: a broker that knows its clients',
        format: 'asyncapi3',
        text: `
servers:
  production:
    host: kafka.example.com
    protocol: kafka-secure
    security: [{ type: X509 }]
channels:
  accounts:
    address: accounts
    messages:
      account: { payload: { type: object, properties: { iban: { type: string } } } }
operations:
  tell: { action: send, channel: { $ref: '#/channels/accounts' } }
`,
      },
      {
        title: 'AsyncAPI 2: a queue of a provider: not decided',
        format: 'asyncapi2',
        text: `
servers:
  queue: { url: sqs.eu-west-1.amazonaws.com, protocol: sqs }
channels:
  accounts:
    publish:
#   ~~~~~~~
      message: { payload: { type: object, properties: { iban: { type: string } } } }
`,
      },

      {
        title: 'With authentication, or declared public',
        facts: {
          publicOperations: [{ operation: 'GET /register', reason: 'the register is public by law' }],
        },
        text: `
security:
  - token: []
paths:
  /patients:
    get:
      responses:
        '200': { $ref: '#/components/responses/Patients' }
  /register:
    get:
      security: []
      responses:
        '200': { $ref: '#/components/responses/Patients' }
components:
  responses:
    Patients:
      description: OK
      content:
        application/json:
          schema: { type: array, items: { type: object, properties: { dateOfBirth: { type: string } } } }
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'The contact of an organisation, and the e-mail address of an author',
        text: `
security: []
paths:
  /shops:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Shop' }
  /commits:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                type: object
                properties: { committer: { type: object, properties: { name: { type: string }, email: { type: string } } } }
components:
  schemas:
    Shop:
      type: object
      properties:
        email: { type: string }
        phone: { type: string }
`,
      },
      {
        title:
          'Where authentication is optional, and the operation says that nobody needs it, nothing is decided',
        text: `
security:
  - token: []
  - {}
paths:
  /accounts:
    get:
#   ~~~
      summary: Requires no authentication.
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: object, properties: { name: { type: string }, iban: { type: string } } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: a credential that is declared as a parameter is not decided',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
paths:
  /accounts:
    get:
#   ~~~
      parameters:
        - { name: X-Auth-Token, in: header, type: string }
      responses:
        '200': { description: OK, schema: { type: object, properties: { iban: { type: string } } } }
    post:
      security:
        - key: []
      responses:
        '201': { description: Created }
`,
      },
    ],
  },
})

/** A broker that lets everybody in, whichever way the messages go. */
function judgeMessage(operation: Operation, context: RuleContext<unknown>): void {
  const server = openServer(operation)
  const result = server && sensitiveResult(operation)
  if (!server || !result) return
  const { label, node } = operation
  const because = whyUndecided(operation, server)
  const where = inWords(result.way)
  const over = `server \`${server.name ?? server.template}\``
  const message = `\`${label}\` carries ${listed(result.names)}${where} over ${over}, which lets everybody in.`
  if (because !== undefined) context.undecided({ at: node, because })
  else context.report(withProperty({ at: node, message, cause: server.node }, result))
}

function judgeOptional(operation: Operation, context: RuleContext<unknown>): void {
  const { security, node, label } = operation
  const { decidedBy = node, inherited } = security
  const result = isMeantByNature(operation) ? undefined : sensitiveResult(operation)
  if (!result) return
  const said = saidToBeForAnyone(operation)
  if (said !== undefined) {
    const because = `authentication is optional, it returns ${listed(result.names)}, and says in its own words: "${said}"`
    context.undecided({ at: node, because })
    return
  }
  const returned = `${listed(result.names)}${inWords(result.way)}`
  const whose = inherited ? "the document's" : 'its'
  const message = `\`${label}\` may return ${returned} to anyone: ${whose} \`security\` also allows \`{}\`.`
  const at = inherited ? node : decidedBy
  context.report(withProperty({ at, message, cause: inherited ? decidedBy : undefined }, result))
}

/** For such data, it takes more than the word of whoever wrote the description. */
function judgeDeclared(operation: Operation, context: RuleContext<unknown>): void {
  const { security, node, label } = operation
  const isOpen = security.kind !== 'required' && security.kind !== 'unreadable'
  const result = isOpen && !isMeantByNature(operation) ? sensitiveResult(operation) : undefined
  if (!result) return
  const message = `\`${label}\` ${whatIsReturned(result)} to anyone, and nothing but its own \`${EXTENSION}\` says that this is meant.`
  context.report(withProperty({ at: node.child(EXTENSION) ?? node, message }, result))
}

function whatIsReturned(result: SensitiveResult | undefined): string {
  if (!result) return ''
  return `returns ${listed(result.names)}${inWords(result.way)}`
}

/** With what is returned: another field makes another finding. */
function withProperty(finding: RuleReport, { property, properties }: SensitiveResult): RuleReport {
  const place = {
    at: { node: property.node, part: 'key' },
    message: `\`${property.name}\` is there`,
  } as const
  const covers = properties.map(({ name }) => name)
  return { ...finding, covers, related: [...(finding.related ?? []), place] }
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
