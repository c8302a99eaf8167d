import { describe, expect, it } from 'vitest'
import { isExplained, isPrincipal } from './identity.ts'

describe('the name of a field', () => {
  it.each([
    'X-User-Id',
    'x-user-id',
    'X-UserId',
    'userId',
    'user_id',
    'X-Forwarded-User',
    'X-Forwarded-Email',
    'X-Remote-User',
    'REMOTE-USER',
    'X-Auth-Request-Email',
    'X-Authenticated-UserId',
    'customerId',
    'X-Username',
  ])('stands for a person: %s', (name) => {
    expect(isPrincipal(name)).toBe(true)
  })

  it.each([
    'User-Agent',
    'X-User-Agent',
    'X-Forwarded-For',
    'X-Forwarded-Host',
    'X-Request-Id',
    'As-User',
    'userIds',
    'assignedUserId',
    'user_type',
    'constructor',
    '',
  ])('does not stand for the caller: %s', (name) => {
    expect(isPrincipal(name)).toBe(false)
  })
})

describe('a description', () => {
  it('explains a field where it speaks of a check or of a right', () => {
    expect(isExplained('Must match the user of the token.')).toBe(true)
    expect(isExplained('Act on behalf of another user; needs the permission to impersonate.')).toBe(true)
    expect(isExplained('Id of the user.')).toBe(false)
    expect(isExplained(undefined)).toBe(false)
  })
})
