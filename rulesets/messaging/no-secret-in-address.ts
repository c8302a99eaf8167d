import { defineRule } from '@specward/core'
import { findSecrets } from '../secrets/find.ts'
import { withArticle } from '../wording.ts'
import { type AddressParameter, addressParameters, titleOf } from './addresses.ts'
import { QUERY_KEYS } from './binding-schemas.ts'

export default defineRule({
  id: 'no-secret-in-address',
  title: 'A credential is part of the address of a channel.',
  why: 'Addresses of channels are kept in logs, metrics and access lists, and shown to everybody who may list topics. A credential in an address is known to all of them.',
  fix: 'Authenticate the connection by a security scheme, and keep addresses free of credentials.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['asyncapi'],
  references: { owasp: ['API2:2023'], cwe: [598], controls: ['APIKEY-2'] },
  falsePositives:
    'Names that may mean something else, such as `token`, and what `key` or `token` of a query is given, are left undecided.',
  select: 'channel',
  check(channel, { report, undecided, notApplicable, facts, format }) {
    // a name of AsyncAPI 2 is a key; `no-secret-literal` reads values
    const literals = format === 'asyncapi2' ? findSecrets(channel.address ?? '') : []
    const parameters = addressParameters(channel, facts)
    if (literals.length + parameters.length === 0) return notApplicable()
    for (const { format: kind, secret } of literals) {
      const message = `The address of a channel holds ${withArticle(kind.kind)}, which everybody can use who sees it.`
      report({ at: channel.addressNode, message, discriminator: kind.id, secrets: [secret] })
    }
    for (const each of parameters) {
      const { name, at, sensitivity, keyInQuery } = each
      const term = credentialOf(each)
      if (term !== undefined) {
        report({
          at,
          message: `Parameter \`{${name}}\` carries ${withArticle(term)} in the address of channel \`${titleOf(channel)}\`.`,
          discriminator: name,
        })
      } else if (sensitivity?.dataClass === 'credential' || isKey(keyInQuery)) {
        const because = `\`{${name}}\` stands in the address, and its name does not tell whether it is a credential`
        undecided({ at, because })
      }
    }
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 2: the value of a query, not declared as a parameter',
        format: 'asyncapi2',
        text: `
channels:
  /stream?api_key={k}:
# ^^^^^^^^^^^^^^^^^^^
    subscribe:
      message: { payload: { type: object } }
  /rooms?token={token}:
# ^^^^^^^^^^^^^^^^^^^^
    subscribe:
      message: { payload: { type: object } }
`,
      },
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
        title: 'AsyncAPI 2: a token for places in a list',
        format: 'asyncapi2',
        text: `
channels:
  /events?pageToken={pageToken}:
    subscribe:
      message: { payload: { type: object } }
`,
      },
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
        title: 'AsyncAPI 2: names that may mean something else: not decided',
        format: 'asyncapi2',
        text: `
channels:
  /records?key={recordKey}:
# ~~~~~~~~~~~~~~~~~~~~~~~~
    subscribe:
      message: { payload: { type: object } }
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

/** Names in a query that are given to something else as well: `/stream?key={recordKey}`. */
const AMBIGUOUS_KEYS = /^(?:key|token|secret)$/i

/** What the parameter certainly is: by its name, or by the name in the query that it is given to. */
function credentialOf({ sensitivity, keyInQuery }: AddressParameter): string | undefined {
  const isCredential = sensitivity?.dataClass === 'credential'
  if (isCredential && sensitivity.confidence === 'certain') return sensitivity.term
  if (!isKey(keyInQuery)) return undefined
  return AMBIGUOUS_KEYS.test(keyInQuery) && !isCredential ? undefined : 'credential'
}

function isKey(keyInQuery: string | undefined): keyInQuery is string {
  return keyInQuery !== undefined && QUERY_KEYS.test(keyInQuery)
}
