import { defineRule } from '@specward/core'
import { withArticle } from '../wording.ts'

export default defineRule({
  id: 'no-secret-in-address',
  title: 'A credential is part of the address of a channel.',
  why: 'Addresses of channels are kept in logs, metrics and access lists, and shown to everybody who may list topics. A credential in an address is known to all of them.',
  fix: 'Authenticate the connection by a security scheme, and keep addresses free of credentials.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['asyncapi'],
  references: { owasp: ['API2:2023'], cwe: [598], controls: ['APIKEY-2'] },
  falsePositives: 'Names that may mean something else, such as `token`, are left undecided.',
  select: 'parameter',
  check({ in: location, name, node, fields, operations }, { report, undecided, notApplicable }) {
    const address = operations.map(({ path }) => path).find((path) => path.includes(`{${name}}`))
    if (location !== 'address' || address === undefined) return notApplicable()
    const sensitivity = fields[0]?.sensitivity
    if (sensitivity?.dataClass !== 'credential') return
    const at = { node, part: 'key' } as const
    if (sensitivity.confidence === 'likely') {
      const because = `\`{${name}}\` stands in the address, and its name does not tell whether it is a credential`
      return undecided({ at, because })
    }
    report({
      at,
      message: `Parameter \`{${name}}\` carries ${withArticle(sensitivity.term)} in the address of channel \`${address}\`.`,
    })
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: an API key',
        format: 'asyncapi3',
        text: `
channels:
  updates:
    address: updates/{apiKey}
    parameters:
      apiKey: {}
#     ^^^^^^
operations:
  sendUpdates:
    action: send
    channel: { $ref: '#/channels/updates' }
`,
      },
      {
        title: 'AsyncAPI 2: an access token, in a parameter that is reached through `$ref`',
        format: 'asyncapi2',
        text: `
channels:
  /stream/{access_token}:
    parameters:
      access_token: { $ref: '#/components/parameters/Token' }
#     ^^^^^^^^^^^^
    subscribe:
      message: { payload: { type: object } }
components:
  parameters:
    Token: { schema: { type: string } }
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: an id of something',
        format: 'asyncapi3',
        text: `
channels:
  updates:
    address: updates/{apiKeyId}
    parameters:
      apiKeyId: {}
operations:
  sendUpdates:
    action: send
    channel: { $ref: '#/channels/updates' }
`,
      },
      {
        title: 'AsyncAPI 3: a parameter that does not stand in the address',
        format: 'asyncapi3',
        text: `
channels:
  updates:
    address: updates
    parameters:
      apiKey: { location: $message.header#/authorization }
operations:
  sendUpdates:
    action: send
    channel: { $ref: '#/channels/updates' }
`,
      },
      {
        title: 'AsyncAPI 2: a name that may mean something else: not decided',
        format: 'asyncapi2',
        text: `
channels:
  /tokens/{token}/transfers:
    parameters:
      token: { schema: { type: string } }
#     ~~~~~
    subscribe:
      message: { payload: { type: object } }
`,
      },
    ],
  },
})
