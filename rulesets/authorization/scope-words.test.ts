import { describe, expect, it } from 'vitest'
import { isForAdmins, isReadOnly, isWriteOnly } from './scope-words.ts'

describe('a scope for reading', () => {
  it.each([
    ...[
      'read',
      'orders:read',
      'read:orders',
      'read_orders',
      'ReadGroups',
      'Mail.Read',
      'orders.viewer',
      'orders:list',
    ],
    ...[
      'https://www.example.com/auth/drive.readonly',
      'https://www.example.com/auth/drive.read-only/',
      'read:all',
    ],
  ])('says so: %s', (scope) => {
    expect(isReadOnly(scope)).toBe(true)
  })

  it.each([
    ...[
      'write',
      'orders:write',
      'read_write',
      'orders.readwrite',
      'Mail.ReadWrite',
      'orders:read:write',
      'rw',
    ],
    ...[
      'orders',
      'already',
      'thread',
      'reader-admin',
      'readiness',
      'https://read.example.com/auth/orders',
      '',
    ],
  ])('is none: %s', (scope) => {
    expect(isReadOnly(scope)).toBe(false)
  })
})

describe('a scope for writing alone', () => {
  it.each(['orders:write', 'delete_orders', 'https://api.example.com/orders.edit', 'Mail.Create'])(
    'says so: %s',
    (scope) => {
      expect(isWriteOnly(scope)).toBe(true)
    },
  )

  it.each([
    'orders:read',
    'orders:read:write',
    'readwrite',
    'rw',
    'orders:manage',
    'orders',
    'admin',
    'editorial',
    '',
  ])('is none: %s', (scope) => {
    expect(isWriteOnly(scope)).toBe(false)
  })
})

describe('a name that speaks of administrators', () => {
  it.each(['admin', 'admin:org', 'orders.ADMIN', 'AdminToken', 'manage:users', 'site-operator'])(
    'does so: %s',
    (name) => {
      expect(isForAdmins(name, [])).toBe(true)
    },
  )

  it.each(['badminton', 'orders', 'operation'])('does not: %s', (name) => {
    expect(isForAdmins(name, [])).toBe(false)
  })

  it('may use words of the organisation', () => {
    expect(isForAdmins('orders:night-desk', ['night desk'])).toBe(true)
    expect(isForAdmins('orders:desk', ['night desk'])).toBe(false)
  })
})
