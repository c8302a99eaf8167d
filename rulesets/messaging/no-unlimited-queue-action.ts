import { type Channel, defineRule, type Node, type Operation } from '@specward/core'
import { allowedBy } from './policies.ts'

export default defineRule({
  id: 'no-unlimited-queue-action',
  title: 'The policy of a topic or queue allows every action.',
  why: 'Who only has to send or read messages can then delete the queue, read what was meant for others, or change the policy itself.',
  fix: 'List the actions that are needed: `sqs:SendMessage`, `sqs:ReceiveMessage`, `sns:Publish`.',
  presets: { recommended: 'info', strict: 'warn' },
  formats: ['asyncapi'],
  references: {
    owasp: ['API5:2023'],
    cwe: [732],
    controls: ['AUTHZ-5', 'AUTHZ-1'],
    specifications: ['AsyncAPI bindings for Amazon SNS and Amazon SQS'],
  },
  falsePositives:
    'Owners of a queue may need every action. Where everybody is allowed in as well, `no-open-queue-policy` speaks in place of this rule.',
  select: 'document',
  check({ channels, operations }, { report, notApplicable, model }) {
    const seen = new Set<Node>()
    for (const concept of [...channels, ...operations]) {
      for (const { node, actions, actionNode, principals, service } of allowedBy(concept, model)) {
        if (seen.has(node)) continue
        seen.add(node)
        const action = actions.find((each) => /^(?:(?:sns|sqs):)?\*$/i.test(each))
        if (action === undefined || !actionNode || principals.includes('*')) continue
        report({
          at: actionNode.string === undefined ? { node: actionNode, part: 'key' } : actionNode,
          message: `The policy of the ${service === 'sns' ? 'topic' : 'queue'} of \`${nameOf(concept)}\` allows every action (\`${action}\`), deleting it and changing its policy included.`,
          discriminator: node.child('sid')?.string ?? nameOf(concept),
        })
      }
    }
    if (seen.size === 0) notApplicable()
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: for an account, in bindings that are reached through `$ref`',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    bindings: { $ref: '#/components/channelBindings/Orders' }
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
                principal: { AWS: 'arn:aws:iam::123456789012:root' }
                action: sqs:*
#                       ^^^^^
`,
      },
      {
        title: 'AsyncAPI 2: in a list',
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
              principal: 'arn:aws:iam::123456789012:user/alex'
              action: ['SNS:*']
#             ^^^^^^
    publish:
      message: { payload: { type: string } }
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: the actions that are needed',
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
              - { effect: Allow, principal: { AWS: '123456789012' }, action: [sqs:SendMessage, sqs:GetQueueUrl] }
              - { effect: Deny, principal: { AWS: '210987654321' }, action: 'sqs:*' }
`,
      },
      {
        title: 'AsyncAPI 2: everybody is allowed in, of which `no-open-queue-policy` speaks',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    bindings:
      sns: { name: orders, policy: { statements: [{ effect: Allow, principal: '*', action: '*' }] } }
    publish:
      message: { payload: { type: string } }
`,
      },
    ],
  },
})

function nameOf(concept: Channel | Operation): string {
  return concept.concept === 'channel' ? (concept.address ?? concept.node.key) : concept.label
}
