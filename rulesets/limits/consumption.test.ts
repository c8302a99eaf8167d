import type { Rule } from '@specward/core'
import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import idempotency from '../requests/require-idempotency-key.ts'
import flow from './no-unguarded-business-flow.ts'
import general from './require-429-response.ts'
import pageSize from './require-bounded-page-size.ts'
import pagination from './require-pagination.ts'
import expensive from './require-rate-limit-on-expensive-operation.ts'

const doing = (method: string, path: string, more = '') =>
  `paths: { '${path}': { ${method}: { ${more} responses: { '200': { description: OK } } } } }\n`

const found = async (rule: Rule, text: string) => (await runRule(rule, text)).findings.length

describe('operations that cost much', () => {
  it.each([
    ['get', '/search'],
    ['post', '/users:search'],
    ['get', '/orders/export'],
    ['post', '/orders/exports'],
    ['post', '/orders/bulk-update'],
    ['patch', '/batch'],
    ['post', '/v1/chat/completions'],
    ['post', '/images/generations'],
    ['post', '/search/orders'],
  ])('%s %s is one, and counted by one rule alone', async (method, path) => {
    expect(await found(expensive, doing(method, path))).toBe(1)
    expect(await found(general, doing(method, path))).toBe(0)
  })

  it.each([
    ['get', '/exports'],
    ['get', '/exports/{id}'],
    ['delete', '/orders/bulk'],
    ['post', '/searchable-fields'],
    ['post', '/research'],
    ['post', '/exporters'],
    ['post', '/users/{id}/reports'],
    ['post', '/import-jobs'],
  ])('%s %s is none', async (method, path) => {
    expect(await found(expensive, doing(method, path))).toBe(0)
    expect(await found(general, doing(method, path))).toBe(1)
  })

  it('are told once, with the others beside the first', async () => {
    const text = `
paths:
  /a/search: { get: { responses: { '200': { description: OK } } } }
  /b/search: { get: { responses: { '200': { description: OK } } } }
  /c/search: { get: { responses: { '200': { description: OK } } } }
`
    const { findings } = await runRule(expensive, text)
    expect(findings.map(({ operations, related }) => [operations.length, related.length])).toEqual([[3, 2]])
    expect(findings[0]?.message).toBe(
      '`GET /a/search` is a search, which can cost the server much more than its caller, and documents no 429 response, so nothing shows that it is limited. The same holds for 2 other operations.',
    )
  })
})

describe('a text that speaks of limits', () => {
  const about = (description: string) => `info: { title: A, version: '1', description: '${description}' }\n`

  it.each([
    'There is a rate limit of 10 per minute.',
    'Clients are throttled.',
    'You can make 5,000 requests per hour.',
  ])('is enough: %s', async (text) => {
    expect(await found(flow, about(text) + doing('post', '/orders'))).toBe(0)
    expect(await found(expensive, about(text) + doing('get', '/search'))).toBe(0)
    expect(await found(flow, doing('post', '/orders', `description: '${text}',`))).toBe(0)
    expect(await found(expensive, doing('get', '/search', `description: '${text}',`))).toBe(0)
  })

  it.each(['There are no rate limits.', 'Answers requests for orders.', 'Without throttling.'])(
    'does not say so: %s',
    async (text) => {
      expect(await found(flow, about(text) + doing('post', '/orders'))).toBe(1)
      expect(await found(expensive, about(text) + doing('get', '/search'))).toBe(1)
    },
  )
})

describe('steps of business', () => {
  it.each([
    '/orders',
    '/events/{id}/reservations',
    '/coupons/{code}/redeem',
    '/polls/{id}/vote',
    '/checkout',
  ])('%s is one', async (path) => {
    expect(await found(flow, doing('post', path))).toBe(1)
  })

  it.each([
    '/order',
    '/purchase-orders',
    '/preview/orders',
    '/orders/{id}',
    '/tokenreviews',
    '/commentators',
  ])('%s is none', async (path) => {
    expect(await found(flow, doing('post', path))).toBe(0)
  })
})

describe('what moves money', () => {
  const body = (names: string) =>
    `requestBody: { content: { application/json: { schema: { type: object, properties: { ${names} } } } } },`

  it.each(['/payments', '/accounts/{id}/transfers', '/payments/{id}/refund', '/bank-transfers', '/orders'])(
    '%s does',
    async (path) => {
      expect(await found(idempotency, doing('post', path, body('amount: { type: string }')))).toBe(1)
    },
  )

  it.each(['/payment-methods', '/previews/orders', '/orders/search', '/payments/{id}', '/reorders'])(
    '%s does not',
    async (path) => {
      expect(await found(idempotency, doing('post', path, body('amount: { type: string }')))).toBe(0)
    },
  )

  it('can be told apart by a key of which the document speaks', async () => {
    const about = (text: string) => `info: { title: A, version: '1', description: ${text} }\n`
    const order = doing('post', '/orders', body('amount: { type: string }'))
    expect(await found(idempotency, about('Send an Idempotency-Key with each payment.') + order)).toBe(0)
    expect(await found(idempotency, about('Sends payments.') + order)).toBe(1)
  })

  it('cannot be told twice by an id that the client chooses, if it is not only read', async () => {
    const sent = body('amount: { type: string }, orderId: { type: string }')
    expect(await found(idempotency, doing('post', '/orders', sent))).toBe(0)
    const read = body('amount: { type: string }, orderId: { type: string, readOnly: true }')
    expect(await found(idempotency, doing('post', '/orders', read))).toBe(1)
  })
})

describe('pages', () => {
  it('have a maximum for every value that can be chosen, whatever the version calls it', async () => {
    const of = (schema: string) =>
      doing('get', '/orders', `parameters: [{ name: limit, in: query, schema: ${schema} }],`)
    for (const schema of [
      '{ type: integer, maximum: 100, exclusiveMaximum: true }',
      '{ type: [integer, "null"], exclusiveMaximum: 100 }',
      '{ const: 20 }',
      '{ anyOf: [{ type: integer, maximum: 100 }, { type: "null" }] }',
    ]) {
      expect(await found(pageSize, of(schema)), schema).toBe(0)
    }
    for (const schema of [
      '{ type: integer }',
      '{ type: integer, exclusiveMaximum: true }',
      '{ type: integer, maximum: 20000 }',
      '{ anyOf: [{ type: integer, maximum: 100 }, { type: integer }] }',
    ]) {
      expect(await found(pageSize, of(schema)), schema).toBe(1)
    }
  })

  it('are not judged by a parameter without effect, and told once where the maximum is told in words', async () => {
    const of = (description: string) =>
      ['/orders', '/invoices']
        .map(
          (path) =>
            `  ${path}: { get: { parameters: [{ name: limit, in: query, description: ${description}, schema: { type: integer } }], responses: { '200': { description: OK } } } }\n`,
        )
        .join('')
    expect(await found(pageSize, `paths:\n${of('Not used.')}`)).toBe(0)
    const { findings, undecided } = await runRule(pageSize, `paths:\n${of('At most 50.')}`)
    expect([findings.length, undecided.length]).toEqual([0, 1])
  })

  it('are undecided where the document explains them and no operation shows them, and asked for else', async () => {
    const list = (
      more = '',
    ) => `get: { ${more} responses: { '200': { description: OK, content: { application/json: { schema:
      { type: array, items: { type: object, properties: { id: { type: string } } } } } } } } }`
    const post = "post: { responses: { '201': { description: Created } } }"
    const info = (text: string) => `info: { title: A, version: '1', description: '${text}' }\n`
    const outcome = async (text: string) => {
      const { findings, undecided } = await runRule(pagination, text)
      return [findings.length, undecided.length]
    }
    const two = `paths:\n  /pets: { ${list()}, ${post} }\n  /orders: { ${list()}, ${post} }\n`
    expect(await outcome(info('# Pagination') + two)).toEqual([0, 1])
    expect(await outcome(info('Lists are not paginated.') + two)).toEqual([2, 0])
    const paged = `  /users: { ${list('parameters: [{ name: cursor, in: query, schema: { type: string } }],')} }\n`
    expect(await outcome(info('# Pagination') + two + paged)).toEqual([2, 0])
  })

  it('are not asked of a list to which nobody can add', async () => {
    const list = `get: { responses: { '200': { description: OK, content: { application/json: { schema:
      { type: array, items: { type: object, properties: { id: { type: string } } } } } } } } }`
    const post = "post: { responses: { '201': { description: Created } } }"
    expect(await found(pagination, `paths: { /pets: { ${list} } }\n`)).toBe(0)
    expect(await found(pagination, `paths: { /pets: { ${list}, ${post} } }\n`)).toBe(1)
    expect(await found(pagination, `paths: { /pets/: { ${list} }, /pets: { ${post} } }\n`)).toBe(1)
  })
})
