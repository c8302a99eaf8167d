import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import bearer from './no-bearer-token-in-query.ts'
import credentialInUrl from './no-credential-in-url.ts'
import fullRecord from './no-full-record-in-list.ts'
import personalInUrl from './no-personal-data-in-url.ts'
import publicData from './no-sensitive-data-public.ts'
import unused from './no-unused-sensitive-schema.ts'

type Rule = Parameters<typeof runRule>[0]

const messages = async (rule: Rule, text: string) =>
  (await runRule(rule, text)).findings.map(({ message }) => message)

const json = (schema: string) =>
  `{ '200': { description: OK, content: { application/json: { schema: ${schema} } } } }`

const object = (properties: string) => `{ type: object, properties: { ${properties} } }`

const list = (items: string) => `{ type: array, items: ${items} }`

describe('no-sensitive-data-public', () => {
  const account = object('iban: { type: string }')

  it.each([
    [list(account), 'in every entry'],
    [list(object(`account: ${account}`)), 'in `account` of every entry'],
    [object(`moves: ${list(object(`account: ${account}`))}`), 'in `account` of every entry of `moves`'],
    [list(object(`moves: ${list(account)}`)), 'in every entry of `moves`'],
  ])('says where in words: %s', async (schema, where) => {
    const text = `paths:\n  /accounts:\n    get:\n      security: []\n      responses: ${json(schema)}\n`
    expect(await messages(publicData, text)).toEqual([
      `\`GET /accounts\` returns \`iban\` ${where} to anyone: its \`security\` is \`[]\`.`,
    ])
  })

  it('tells of the line that leaves all open, and of the 401 that contradicts it', async () => {
    const text = `security: []
paths:
  /people:
    get:
      responses:
        '200': { description: OK, content: { application/json: { schema: ${account} } } }
        '401': { description: Sign in first }
`
    const { findings } = await runRule(publicData, text)
    expect(findings.map(({ message, cause }) => [message, cause])).toEqual([
      [
        "`GET /people` returns `iban` and asks for no authentication, although it documents a 401 response: the document's `security` is `[]`.",
        '/security',
      ],
    ])
  })
})

describe('no-full-record-in-list', () => {
  const text = (name: string, schema: string) => `paths:
  /${name}:
    get: { responses: ${json(list("{ $ref: '#/components/schemas/A' }"))} }
  /${name}/{id}:
    get: { responses: ${json("{ $ref: '#/components/schemas/A' }")} }
components:
  schemas:
    A: ${schema}
`

  it('names what the list is of', async () => {
    expect(await messages(fullRecord, text('customers', object('dob: { type: string }')))).toEqual([
      '`GET /customers` returns the full record of every customer, including `dob`.',
    ])
  })

  it('leaves alone the number by which accounts are told apart', async () => {
    const schema = object('iban: { type: string }')
    expect(await messages(fullRecord, text('accounts', schema))).toEqual([])
    expect(await messages(fullRecord, text('customers', schema))).toHaveLength(1)
  })
})

describe('no-unused-sensitive-schema', () => {
  const document = (names: readonly string[], used: string) => `paths:
  /users:
    get: { responses: ${json(used)} }
components:
  schemas:
${names.map((name) => `    ${name}: ${object('ssn: { type: string }')}\n`).join('')}`

  it('counts what else is left over', async () => {
    expect(await messages(unused, document(['A', 'B', 'C'], '{ type: object }'))).toEqual([
      'No operation uses `A`, yet it is published and reveals `ssn`; so do 2 more schemas.',
    ])
  })

  it('is silent where references were resolved beforehand', async () => {
    expect(await messages(unused, document(['A', 'B', 'C', 'D', 'E', 'F'], '{ type: object }'))).toEqual([])
  })

  it('is silent about a name that an operation publishes in any case', async () => {
    const used = object('ssn: { type: string }')
    expect(await messages(unused, document(['A'], used))).toEqual([])
  })

  it('is silent about the fields of OAuth', async () => {
    const text = `paths:\n  /users: { get: { responses: {} } }\ncomponents:\n  schemas:\n    A: ${object('refresh_token: { type: string }, client_secret: { type: string }')}\n`
    expect(await messages(unused, text)).toEqual([])
  })
})

describe('what stands in a URL', () => {
  const get = (name: string, more = '') =>
    `paths:\n  /numbers:\n    get:\n      parameters: [{ name: ${name}, in: query, schema: { type: string } }]\n      responses: {}\n${more}`

  it('is forbidden by OAuth only where OAuth forbids it', async () => {
    expect(await messages(bearer, get('oauth_token'))).toEqual([
      'Query parameter `oauth_token` carries an OAuth token in the URL, which OAuth forbids.',
    ])
    expect(await messages(credentialInUrl, get('oauth_token'))).toEqual([])
    expect(await messages(bearer, get('refresh_token'))).toEqual([
      'Query parameter `refresh_token` carries a refresh token in the URL, where logs and browser histories keep it.',
    ])
  })

  it('is no filter where its twin deletes what it names', async () => {
    const twin =
      '    delete:\n      parameters: [{ name: PhoneNumber, in: query, schema: { type: string } }]\n      responses: {}\n'
    expect(await messages(personalInUrl, get('PhoneNumber'))).toEqual([])
    expect(await messages(personalInUrl, get('PhoneNumber', twin))).toHaveLength(2)
  })

  it('may be the half of a pair that names the account', async () => {
    const text = (security: string) => `paths:
  /accounts/{api_key}/secrets:
    get:
      security: ${security}
      parameters: [{ name: api_key, in: path, required: true, schema: { type: string } }]
      responses: {}
components:
  securitySchemes: { basic: { type: http, scheme: basic } }
`
    const count = async (security: string) => {
      const { findings, undecided } = await runRule(credentialInUrl, text(security))
      return [findings.length, undecided.length]
    }
    expect(await count('[{ basic: [] }]')).toEqual([0, 1])
    expect(await count('[]')).toEqual([1, 0])
  })
})
