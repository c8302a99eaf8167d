import { type Channel, defineRule, type Node, type Operation } from '@specward/core'
import { allowedBy, type Statement } from './policies.ts'

/** Conditions that leave somebody in particular: a topic, an account, an organisation, a network. */
const NARROWING =
  /^aws:(?:SourceArn|SourceAccount|SourceOwner|SourceOrgID|PrincipalOrgID|PrincipalOrgPaths|PrincipalArn|PrincipalAccount|SourceVpce?|SourceIp|VpcSourceIp)$/i

export default defineRule({
  id: 'no-open-queue-policy',
  title: 'The policy of a topic or queue lets everybody in.',
  why: 'With the principal `*`, everybody who has an AWS account, and often everybody at all, can send messages that the application acts upon, or read those of others.',
  fix: 'Name the accounts or roles under `principal`. Where a service has to get in, narrow it by `aws:SourceArn` or `aws:SourceAccount`.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['asyncapi'],
  references: {
    owasp: ['API5:2023', 'API8:2023'],
    cwe: [732],
    controls: ['AUTHZ-5', 'AUTHN-1'],
    specifications: [
      'AsyncAPI bindings for Amazon SNS and Amazon SQS',
      'Amazon SQS Developer Guide, security best practices',
    ],
  },
  falsePositives:
    'A statement with a condition on where the request comes from (`aws:SourceArn`, `aws:PrincipalOrgID`) is not reported; with another condition, or where the same policy denies it again, it is left undecided.',
  select: 'document',
  check({ channels, operations }, { report, undecided, notApplicable, model }) {
    const seen = new Set<Node>()
    for (const concept of [...channels, ...operations]) {
      for (const statement of allowedBy(concept, model)) {
        if (seen.has(statement.node)) continue
        seen.add(statement.node)
        const { principals, principalNode, condition, deniedBy, node } = statement
        if (!principalNode || !principals.includes('*') || isNarrowed(condition)) continue
        const at =
          principalNode.string === undefined ? ({ node: principalNode, part: 'key' } as const) : principalNode
        if (condition) {
          undecided({
            at: { node: condition, part: 'key' },
            because: 'everybody is allowed in on a condition, of which nobody can tell here how narrow it is',
          })
        } else if (deniedBy) {
          undecided({
            at,
            because:
              'everybody is allowed in, and another statement of the policy denies it again: who remains, nobody can tell here',
          })
        } else {
          report({
            at,
            message: messageFor(concept, statement),
            discriminator: node.child('sid')?.string ?? nameOf(concept),
          })
        }
      }
    }
    if (seen.size === 0) notApplicable()
  },
  examples: {
    bad: [
      {
        title:
          'AsyncAPI 3: a queue that everybody may use, and a topic, in bindings that are reached through `$ref`',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    bindings: { $ref: '#/components/channelBindings/Orders' }
  updates:
    address: updates
    bindings:
      sns:
        name: updates
        policy:
          statements:
            - effect: Allow
              principal: { AWS: ['*'] }
#             ^^^^^^^^^
              action: [sns:Subscribe]
components:
  channelBindings:
    Orders:
      sqs:
        queue:
          name: orders
          fifoQueue: false
          policy:
            statements:
              - effect: Allow
                principal: '*'
#                          ^^^
                action: sqs:SendMessage
`,
      },
      {
        title: 'AsyncAPI 2: keys as AWS writes them',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish:
      message: { payload: { type: string } }
      bindings:
        sqs:
          queues:
            - name: orders
              policy:
                Statement:
                  Effect: allow
                  Principal: '*'
#                            ^^^
                  Action: sqs:ReceiveMessage
`,
      },
      {
        title: 'AsyncAPI 3: what is denied is to do so without TLS, or something else',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    bindings:
      sqs:
        queue:
          name: orders
          policy:
            statements:
              - effect: Allow
                principal: '*'
#                          ^^^
                action: sqs:SendMessage
              - effect: Deny
                principal: '*'
                action: 'sqs:*'
                condition: { Bool: { aws:SecureTransport: false } }
              - { effect: Deny, principal: '*', action: sqs:DeleteQueue }
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: closed to others by a `Deny` in the same policy: not decided',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    bindings:
      sqs:
        queue:
          name: orders
          policy:
            statements:
              - effect: Allow
                principal: '*'
#                          ~~~
                action: sqs:SendMessage
              - effect: Deny
                principal: '*'
                action: 'sqs:*'
                condition: { StringNotEquals: { aws:PrincipalOrgID: o-a1b2c3d4e5 } }
`,
      },
      {
        title: 'AsyncAPI 3: an account, a topic by a condition, and what is denied to everybody',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    bindings:
      sqs:
        queue:
          name: orders
          fifoQueue: false
          policy:
            statements:
              - { effect: Allow, principal: { AWS: 'arn:aws:iam::123456789012:root' }, action: sqs:SendMessage }
              - { effect: Deny, principal: '*', action: 'sqs:*' }
              - effect: Allow
                principal: '*'
                action: sqs:SendMessage
                condition: { ArnEquals: { aws:SourceArn: 'arn:aws:sns:eu-west-1:123456789012:orders' } }
`,
      },
      {
        title: 'AsyncAPI 2: a condition that may be narrow or not: not decided',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    bindings:
      sns:
        name: orders
        policy:
          statements:
            - effect: Allow
              principal: '*'
              action: sns:Publish
              condition: { Bool: { aws:SecureTransport: true } }
#             ~~~~~~~~~
    publish:
      message: { payload: { type: string } }
`,
      },
    ],
  },
})

/** Whether the condition names, under any operator, where a request has to come from. */
function isNarrowed(condition: Node | undefined): boolean {
  if (!condition) return false
  const operators = condition.isList
    ? [...condition.children()].flatMap((each) => [...each.children()])
    : [...condition.children()]
  return operators.some((operator) =>
    [...operator.children()].some(({ key, value }) => NARROWING.test(key) && value !== '*'),
  )
}

function nameOf(concept: Channel | Operation): string {
  return concept.concept === 'channel' ? (concept.address ?? concept.node.key) : concept.label
}

function messageFor(concept: Channel | Operation, { service, actions }: Statement): string {
  const what = service === 'sns' ? 'topic' : 'queue'
  const may =
    actions.length === 0
      ? 'everything'
      : actions
          .slice(0, 3)
          .map((action) => `\`${action}\``)
          .join(', ')
  return `The policy of the ${what} of \`${nameOf(concept)}\` lets everybody in: the principal \`*\` is allowed ${may}.`
}
