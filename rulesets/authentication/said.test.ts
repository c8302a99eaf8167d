import type { Operation } from '@specward/core'
import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import anonymousWrite from './no-anonymous-write.ts'
import { saidToAuthenticate, saidToBeForAnyone } from './said.ts'

const said = (description: string) => saidToBeForAnyone({ description } as Operation)

describe('what an operation says of itself', () => {
  it.each([
    'This operation can be accessed anonymously.',
    'This endpoint does not have any authentication requirements.',
    'The file does not require any form of authentication.',
    'No authentication is required.',
    'Authentication is not needed here.',
    'It requires no credentials.',
    'Can be called without authentication.',
  ])('shows that anybody is meant to call it: %s', (text) => {
    expect(said(text)).toBeDefined()
  })

  it.each([
    'Cannot be called without authentication.',
    'This operation can not be accessed anonymously.',
    'Callers who do not have credentials get 401.',
    'Makes the file publicly accessible.',
    'Prevents unauthenticated access.',
    'Authentication is required.',
    'If the user has no credentials, nothing happens.',
    '',
  ])('shows nothing of the kind: %s', (text) => {
    expect(said(text)).toBeUndefined()
  })
})

const asks = (description: string) => saidToAuthenticate.ofOperation({ description } as Operation)

describe('what an operation says of those who call it', () => {
  it.each([
    'This can only be done by the logged in user.',
    'This method requires authentication.',
    'Requires an access token.',
    'You must use Basic Authentication.',
    'The user must be logged in.',
    'Authentication is required.',
  ])('shows that they have to authenticate: %s', (text) => {
    expect(asks(text)).toBeDefined()
  })

  it.each([
    'This method never requires authentication.',
    'Authentication is required if the file is private.',
    'Tells whether a page requires a login.',
    'Lists the authenticated users.',
    'May need an API key in the future.',
    '',
  ])('shows nothing of the kind: %s', (text) => {
    expect(asks(text)).toBeUndefined()
  })
})

describe('the description of the whole API', () => {
  const messageOf = async (description: string) => {
    const text = `info: { title: T, version: '1', description: '${description}' }
security: [{}]
paths: { /orders: { post: { responses: {} } } }
`
    return (await runRule(anonymousWrite, { title: 'case', text })).findings[0]?.message
  }

  it('is held against operations that anyone can call', async () => {
    expect(await messageOf('When you call the API, you must use Basic Authentication.')).toBe(
      '`POST /orders` can be called by anyone: the document\'s `security` is `[{}]`, which means no authentication, although the description of the API says "you must use Basic Authentication".',
    )
  })

  it('is not where it speaks of some of them', async () => {
    expect(await messageOf('Some operations require authentication.')).not.toContain('although')
  })
})
