import { classifyName, defineRule, type Facts, type Node } from '@specward/core'
import { sensitiveIn, subjectOf } from './messages.ts'

export default defineRule({
  id: 'no-retained-sensitive-message',
  title: 'A broker keeps a message that holds sensitive data.',
  why: 'A retained MQTT message is given to everybody who subscribes, today or in a year, until another takes its place. A last will is sent by the broker to all who listen, in a form that the client has fixed when it connected.',
  fix: 'Set `retain: false` for what is sensitive, or set `messageExpiryInterval` and take the sensitive fields out. Leave credentials and personal data out of the last will.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['asyncapi'],
  references: {
    owasp: ['API3:2023', 'API8:2023'],
    cwe: [200, 524],
    controls: ['DATA-4'],
    specifications: ['MQTT 5.0, sections 3.1.2.5 and 3.3.1.3', 'AsyncAPI bindings for MQTT'],
  },
  falsePositives:
    'Only names that hardly stand for anything else count: passwords, keys, addresses of people.',
  select: 'document',
  check({ operations, servers }, { report, notApplicable, model, facts }) {
    const wills = servers.flatMap((server) => {
      const will = server.bindings.get('mqtt')?.at('lastWill', 'message')
      return will?.string === undefined ? [] : [{ server, will, text: will.string }]
    })
    const retained = operations.filter(({ bindings }) => retainOf(bindings.get('mqtt')))
    if (wills.length + retained.length === 0) return notApplicable()
    for (const operation of retained) {
      const at = retainOf(operation.bindings.get('mqtt'))
      for (const message of operation.messages) {
        const found = sensitiveIn(message)
        if (!at || !found) continue
        report({
          at,
          message: `The broker keeps the last message of \`${operation.label}\` for everybody who subscribes, and \`${found.way}\` of ${lower(subjectOf(message, model))} is sensitive.`,
          related: [{ at: { node: found.property.node, part: 'key' }, message: 'This is kept.' }],
          discriminator: operation.label,
        })
        break
      }
    }
    for (const { server, will, text } of wills) {
      const name = sensitiveNameIn(text, facts)
      if (name === undefined) continue
      report({
        at: will,
        message: `The last will of server \`${server.name}\` tells \`${name}\` to everybody who listens.`,
        discriminator: `will ${server.name}`,
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: an email address, retained by a trait that is reached through `$ref`',
        format: 'asyncapi3',
        text: `
channels:
  users:
    address: users
    messages:
      changed: { payload: { type: object, properties: { user: { type: object, properties: { email: { type: string } } } } } }
operations:
  sendChange:
    action: send
    channel: { $ref: '#/channels/users' }
    traits: [{ $ref: '#/components/operationTraits/Kept' }]
components:
  operationTraits:
    Kept:
      bindings:
        mqtt:
          retain: true
#                 ^^^^
`,
      },
      {
        title: 'AsyncAPI 2: a last will with a password',
        format: 'asyncapi2',
        text: `
servers:
  devices:
    url: mqtt.example.com
    protocol: mqtts
    bindings:
      mqtt:
        lastWill:
          topic: /gone
          message: '{"device": 4, "password": "rosebud"}'
#                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: a temperature is retained, an email address is not',
        format: 'asyncapi3',
        text: `
channels:
  rooms: { address: rooms, messages: { measured: { payload: { type: object, properties: { celsius: { type: number } } } } } }
  users: { address: users, messages: { changed: { payload: { type: object, properties: { email: { type: string } } } } } }
operations:
  sendMeasure: { action: send, channel: { $ref: '#/channels/rooms' }, bindings: { mqtt: { retain: true } } }
  sendChange: { action: send, channel: { $ref: '#/channels/users' }, bindings: { mqtt: { retain: false } } }
`,
      },
      {
        title: 'AsyncAPI 2: a last will that only says who is gone',
        format: 'asyncapi2',
        text: `
servers:
  devices:
    url: mqtt.example.com
    protocol: mqtts
    bindings: { mqtt: { lastWill: { topic: /gone, message: '{"deviceId": 4, "passwordChanged": true}' } } }
`,
      },
    ],
  },
})

function retainOf(binding: Node | undefined): Node | undefined {
  const retain = binding?.child('retain')
  return retain?.value === true && binding?.child('messageExpiryInterval') === undefined ? retain : undefined
}

/** The first name in a text of JSON or of `name=value` that holds what is sensitive. */
function sensitiveNameIn(text: string, { sensitiveNames }: Facts): string | undefined {
  for (const [, quoted, plain] of text.slice(0, 2_000).matchAll(/"([\w.-]{1,60})"\s*:|\b([\w.-]{1,60})=/g)) {
    const name = quoted ?? plain ?? ''
    if (classifyName(name, sensitiveNames)?.confidence === 'certain') return name
  }
  return undefined
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
