import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import massAssignment from './no-mass-assignment.ts'
import shared from './no-shared-request-response-schema.ts'
import closed from './require-closed-request.ts'

const json = (schema: string) => `content: { application/json: { schema: ${schema} } }`

const taking = (label: string, properties: string, more = '') => {
  const [method, path] = label.split(' ')
  return `paths:
  ${path}:
    ${method}:
      ${more}
      requestBody: { ${json(`{ type: object, properties: ${properties} }`)} }
      responses: {}
`
}

const names = async (text: string, options = {}) =>
  (await runRule(massAssignment, { title: 'case', text, options })).findings.map(({ text: name }) => name)

const PERSON = (more: string) => `{ email: { type: string }, ${more} }`

describe('no-mass-assignment', () => {
  it.each([
    ['patch /me', 'roles: { type: array, items: { type: string } }', 'roles'],
    ['put /users/me', 'isAdmin: { type: boolean }', 'isAdmin'],
    ['post /auth/register', 'is_staff: { type: boolean }', 'is_staff'],
    ['patch /account', 'credit_balance: { type: number }', 'credit_balance'],
    ['put /my-profile', 'tenantId: { type: string }', 'tenantId'],
    ['put /api/v1/users/me', 'kycStatus: { type: string }', 'kycStatus'],
    ['post /signup', 'role: { type: string, enum: [user, admin] }', 'role'],
    ['patch /me', 'groups: { type: array, items: { type: string } }', 'groups'],
    ['patch /me', 'scopes: { type: string }', 'scopes'],
    ['put /account', 'subscriptionTier: { type: string }', 'subscriptionTier'],
    ['patch /users/me', 'organizationId: { type: string }', 'organizationId'],
  ])('%s must not take %s', async (label, property, name) => {
    expect(await names(taking(label, PERSON(property)))).toEqual([name])
  })

  it.each([
    ['post /users', 'role: { type: string }'],
    ['put /users/{id}', 'role: { type: string }'],
    ['put /projects/{id}/users/{userId}', 'role: { type: string }'],
    ['patch /organization/users/{id}', 'role: { type: string }'],
    ['patch /orders/{id}', 'role: { type: string }'],
    ['get /me', 'role: { type: string }'],
    ['patch /me', 'role: { type: string, readOnly: true }'],
    ['patch /me', 'role: { type: object, properties: { name: { type: string } } }'],
    [
      'patch /me',
      'roleDescription: { type: string }, balanceAlert: { type: boolean }, verifiedOnly: { type: boolean }',
    ],
    ['patch /me', 'admin: { type: string }, verified: { type: string }'],
    ['patch /me', 'balance: { type: string }'],
    ['patch /me', 'scope: { type: object, properties: { a: { type: string } } }, plan: { type: boolean }'],
    ['post /register', 'plan: { type: string }, groups: { type: array, items: { type: string } }'],
    ['patch /groups/{id}', 'groups: { type: array, items: { type: string } }'],
  ])('%s may take %s', async (label, property) => {
    expect(await names(taking(label, PERSON(property)))).toEqual([])
  })

  it('looks at bodies that hold nothing else, where people change their own account', async () => {
    expect(
      await names(taking('patch /me', '{ role: { type: string }, isAdmin: { type: boolean } }')),
    ).toEqual(['role', 'isAdmin'])
    expect(await names(taking('post /account', '{ balance: { type: number } }'))).toEqual([])
  })

  it('leaves operations for administrators alone, by tag, text or scope', async () => {
    const body = PERSON('role: { type: string }')
    expect(await names(taking('put /profile', body))).toEqual(['role'])
    expect(await names(taking('put /profile', body, 'tags: [Admin]'))).toEqual([])
    expect(await names(taking('put /profile', body, 'summary: Only administrators may call this'))).toEqual(
      [],
    )
    expect(await names(taking('put /profile', body, 'security: [{ oauth: [users.manage] }]'))).toEqual([])
  })

  it('takes the making of a user for a registration where anybody may do it', async () => {
    const body = PERSON('role: { type: string }')
    expect(await names(taking('post /users', body, 'security: []'))).toEqual(['role'])
    expect(await names(taking('post /teams/{id}/members', body, 'security: []'))).toEqual([])
    expect(await names(`security: []\n${taking('post /users', body)}`)).toEqual([])
  })

  it("takes people under an id for somebody's to manage where callers have a path of their own", async () => {
    const text = taking('put /users/{id}', PERSON('role: { type: string }'))
    const undecided = async (of: string) => (await runRule(massAssignment, of)).undecided.length
    expect(await undecided(text)).toBe(1)
    expect(await undecided(`${text}  /me: { get: { responses: {} } }\n`)).toBe(0)
  })

  it('wants a body that is about a person where something is made', async () => {
    const body = '{ role: { type: string }, theme: { type: string } }'
    expect(await names(taking('post /register', body))).toEqual([])
    expect(await names(taking('patch /me', body))).toEqual(['role'])
  })

  it('knows the names that the organisation adds', async () => {
    const text = taking('patch /me', PERSON('loyalty_tier: { type: string }'))
    expect(await names(text)).toEqual([])
    expect(await names(text, { privileged: ['loyaltyTier'] })).toEqual(['loyalty_tier'])
  })
})

const twoWay = (properties: string) => `paths:
  /accounts/{id}:
    put:
      requestBody: { ${json("{ $ref: '#/components/schemas/Account' }")} }
      responses: { '200': { description: OK, ${json("{ $ref: '#/components/schemas/Account' }")} } }
components:
  schemas:
    Account: { type: object, properties: ${properties} }
`

describe('no-shared-request-response-schema', () => {
  it('names what callers can send, and where it stands', async () => {
    const text = twoWay('{ id: { type: string }, ownerId: { type: string }, name: { type: string } }')
    const { findings } = await runRule(shared, text)
    expect(findings.map(({ message }) => message)).toEqual([
      '`Account` is what `PUT /accounts/{id}` takes and returns, so callers can send `ownerId` and `id`.',
    ])
    expect(findings[0]?.related.map(({ place }) => place.text)).toEqual(['ownerId'])
  })

  it.each([
    '{ id: { type: string }, createdAt: { type: string }, status: { type: string } }',
    '{ ownerId: { type: string }, name: { type: string } }',
    '{ id: { type: string, readOnly: true }, ownerId: { type: string } }',
    '{ id: { type: string }, ownerId: { type: string, readOnly: true } }',
  ])('is silent about %s', async (properties) => {
    expect((await runRule(shared, twoWay(properties))).findings).toEqual([])
  })
})

describe('no-shared-request-response-schema beside what creates the thing', () => {
  it('leaves alone what callers have to send when they create it', async () => {
    const { findings } = await runRule(
      shared,
      `paths:
  /tokens:
    post:
      requestBody: { ${json('{ type: object, required: [privileges], properties: { privileges: { type: array } } }')} }
      responses: {}
  /tokens/{id}:
    put:
      requestBody: { ${json("{ $ref: '#/components/schemas/Token' }")} }
      responses: { '200': { description: OK, ${json("{ $ref: '#/components/schemas/Token' }")} } }
components:
  schemas:
    Token: { type: object, properties: { created_by: { type: string }, privileges: { type: array } } }
`,
    )
    expect(findings).toEqual([])
  })
})

const pair = (request: string, response: string) => `paths:
  /users:
    post:
      requestBody: { ${json(request)} }
      responses: { '201': { description: Created, ${json(response)} } }
`

const NEW = '{ type: object, properties: { name: { type: string }, email: { type: string } } }'
const MADE = (more: string) =>
  `{ type: object, properties: { name: { type: string }, email: { type: string }, ${more} } }`

describe('require-closed-request', () => {
  it('names both sides', async () => {
    const { findings } = await runRule(closed, pair(NEW, MADE('role: { type: string }')))
    expect(findings.map(({ message }) => message)).toEqual([
      '`POST /users` returns `role`. Its body does not declare it but lets it through: add `additionalProperties: false`.',
    ])
  })

  it.each([
    [NEW.replace('object,', 'object, additionalProperties: false,'), MADE('role: { type: string }')],
    [NEW, MADE('id: { type: string }, createdAt: { type: string }, permissions: { type: object }')],
    [NEW, '{ type: object, properties: { role: { type: string } } }'],
    ['{ type: object }', MADE('role: { type: string }')],
  ])('is silent about %s beside %s', async (request, response) => {
    expect((await runRule(closed, pair(request, response))).findings).toEqual([])
  })
})
