import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import rule from './no-credential-in-response.ts'

const operation = (label: string, properties: string) => {
  const [method, path] = label.split(' ')
  return `paths:
  ${path}:
    ${method}:
      responses:
        '200':
          description: OK
          content: { application/json: { schema: { type: object, properties: ${properties} } } }
`
}

const found = async (text: string) => (await runRule(rule, text)).findings.map(({ message }) => message)

const SECRET = '{ secret: { type: string } }'
const PASSWORD = '{ password: { type: string } }'

describe('no-credential-in-response', () => {
  it('names the way from the operation to the property', async () => {
    const text = operation(
      'get /users',
      '{ items: { type: array, items: { type: object, properties: { owner: { type: object, properties: { password: { type: string } } } } } } }',
    )
    expect(await found(text)).toEqual(['`GET /users` returns the password `items[].owner.password`.'])
  })

  it('looks for the ways to all credentials of an operation once', async () => {
    const count = 2_000
    const schemas = Array.from(
      { length: count },
      (_, index) =>
        `    S${index}: { type: object, properties: { password: { type: string }, next: { $ref: '#/components/schemas/S${(index + 1) % count}' } } }\n`,
    )
    const text = `${operation('get /ring', "{ first: { $ref: '#/components/schemas/S0' } }")}components:\n  schemas:\n${schemas.join('')}`
    expect(await found(text)).toHaveLength(count)
  }, 10_000)

  it.each([
    '{ recoveryCodes: { type: array, items: { type: string } } }',
    '{ backup_codes: { type: array, items: { type: string } } }',
    '{ connectionString: { type: string } }',
    '{ masterKey: { type: string } }',
    '{ mfaSeed: { type: string } }',
  ])('knows %s', async (properties) => {
    expect(await found(operation('get /me', properties))).toHaveLength(1)
  })

  it.each([
    '{ encryptionKey: { type: string } }',
    '{ signingKey: { type: string } }',
    '{ clientSecret: { type: string, description: Lets the browser confirm this one payment } }',
  ])('cannot decide of %s', async (properties) => {
    const { findings, undecided } = await runRule(rule, operation('get /payments', properties))
    expect([findings.length, undecided.length]).toEqual([0, 1])
  })

  it.each([
    '{ recoveryCodes: { type: integer } }',
    '{ otp: { type: string }, pin: { type: string } }',
    "{ password: { allOf: [{ $ref: '#/components/schemas/Kind' }] } }",
  ])('leaves %s alone', async (properties) => {
    const kinds = 'components: { schemas: { Kind: { type: string, enum: [plain, hashed] } } }\n'
    expect(await found(`${operation('get /me', properties)}${kinds}`)).toEqual([])
  })

  it('cannot decide whether what tells how to connect to a database holds a password', async () => {
    const text = operation('get /databases/{id}', '{ connectionString: { type: string } }')
    const { findings, undecided } = await runRule(rule, text)
    expect([findings.length, undecided.length]).toEqual([0, 1])
  })

  it('takes no value in the query string of a callback for a resource', async () => {
    const text = `paths:
  /subscriptions:
    post:
      responses: {}
      callbacks:
        fired:
          '{$request.body#/url}?token={$request.body#/secret}':
            post:
              requestBody: { content: { application/json: { schema: { type: object, properties: ${PASSWORD} } } } }
              responses: {}
`
    expect(await found(text)).toHaveLength(1)
  })

  it.each([
    ['accessToken', 1],
    ['apiKey', 1],
    ['token', 0],
    ['sessionToken', 0],
  ])('cannot decide whether the %s that a webhook carries belongs to its receiver', async (name, count) => {
    const text = `webhooks: { installed: { post: { requestBody: { content: { application/json: { schema: { properties: { ${name}: { type: string } } } } } }, responses: {} } } }\n`
    const { findings, undecided } = await runRule(rule, { title: 'case', text, format: 'oas3.1' })
    expect([findings.length, undecided.length]).toEqual([0, count])
  })

  it('reports a definition once, with all operations that return it', async () => {
    const response =
      "responses: { '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/User' } } } } }"
    const text = `paths:
  /users/{id}:
    get: { ${response} }
    patch: { ${response} }
components:
  schemas:
    User: { type: object, properties: ${PASSWORD} }
`
    const { findings } = await runRule(rule, text)
    expect(findings.map(({ message, operations }) => [message, operations])).toEqual([
      [
        '`GET /users/{id}` returns the password `User.password`, and so does 1 more operation.',
        ['GET /users/{id}', 'PATCH /users/{id}'],
      ],
    ])
  })

  it('says that there are more where some operations are there to hand it out', async () => {
    const get = "{ get: { responses: { '200': { $ref: '#/components/responses/App' } } } }"
    const text = (names: readonly string[]) => `paths:
${names.map((name) => `  /${name}: ${get}\n`).join('')}components:
  responses:
    App: { description: OK, content: { application/json: { schema: { type: object, properties: { client_secret: { type: string } } } } } }
`
    expect(await found(text(['apps', 'groups']))).toEqual([
      '`GET /apps` returns the client secret `client_secret`, and so does 1 more operation.',
    ])
    expect(await found(text(['apps', 'groups', 'app-secrets']))).toEqual([
      '`GET /apps` returns the client secret `client_secret`, and so does at least 1 more operation.',
    ])
  })

  it('names an inline schema after the one around it', async () => {
    const text = `paths:
  /hooks:
    get:
      responses:
        '200':
          description: OK
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Hook' } } } }
components:
  schemas:
    Hook: { type: object, properties: { config: { type: object, properties: ${PASSWORD} } } }
`
    expect(await found(text)).toEqual([
      '`GET /hooks` returns the password `Hook.config.password` in every entry.',
    ])
  })

  it.each([
    '{ apiKey: { type: string, description: Display a key for transactions between organisations } }',
    '{ apiKey: { type: string }, apiSecret: { type: string, writeOnly: true } }',
  ])('leaves undecided whether %s is shown on purpose', async (properties) => {
    const { findings, undecided } = await runRule(rule, operation('get /settings', properties))
    expect([findings.length, undecided.length]).toEqual([0, 1])
  })

  it.each([
    ['post /oauth/token', '{ access_token: { type: string } }'],
    ['get /api-keys/{id}', '{ apiKey: { type: string } }'],
    ['post /sessions', '{ refresh_token: { type: string } }'],
    ['get /sessions/{id}', '{ access_token: { type: string } }'],
    ['get /oauth/callback', '{ refreshToken: { type: string } }'],
    ['put /oauth/clients/{id}/rotation', '{ client_secret: { type: string } }'],
    ['get /oauth/tokens/{id}', '{ refresh_token: { type: string } }'],
    ['get /ssh-keys/{id}', '{ privateKey: { type: string } }'],
    ['post /certificates', '{ private_key: { type: string } }'],
    ['get /apps/{id}/credentials', SECRET],
    ['post /webhooks', SECRET],
    ['post /apps/{id}/rotate', '{ clientSecret: { type: string } }'],
    ['post /users/{id}/reset-password', PASSWORD],
    ['get /webhooks/{id}', "{ secret: { type: string, description: 'Only returned on creation.' } }"],
    ['get /webhooks/{id}', "{ secret: { type: string, example: 'abc******' } }"],
    ['get /webhooks/{id}', "{ secret: { type: string, 'x-returned-once': true } }"],
    ['get /volumes', '{ secret: { type: object } }'],
    [
      'get /events',
      '{ link: { type: object, properties: { access_token: { type: string }, expires_in: { type: integer }, token_type: { type: string } } } }',
    ],
    ['get /rooms', '{ access_token: { type: string, description: Expires after 60 seconds. } }'],
    ['get /settings', '{ password: { type: string, enum: [required, optional] } }'],
    [
      'get /settings',
      '{ hasPassword: { type: string }, passwordHint: { type: string }, token: { type: string } }',
    ],
  ])('is silent about %s with %s', async (label, properties) => {
    expect(await found(operation(label, properties))).toEqual([])
  })

  it.each([
    ['get /webhooks/{id}', SECRET],
    ['get /sessions/{id}', '{ refresh_token: { type: string } }'],
    ['get /oauth/clients/{id}', '{ client_secret: { type: string } }'],
    ['put /auth/apps/{id}', '{ consumerSecret: { type: string } }'],
    ['get /certificates/{id}', '{ private_key: { type: string } }'],
    ['put /apps/{id}', SECRET],
    ['post /users', PASSWORD],
    ['get /users/{id}', '{ encryptedPassword: { type: string } }'],
    ['get /settings', '{ smtpPassword: { type: string } }'],
    ['get /sites', '{ access_token: { type: string } }'],
  ])('reports %s with %s', async (label, properties) => {
    expect(await found(operation(label, properties))).toHaveLength(1)
  })

  it('offers to mark it where requests take it too', async () => {
    const schema = "{ application/json: { schema: { $ref: '#/components/schemas/User' } } }"
    const text = `paths:
  /users/{id}:
    put:
      requestBody: { content: ${schema} }
      responses: { '200': { description: OK, content: ${schema} } }
components:
  schemas:
    User:
      type: object
      properties:
        password:
          type: string
`
    const { findings } = await runRule(rule, text)
    expect(findings[0]?.fix?.text).toContain('          type: string\n          writeOnly: true\n')
    expect((await runRule(rule, operation('get /a', PASSWORD))).findings[0]?.fix).toBeUndefined()
  })

  it('judges what webhooks send, but not the passcode by which their receiver knows them', async () => {
    const webhook = (name: string) =>
      `webhooks:\n  paid:\n    post:\n      requestBody: { content: { application/json: { schema: { type: object, properties: { ${name}: { type: string } } } } } }\n      responses: {}\n`
    expect(await found(webhook('password'))).toEqual(['`webhook paid POST` sends `password`.'])
    expect(await found(webhook('passcode'))).toEqual([])
  })

  it.each(['refreshToken', 'clientSecret', 'privateKey'])(
    'reports %s in a message that the application sends, in AsyncAPI 2 and 3, and none that it receives',
    async (name) => {
      const payload = `{ payload: { type: object, properties: { ${name}: { type: string } } } }`
      const second = (action: string) => `channels:\n  sessions: { ${action}: { message: ${payload} } }\n`
      const third = (action: string) =>
        `channels:\n  sessions: { address: sessions, messages: { one: ${payload} } }\noperations:\n  a: { action: ${action}, channel: { $ref: '#/channels/sessions' } }\n`
      const count = async (format: 'asyncapi2' | 'asyncapi3', text: string) =>
        (await runRule(rule, { title: name, format, text })).findings.length
      expect(await count('asyncapi2', second('subscribe'))).toBe(1)
      expect(await count('asyncapi3', third('send'))).toBe(1)
      expect(await count('asyncapi2', second('publish'))).toBe(0)
      expect(await count('asyncapi3', third('receive'))).toBe(0)
    },
  )
})
