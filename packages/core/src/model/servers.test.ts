import { describe, expect, it } from 'vitest'
import { modelOf, operation } from './model.test-kit.ts'
import type { Model } from './model.ts'

/** `url transport reach @pointer`: a line for each expansion. */
function expansions(model: Model): string[] {
  return model
    .select('server')
    .map(({ url, transport, reach, decidedBy }) => `${url} ${transport} ${reach} @${decidedBy.pointer}`)
}

describe('servers of OpenAPI 3', () => {
  it('are expanded over every value of their variables, and say which line decides the transport', async () => {
    const model = await modelOf(`openapi: 3.1.0
paths: {}
servers:
  - url: '{scheme}://{region}.example.com/{base}'
    variables:
      scheme: { default: https, enum: [https, http] }
      region: { default: eu, enum: [eu, us] }`)
    expect(expansions(model)).toEqual([
      'https://eu.example.com/{base} tls public @/servers/0/variables/scheme/enum/0',
      'http://eu.example.com/{base} plaintext public @/servers/0/variables/scheme/enum/1',
      'https://us.example.com/{base} tls public @/servers/0/variables/scheme/enum/0',
      'http://us.example.com/{base} plaintext public @/servers/0/variables/scheme/enum/1',
    ])
  })

  it.each([
    ['HTTP://API.example.com/v1', 'plaintext', 'public'],
    ['ws://api.example.com', 'plaintext', 'public'],
    ['wss://api.example.com', 'tls', 'public'],
    ['http://localhost:8080', 'plaintext', 'loopback'],
    ['http://127.0.0.1', 'plaintext', 'loopback'],
    ['http://[::1]:80/x', 'plaintext', 'loopback'],
    ['http://backend:8080', 'plaintext', 'private'],
    ['http://10.1.2.3', 'plaintext', 'private'],
    ['/v1', 'unknown', 'unknown'],
    ['//api.example.com/v1', 'unknown', 'public'],
    ['{base}/v1', 'unknown', 'unknown'],
    ['https://{tenant}.example.com', 'tls', 'public'],
  ])('%s: %s, %s', async (url, transport, reach) => {
    const model = await modelOf(`openapi: 3.1.0\npaths: {}\nservers: [{ url: '${url}' }]`)
    expect(model.select('server')).toMatchObject([{ transport, reach }])
  })

  it('of an operation replace those of its path, which replace those of the document', async () => {
    const model = await modelOf(`openapi: 3.1.0
servers: [{ url: https://root.example }]
paths:
  /a:
    servers: [{ url: https://path.example }]
    get: { servers: [{ url: http://own.example }] }
    put: {}
  /b: { get: { servers: [] } }`)
    const urls = model
      .select('operation')
      .map(
        ({ label, servers }) => `${label} ${servers.map((server) => `${server.level} ${server.template}`)}`,
      )
    expect(urls).toEqual([
      'GET /a operation http://own.example',
      'PUT /a path https://path.example',
      'GET /b root https://root.example',
    ])
    const own = model.select('server').find(({ host }) => host === 'own.example')
    expect(own?.server.operations.map(({ label }) => label)).toEqual(['GET /a'])
  })

  it('with too many combinations are a problem, not silence', async () => {
    const values = Array.from({ length: 30 }, (_, index) => `v${index}`).join(', ')
    const model = await modelOf(`openapi: 3.1.0
paths: {}
servers: [{ url: 'https://{a}.{b}.example', variables: { a: { default: v0, enum: [${values}] }, b: { default: v0, enum: [${values}] } } }]`)
    expect(model.problems.map(({ code }) => code)).toEqual(['server-expansion-limit'])
  })

  it('without a URL are a problem', async () => {
    const model = await modelOf('openapi: 3.1.0\npaths: {}\nservers: [{ description: x }]')
    expect(model.problems.map(({ code }) => code)).toEqual(['unexpected-shape'])
  })
})

describe('servers of OpenAPI 2.0', () => {
  const at = (head: string, own = '') =>
    modelOf(`swagger: '2.0'\n${head}\npaths: { /a: { get: { ${own} } } }`)

  it('are every scheme with host and base path', async () => {
    expect(expansions(await at('host: api.example.com\nbasePath: /v1\nschemes: [https, http]'))).toEqual([
      'https://api.example.com/v1 tls public @/schemes/0',
      'http://api.example.com/v1 plaintext public @/schemes/1',
    ])
  })

  it('take the schemes of the operation in place of those of the document', async () => {
    const model = await at('host: api.example.com\nschemes: [https]', 'schemes: [http]')
    expect(operation(model, 'GET /a').servers.map((server) => server.template)).toEqual([
      'http://api.example.com',
    ])
    expect(expansions(model)).toEqual([
      'https://api.example.com tls public @/schemes/0',
      'http://api.example.com plaintext public @/paths/~1a/get/schemes/0',
    ])
  })

  it('without schemes leave the transport open', async () => {
    expect(expansions(await at('host: api.example.com'))).toEqual(['//api.example.com unknown public @/host'])
  })
})

describe('servers of AsyncAPI', () => {
  const server = (fields: string, version = '2.6.0', schemes = '') =>
    modelOf(`asyncapi: ${version}\nchannels: {}\nservers: { main: { ${fields} } }\n${schemes}`)

  it.each([
    ['2.6.0', 'url: broker.example.com:1883, protocol: mqtt', 'plaintext', 'public'],
    ['2.6.0', 'url: broker.example.com:8883, protocol: mqtt', 'tls', 'public'],
    ['2.6.0', 'url: broker.example.com, protocol: mqtts', 'tls', 'public'],
    ['2.6.0', "url: 'mqtt://broker.example.com', protocol: mqtt", 'plaintext', 'public'],
    ['3.0.0', 'host: broker.example.com:9092, protocol: kafka', 'plaintext', 'public'],
    ['3.0.0', 'host: broker.example.com:9092, protocol: kafka-secure', 'tls', 'public'],
    ['3.0.0', "host: 'localhost:5672', protocol: amqp", 'plaintext', 'loopback'],
    ['3.0.0', 'host: hsm, protocol: ibmmq', 'unknown', 'private'],
  ])('%s { %s }: %s', async (version, fields, transport, reach) => {
    const model = await server(fields, version)
    expect(model.select('server')).toMatchObject([{ transport, reach }])
  })

  it('that ask for a client certificate speak TLS, whatever the protocol is called', async () => {
    const model = await server(
      'url: broker.example.com:9092, protocol: kafka, security: [{ certs: [] }]',
      '2.6.0',
      'components: { securitySchemes: { certs: { type: X509 } } }',
    )
    expect(model.select('server')[0]?.transport).toBe('tls')
  })
})
