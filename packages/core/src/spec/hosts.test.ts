import { describe, expect, test } from 'vitest'
import { reachOf } from './hosts.ts'

describe('the reach of a host', () => {
  test.for([
    ['localhost', 'loopback'],
    ['LOCALHOST', 'loopback'],
    ['localhost:8080', 'loopback'],
    ['localhost.', 'loopback'],
    ['api.localhost', 'loopback'],
    ['localhost.localdomain', 'loopback'],
    ['127.0.0.1', 'loopback'],
    ['127.8.9.10', 'loopback'],
    ['127.1', 'loopback'],
    ['0x7f000001', 'loopback'],
    ['2130706433', 'loopback'],
    ['0.0.0.0', 'loopback'],
    ['::1', 'loopback'],
    ['[::1]', 'loopback'],
    ['[::1]:8080', 'loopback'],
    ['0:0:0:0:0:0:0:1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['user:secret@127.0.0.1:80', 'loopback'],
    ['%6cocalhost', 'loopback'],
  ] as const)('%s is %s', ([host, reach]) => {
    expect(reachOf(host)).toBe(reach)
  })

  test.for([
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.1', 'public'],
    ['192.168.1.1:8080', 'private'],
    ['192.169.1.1', 'public'],
    ['100.64.0.1', 'private'],
    ['100.128.0.1', 'public'],
    ['169.254.169.254', 'private'],
    ['fd12:3456::1', 'private'],
    ['[fe80::1%25eth0]', 'private'],
    ['fe00::1', 'public'],
    ['::ffff:10.0.0.1', 'private'],
    ['2606:4700::1111', 'public'],
    ['8.8.8.8', 'public'],
    ['printer.local', 'private'],
    ['api.internal', 'private'],
    ['git.corp', 'private'],
    ['nas.lan', 'private'],
    ['hub.home.arpa', 'private'],
    ['orders.shop.svc.cluster.local', 'private'],
    ['orders.shop.svc', 'private'],
    ['kafka', 'private'],
    ['kafka:9092', 'private'],
  ] as const)('%s is %s', ([host, reach]) => {
    expect(reachOf(host)).toBe(reach)
  })

  test.for([
    ['api.acme.io', 'public'],
    ['API.Acme.io.', 'public'],
    ['example.com', 'public'],
    ['mylocalhost.com', 'public'],
    ['localhost.acme.io', 'public'],
    ['internal.acme.io', 'public'],
    ['10.acme.io', 'public'],
    ['256.1.1.1.1', 'public'],
    ['', 'unknown'],
    ['{host}', 'unknown'],
    ['{host}:{port}', 'unknown'],
    ['api.{domain}', 'unknown'],
    ['{tenant}.com', 'unknown'],
    ['{tenant}.acme.io', 'public'],
    ['{service}.internal', 'private'],
  ] as const)('%s is %s', ([host, reach]) => {
    expect(reachOf(host)).toBe(reach)
  })
})
