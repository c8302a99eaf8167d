import type { Operation } from '@specward/core'
import { describe, expect, it } from 'vitest'
import { saidToBeForAnyone } from './said.ts'

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
