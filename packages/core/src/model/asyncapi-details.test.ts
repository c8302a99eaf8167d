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
