import { runRule } from '@specward/core/testing'
import { expect, it } from 'vitest'
import rule from './require-broker-authentication.ts'

it.each([
  ["{ $ref: '#/channels/odrers' }", 'its channel could not be read'],
  ["{ $ref: '#/channels/orders' }", 'none of the servers that its channel names could be read'],
])('says why no server is known where there are servers: %s', async (channel, because) => {
  const { undecided } = await runRule(rule, {
    title: '',
    format: 'asyncapi3',
    text: `
servers:
  production: { host: kafka.example.com, protocol: kafka-secure }
operations:
  receiveOrders: { action: receive, channel: ${channel} }
channels:
  orders: { address: orders, servers: [{ $ref: '#/servers/prodcution' }] }
`,
  })
  expect(undecided.map((each) => each.because)).toEqual([because])
})
