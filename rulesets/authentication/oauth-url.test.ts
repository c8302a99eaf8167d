import { describe, expect, it } from 'vitest'
import { blankOf, flawOfUrl } from './oauth-url.ts'

describe('the URL of an OAuth endpoint', () => {
  it.each([
    'https://id.example.com/oauth2/token',
    'HTTPS://ID.EXAMPLE.COM',
    'http://localhost:8080/token',
    'https://keycloak/token',
    'https://10.0.0.1:8443/token?tenant=1',
    'https://[2001:db8::1]:8443/token',
    'https://id.example.com./token',
    'https://xn--bcher-kva.example/token',
    'https://bücher.example/token',
    'https://my_tenant.example.com/token',
    '/oauth/token',
    './token',
    '../token.php',
    'token',
    'token.php',
    'oauth.json/token',
    '//id.example.com/token',
    '?grant=1',
  ])('can be used: %s', (url) => {
    expect(flawOfUrl(url, 'oas3.0')).toBeUndefined()
  })

  it.each([
    ['', 'is empty'],
    ['   ', 'is empty'],
    ['to be defined', 'is not a URL'],
    ['http//id.example.com/token', 'is not a URL'],
    ['https//id.example.com', 'is not a URL'],
    ['id.example.com', 'has no scheme, so clients take its host for a path'],
    ['www.example.com/token', 'has no scheme, so clients take its host for a path'],
    ['localhost:8080/token', 'has no scheme, so clients take its host for a path'],
    ['https:///token', undefined],
    ['https://', 'names no host'],
    ['https://-id-.example.com/token', 'names no host'],
    ['https://id..example.com/token', 'names no host'],
    ['https://id.example.com:99999/token', 'has a port that does not exist'],
    ['https://id.example.com/token#top', 'has a fragment, which OAuth forbids'],
    ['javascript:alert(1)', 'is no web address, but of the scheme `javascript`'],
    ['ftp://id.example.com/token', 'is no web address, but of the scheme `ftp`'],
  ])('cannot be used: %s', (url, flaw) => {
    expect(flawOfUrl(url, 'oas3.1')).toBe(flaw)
  })

  it.each(['oas2', 'asyncapi2', 'asyncapi3'] as const)('has to be absolute in %s', (format) => {
    for (const url of ['/token', 'token', '//id.example.com/token'])
      expect(flawOfUrl(url, format)).toMatch(/^is relative/)
  })

  it.each(['https://{tenant}.example.com', 'https://<your-domain>/token', 'https://$DOMAIN/token'])(
    'may have a blank: %s',
    (url) => {
      expect(blankOf(url)).toBeDefined()
    },
  )
})
