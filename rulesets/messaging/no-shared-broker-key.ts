import { defineRule, type Operation, type SecurityScheme } from '@specward/core'
import { counted, listed } from '../wording.ts'
import { isAskedFor } from './credentials.ts'

export default defineRule({
  id: 'no-shared-broker-key',
  title: 'All clients of a broker have the same key.',
  why: 'Where several have one key, each of them can act as any other, nobody can tell afterwards who did, and taking the key from one takes it from all.',
  fix: 'Give every client credentials of its own: certificates, SCRAM users or OAuth clients.',
  presets: { strict: 'info' },
  formats: ['asyncapi'],
  references: { owasp: ['API2:2023'], cwe: [1390], controls: ['AUTHN-9'] },
  falsePositives:
    'A symmetric key may be agreed with each client apart. An API key is reported only where its description says that it is shared, or where several groups of consumers read a channel by it.',
  select: 'securityScheme',
  check(scheme, { report, notApplicable, model }) {
    const { type, name, node } = scheme
    const isKey = type === 'apiKey' && (scheme.in === 'user' || scheme.in === 'password')
    if ((type !== 'symmetricEncryption' && !isKey) || !isAskedFor(scheme, model)) return notApplicable()
    const because = isKey ? sharedBecause(scheme) : undefined
    if (isKey && because === undefined) return
    const message =
      because === undefined
        ? `\`${name}\` uses one shared key: whoever can read messages can also forge them.`
        : `The key of \`${name}\` is the same for several: ${because}.`
    report({ at: node.child('type') ?? node, message })
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: a symmetric key; an API key by which several groups read',
        format: 'asyncapi3',
        text: `
servers:
  production:
    host: kafka.example.com
    protocol: kafka-secure
    security:
      - type: symmetricEncryption
#             ^^^^^^^^^^^^^^^^^^^
  partners:
    host: partners.example.com
    protocol: kafka-secure
    security:
      - $ref: '#/components/securitySchemes/key'
channels:
  orders: { address: orders, servers: [{ $ref: '#/servers/partners' }] }
operations:
  sendOrder:
    action: send
    channel: { $ref: '#/channels/orders' }
    bindings: { kafka: { groupId: { type: string, enum: [billing, shipping] } } }
components:
  securitySchemes:
    key: { type: apiKey, in: user }
#                ^^^^^^
`,
      },
      {
        title: 'AsyncAPI 2: a key that is said to be shared',
        format: 'asyncapi2',
        text: `
servers:
  production:
    url: mqtt.example.com
    protocol: mqtts
    security: [{ key: [] }]
components:
  securitySchemes:
    key: { $ref: '#/components/securitySchemes/common' }
    common: { type: apiKey, in: password, description: The key is shared by all devices. }
#                   ^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: a key for each device, and key pairs',
        format: 'asyncapi3',
        text: `
servers:
  production:
    host: mqtt.example.com
    protocol: mqtts
    security:
      - { type: apiKey, in: user, description: Every device has a key of its own. }
      - { type: asymmetricEncryption }
`,
      },
      {
        title: 'AsyncAPI 2: declared, but asked for by nothing',
        format: 'asyncapi2',
        text: `
servers:
  production: { url: mqtt.example.com, protocol: mqtts, security: [{ certificate: [] }] }
components:
  securitySchemes:
    certificate: { type: X509 }
    old: { type: symmetricEncryption }
`,
      },
    ],
  },
})

function sharedBecause({ node, operations }: SecurityScheme): string | undefined {
  const description = node.child('description')?.string ?? ''
  if (
    /\b(?:shared|common|same)\b/i.test(description) &&
    !/\b(?:not|never) (?:be )?shared\b/i.test(description)
  ) {
    return 'its description says so'
  }
  for (const operation of operations) {
    const groups = groupsOf(operation)
    if (groups.length > 1)
      return `${counted(groups.length, 'group')} of consumers (${listed(groups)}) use it for \`${operation.label}\``
  }
  return undefined
}

/** Kafka: the groups that are permitted to consume. */
function groupsOf({ bindings }: Operation): readonly string[] {
  const list = bindings.get('kafka')?.at('groupId', 'enum')
  return list?.isList ? [...list.children()].flatMap(({ string }) => string ?? []) : []
}
