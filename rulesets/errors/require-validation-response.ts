import { defineRule, type Operation, type Parameter } from '@specward/core'
import { answering, documents, findingFor, saysOfErrors } from './documented.ts'
import { responseFix } from './response-fix.ts'

export default defineRule({
  id: 'require-validation-response',
  title: 'Operations take input and do not document how they refuse it.',
  why: 'Where no response for invalid input is documented, nobody can tell whether input is checked at all, and tests of the contract never try. Clients take the refusal for a failure and send the same again.',
  fix: 'Document the 400 or 422 response, once under `components.responses` and by `$ref` at each operation. A range (`4XX`) and `default` count, because they cover it.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1059],
    controls: ['ERROR-3'],
    specifications: ['RFC 9110, section 15.5.1 and section 15.5.21'],
  },
  falsePositives:
    'Operations are counted that take a body, a form, or parameters that can be wrong: required ones and those with a type, a format or a limit. For a parameter in the path alone, 404 is enough. Another 4xx response counts where its description speaks of invalid input.',
  select: 'document',
  check(document, { report, notApplicable }) {
    const judged = answering(document).filter(takesInput)
    if (judged.length === 0) return notApplicable()
    const lacking = judged.filter((operation) => !refusesInput(operation))
    const finding = findingFor(document, {
      lacking,
      total: judged.length,
      does: ['takes input', 'take input'],
      missing: '400 or 422 response (or `4XX`, `default`, or 404 where only the path is input)',
      so: 'so nothing shows that input is checked, or how it is refused',
    })
    if (finding)
      report({ ...finding, fix: responseFix(lacking, document.operations, ['400', '422'], 'suggested') })
  },
  examples: {
    bad: [
      {
        title: 'A body, in a path item that is reached through `$ref`',
        text: `
paths:
  /orders:
    $ref: '#/components/pathItems/Orders'
components:
  pathItems:
    Orders:
      post:
        requestBody:
          content:
            application/json: { schema: { type: object } }
        responses:
#       ^^^^^^^^^
          '201': { description: Created }
          '401': { description: No valid token }
`,
      },
      {
        title: 'Several of them, told once',
        text: `
paths:
#^^^^
  /orders:
    get:
      parameters:
        - { name: page, in: query, schema: { type: integer } }
      responses:
        '200': { description: OK }
  /orders/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
    delete:
      responses:
        '204': { description: Deleted }
    put:
      requestBody:
        content:
          application/json: { schema: { type: object } }
      responses:
        '200': { description: OK }
        '400': { description: Refused }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /orders:
    post:
      parameters:
        - { name: order, in: body, schema: { type: object } }
      responses:
#     ^^^^^^^^^
        '201': { description: Created }
`,
      },
    ],
    good: [
      {
        title: 'By status, by range, by `default`, and by another status that says so',
        text: `
paths:
  /a:
    post:
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses:
        '201': { description: Created }
        '422': { description: Refused }
    put:
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses:
        '200': { description: OK }
        4xx: { description: Refused }
    patch:
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses:
        '200': { description: OK }
        default: { description: Something went wrong }
    get:
      parameters:
        - { name: from, in: query, schema: { type: string, format: date } }
      responses:
        '200': { description: OK }
        '405': { description: Invalid input }
`,
      },
      {
        title: 'Near miss: nothing that could be wrong; and an id that is not found',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: q, in: query, schema: { type: string } }
        - { name: traceparent, in: header, schema: { type: string, format: trace } }
      responses:
        '200': { description: OK }
  /orders/{id}:
    get:
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer } }
      responses:
        '200': { description: OK }
        '404': { description: No such order }
webhooks:
  shipped:
    post:
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses:
        '204': { description: Received }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /orders:
    post:
      consumes: [application/x-www-form-urlencoded]
      parameters:
        - { name: amount, in: formData, type: integer }
      responses:
        '201': { description: Created }
        '400': { description: Refused }
`,
      },
    ],
  },
})

function takesInput({ requestBody, parameters }: Operation): boolean {
  return requestBody !== undefined || parameters.some((each) => each.in === 'path' || canBeWrong(each))
}

/** Whether a value of a parameter can be refused. What clients add on their own, such as trace ids, is passed over. */
function canBeWrong(parameter: Parameter): boolean {
  const { in: place, required, schema } = parameter
  if (place === 'header' || place === 'cookie') return required
  if (place !== 'query' || required || !schema) return true
  if (schema.types.some((type) => type !== 'string' && type !== 'null')) return true
  return LIMITS.some((keyword) => schema.all(keyword).length > 0)
}

const LIMITS = ['enum', 'const', 'format', 'pattern', 'minLength', 'maxLength'] as const

const INVALID =
  /\binvalid\b|validat|malformed|\bbad (?:request|input|parameter)|not valid|illegal|incorrect|\bwrong\b|missing (?:required )?(?:parameter|field|input)/i

function refusesInput(operation: Operation): boolean {
  const isPathAlone =
    !operation.requestBody && !operation.parameters.some((each) => each.in !== 'path' && canBeWrong(each))
  return (
    documents(operation, isPathAlone ? ['400', '404', '410', '422'] : ['400', '422']) ||
    saysOfErrors(operation, INVALID)
  )
}
