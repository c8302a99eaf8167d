import { describe, expect, it } from 'vitest'
import { buildModel } from '../model/build.ts'
import { type Facts, NO_FACTS } from '../model/model.ts'
import { graphOf, memoryHost } from '../resolve/graph.test-kit.ts'
import { exposuresOf } from './exposure.ts'

async function exposures(text: string, facts: Partial<Facts> = {}) {
  const files = { 'api.yaml': text }
  // what cannot be read is part of what is tested
  const graph = await graphOf(files, { host: memoryHost(files) })
  return exposuresOf(buildModel(graph, { ...NO_FACTS, ...facts }), { ...NO_FACTS, ...facts })
}

async function only(text: string, facts?: Partial<Facts>) {
  const [first, ...others] = await exposures(text, facts)
  if (!first || others.length > 0) throw new Error('one operation was expected')
  return first
}

const SCHEMES = `
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
    login:
      type: oauth2
      flows: { clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { 'orders:read': Read } } }
    basic: { type: http, scheme: Basic }
    mutual: { type: mutualTLS }`

const operation = (security: string): string => `openapi: 3.1.0
info: { title: T, version: '1' }
servers: [{ url: 'https://api.example.com' }]
paths:
  /orders:
    get:
      ${security}
      responses: { '200': { description: OK } }${SCHEMES}`

describe('who may call', () => {
  it('is everybody where `security` is empty', async () => {
    expect(await only(operation('security: []'))).toMatchObject({
      callers: 'anyone',
      requires: [],
      because: 'its `security` asks for nothing',
    })
  })

  it('is everybody where nothing is said', async () => {
    expect(await only(operation('deprecated: true'))).toMatchObject({
      callers: 'anyone',
      because: 'no `security` applies to it',
    })
  })

  it('is not known where the description says nothing about authentication at all', async () => {
    const silent = operation('deprecated: true').replace(SCHEMES, '')
    expect(await only(silent)).toMatchObject({
      callers: 'unknown',
      because: 'the description says nothing about authentication',
    })
  })

  it('may be anybody where one alternative asks for nothing', async () => {
    expect(await only(operation('security: [{ key: [] }, {}]'))).toMatchObject({
      callers: 'optional',
      requires: [['apiKey in header X-Key'], []],
    })
  })

  it('is told with what each alternative asks for', async () => {
    const text = operation('security: [{ login: ["orders:read"], mutual: [] }, { basic: [] }, { gone: [] }]')
    expect(await only(text)).toMatchObject({
      callers: 'authenticated',
      requires: [['oauth2 (orders:read)', 'mutualTLS'], ['http basic'], ['gone (not declared)']],
    })
  })

  it('is not known where `security` cannot be read', async () => {
    expect(await only(operation('security: [{ key: 5 }]'))).toMatchObject({ callers: 'unknown' })
  })

  it('is decided by the gateway that the policy tells of', async () => {
    const facts = { gateway: { authentication: 'the gateway checks tokens' } }
    expect(await only(operation('security: []'), facts)).toMatchObject({ callers: 'authenticated' })
    expect(await only(operation('security: [{ key: 5 }]'), facts)).toMatchObject({ callers: 'unknown' })
  })

  it('tells by whose decision an operation is public', async () => {
    const publicOperations = [{ operation: 'GET /orders', reason: 'it is a price list' }]
    expect(await only(operation('security: []'), { publicOperations })).toMatchObject({
      callers: 'anyone',
      intended: { by: 'policy', reason: 'it is a price list' },
    })
    expect((await only(operation('security: []'))).intended).toBeNull()
  })
})

describe('over what', () => {
  it('lists every expansion of a server', async () => {
    const text = operation('security: []').replace(
      "[{ url: 'https://api.example.com' }]",
      "[{ url: '{scheme}://a', variables: { scheme: { default: https, enum: [https, http] } } }, { url: /v1 }]",
    )
    expect((await only(text)).servers).toEqual([
      { url: 'https://a', encrypted: true },
      { url: 'http://a', encrypted: false },
      { url: '/v1', encrypted: null },
    ])
  })
})

describe('sensitive data', () => {
  const text = `openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /users/{ssn}:
    parameters: [{ name: ssn, in: path, required: true, schema: { type: string } }]
    put:
      parameters: [{ name: api_key, in: query, schema: { type: string } }]
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/User' } } } }
      responses:
        '200':
          description: OK
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/User' } } } }
        '404': { description: none }
    get:
      responses: { '200': { description: OK } }
components:
  schemas:
    User:
      type: object
      properties:
        password: { type: string, writeOnly: true }
        dateOfBirth: { type: string, format: date }
        email: { type: string, readOnly: true }
        color: { type: string }
        manager: { $ref: '#/components/schemas/User' }`

  it('is told with the place at which it goes in or out', async () => {
    const [get, put] = await exposures(text)
    const places = (fields: readonly { name: string; where: string }[] = []) =>
      fields.map(({ name, where }) => `${name} ${where}`)
    expect(places(put?.takes).toSorted()).toEqual([
      'api_key query',
      'dateOfBirth body',
      'password body',
      'ssn path',
    ])
    expect(places(put?.returns)).toEqual(['dateOfBirth response 200', 'email response 200'])
    expect(places(get?.takes)).toEqual(['ssn path'])
    expect(get?.returns).toEqual([])
    expect([put?.changesData, get?.changesData]).toEqual([true, false])
  })

  it('has its class, and the names of the organisation', async () => {
    const sensitiveNames = { credential: [], personal: ['color'], financial: [] }
    const [, put] = await exposures(text, { sensitiveNames })
    expect(put?.returns).toContainEqual({ name: 'color', kind: 'personal', where: 'response 200' })
    expect(put?.takes).toContainEqual({ name: 'password', kind: 'credential', where: 'body' })
  })
})

describe('messages and calls to others', () => {
  const async = (more: string): string => `asyncapi: 3.0.0
info: { title: T, version: '1' }
servers:
  main: { host: 'kafka.example.com:9092', protocol: kafka${more} }
channels:
  signedUp:
    address: user/signedup
    messages:
      user: { headers: { type: object, properties: { token: { type: string } } }, payload: { type: object, properties: { iban: { type: string } } } }
operations:
  tell: { action: send, channel: { $ref: '#/channels/signedUp' } }
  hear: { action: receive, channel: { $ref: '#/channels/signedUp' } }`

  it('sends out what it sends, and takes what it receives', async () => {
    const [send, receive] = await exposures(async(', security: [{ type: scramSha256 }]'))
    expect(send).toMatchObject({ kind: 'send', callers: 'authenticated', takes: [], changesData: false })
    expect(send?.returns).toContainEqual({ name: 'iban', kind: 'financial', where: 'message' })
    expect(receive).toMatchObject({ kind: 'receive', returns: [], changesData: true })
    expect(receive?.takes.map(({ where }) => where).toSorted()).toEqual(['message', 'message header'])
    expect(receive?.servers).toEqual([{ url: 'kafka.example.com:9092', encrypted: false }])
  })

  it('lets everybody in where nothing asks for anything, but for services of a provider', async () => {
    expect((await exposures(async('')))[0]?.callers).toBe('anyone')
    expect((await exposures(async('').replace('kafka }', 'sqs }')))[0]?.callers).toBe('unknown')
  })

  it('gives out what it puts into a webhook', async () => {
    const hook = await only(`openapi: 3.1.0
info: { title: T, version: '1' }
webhooks:
  paid:
    post:
      requestBody: { content: { application/json: { schema: { type: object, properties: { iban: { type: string } } } } } }
      responses: { '200': { description: OK } }`)
    expect(hook).toMatchObject({ kind: 'webhook', callers: 'unknown', takes: [], changesData: false })
    expect(hook.returns).toEqual([{ name: 'iban', kind: 'financial', where: 'body' }])
  })
})
