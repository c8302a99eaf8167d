import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitUrl } from './url.ts'

/** protocol | userinfo | host | port | path */
function split(url: string, isAuthority?: boolean): string {
  const { protocol, userinfo, host, port, path } = splitUrl(url, isAuthority)
  return [protocol, userinfo, host, port, path].join('|')
}

describe('a URL is split', () => {
  test.for([
    ['https://api.acme.io/v1', 'https||api.acme.io||/v1'],
    ['HTTP://API.Acme.io:8080/V1?A=b#C', 'http||api.acme.io|8080|/V1?A=b#C'],
    ['https://user:p%40ss@acme.io/', 'https|user:p%40ss|acme.io||/'],
    ['https://a@b@acme.io', 'https|a@b|acme.io||'],
    ['http://[::1]:80/x', 'http||::1|80|/x'],
    ['http://[2001:DB8::1]', 'http||2001:db8::1||'],
    ['http:/acme.io', 'http||acme.io||'],
    ['https:\\\\acme.io', 'https||acme.io||'],
    ['//acme.io/v1', '||acme.io||/v1'],
    ['acme.io:1883', '||acme.io|1883|'],
    ['localhost:8080/v1', '||localhost|8080|/v1'],
    ['  https://acme.io  ', 'https||acme.io||'],
    ['https://acme.io?x=//y:1@z', 'https||acme.io||?x=//y:1@z'],
    ['/v1', '||||/v1'],
    ['./v1', '||||./v1'],
    ['v1/pets', '||||v1/pets'],
    ['/redirect?to=https://acme.io', '||||/redirect?to=https://acme.io'],
    ['', '||||'],
    ['urn:isbn:123', 'urn||||isbn:123'],
    ['mqtt://broker.acme.io:1883', 'mqtt||broker.acme.io|1883|'],
  ] as const)('%s', ([url, parts]) => {
    expect(split(url)).toBe(parts)
  })

  test.for([
    ['{scheme}://acme.io', '{scheme}||acme.io||'],
    ['HTTP{s}://acme.io', 'http{s}||acme.io||'],
    ['https://{Region}.ACME.io:{Port}/{basePath}', 'https||{Region}.acme.io|{Port}|/{basePath}'],
    ['https://acme.io:8{n}/v1', 'https||acme.io|8{n}|/v1'],
    ['https://{user}:{password}@acme.io', 'https|{user}:{password}|acme.io||'],
    ['{baseUrl}/v1', '||{baseUrl}||/v1'],
    ['https://{host}', 'https||{host}||'],
  ] as const)('with its variables: %s', ([url, parts]) => {
    expect(split(url)).toBe(parts)
  })

  test('with the name of a Kafka listener, and by the first of several brokers', () => {
    expect(split('SASL_PLAINTEXT://k1.acme.io:9092,k2.acme.io:9093')).toBe('sasl_plaintext||k1.acme.io|9092|')
    expect(split('k1.acme.io:9092,k2.acme.io:9093', true)).toBe('||k1.acme.io|9092|')
  })

  test('as beginning with its host where the caller knows that it does', () => {
    expect(split('broker.acme.io/vhost', true)).toBe('||broker.acme.io||/vhost')
    expect(split('broker.acme.io/vhost')).toBe('||||broker.acme.io/vhost')
  })

  test('as the platform does, for every URL that it can read', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const parsed = new URL(url)
        const parts = splitUrl(url)
        expect(`${parts.protocol}:`).toBe(parsed.protocol)
        expect(parts.host).toBe(parsed.hostname)
      }),
    )
  })

  test('without losing a character of what follows the authority', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const path = `/${text.trim()}`
        expect(splitUrl(`https://acme.io${path}`).path).toBe(path)
      }),
    )
  })
})
