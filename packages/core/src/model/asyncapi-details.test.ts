import { describe, expect, it } from 'vitest'
import { modelOf, operation } from './model.test-kit.ts'

describe('AsyncAPI 3', () => {
  it('tells what is sent back, and where to', async () => {
    const model = await modelOf(`asyncapi: 3.0.0
channels:
  asked: { address: asked, messages: { Ask: { payload: { type: object } } } }
  answered:
    address: answered
    messages: { Answer: { payload: { type: object, properties: { secret: { type: string } } } } }
operations:
  ask:
    action: receive
    channel: { $ref: '#/channels/asked' }
    reply:
      address: { $ref: '#/components/replyAddresses/ReplyTo' }
      channel: { $ref: '#/channels/answered' }
components:
  replyAddresses:
    ReplyTo: { location: '$message.header#/replyTo' }
`)
    const { reply } = operation(model, 'receive asked')
    expect(reply?.location).toBe('$message.header#/replyTo')
    expect(reply?.channel?.address).toBe('answered')
    expect(reply?.messages.map(({ name }) => name)).toEqual(['Answer'])
    const secret = model.select('property').find(({ name }) => name === 'secret')
    expect(secret?.uses.map(({ direction }) => direction)).toEqual(['response'])
  })

  it('reads a schema that is wrapped without a `schemaFormat`, which then is the default one', async () => {
    const model = await modelOf(`asyncapi: 3.0.0
channels:
  c:
    address: c
    messages:
      m:
        payload: { schema: { type: object, properties: { id: { type: string } } } }
        headers: { schema: { $ref: '#/components/schemas/Headers' } }
      n: { payload: { type: object, properties: { schema: { type: string } } } }
components:
  schemas: { Headers: { type: object, properties: { trace: { type: string } } } }
`)
    const [m, n] = model.select('message')
    expect(m?.payload?.properties.map(({ name }) => name)).toEqual(['id'])
    expect(m?.headers?.properties.map(({ name }) => name)).toEqual(['trace'])
    expect(n?.payload?.properties.map(({ name }) => name)).toEqual(['schema'])
  })

  it('knows what is said for each protocol, through references and traits', async () => {
    const model = await modelOf(`asyncapi: 3.0.0
servers: { main: { host: a.example.com, protocol: kafka, bindings: { kafka: { schemaRegistryUrl: 'http://x' } } } }
channels:
  c: { address: c, bindings: { $ref: '#/components/channelBindings/C' } }
operations:
  o: { action: send, channel: { $ref: '#/channels/c' }, traits: [{ bindings: { mqtt: { retain: true } } }] }
components:
  channelBindings: { C: { ws: { $ref: '#/components/channelBindings/D/ws' } }, D: { ws: { method: GET } } }
`)
    expect(model.document.servers[0]?.bindings.get('kafka')?.child('schemaRegistryUrl')?.string).toBe(
      'http://x',
    )
    expect(model.document.channels[0]?.bindings.get('ws')?.child('method')?.string).toBe('GET')
    expect(operation(model, 'send c').bindings.get('mqtt')?.child('retain')?.value).toBe(true)
  })
})

describe('AsyncAPI 2', () => {
  it('tells the content type of a message, and when its schema is in another language', async () => {
    const model = await modelOf(`asyncapi: 2.6.0
defaultContentType: application/json
channels:
  a: { publish: { message: { payload: { type: object } } } }
  b:
    publish:
      message:
        traits: [{ contentType: avro/binary }]
        schemaFormat: application/vnd.apache.avro;version=1.9.0
        payload: { type: record }
`)
    const messages = model.select('message')
    expect(messages.map(({ contentType }) => contentType)).toEqual(['application/json', 'avro/binary'])
    expect(messages.map(({ foreignFormat }) => foreignFormat)).toEqual([
      undefined,
      'application/vnd.apache.avro;version=1.9.0',
    ])
    expect(messages.map(({ payload }) => payload !== undefined)).toEqual([true, false])
  })
})

const SCHEMES = `components:
  securitySchemes:
    sasl-ssl: { type: plain }
    listener: { type: plain, x-configs: { security.protocol: sasl_ssl } }
    user: { type: userPassword, description: No TLS yet. }
`

describe('The transport of a broker', () => {
  const transportOf = async (server: string, components: string) => {
    const model = await modelOf(`asyncapi: 2.6.0
servers:
  main: ${server}
channels: {}
${components}`)
    return model.select('server').map(({ transport }) => transport)[0]
  }

  it.each([
    ['{ url: "mqtts://a.example.com", protocol: mqtt }', 'tls'],
    ['{ url: a.example.com, protocol: mqtt, x-tls: true }', 'tls'],
    [
      '{ url: a.example.com, protocol: ibmmq, bindings: { ibmmq: { cipherSpec: ANY_TLS12_OR_HIGHER } } }',
      'tls',
    ],
    ['{ url: a.example.com, protocol: kafka, description: SASL_SSL with SCRAM }', 'unknown'],
    ['{ url: a.example.com, protocol: kafka, description: Not reachable by TLS }', 'plaintext'],
    ['{ url: a.example.com, protocol: kafka, description: Without TLS }', 'plaintext'],
    ['{ url: "mqtt://a.example.com", protocol: mqtt, x-tls: false }', 'plaintext'],
    ['{ url: a.example.com, protocol: kafka, security: [{ sasl-ssl: [] }] }', 'unknown'],
    ['{ url: a.example.com, protocol: kafka, security: [{ listener: [] }] }', 'unknown'],
    ['{ url: a.example.com, protocol: kafka, security: [{ user: [] }] }', 'plaintext'],
  ])('of %s is %s', async (server, transport) => {
    expect(await transportOf(server, SCHEMES)).toBe(transport)
  })
})

describe('Headers of a message', () => {
  it('are those of the message and of its traits', async () => {
    const model = await modelOf(`asyncapi: 3.0.0
channels:
  c:
    address: c
    messages:
      m:
        headers: { type: object, properties: { own: { type: string } } }
        traits: [{ headers: { type: object, properties: { shared: { type: string } } } }]
operations:
  o: { action: send, channel: { $ref: '#/channels/c' } }
`)
    const [message] = model.select('message')
    const names = message?.headerSchemas.flatMap(({ properties }) => properties.map(({ name }) => name))
    expect(names).toEqual(['own', 'shared'])
    const shared = model.select('property').find(({ name }) => name === 'shared')
    expect(shared?.uses.map(({ direction }) => direction)).toEqual(['response'])
  })
})

describe('Headers with a format of their own', () => {
  it('are read where that is JSON Schema', async () => {
    const model = await modelOf(`asyncapi: 3.0.0
channels:
  c:
    address: c
    messages:
      m:
        headers:
          schemaFormat: application/schema+json;version=draft-07
          schema: { type: object, properties: { own: { type: string } } }
      n: { headers: { schemaFormat: application/vnd.apache.avro, schema: { type: record } } }
`)
    const names = model.select('message').map(({ headers }) => headers?.properties.map(({ name }) => name))
    expect(names).toEqual([['own'], undefined])
  })
})

describe('Servers of a channel', () => {
  it('have to be servers of the document', async () => {
    const model = await modelOf(`asyncapi: 3.0.0
servers: { main: { host: a.example.com, protocol: wss } }
channels:
  c: { address: c, servers: [{ $ref: '#/servers/main' }, { $ref: '#/components/servers/other' }] }
components:
  servers: { other: { host: b.example.com, protocol: ws } }
`)
    expect(model.document.channels[0]?.servers.map(({ name }) => name)).toEqual(['main'])
    expect(model.problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'unexpected-shape: `other` is not one of the `servers` of the document, so nobody can tell how the channel is reached.',
    ])
  })
})
