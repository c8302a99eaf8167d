import type { Rule } from '@specward/core'
import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import implicitFlow from '../authentication/no-implicit-flow.ts'
import passwordFlow from '../authentication/no-password-flow.ts'
import weakAlternative from '../authentication/no-weak-alternative.ts'
import undefinedScope from '../authorization/no-undefined-scope.ts'
import credentialInResponse from '../exposure/no-credential-in-response.ts'
import userinfo from '../secrets/no-url-userinfo.ts'
import plaintextOAuth from '../transport/no-plaintext-oauth-url.ts'
import cleartext from './no-cleartext-broker-credentials.ts'
import credentialInHeader from './no-credential-in-message-header.ts'
import openPolicy from './no-open-queue-policy.ts'
import plaintext from './no-plaintext-protocol.ts'
import saslPlain from './no-sasl-plain.ts'
import secretInAddress from './no-secret-in-address.ts'
import undeclaredParameter from './no-undeclared-channel-parameter.ts'
import wildcard from './no-wildcard-address.ts'
import boundedParameter from './require-bounded-address-parameter.ts'
import boundedPayload from './require-bounded-payload.ts'
import schema from './require-message-schema.ts'
import replay from './require-replay-protection.ts'

type Version = 'asyncapi2' | 'asyncapi3'

const run = (rule: Rule, format: Version, text: string) => runRule(rule, { title: 'case', format, text })

const told = async (rule: Rule, format: Version, text: string) => {
  const { findings, problems } = await run(rule, format, text)
  expect(problems.filter(({ code }) => code === 'rule-failed')).toEqual([])
  return findings.map((finding) => finding.text)
}

const messages = async (rule: Rule, format: Version, text: string) =>
  (await run(rule, format, text)).findings.map(({ message }) => message)

const server = (format: Version, host: string, protocol: string, type: string) =>
  format === 'asyncapi2'
    ? `servers: { main: { url: '${host}', protocol: ${protocol}, security: [{ s: [] }] } }
components: { securitySchemes: { s: { type: ${type} } } }
`
    : `servers: { main: { host: '${host}', protocol: ${protocol}, security: [{ type: ${type} }] } }
`

describe.each(['asyncapi2', 'asyncapi3'] as const)('A server of %s', (format) => {
  it('that takes a password without TLS is told of once, by the worse of two rules', async () => {
    const text = server(format, 'a.example.com', 'mqtt', 'userPassword')
    expect(await told(cleartext, format, text)).toEqual(['mqtt'])
    expect(await told(plaintext, format, text)).toEqual([])
  })

  it('that proves a password without sending it is told of by the other rule', async () => {
    const text = server(format, 'a.example.com', 'kafka', 'scramSha256')
    expect(await told(cleartext, format, text)).toEqual([])
    expect(await told(plaintext, format, text)).toEqual(['kafka'])
  })

  it('that asks for SASL PLAIN is told of over TLS as well', async () => {
    expect(await told(saslPlain, format, server(format, 'a.example.com', 'kafka-secure', 'plain'))).toEqual([
      'plain',
    ])
  })

  it('may not hold credentials in its address', async () => {
    const { findings } = await run(
      userinfo,
      format,
      server(format, 'joe:s3cr3t@a.example.com', 'mqtts', 'X509'),
    )
    expect(findings).toHaveLength(1)
  })
})

const oauth = (format: Version, flow: string, url: string) => {
  const scopes = format === 'asyncapi2' ? 'scopes' : 'availableScopes'
  const urls = flow === 'implicit' ? `authorizationUrl: '${url}'` : `tokenUrl: '${url}'`
  const scheme = `{ type: oauth2, flows: { ${flow}: { ${urls}, ${scopes}: { read: Read } } }`
  return format === 'asyncapi2'
    ? `servers: { main: { url: a.example.com, protocol: wss, security: [{ o: [write] }] } }
channels: { a: { publish: { message: { payload: { type: string } } } } }
components: { securitySchemes: { o: ${scheme} } } }
`
    : `servers: { main: { host: a.example.com, protocol: wss, security: [${scheme}, scopes: [write] }] } }
channels: { a: { address: a } }
operations: { o: { action: receive, channel: { $ref: '#/channels/a' } } }
`
}

describe.each(['asyncapi2', 'asyncapi3'] as const)('OAuth of %s', (format) => {
  it('is judged by its flows, URLs and scopes', async () => {
    const secure = 'https://id.example.com'
    expect(await told(implicitFlow, format, oauth(format, 'implicit', secure))).toHaveLength(1)
    expect(await told(passwordFlow, format, oauth(format, 'password', secure))).toHaveLength(1)
    const plain = oauth(format, 'clientCredentials', 'http://id.example.com')
    expect(await told(plaintextOAuth, format, plain)).toHaveLength(1)
    expect(await told(undefinedScope, format, oauth(format, 'clientCredentials', secure))).toEqual(['write'])
  })
})

describe.each(['asyncapi2', 'asyncapi3'] as const)('Alternatives of %s', (format) => {
  const either = (one: string, other: string) =>
    format === 'asyncapi2'
      ? `servers: { main: { url: a.example.com, protocol: kafka-secure, security: [{ a: [] }, { b: [] }] } }
channels: { c: { publish: { message: { payload: { type: string } } } } }
components: { securitySchemes: { a: { type: ${one} }, b: { type: ${other} } } }
`
      : `servers: { main: { host: a.example.com, protocol: kafka-secure, security: [{ type: ${one} }, { type: ${other} }] } }
channels: { c: { address: c } }
operations: { o: { action: send, channel: { $ref: '#/channels/c' } } }
`

  it('are as strong as the weakest', async () => {
    expect(await messages(weakAlternative, format, either('X509', 'plain'))).toHaveLength(1)
    expect(await messages(weakAlternative, format, either('X509', 'userPassword'))).toHaveLength(1)
    expect(await messages(weakAlternative, format, either('X509', 'scramSha512'))).toEqual([])
    expect(await messages(weakAlternative, format, either('scramSha256', 'gssapi'))).toEqual([])
  })
})

describe('An address', () => {
  it('is judged by what the application does with it, which AsyncAPI 2 calls the other way round', async () => {
    const text = (keyword: string) => `servers: { main: { url: a.example.com, protocol: mqtts } }
channels: { homes/+: { ${keyword}: { message: { payload: { type: string } } } } }
`
    expect(await messages(wildcard, 'asyncapi2', text('publish'))).toEqual([])
    expect((await messages(wildcard, 'asyncapi2', text('subscribe')))[0]).toContain('are sent to')
  })

  it.each([
    ['mqtts', '#'],
    ['secure-mqtt', '+/#'],
    ['mqtt5', '$share/group/#'],
    ['amqps', '#'],
    ['nats', '>'],
    ['kafka-secure', '.*'],
    ['rediss', '*'],
    ['solace', '>'],
  ])('of %s is for the whole broker as %s', async (protocol, address) => {
    const text = `servers: { main: { host: a.example.com, protocol: ${protocol} } }
channels: { c: { address: '${address}' } }
`
    expect((await messages(wildcard, 'asyncapi3', text))[0]).toContain('every message of the broker')
  })

  it.each([
    ['mqtts', 'a.*'],
    ['mqtts', 'c++/c#'],
    ['amqps', 'a/+'],
    ['amqps', 'a*'],
    ['nats', 'a/#'],
    ['kafka-secure', 'orders.placed-v1_x'],
    ['kafka-secure', 'orders.{region}'],
    ['wss', '/rooms/*'],
    ['sqs', '*'],
  ])('of %s is not a wildcard as %s', async (protocol, address) => {
    const text = `servers: { main: { host: a.example.com, protocol: ${protocol} } }
channels: { c: { address: '${address}' } }
`
    expect(await messages(wildcard, 'asyncapi3', text)).toEqual([])
  })

  it('holds no key, declared or not', async () => {
    expect(await told(secretInAddress, 'asyncapi3', "channels: { c: { address: 'a/{apiKey}' } }\n")).toEqual([
      "'a/{apiKey}'",
    ])
  })
})

describe('A key that stands in an address', () => {
  const key = ['AKIA', 'Q3EGVZ7TJ2MHXL4K'].join('')

  it('of AsyncAPI 2, where the address is no value, is found and hidden', async () => {
    const text = `channels: { hooks/${key}: { publish: { message: { payload: { type: string } } } } }\n`
    const found = await messages(secretInAddress, 'asyncapi2', text)
    expect(found).toEqual([
      'The address of a channel holds an AWS access key ID, which everybody can use who sees it.',
    ])
  })

  it('of AsyncAPI 3 is left to the rule that reads values', async () => {
    const text = `channels: { a: { address: hooks/${key} } }\n`
    expect(await messages(secretInAddress, 'asyncapi3', text)).toEqual([])
  })
})

const received = (payload: string, name = 'm', more = '') => `channels:
  c: { address: c, messages: { ${name}: { ${more} payload: ${payload} } } }
operations: { o: { action: receive, channel: { $ref: '#/channels/c' } } }
components:
  schemas:
    Open: { description: Whatever. }
    Loop: { allOf: [{ $ref: '#/components/schemas/Loop' }] }
    Tree: { type: object, properties: { child: { $ref: '#/components/schemas/Tree' } } }
`

describe('A payload', () => {
  it.each([
    '{}',
    'true',
    '{ description: Anything }',
    '{ type: object }',
    '{ type: object, additionalProperties: true }',
    '{ type: object, additionalProperties: {} }',
    '{ type: [object, "null"] }',
    '{ type: array }',
    "{ $ref: '#/components/schemas/Open' }",
    "{ allOf: [{ $ref: '#/components/schemas/Open' }] }",
    "{ $ref: '#/components/schemas/Loop' }",
    '{ schemaFormat: application/schema+json, schema: {} }',
  ])('%s says nothing', async (payload) => {
    expect(await messages(schema, 'asyncapi3', received(payload))).toHaveLength(1)
  })

  it.each([
    "{ type: 'null' }",
    '{ type: string }',
    '{ type: object, properties: { a: { type: string } } }',
    '{ type: object, additionalProperties: { type: string } }',
    '{ type: object, additionalProperties: false }',
    '{ type: object, patternProperties: { "^x": { type: string } } }',
    '{ enum: [a, b] }',
    '{ oneOf: [{ type: string }, { type: integer }] }',
    "{ $ref: '#/components/schemas/Tree' }",
    '{ type: object, discriminator: k, oneOf: [{ properties: { k: { type: string } } }, { properties: { k: { type: string } } }] }',
  ])('%s says enough', async (payload) => {
    expect(await messages(schema, 'asyncapi3', received(payload))).toEqual([])
  })

  it('in another language is never called good by a rule that looks into it', async () => {
    const avro = received(
      '{ schemaFormat: application/vnd.apache.avro, schema: { type: record } }',
      'payBill',
    )
    for (const rule of [schema, boundedPayload, replay]) {
      const { findings, undecided } = await run(rule, 'asyncapi3', avro)
      expect([findings.length, undecided.length]).toEqual([0, 1])
    }
  })

  it('that refers to itself is looked at once', async () => {
    expect(
      await messages(boundedPayload, 'asyncapi3', received("{ $ref: '#/components/schemas/Tree' }")),
    ).toEqual([])
  })
})

describe('A command', () => {
  const amount = '{ type: object, properties: { amount: { type: integer } } }'

  it.each(['transferMoney', 'cancelOrder', 'LampCommand', 'delete-user'])('is %s', async (name) => {
    expect(await messages(replay, 'asyncapi3', received(amount, name))).toHaveLength(1)
  })

  it.each([
    'moneyTransferred',
    'orderCancelled',
    'Turn',
    'order',
    'transferResult',
    'lampCommandResponse',
    'addressBook',
  ])('is not %s', async (name) => {
    expect(await messages(replay, 'asyncapi3', received(amount, name))).toEqual([])
  })

  it.each([
    'id',
    'messageId',
    'message_id',
    'idempotency-key',
    'timestamp',
    'sentAt',
    'nonce',
    'sequenceNumber',
    'ce_id',
  ])('can be told from its copy by `%s`', async (name) => {
    const payload = `{ type: object, properties: { ${name}: { type: string } } }`
    expect(await messages(replay, 'asyncapi3', received(payload, 'transferMoney'))).toEqual([])
  })
})

describe('A header', () => {
  it('with a password is told of once, although the message is sent', async () => {
    const text = `channels:
  c:
    address: c
    messages:
      m: { payload: { type: string }, headers: { type: object, properties: { password: { type: string } } } }
operations: { o: { action: send, channel: { $ref: '#/channels/c' } } }
`
    expect(await told(credentialInHeader, 'asyncapi3', text)).toEqual(['password'])
    expect(await told(credentialInResponse, 'asyncapi3', text)).toEqual([])
  })
})

describe('A policy', () => {
  const policy = (statements: string) => `channels:
  c: { address: c, bindings: { sqs: { queue: { name: c, fifoQueue: false, policy: ${statements} } } } }
`

  it.each([
    "{ statements: [{ effect: Allow, principal: '*', action: 'sqs:*' }] }",
    "{ Statement: { Effect: ALLOW, Principal: { AWS: '*' }, Action: 'sqs:*' } }",
    "{ statements: [{ effect: Allow, principal: ['123456789012', '*'] }] }",
  ])('%s lets everybody in', async (text) => {
    expect(await messages(openPolicy, 'asyncapi3', policy(text))).toHaveLength(1)
  })

  it.each([
    "{ statements: [{ effect: Deny, principal: '*' }] }",
    '{ statements: [{ effect: Allow, principal: { Service: sns.amazonaws.com } }] }',
    "{ statements: [{ effect: Allow, principal: '*', condition: { StringEquals: { 'aws:PrincipalOrgID': o-1 } } }] }",
    "{ statements: [{ effect: Allow, principal: '*', condition: [{ ArnLike: { 'AWS:SourceArn': 'arn:aws:sns:*:1:x' } }] }] }",
    '{ statements: null }',
    '[]',
    'text',
  ])('%s does not', async (text) => {
    const { findings, undecided } = await run(openPolicy, 'asyncapi3', policy(text))
    expect([...findings, ...undecided]).toEqual([])
  })
})

describe('A server that takes credentials with and without TLS', () => {
  it('is told of by what to use instead', async () => {
    const text = `servers:
  main:
    url: mqtt.example.com:{port}
    protocol: mqtt
    variables: { port: { default: '1883', enum: ['1883', '8883'] } }
    security: [{ a: [] }, { b: [] }]
components: { securitySchemes: { a: { type: userPassword }, b: { type: apiKey, in: user } } }
`
    expect(await messages(cleartext, 'asyncapi2', text)).toEqual([
      'By default clients send the credentials of `a` or `b` to `main` unencrypted, over `mqtt`; use `mqtts`.',
    ])
  })
})

describe('A parameter of an address', () => {
  const address = (protocol: string) => `servers: { main: { host: a.example.com, protocol: ${protocol} } }
channels:
  one: { address: 'one/{id}', parameters: { id: { $ref: '#/components/parameters/Id' } } }
  two: { address: 'two/{id}', parameters: { id: { $ref: '#/components/parameters/Id' } } }
components: { parameters: { Id: { description: Some id. } } }
`

  it('is told of once for the channels that share it, with the characters of the protocol', async () => {
    expect(await messages(boundedParameter, 'asyncapi3', address('secure-mqtt'))).toEqual([
      '`{id}` in 2 channels may contain `+`, `#` or `/`: nothing limits its values. Give it an `enum`, or a `location` in a field with a `pattern`.',
    ])
    expect(await messages(boundedParameter, 'asyncapi3', address('nats'))).toHaveLength(1)
    expect(await messages(boundedParameter, 'asyncapi3', address('kafka-secure'))).toEqual([])
    const { undecided } = await run(
      boundedParameter,
      'asyncapi3',
      address('kafka-secure').replace(/^.*\n/, ''),
    )
    expect(undecided).toHaveLength(1)
  })

  it('of a WebSocket that its address does not have may be one of the query', async () => {
    const text = `servers: { main: { host: a.example.com, protocol: wss } }
channels: { c: { address: /stream, parameters: { encoding: { description: Of the audio. } } } }
`
    expect((await messages(undeclaredParameter, 'asyncapi3', text))[0]).toMatch(/`bindings\.ws\.query`\.$/)
  })
})

describe('A payload without bounds', () => {
  it('is told of by what gives most room', async () => {
    const payload = '{ type: object, properties: { id: { type: string }, more: { type: object } } }'
    expect(await messages(boundedPayload, 'asyncapi3', received(payload))).toEqual([
      'The schema of message `m` sets no limit on what may be added to `more` or on the length of `id`.',
    ])
  })
})

describe('The payload of a message that is taken in', () => {
  const taken = (schema: string) => `
channels: { orders: { publish: { message: { payload: { type: object, properties: { judged: ${schema} } } } } } }
`

  it.each([
    '{ oneOf: [{ type: integer }, { type: string }] }',
    "{ type: string, pattern: '^a$|b' }",
    '{ type: array, uniqueItems: true, items: { type: integer } }',
  ])('has no limit by %s', async (schema) => {
    expect(await messages(boundedPayload, 'asyncapi2', taken(schema))).toHaveLength(1)
  })

  it.each([
    '{ oneOf: [{ type: integer }, { type: string, maxLength: 5 }] }',
    '{ type: array, uniqueItems: true, items: { enum: [a, b] } }',
    '{ type: array, prefixItems: [{ type: integer }], items: false }',
  ])('has one by %s', async (schema) => {
    expect(await messages(boundedPayload, 'asyncapi2', taken(schema))).toEqual([])
  })
})
