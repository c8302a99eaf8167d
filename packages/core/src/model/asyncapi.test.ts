import { describe, expect, it } from 'vitest'
import { inWords, modelOf, operation } from './model.test-kit.ts'

const V2 = `asyncapi: 2.6.0
servers:
  open: { url: a.example, protocol: mqtts }
  closed: { url: b.example, protocol: mqtts, security: [{ user: [] }] }
channels:
  lights/{id}/measured:
    parameters: { id: { schema: { type: string } } }
    publish: { operationId: receive, message: { $ref: '#/components/messages/Measured' } }
  lights/off:
    servers: [closed]
    subscribe:
      traits: [{ $ref: '#/components/operationTraits/T' }]
      message: { oneOf: [{ payload: { type: string } }, { $ref: '#/components/messages/Measured' }] }
components:
  operationTraits: { T: { security: [{ key: [] }] } }
  messages: { Measured: { headers: { type: object }, payload: { properties: { lumens: { type: integer } } } } }
  securitySchemes: { user: { type: userPassword }, key: { type: httpApiKey, in: header, name: k } }
`

const V3 = `asyncapi: 3.0.0
servers:
  main: { host: a.example, protocol: kafka-secure, security: [{ $ref: '#/components/securitySchemes/scram' }] }
channels:
  orders:
    address: shop.{tenant}.orders
    parameters: { tenant: {} }
    messages: { placed: { payload: { schemaFormat: application/vnd.aai.asyncapi;version=3.0.0, schema: { properties: { total: {} } } } } }
  free: { address: null, messages: {} }
operations:
  onOrder: { action: receive, channel: { $ref: '#/channels/orders' } }
  announce:
    action: send
    channel: { $ref: '#/channels/orders' }
    messages: [{ $ref: '#/channels/orders/messages/placed' }]
    security: [{ type: oauth2, flows: { clientCredentials: { tokenUrl: https://t.example, availableScopes: { write: w } } }, scopes: [write] }]
components:
  securitySchemes: { scram: { type: scramSha512 } }
`

describe('AsyncAPI 2', () => {
  it('tells what others may do, so `publish` is what the application receives', async () => {
    const model = await modelOf(V2)
    expect(model.select('operation').map(({ label, method, kind }) => [label, method, kind])).toEqual([
      ['publish lights/{id}/measured', 'receive', 'message'],
      ['subscribe lights/off', 'send', 'message'],
    ])
  })

  it('has the security of the weakest server that reaches the channel', async () => {
    const model = await modelOf(V2)
    expect(inWords(operation(model, 'publish lights/{id}/measured').security)).toBe('undeclared')
  })

  it('has what the operation or its traits ask for on top of what the server asks for', async () => {
    const model = await modelOf(V2)
    expect(inWords(operation(model, 'subscribe lights/off').security)).toBe(
      'required key+user at /components/operationTraits/T/security',
    )
  })

  it('has channels on servers that are declared; any other is a problem', async () => {
    const model = await modelOf(V2.replace('servers: [closed]', 'servers: [closd]'))
    expect(model.problems.map(({ message }) => message)).toEqual([
      'Server `closd` is not declared, so nobody can tell how the channel is reached.',
    ])
  })

  it('has every message of `oneOf`', async () => {
    const model = await modelOf(V2)
    const messages = operation(model, 'subscribe lights/off').messages
    expect(messages.map(({ identity }) => identity)).toEqual([
      'subscribe lights/off message',
      'message Measured',
    ])
    expect(messages[1]?.payload?.properties.map(({ name }) => name)).toEqual(['lumens'])
    expect(messages[1]?.operations).toHaveLength(2)
  })

  it('has parameters in the address of a channel', async () => {
    const model = await modelOf(V2)
    expect(model.select('parameter').map(({ in: where, name }) => `${where} ${name}`)).toEqual(['address id'])
  })
})

describe('traits', () => {
  it('of AsyncAPI 2 are patched onto the operation, so the last one wins', async () => {
    const model = await modelOf(
      V2.replace('      traits: [', '      security: [{ user: [] }]\n      traits: [{ security: [] }, '),
    )
    expect(inWords(operation(model, 'subscribe lights/off').security)).toBe(
      'required key+user at /components/operationTraits/T/security',
    )
    const opened = await modelOf(
      V2.replace('T: { security: [{ key: [] }] }', 'T: { security: [] }').replace(
        'servers: [closed]',
        'servers: [open]',
      ),
    )
    expect(inWords(operation(opened, 'subscribe lights/off').security)).toBe(
      'public at /components/operationTraits/T/security',
    )
  })

  it('of AsyncAPI 3 give way to the operation, and earlier ones to later ones', async () => {
    const text = V3.replace(
      '    action: send',
      '    traits: [{ security: [{ type: X509 }] }, { security: [{ type: plain }] }]\n    action: send',
    )
    expect(inWords(operation(await modelOf(text), 'send shop.{tenant}.orders').security)).toContain('oauth2')
    const bare = await modelOf(text.replace(/^ {4}security: \[\{ type: oauth2.*\n/m, ''))
    expect(inWords(operation(bare, 'send shop.{tenant}.orders').security)).toContain('required plain+scram')
  })
})

describe('AsyncAPI 3', () => {
  it('has operations of its own, and the messages of the channel unless they name some', async () => {
    const model = await modelOf(V3)
    expect(
      model.select('operation').map(({ label, messages }) => [label, messages.map(({ name }) => name)]),
    ).toEqual([
      ['receive shop.{tenant}.orders', ['placed']],
      ['send shop.{tenant}.orders', ['placed']],
    ])
  })

  it('tells operations apart that do the same with one channel', async () => {
    const model = await modelOf(
      V3.replace(
        '  announce:',
        '  again: { action: receive, channel: { $ref: "#/channels/orders" } }\n  announce:',
      ),
    )
    const identities = model.select('operation').map(({ identity }) => identity)
    expect(identities).toEqual([
      'receive shop.{tenant}.orders as onOrder',
      'receive shop.{tenant}.orders as again',
      'send shop.{tenant}.orders as announce',
    ])
  })

  it('takes a payload out of its wrapping', async () => {
    const model = await modelOf(V3)
    expect(model.select('message')[0]?.payload?.properties.map(({ name }) => name)).toEqual(['total'])
  })

  it('lets schemes stand in `security` by reference or inline', async () => {
    const model = await modelOf(V3)
    expect(inWords(operation(model, 'receive shop.{tenant}.orders').security)).toBe(
      'required scram (inherited) at /servers/main/security',
    )
    expect(inWords(operation(model, 'send shop.{tenant}.orders').security)).toBe(
      'required oauth2+scram at /operations/announce/security',
    )
    expect(model.select('securityScheme').map(({ name, sendsSecret }) => [name, sendsSecret])).toEqual([
      ['scram', false],
      ['oauth2', true],
    ])
  })

  it('has channels without an address', async () => {
    const model = await modelOf(V3)
    expect(model.select('channel').map(({ address, identity }) => [address, identity])).toEqual([
      ['shop.{tenant}.orders', 'channel shop.{tenant}.orders'],
      [undefined, 'channel free'],
    ])
  })

  it('reaches the schemas of messages in the direction in which they travel', async () => {
    const model = await modelOf(V3)
    const total = model.select('property').find(({ name }) => name === 'total')
    expect(total?.uses.map(({ direction, operation: { label } }) => `${direction} ${label}`).sort()).toEqual([
      'request receive shop.{tenant}.orders',
      'response send shop.{tenant}.orders',
    ])
  })
})
