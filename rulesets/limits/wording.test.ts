import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import bulk from './require-bounded-bulk.ts'
import text from './require-restricted-text.ts'

type Rule = Parameters<typeof runRule>[0]

async function said(rule: Rule, body: string) {
  return (await runRule(rule, { title: 'case', text: body })).findings.map(({ message }) => message)
}

describe('require-bounded-bulk', () => {
  const terminate = (more: string) => `paths:
  /sessions/terminate:
    post:
      ${more}
      requestBody: { content: { application/json: { schema: { type: object, properties: { ids: { type: array, items: { type: string } } } } } } }
      responses: { '200': { description: OK } }
`

  it('does not say that the work is done at once where jobs are begun', async () => {
    const [now] = await said(bulk, terminate('summary: Ends sessions'))
    expect(now).toContain('all of it worked off in one request')
    const [later] = await said(
      bulk,
      terminate('description: Creates asynchronous jobs that end the sessions.'),
    )
    expect(later).toContain('all of it asked for in one request')
  })

  it('is silent about a list of which the operation says that there are two', async () => {
    expect(await said(bulk, terminate('description: Both ids have to be of one user.'))).toEqual([])
  })
})

describe('require-restricted-text', () => {
  const parameter = (name: string, schema: string) => `paths:
  /things/{${name}}:
    get:
      parameters: [{ name: ${name}, in: path, required: true, schema: ${schema} }]
      responses: { '200': { description: OK } }
`

  it.each([
    ['thing', '{ type: string }', 'says nothing of its form: add a `pattern`'],
    ['thing', '{ type: string, minLength: 34, maxLength: 34 }', 'gives its length only'],
    ['pageSize', '{ type: string }', 'add `type: integer` if it is a number'],
  ])('says of %s %s what is missing', async (name, schema, part) => {
    const [found] = await said(text, parameter(name, schema))
    expect(found).toContain(part)
  })
})
