import { describe, expect, it } from 'vitest'
import { patternReach } from './url-pattern.ts'

describe('where a URL leads that matches a pattern', () => {
  it.each([
    String.raw`^https://hooks\.example\.com/`,
    String.raw`^https://hooks\.example\.com(/|$)`,
    String.raw`^https:\/\/app\.example\.com\/`,
    String.raw`^https://[a-z0-9-]+\.example\.com(/|$)`,
    String.raw`^https://(?:www|app)\.example\.com/.*$`,
    String.raw`^https://example\.(?:com|org)(?::\d+)?/`,
    String.raw`^https://(?:www\.)?example\.com(?:/.*)?$`,
    '^https://localhost:8080/',
    String.raw`^https:\/\/hooks\.example\.com\/.*$`,
    String.raw`^https://[a-z0-9-]+\.example\.com/`,
    String.raw`^https://(?:a|b)\.example\.com/`,
    String.raw`^(?:https://a\.example\.com/|https://b\.example\.org/)`,
    String.raw`^https://a\.example\.com:443/|^https://b\.example\.com$`,
  ])('knows the hosts of %s', (pattern) => {
    expect(patternReach(pattern)).toBe('hosts')
  })

  it.each([
    '^https://',
    '^https://.+',
    // any letter for the dot
    '^https://hooks.example.com/',
    String.raw`^https://[a-z]+example\.com/`,
    String.raw`^https://example\.com(?:/.*)?`,
    String.raw`^https://example\.com/?`,
    '^https://[^/]+/',
    `^https://${'-'.repeat(200)}`,
    `^https://${'a.'.repeat(100)}!`,
    String.raw`^https://[^\s/$.?#].[^\s]*$`,
    String.raw`^https:\/\/[a-z0-9.-]+`,
    // a host that goes on: `hooks.example.com.attacker.net`, `hooks.example.com@attacker.net`
    String.raw`^https://hooks\.example\.com`,
    String.raw`^https://.*\.example\.com/`,
    String.raw`^https://[^@]+\.example\.com/`,
    String.raw`^https://a\.example\.com/|^https://`,
  ])('knows nothing but the scheme of %s', (pattern) => {
    expect(patternReach(pattern)).toBe('https')
  })

  it.each([
    'https://hooks.example.com/',
    '^https?://',
    '^/',
    '^/.*$',
    '^/[a-z/]+$',
    '^/app|https://',
    '^(',
    '.*',
    '^http://hooks.example.com/',
    '^https://a.example.com/|http://b.example.com/',
    '^(https://|ftp://)',
    '^(https://)?a',
    '^(?=https://)',
    '^.{1,200}$',
    '(',
    ')',
    '',
    '|'.repeat(100_000),
    '('.repeat(100_000),
    `^${'(a|'.repeat(300)}`,
    `^${'('.repeat(400)}${')'.repeat(400)}`,
    `^https:${'/'.repeat(100_000)}`,
  ])('is not sure of %j', (pattern) => {
    expect(patternReach(pattern)).toBe('anywhere')
  })

  it.each(['^/[^/]', '^/(?!/)', '^/app/', '^[a-z_-]{1,20}$'])('knows that %s is no host', (pattern) => {
    expect(patternReach(pattern)).toBe('path')
  })
})
