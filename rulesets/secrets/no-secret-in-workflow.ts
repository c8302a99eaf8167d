import { defineRule, type Fix, type Node } from '@specward/core'
import { withArticle } from '../wording.ts'
import { placeOf } from './candidates.ts'
import { secretLiteralsIn } from './literals.ts'
import { credentialsIn, type WrittenCredential } from './workflow-values.ts'

export default defineRule({
  id: 'no-secret-in-workflow',
  title: 'A workflow holds the credential that it sends.',
  why: 'Workflows are kept in version control, published beside the API and run in many places. A password, key or token that is written into one is known to everybody who sees a copy, and cannot differ between environments.',
  fix: 'Declare an input for it and write `$inputs.<name>` in its place, or take it from the step that fetches it. Revoke the value if it was ever real.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['arazzo'],
  references: {
    owasp: ['API2:2023', 'API8:2023'],
    cwe: [798],
    controls: ['APIKEY-3'],
    specifications: [
      'Arazzo Specification 1.0.1, Parameter Object, Payload Replacement Object and Runtime Expressions',
    ],
  },
  falsePositives:
    'Only texts under the name of a credential are looked at. Runtime expressions and values that were plainly made up (`<token>`, `password`, `changeme`) are left alone. Secrets of a known format are judged by `no-secret-literal`.',
  select: 'document',
  check(_, { report, model, facts }) {
    const formed = new Set(secretLiteralsIn(model).map(({ literal }) => literal.node))
    const seen = new Set<string>()
    for (const credential of credentialsIn(model, facts.sensitiveNames)) {
      const { node, name, term, secret } = credential
      if (formed.has(node)) continue
      const place = placeIn(node)
      const discriminator = `${place} ${name}`
      if (seen.has(`${node.pointer} ${name}`)) continue
      seen.add(`${node.pointer} ${name}`)
      report({
        at: placeOf(node, secret),
        message: `${place} holds ${withArticle(term)} as the ${isInputDefault(node) ? 'default of input' : 'value of'} \`${name}\`: everybody can use it who sees the workflow.`,
        discriminator,
        secrets: [secret],
        fix: fixFor(credential),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A password in a body, a key in a header, and a field of a text',
        format: 'arazzo1',
        text: `
workflows:
  - workflowId: buy
    steps:
      - stepId: login
        operationId: login
        parameters:
          - name: X-Api-Key
            in: header
            value: q7Zt2LkW9xRb
#                  ^^^^^^^^^^^^
          - name: Authorization
            in: header
            value: Bearer q7Zt2LkW9xRb
#                         ^^^^^^^^^^^^
        requestBody:
          contentType: application/json
          payload:
            user: { name: anna, password: Tq7rW2mZ9xLp }
#                                         ^^^^^^^^^^^^
      - stepId: token
        operationId: token
        requestBody:
          contentType: application/x-www-form-urlencoded
          payload: grant_type=client_credentials&client_secret=Tq7rW2mZ9xLp
#                                                              ^^^^^^^^^^^^
`,
      },
      {
        title:
          'In a reusable parameter, a replacement, and the default of an input that is reached through `$ref`',
        format: 'arazzo1',
        text: `
workflows:
  - workflowId: buy
    inputs: { $ref: '#/components/inputs/credentials' }
    steps:
      - stepId: login
        operationId: login
        parameters:
          - reference: $components.parameters.key
        requestBody:
          payload: $inputs
          replacements:
            - target: /user/password
              value: Tq7rW2mZ9xLp
#                    ^^^^^^^^^^^^
components:
  parameters:
    key:
      name: apiKey
      in: query
      value: q7Zt2LkW9xRb
#            ^^^^^^^^^^^^
  inputs:
    credentials:
      type: object
      properties:
        password: { type: string, default: Tq7rW2mZ9xLp }
#                                          ^^^^^^^^^^^^
`,
      },
      {
        title: 'Values of a security scheme, as Redocly reads them',
        format: 'arazzo1',
        text: `
workflows:
  - workflowId: buy
    steps:
      - stepId: order
        operationId: order
        x-security:
          - schemeName: basic
            values: { username: anna, password: Tq7rW2mZ9xLp }
#                                               ^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'From inputs, from steps, and within a text',
        format: 'arazzo1',
        text: `
workflows:
  - workflowId: buy
    inputs:
      type: object
      properties:
        username: { type: string, default: anna }
        password: { type: string }
    steps:
      - stepId: login
        operationId: login
        requestBody:
          contentType: application/json
          payload: '{ "name": "anna", "password": "{$inputs.password}", "otp": "$inputs.otp" }'
        outputs: { token: $response.body#/access_token }
      - stepId: order
        operationId: order
        parameters:
          - { name: Authorization, in: header, value: 'Bearer {$steps.login.outputs.token}' }
          - { name: pageToken, in: query, value: q7Zt2LkW9xRb }
          - { name: X-Api-Key, in: header, value: $inputs.apiKey }
        x-security:
          - { schemeName: oauth, values: { accessToken: $steps.login.outputs.token } }
`,
      },
      {
        title: 'Near miss: values that were made up, and what is no credential',
        format: 'arazzo1',
        text: `
workflows:
  - workflowId: buy
    steps:
      - stepId: login
        operationId: login
        parameters:
          - { name: Authorization, in: header, value: Bearer <token> }
          - { name: Authorization, in: header, value: Basic Og== }
          - { name: X-Api-Key, in: header, value: step-key }
        requestBody:
          payload: { password: changeme, grant_type: password, client_id: Tq7rW2mZ9xLp, token_type: Bearer }
`,
      },
    ],
  },
})

/** "Step `login` of workflow `buy`". */
function placeIn(node: Node): string {
  let step: string | undefined
  for (let up: Node | undefined = node; up; up = up.parent) {
    step ??= up.child('stepId')?.string
    const workflow = up.child('workflowId')?.string
    if (workflow !== undefined && up.parent?.key === 'workflows')
      return step === undefined ? `Workflow \`${workflow}\`` : `Step \`${step}\` of workflow \`${workflow}\``
  }
  return 'The document'
}

/** The `default` of a schema: of an input, and not of what is sent under that name. */
function isInputDefault({ key, parent }: Node): boolean {
  const above = parent?.path ?? []
  return key === 'default' && above.includes('inputs') && !above.includes('steps')
}

/** An input of the same name; it has to be declared. */
function fixFor({ node, name, isWhole }: WrittenCredential): Fix | undefined {
  if (!isWhole || node.key === 'default' || !/^[\w-]+$/.test(name)) return undefined
  const edit = { op: 'set', path: node.path, value: `$inputs.${name}` } as const
  return { title: 'Take it from an input', kind: 'suggested', edits: [{ node, edit }] }
}
