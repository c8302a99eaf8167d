import { describe, expect, it } from 'vitest'
import { isIpAddress, isPlaceholderHost, registrableDomain } from './host-names.ts'

describe('the domain that somebody has registered', () => {
  it.each([
    ['api.acme.com', 'acme.com'],
    ['acme.com', 'acme.com'],
    ['API.Acme.COM.', 'acme.com'],
    ['api.eu.acme.co.uk', 'acme.co.uk'],
    ['api.acme.com.au', 'acme.com.au'],
    ['co.uk', 'co.uk'],
    // `com` is a registry of Australia, but not one of its own
    ['api.com.acme.com', 'acme.com'],
    ['orders.acme.io', 'acme.io'],
    ['one.herokuapp.com', 'one.herokuapp.com'],
    ['a.one.blob.core.windows.net', 'one.blob.core.windows.net'],
    ['localhost', 'localhost'],
  ])('of %s is %s', (host, domain) => {
    expect(registrableDomain(host)).toBe(domain)
  })
})

describe('a host that has yet to be filled in', () => {
  it.each([
    'example.com',
    'api.example.org',
    'api.staging.example.net',
    'www.example.edu',
    'acme.invalid',
    'your-domain.atlassian.net',
    'yourcompany.com',
    'changeme.acme.com',
    '<host>',
    '198.51.100.7',
    '2001:db8::1',
  ])('is %s', (host) => {
    expect(isPlaceholderHost(host)).toBe(true)
  })

  it.each([
    'orders.example.com',
    'ledger.staging.example.com',
    'myexample.com',
    'example.acme.com',
    'mydomains.acme.com',
    'api.acme.com',
    '198.51.101.7',
    'todo.acme.com',
    '',
  ])('is not %j', (host) => {
    expect(isPlaceholderHost(host)).toBe(false)
  })
})

it('leaves to the reader what a variable asks for', () => {
  expect(isPlaceholderHost('your-domain.acme.com', 'https://{tenant}.acme.com')).toBe(false)
  expect(isPlaceholderHost('api.example.com', 'https://{host}')).toBe(true)
})

it('tells addresses from names with numbers', () => {
  expect(['93.184.216.34', '2606:2800:220:1::1'].map(isIpAddress)).toEqual([true, true])
  expect(['1.2.3.4.acme.com', '1and1.com', 'ab:cd'].map(isIpAddress)).toEqual([false, false, false])
})
