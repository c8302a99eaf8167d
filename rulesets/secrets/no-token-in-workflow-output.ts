import { defineRule, type Model, type Node, tokens } from '@specward/core'
import { withArticle } from '../wording.ts'
import { credentialNamed } from './workflow-values.ts'

/** Steps take values from steps; more than this, nobody passes them on. */
const MOST_HOPS = 8

/** Words of what a server says about a token that it hands out. */
const ABOUT: ReadonlySet<string> = new Set([
  'token',
  'expires',
  'expiry',
  'expiration',
  'scope',
  'scopes',
  'type',
])

export default defineRule({
  id: 'no-token-in-workflow-output',
  title: 'A workflow returns a credential to whoever runs it.',
  why: 'What a workflow returns is printed by the tools that run it, ends in the logs of pipelines and in test reports, and stays valid there. Within the workflow, steps can hand the credential on without it.',
  fix: 'Take it out of the `outputs` of the workflow. Steps reach it by `$steps.<step>.outputs.<name>`.',
  presets: { strict: 'warn' },
  formats: ['arazzo'],
  references: {
    owasp: ['API2:2023', 'API8:2023'],
    cwe: [201, 532],
    controls: ['MONITOR-3'],
    specifications: ['Arazzo Specification 1.0.1, Workflow Object'],
  },
  falsePositives:
    'A workflow that signs in on behalf of others has to return what it got: where it returns nothing else, or where a step or a workflow of the same document asks for it, nothing is reported. Whether a workflow of another document does is not known.',
  select: 'document',
  check(_, { report, model, facts }) {
    const called = calledWorkflows(model)
    for (const workflow of model.nodes('workflow')) {
      const id = workflow.child('workflowId')?.string ?? ''
      if (called.has(id)) continue
      const outputs = [...(workflow.child('outputs')?.children() ?? [])].map((output) => {
        const names = [output.key, ...sourceOf(output.string, workflow)]
        const name = names.find((each) => credentialNamed(each, facts.sensitiveNames))
        return { output, name, term: name && credentialNamed(name, facts.sensitiveNames)?.term }
      })
      // what signs in and does nothing else is there to return what it got
      if (!outputs.some(({ output, term }) => !term && !tokens(output.key).some((word) => ABOUT.has(word))))
        continue
      for (const { output, name, term } of outputs) {
        if (!name || !term) continue
        const what = name === output.key ? '' : ` (\`${name}\`)`
        report({
          at: { node: output, part: 'key' },
          message: `Workflow \`${id}\` returns ${withArticle(term)} as \`${output.key}\`${what} to whoever runs it, where it ends in logs.`,
          discriminator: `${id} ${output.key}`,
        })
      }
    }
  },
  examples: {
    bad: [
      {
        title: 'Under its own name, and under another one that steps have given it',
        format: 'arazzo1',
        text: `
workflows:
  - workflowId: buy
    inputs: { $ref: '#/components/inputs/buyer' }
    steps:
      - stepId: login
        operationId: login
        outputs: { session: $response.body#/access_token, result: $response.body#/code }
      - stepId: again
        operationId: again
        outputs: { kept: $steps.login.outputs.session }
    outputs:
      accessToken: $steps.login.outputs.result
#     ^^^^^^^^^^^
      mine: $steps.again.outputs.kept
#     ^^^^
      order: $response.body#/id
components:
  inputs:
    buyer: { type: object }
`,
      },
      {
        title: 'From a header of the last response',
        format: 'arazzo1',
        text: `
workflows:
  - workflowId: buy
    steps:
      - { stepId: login, operationId: login }
    outputs:
      key: $response.header.X-Api-Key
#     ^^^
      order: $response.body#/id
`,
      },
    ],
    good: [
      {
        title: 'Steps hand it on, and the result is returned',
        format: 'arazzo1',
        text: `
workflows:
  - workflowId: buy
    steps:
      - stepId: login
        operationId: login
        outputs: { token: $response.body#/access_token, nextPageToken: $response.body#/nextPageToken }
    outputs:
      order: $steps.order.outputs.id
      next: $steps.login.outputs.nextPageToken
      tokenExpiresAt: $response.body#/expires_at
`,
      },
      {
        title: 'Near miss: a workflow that fetches a token and does nothing else',
        format: 'arazzo1',
        text: `
workflows:
  - workflowId: refresh
    steps:
      - { stepId: refresh, operationId: token }
    outputs:
      access_token: $response.body#/access_token
      refresh_token: $response.body#/refresh_token
      expires_in: $response.body#/expires_in
`,
      },
      {
        title: 'Near miss: another workflow calls the one that signs in',
        format: 'arazzo1',
        text: `
workflows:
  - workflowId: login
    steps:
      - { stepId: login, operationId: login }
    outputs: { token: $steps.login.outputs.token }
  - workflowId: buy
    steps:
      - { stepId: signIn, workflowId: login }
      - stepId: order
        operationId: order
        parameters:
          - { name: Authorization, in: header, value: 'Bearer {$steps.signIn.outputs.token}' }
`,
      },
    ],
  },
})

/** Names of workflows whose outputs others of the document use. */
function calledWorkflows(model: Model): ReadonlySet<string> {
  const called = new Set<string>()
  for (const step of model.nodes('step')) {
    const id = step.child('workflowId')?.string
    if (id !== undefined) called.add(id)
  }
  for (const { value } of model.stringsWith(/\$workflows\.[\w-]+\.outputs\b/)) {
    for (const [, id = ''] of value.matchAll(/\$workflows\.([\w-]+)\.outputs\b/g)) called.add(id)
  }
  return called
}

/** The header, or the last name in the body, that a runtime expression reads. */
function nameRead(expression: string): string | undefined {
  const [, header, body] =
    /^\{?\$(?:request|response)\.(?:header\.([\w-]+)|body#(.*))/s.exec(expression) ?? []
  if (body === undefined) return header
  const pointer = body.endsWith('}') ? body.slice(0, -1) : body
  return pointer.slice(Math.max(pointer.lastIndexOf('/'), pointer.lastIndexOf('#')) + 1) || undefined
}

/** Names under which a value was known before, from step to step. */
function sourceOf(expression: string | undefined, workflow: Node): readonly string[] {
  const names: string[] = []
  let current = expression
  for (let hop = 0; hop < MOST_HOPS && current !== undefined; hop++) {
    const [, stepId, output = ''] = /^\{?\$steps\.([\w-]+)\.outputs\.([\w.-]+)/.exec(current) ?? []
    if (stepId === undefined) break
    names.push(output)
    const step = [...(workflow.child('steps')?.children() ?? [])].find(
      (each) => each.child('stepId')?.string === stepId,
    )
    current = step?.at('outputs', output)?.string
  }
  const name = current === undefined ? undefined : nameRead(current)
  return name === undefined ? names : [...names, name]
}
