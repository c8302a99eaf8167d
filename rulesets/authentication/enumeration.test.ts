import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import rule from './no-user-enumeration.ts'

const text = (description: string) => `security: [{ key: [] }]
paths:
  /signup:
    post:
      security: []
      responses: { '202': { description: Accepted }, '409': { $ref: '#/components/responses/Conflict' } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
  responses:
    Conflict: { description: ${description} }
`

const found = async (of: string) => (await runRule(rule, of)).findings.map(({ message }) => message)

describe('no-user-enumeration', () => {
  it('does not take a conflict for proof that was written for all operations', async () => {
    expect(await found(text('The state of the resource is in the way.'))).toEqual([])
  })

  it('takes the one that the operation has for itself', async () => {
    const own = text('').replace("{ $ref: '#/components/responses/Conflict' }", '{ description: Conflict }')
    expect(await found(own)).toHaveLength(1)
  })

  it.each(['The user exists.', 'This e-mail address is taken.'])(
    'takes it where it says: %s',
    async (says) => {
      expect(await found(text(says))).toEqual([
        'The 409 response of `POST /signup` can reveal that an account exists.',
      ])
    },
  )
})
