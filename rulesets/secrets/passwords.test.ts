import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import noDefault from './no-default-credential.ts'
import policy from './no-weak-password-policy.ts'
import format from './require-password-format.ts'

const body = (label: string, properties: string) => {
  const [method, path] = label.split(' ')
  return `paths:
  ${path}:
    ${method}:
      requestBody:
        content: { application/json: { schema: { type: object, properties: ${properties} } } }
      responses: {}
`
}

describe('no-default-credential', () => {
  it('judges a long list of permitted values, and many passwords side by side, in time that follows them', async () => {
    const values = Array.from({ length: 20_000 }, () => 'admin1').join(', ')
    const many = Array.from({ length: 5_000 }, (_, index) => `password${index}: admin1`).join(', ')
    const text = `${schema('password', `enum: [${values}]`)}x-a: { ${many} }\n`
    expect(await found(text)).toHaveLength(5_000)
  }, 20_000)

  const found = async (text: string) => (await runRule(noDefault, text)).findings
  const schema = (name: string, more: string) =>
    `components:\n  schemas:\n    A:\n      properties:\n        ${name}: { type: string, ${more} }\n`

  it.each([
    'admin',
    'root',
    'changeme',
    'guest',
    'password',
    'Password1',
    'P@ssw0rd',
    'admin123',
    '123456',
    'letmein!',
    'change-me',
  ])('knows %s', async (value) => {
    expect(await found(schema('password', `default: '${value}'`))).toHaveLength(1)
  })

  it.each(['', 'none', 'string', '<password>', 'administrators', 'Tq7rW2mZ9xLp', 'rooted', '12'])(
    'does not know "%s"',
    async (value) => {
      expect(await found(schema('password', `default: '${value}'`))).toEqual([])
    },
  )

  it.each([
    ['a user name', schema('username', 'default: admin')],
    ['an example', schema('password', 'example: admin')],
    ['a choice', schema('auth', 'enum: [default, token], default: default')],
    ['an option of a password', schema('passwordMode', 'default: default')],
    [
      'a switch',
      'components: { schemas: { A: { properties: { secret: { type: boolean, default: "test" } } } } }\n',
    ],
    ['a description', schema('password', 'description: admin')],
  ])('is silent about %s', async (_, text) => {
    expect(await found(text)).toEqual([])
  })

  it('points at the user name that goes with it, and suggests to remove the default', async () => {
    const text =
      'components: { schemas: { A: { properties: { user: { type: string, default: sa }, password: { type: string, default: sa } } } } }\n'
    const [first] = await found(text)
    expect(first?.related.map(({ place }) => place.text)).toEqual(['sa'])
    expect(first?.fix?.kind).toBe('suggested')
    expect(first?.fix?.text).toContain('password: { type: string }')
  })

  it.each([
    [
      'x-broker: { password: guest }',
      '`password` is `guest`: a well-known value is no protection as a password.',
    ],
    [
      'components: { schemas: { A: { properties: { apiKey: { enum: [demo] } } } } }',
      '`apiKey` has to be `demo`: a well-known value is no protection as an API key.',
    ],
  ])('says what becomes of the value: %s', async (text, message) => {
    expect((await found(`${text}\n`)).map((each) => each.message)).toEqual([message])
  })

  it('leaves the variable of a server its default, which it must have', async () => {
    const [first] = await found(
      "servers: [{ url: 'https://a.example/{token}', variables: { token: { default: demo } } }]\n",
    )
    expect(first?.message).toBe(
      '`token` is `demo` unless a caller says otherwise: a well-known value is no protection as a token.',
    )
    expect(first?.fix).toBeUndefined()
  })
})

describe('no-weak-password-policy', () => {
  const messages = async (label: string, properties: string) =>
    (await runRule(policy, body(label, properties))).findings.map(({ message }) => message)

  it('tells everything that is the matter in one sentence', async () => {
    expect(
      await messages(
        'post /register',
        "{ password: { type: string, minLength: 4, maxLength: 12, pattern: '^(?=.*[a-z])(?=.*\\\\d).*$' } }",
      ),
    ).toEqual([
      '`password` of `POST /register` may be as short as 4 characters, may have no more than 12 characters and forces a mix of character kinds.',
    ])
  })

  it.each([
    'put /users/{id}/password',
    'post /accounts',
    'patch /me',
    'post /password/reset',
    'post /auth/signup',
  ])('judges %s', async (label) => {
    expect(await messages(label, '{ newPassword: { type: string, maxLength: 20 } }')).toHaveLength(1)
  })

  it.each([
    ['post /login', '{ password: { type: string, maxLength: 20 } }'],
    ['post /databases', '{ password: { type: string, maxLength: 20 } }'],
    ['post /users', '{ smtpPassword: { type: string, maxLength: 20 } }'],
    ['post /users', '{ oldPassword: { type: string, maxLength: 20 } }'],
    ['post /users', '{ pin: { type: string, maxLength: 4 } }'],
    ['post /users', '{ otp: { type: string, maxLength: 6 } }'],
    ['post /users', '{ password: { type: string, minLength: 8, maxLength: 64 } }'],
    ['post /users', "{ password: { type: string, pattern: '^(?!.*\\\\s).+$' } }"],
    ['post /users', '{ password: { type: string, minLength: 4, maxLength: 4 } }'],
    ['post /users', '{ password: { type: string, minLength: x, maxLength: null } }'],
    ['get /users/password', '{ password: { type: string, maxLength: 4 } }'],
  ])('is silent about %s with %s', async (label, properties) => {
    expect(await messages(label, properties)).toEqual([])
  })

  it('takes the bounds of the organisation', async () => {
    const text = body('post /users', '{ password: { type: string, minLength: 10, maxLength: 100 } }')
    const run = await runRule(policy, { title: 'a', text, options: { minLength: 15, maxLength: 128 } })
    expect(run.findings[0]?.fix?.text).toContain('{ type: string, minLength: 15, maxLength: 128 }')
  })

  it('tells of a schema once, with all operations that use it', async () => {
    const text = `${body('post /users', "{ user: { $ref: '#/components/schemas/New' } }")}${body('post /register', "{ user: { $ref: '#/components/schemas/New' } }").replace('paths:\n', '')}components:
  schemas:
    New: { type: object, properties: { password: { type: string, maxLength: 20 } } }
`
    const { findings } = await runRule(policy, text)
    expect(findings.map(({ operations }) => operations)).toEqual([['POST /users', 'POST /register']])
  })
})

describe('require-password-format', () => {
  const fixOf = async (text: string, more: object = {}) =>
    (await runRule(format, { title: 'a', text, ...more })).findings[0]?.fix

  it('adds both marks where it is never returned, and the format alone where it is', async () => {
    const user = "{ application/json: { schema: { $ref: '#/components/schemas/User' } } }"
    const text = (responses: string) =>
      `paths: { /users: { post: { requestBody: { content: ${user} }, responses: ${responses} } } }
components:
  schemas:
    User:
      type: object
      properties:
        password: { type: string }
`
    const once = await fixOf(text('{}'))
    expect(once?.kind).toBe('safe')
    expect(once?.text).toContain('password: { type: string, format: password, writeOnly: true }')
    const both = await fixOf(text(`{ '200': { description: OK, content: ${user} } }`))
    expect(both?.text).toContain('password: { type: string, format: password }')
  })

  it('has no `writeOnly` for OpenAPI 2.0, which does not know it', async () => {
    const text =
      'paths: { /a: { post: { parameters: [{ name: a, in: body, schema: { type: object, properties: { password: { type: string } } } }], responses: {} } } }\n'
    const fix = await fixOf(text, { format: 'oas2' })
    expect(fix?.text).toContain('password: { type: string, format: password }')
  })

  it('offers no fix for what others share', async () => {
    const text = `${body('post /a', "{ password: { $ref: '#/components/schemas/Text' } }")}components: { schemas: { Text: { type: string } } }\n`
    const { findings } = await runRule(format, text)
    expect(findings.map(({ text: found, fix }) => [found, fix])).toEqual([['password', undefined]])
  })

  it('points at the component where nothing may stand beside `$ref`, once for all', async () => {
    const text = `${body('post /a', "{ password: { $ref: '#/components/schemas/Secret' }, secret: { $ref: '#/components/schemas/Secret' } }")}components: { schemas: { Secret: { type: string } } }\n`
    const { findings } = await runRule(format, { title: 'a', format: 'oas3.0', text })
    expect(findings.map(({ text: found, message }) => [found, message])).toEqual([
      [
        'Secret',
        '`Secret` is a password but has no `format: password`, so tools show and log it in the clear.',
      ],
    ])
  })

  it('counts names and the places where they stand', async () => {
    const text = `${body('post /a', '{ password: { type: string } }')}${body('post /b', '{ password: { type: string }, secret: { type: string } }').replace('paths:\n', '')}`
    expect((await runRule(format, text)).findings.map(({ message }) => message)).toEqual([
      '2 passwords and secrets in requests (3 places) have no `format: password`, so tools show and log them in the clear: `password` and `secret`.',
    ])
  })

  it('never names a schema by its place in a list', async () => {
    const text = body('post /a', "{ user: { $ref: 'new.yaml#/New' } }")
    const files = {
      'new.yaml': 'New: { allOf: [{ type: object, properties: { password: { type: string } } }] }\n',
    }
    const { findings } = await runRule(format, { title: 'a', text, files })
    expect(findings.map(({ message }) => message)).toEqual([
      '`password` is a password but has no `format: password`, so tools show and log it in the clear.',
    ])
  })

  it.each([
    'otp: { type: string }',
    'totp_code: { type: string }',
    'privateKey: { type: string }',
    'password: { type: string, description: This property is no longer available. }',
    'password: { type: string, deprecated: true }',
    'secret: { type: string, description: This can be a secret name or ID. }',
  ])('leaves alone %s', async (property) => {
    expect((await runRule(format, body('post /a', `{ ${property} }`))).findings).toEqual([])
  })

  it('tells of many in one finding, and mends them all', async () => {
    const names = ['password', 'clientSecret', 'appSecret', 'securityAnswer', 'cvv', 'passphrase']
    const text = body('post /a', `{ ${names.map((name) => `${name}: { type: string }`).join(', ')} }`)
    const { findings } = await runRule(format, text)
    expect(findings.map(({ message }) => message)).toEqual([
      '6 passwords and secrets in requests have no `format: password`, so tools show and log them in the clear: `password`, `clientSecret`, `appSecret` and 3 more.',
    ])
    expect(findings[0]?.fix?.text.match(/writeOnly: true/g)).toHaveLength(6)
  })

  it.each(['token', 'accessToken', 'apiKey', 'sessionId', 'passwordPolicy', 'hasPassword', 'pin'])(
    'says nothing of %s',
    async (name) => {
      expect((await runRule(format, body('post /a', `{ ${name}: { type: string } }`))).findings).toEqual([])
    },
  )
})
