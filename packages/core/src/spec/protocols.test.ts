import { describe, expect, test } from 'vitest'
import { secureTwin, transportOf } from './protocols.ts'

describe('the transport of a protocol', () => {
  test.for([
    ['http', '', 'plaintext'],
    ['HTTP', '', 'plaintext'],
    ['http:', '', 'plaintext'],
    ['https', '80', 'tls'],
    ['ws', '', 'plaintext'],
    ['wss', '', 'tls'],
    ['mqtt', '1883', 'plaintext'],
    ['mqtt5', '', 'plaintext'],
    ['mqtts', '', 'tls'],
    ['secure-mqtt', '', 'tls'],
    ['amqp', '5672', 'plaintext'],
    ['amqps', '', 'tls'],
    ['kafka', '9092', 'plaintext'],
    ['kafka-secure', '9092', 'tls'],
    ['stomps', '', 'tls'],
    ['rediss', '', 'tls'],
    ['pulsar+ssl', '', 'tls'],
    ['stomp+ssl', '', 'tls'],
    ['amqp-tls', '', 'tls'],
    ['sqs', '', 'tls'],
    ['nats', '4222', 'unknown'],
    ['jms', '', 'unknown'],
    ['ibmmq', '1414', 'unknown'],
    ['carrier-pigeon', '', 'unknown'],
    ['{protocol}', '', 'unknown'],
    ['', '', 'unknown'],
    ['constructor', '', 'unknown'],
    ['__proto__', '', 'unknown'],
  ] as const)('`%s` on port `%s` is %s', ([protocol, port, transport]) => {
    expect(transportOf(protocol, port).transport).toBe(transport)
  })

  test.for([
    ['mqtt', '8883', 'tls', 'port 8883 is registered for `mqtt` over TLS'],
    ['amqp', '5671', 'tls', 'port 5671 is registered for `amqp` over TLS'],
    ['kafka', '9093', 'unknown', 'port 9093 is used for `kafka` over TLS, by convention'],
    ['stomp', '61614', 'unknown', 'port 61614 is used for `stomp` over TLS, by convention'],
  ] as const)('`%s` on port %s is %s, because of the port', ([protocol, port, transport, because]) => {
    expect(transportOf(protocol, port)).toEqual({ transport, because })
  })

  test.for(['http', 'ws'])(
    'a URL scheme decides whatever the port: `%s` on 443 is plain text',
    (protocol) => {
      expect(transportOf(protocol, '443').transport).toBe('plaintext')
    },
  )

  test.for(['nats', 'jms', 'smoke-signal', '', '{scheme}'])('says why `%s` is unknown', (protocol) => {
    expect(transportOf(protocol).because).toMatch(/\w/)
  })
})

describe('the secure twin of a protocol', () => {
  test.for([
    ['http', 'https'],
    ['WS', 'wss'],
    ['mqtt', 'mqtts'],
    ['mqtt5', 'mqtts'],
    ['amqp', 'amqps'],
    ['kafka', 'kafka-secure'],
    ['SASL_PLAINTEXT', 'kafka-secure'],
    ['stomp', 'stomps'],
    ['redis', 'rediss'],
    ['pulsar', 'pulsar+ssl'],
    ['ftp', 'ftps'],
  ] as const)('of `%s` is `%s`', ([protocol, twin]) => {
    expect(secureTwin(protocol)).toBe(twin)
    expect(transportOf(twin).transport).toBe('tls')
  })

  test.for(['https', 'jms', 'nats', 'unheard-of', ''])('does not exist for `%s`', (protocol) => {
    expect(secureTwin(protocol)).toBeUndefined()
  })
})
