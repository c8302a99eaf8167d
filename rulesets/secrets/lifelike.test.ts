import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import lifelike from './no-lifelike-secret-example.ts'
import possible from './no-possible-secret.ts'
import { isLifelike } from './random.ts'

const RANDOM = 'q7Zt2LkW9xRb4VnC8sHd'

describe('what a generator has made', () => {
  it.each([
    RANDOM,
    '7fd1a60b01f91b314f59955a4e4d4e80d8edf11d',
    '8D34yYHOK9+yM7pDnNUO3UTO/5b8Wy/PGNyzTRmG',
    'hOzsTeFlT6ko0dme22uGbQal04SBPYc1',
    'k3v9x2m8q1w7z5r4t6y0',
  ])('looks like it: %s', (value) => {
    expect(isLifelike(value)).toBe(true)
  })

  it.each([
    ['a UUID', '9f3c1c1e-6a1b-4f6e-9a51-0b7f3a8f2c11'],
    ['what is meant to be a UUID', 'dd0508z9-2291-6794-3376-z0a70g12eqm9'],
    ['a ULID', '01ARZ3NDEKTSV4RRFFQ69G5FAV'],
    ['a short value', 'q7Zt2LkW9xRb4VnC8sH'],
    ['words', 'orders-service-production-key-1'],
    ['words in capitals', 'ORDERS_SERVICE_PRODUCTION_1'],
    ['camels', 'myOrdersServiceCredentials2'],
    ['a sequence', 'a1b2c3d4e5f6abcdefgh123'],
    ['repetition', 'a1b2a1b2a1b2a1b2a1b2'],
    ['few characters', 'aaaaaaaaaabbbbbbbbb111'],
    ['a placeholder', 'your-api-key-x7Zt2LkW9'],
    ['what was cut off', 'q7Zt2LkW9xRb4VnC8sHd...'],
    ['a key for tests', 'sk_test_q7Zt2LkW9xRb4VnC8sHd'],
    ['a key that is public', 'pk_live_q7Zt2LkW9xRb4VnC8sHd'],
    ['a signed token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.q7Zt2LkW9xRb4VnC8sHd'],
    ['letters alone', 'qwZtaLkWhxRbkVnCqsHd'],
    ['digits alone', '83920174650192837465'],
  ])('is not %s', (_, value) => {
    expect(isLifelike(value)).toBe(false)
  })
})

const inSchema = (more: string, name = 'apiKey') =>
  `components:\n  schemas:\n    A: { type: object, properties: { ${name}: { type: string, ${more} } } }\n`

const outcome = async (text: string) => ({
  inUse: (await runRule(possible, text)).findings.length,
  shown: (await runRule(lifelike, text)).findings.length,
})

describe('a random value under the name of a credential', () => {
  it.each([
    ['a default', inSchema(`default: ${RANDOM}`)],
    ['a constant', inSchema(`const: ${RANDOM}`)],
    ['the only permitted value', inSchema(`enum: [${RANDOM}]`)],
    ['a default within an object', inSchema(`default: { apiKey: ${RANDOM} }`, 'upstream')],
    ['an extension', `x-upstream: { headers: { X-Api-Key: ${RANDOM} } }\n`],
    ['a list in an extension', `x-upstream: { apiKeys: [${RANDOM}] }\n`],
    ['an extension of that name', `x-api-key: ${RANDOM}\n`],
    [
      'a variable of a server',
      `servers: [{ url: 'https://a.example/{apiKey}', variables: { apiKey: { default: ${RANDOM} } } }]\n`,
    ],
    [
      'a parameter of a link',
      `components: { links: { A: { operationId: a, parameters: { apiKey: ${RANDOM} } } } }\n`,
    ],
    [
      'the schema of a parameter',
      `components: { parameters: { A: { name: X-Api-Key, in: header, schema: { type: string, default: ${RANDOM} } } } }\n`,
    ],
    ['a field that a schema marks', inSchema(`x-secret: true, default: ${RANDOM}`, 'handle')],
    [
      'a parameter in the URL of a server',
      `servers: [{ url: 'https://a.example/?access_token=${RANDOM}' }]\n`,
    ],
    [
      'a parameter in the URL of an authorization server',
      `components: { securitySchemes: { A: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://a.example/?client_secret=${RANDOM}', scopes: {} } } } } }\n`,
    ],
    ['a parameter in the URL of a gateway', `x-upstream: { uri: 'https://a.example/?api_key=${RANDOM}' }\n`],
    ['a constant of a gateway', `x-a: { integration.request.header.x-api-key: "'${RANDOM}'" }\n`],
    ['a header of a gateway', `x-a: { integration.request.header.Authorization: "'Bearer ${RANDOM}'" }\n`],
    ['a password of an extension, which is shorter', 'x-a: { dbPassword: Tq7rW2mZ9xLp }\n'],
    ['a password with signs in it', "x-a: { dbPassword: 'Tr0ub4dor&3-prod-2024' }\n"],
    ['a password that is a default', inSchema('default: Tq7rW2mZ9xLp', 'password')],
  ])('is in use as %s', async (_, text) => {
    expect(await outcome(text)).toEqual({ inUse: 1, shown: 0 })
  })

  it.each([
    ['example', inSchema(`example: ${RANDOM}`)],
    [
      'an extension for examples',
      `components: { parameters: { A: { name: X-Api-Key, in: header, x-example: ${RANDOM} } } }\n`,
    ],
    ['examples', inSchema(`examples: [one, ${RANDOM}]`)],
    [
      'an example of a whole object',
      'components: { examples: { A: { value: { apiKey: q7Zt2LkW9xRb4VnC8sHd } } } }\n',
    ],
    [
      'an example with a default in it',
      'components: { examples: { A: { value: { apiKey: { default: q7Zt2LkW9xRb4VnC8sHd } } } } }\n',
    ],
    ['an extension with samples', `x-codeSamples: { apiKey: ${RANDOM} }\n`],
    [
      'a description',
      `info: { title: A, version: '1', description: 'Send Authorization: Bearer ${RANDOM} with it.' }\n`,
    ],
    [
      'code in a description',
      `info: { title: A, version: '1', description: '\`{"api_key": "${RANDOM}"}\`' }\n`,
    ],
    [
      'a field of which another schema tells that it is a password',
      `${inSchema('format: password', 'handle')}    B: { type: object, example: { handle: ${RANDOM} } }\n`,
    ],
    [
      'a field that another schema marks',
      `${inSchema('x-ms-secret: true', 'handle')}    B: { type: object, example: { handle: ${RANDOM} } }\n`,
    ],
  ])('is shown by %s', async (_, text) => {
    expect(await outcome(text)).toEqual({ inUse: 0, shown: 1 })
  })

  it.each([
    ['one of several values', inSchema(`enum: [${RANDOM}, q7Zt2LkW9xRb4VnC8sHe]`)],
    [
      'the mapping of a discriminator',
      `components: { schemas: { A: { discriminator: { propertyName: a, mapping: { password: ${RANDOM} } } } } }\n`,
    ],
    ['a description alone', inSchema(`description: ${RANDOM}`)],
    ['a default response', `components: { responses: { default: { description: ${RANDOM} } } }\n`],
    [
      'a property called default',
      `components: { schemas: { A: { properties: { default: { title: ${RANDOM} } } } } }\n`,
    ],
    [
      'a place in a list, in a text',
      `info: { title: A, version: '1', description: 'Go on with ?nextPageToken=${RANDOM} or csrf-token: ${RANDOM}.' }\n`,
    ],
    ['a password that is a placeholder', 'x-a: { password: MyPassword123, dbPassword: "{{ DbPass1 }}" }\n'],
    ['a label for a password', 'x-a: { password: Form-Label-12, passwordPolicy: Tq7rW2mZ9xLp }\n'],
    ['another name', inSchema(`default: ${RANDOM}`, 'etag')],
    ['a public key', inSchema(`default: ${RANDOM}`, 'publicKey')],
    ['the id of a key', inSchema(`default: ${RANDOM}`, 'apiKeyId')],
    ['a hash', inSchema(`default: ${RANDOM}`, 'passwordHash')],
    ['a place in a list', inSchema(`default: ${RANDOM}`, 'pageToken')],
    ['names of objects that JavaScript knows', `x-a: { constructor: ${RANDOM}, __proto__: ${RANDOM} }\n`],
  ])('is not found in %s', async (_, text) => {
    expect(await outcome(text)).toEqual({ inUse: 0, shown: 0 })
  })

  it('is left to the rule for known formats where its place tells what it is', async () => {
    const [id, secret] = [`AKIA${'Q3EGVZ7TJ2MHXL4K'}`, `${'bX7pQzT2mK9vR4sL'}/w8Yd3FhJ6cGnA1eU+0iOqZx`]
    const text = `x-a: { aws_access_key_id: ${id}, aws_secret_access_key: ${secret} }\n`
    expect(await outcome(text)).toEqual({ inUse: 0, shown: 0 })
  })

  it('is told once, with the other places', async () => {
    const { findings } = await runRule(possible, `x-a: { apiKey: ${RANDOM} }\nx-b: { token: ${RANDOM} }\n`)
    expect(findings.map(({ message, related }) => [message, related.length])).toEqual([
      [
        '`apiKey` has a value that looks like an API key in use (`q7Zt…`), which everybody can read who sees the description. It stands in 1 other place as well.',
        1,
      ],
    ])
  })

  it('loses the default by the fix, or has a placeholder put in its place', async () => {
    const fixOf = async (text: string) => (await runRule(possible, text)).findings[0]?.fix
    expect((await fixOf(inSchema(`default: ${RANDOM}`)))?.text).toContain('apiKey: { type: string }')
    expect((await fixOf(`x-a: { authorization: Bearer ${RANDOM} }\n`))?.text).toMatch(
      /Bearer <authorization>/,
    )
  })
})
