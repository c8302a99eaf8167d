import { own } from '../json.ts'

/** What travels between caller and callee, and under whose protection. */
export type Transport = 'tls' | 'plaintext' | 'unknown'

export interface TransportFact {
  readonly transport: Transport
  /** For `unknown` why, for `tls` by which evidence; a clause for messages. Absent where the protocol itself says it. */
  readonly because: string | undefined
}

interface Protocol {
  readonly transport: Transport
  /** Why the transport is unknown, or what makes it TLS. */
  readonly because?: string
  /** The same protocol over TLS, under the name by which it can replace this one. */
  readonly secure?: string
  /** Ports registered with IANA for this protocol over TLS. */
  readonly tlsPorts?: readonly string[]
  /** Ports on which this protocol runs over TLS by convention of its servers. */
  readonly usualTlsPorts?: readonly string[]
}

const TLS: Protocol = { transport: 'tls' }

// AMQP 0-9-1 and 1.0; 5671 is "amqps" in the IANA registry of service names and port numbers.
const AMQP: Protocol = { transport: 'plaintext', secure: 'amqps', tlsPorts: ['5671'] }

// MQTT 5.0, section 4.2 (non-normative) names 8883 and 1883; 8883 is "secure-mqtt" at IANA.
const MQTT: Protocol = { transport: 'plaintext', secure: 'mqtts', tlsPorts: ['8883'] }

/**
 * URL schemes, and protocols of AsyncAPI: the list in the Server Object of AsyncAPI 2.6, the names of the
 * protocol bindings, and names that stand in descriptions for the same things.
 */
const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  // RFC 9110, sections 4.2.1 and 4.2.2: the scheme decides, whatever the port.
  http: { transport: 'plaintext', secure: 'https' },
  https: TLS,
  // RFC 6455, section 3.
  ws: { transport: 'plaintext', secure: 'wss' },
  wss: TLS,
  // RFC 959 and RFC 4217; 990 is "ftps" at IANA.
  ftp: { transport: 'plaintext', secure: 'ftps', tlsPorts: ['990'] },
  ftps: TLS,
  sftp: { transport: 'tls', because: 'SFTP is encrypted by SSH' },
  ssh: { transport: 'tls', because: 'SSH encrypts' },
  tls: TLS,
  ssl: TLS,
  // RFC 3207 and RFC 4513 can turn to TLS after connecting; 465 and 636 are for TLS from the start (RFC 8314; IANA).
  smtp: { transport: 'plaintext', secure: 'smtps', tlsPorts: ['465'] },
  smtps: TLS,
  ldap: { transport: 'plaintext', secure: 'ldaps', tlsPorts: ['636'] },
  ldaps: TLS,
  amqp: AMQP,
  amqp1: AMQP,
  amqps: TLS,
  mqtt: MQTT,
  mqtt3: MQTT,
  mqtt5: MQTT,
  mqtts: TLS,
  'secure-mqtt': TLS,
  // No registered ports. Kafka's documentation puts its TLS listeners on 9093; Amazon MSK uses 9094, 9096 and 9098.
  kafka: {
    transport: 'plaintext',
    secure: 'kafka-secure',
    usualTlsPorts: ['9093', '9094', '9096', '9098', '443', '8443'],
  },
  'kafka-secure': TLS,
  // What Kafka calls its listeners (`security.protocol`).
  plaintext: { transport: 'plaintext', secure: 'kafka-secure' },
  sasl_plaintext: { transport: 'plaintext', secure: 'kafka-secure' },
  sasl_ssl: TLS,
  // STOMP 1.2 has no ports of its own; 61614 is the default of ActiveMQ for stomp+ssl and wss.
  stomp: { transport: 'plaintext', secure: 'stomps', usualTlsPorts: ['61614', '61612'] },
  stomps: TLS,
  // "redis" and "rediss" are provisional URI schemes at IANA; 6380 is the TLS port of Azure Cache for Redis.
  redis: { transport: 'plaintext', secure: 'rediss', usualTlsPorts: ['6380'] },
  rediss: TLS,
  // Pulsar client documentation: pulsar:// on 6650, pulsar+ssl:// on 6651.
  pulsar: { transport: 'plaintext', secure: 'pulsar+ssl', usualTlsPorts: ['6651'] },
  'pulsar+ssl': TLS,
  // NATS client protocol: the server's INFO message says whether TLS follows, on the same port.
  nats: { transport: 'unknown', because: 'NATS agrees on TLS after connecting' },
  grpc: { transport: 'unknown', because: '`grpc` does not say whether TLS is used' },
  grpcs: TLS,
  // Mercure runs over HTTP, of whichever scheme.
  mercure: { transport: 'unknown', because: 'Mercure runs over HTTP as well as HTTPS' },
  // Programming interfaces and brokers whose connection factories and channels decide on TLS.
  jms: { transport: 'unknown', because: 'JMS leaves TLS to the broker that is used' },
  ibmmq: { transport: 'unknown', because: 'IBM MQ sets TLS for each channel' },
  // Solace listens on 55555 in plain text and on 55443 with TLS.
  solace: {
    transport: 'unknown',
    because: 'Solace uses TLS or not, depending on the port',
    usualTlsPorts: ['55443'],
  },
  ros2: { transport: 'unknown', because: 'ROS 2 encrypts only where SROS 2 is set up' },
  tcp: { transport: 'unknown', because: '`tcp` does not say what travels on it' },
  udp: { transport: 'unknown', because: '`udp` does not say what travels on it' },
  // Services that are called through HTTPS endpoints.
  sns: { transport: 'tls', because: 'Amazon SNS is called over HTTPS' },
  sqs: { transport: 'tls', because: 'Amazon SQS is called over HTTPS' },
  googlepubsub: { transport: 'tls', because: 'Google Cloud Pub/Sub is called over HTTPS' },
  anypointmq: { transport: 'tls', because: 'Anypoint MQ is called over HTTPS' },
}

/**
 * Whether a connection by this protocol is protected.
 *
 * @param protocol URL scheme or AsyncAPI protocol, in any case, with or without `:`; '' for a relative URL.
 * @param port as written, '' when not given. It counts only for protocols whose name is used with and
 *   without TLS: `mqtt` on 8883 is TLS (registered with IANA), `kafka` on 9093 is `unknown` (a convention), but
 *   `http` on 443 stays plain text.
 */
export function transportOf(protocol: string, port = ''): TransportFact {
  const name = nameOf(protocol)
  if (name === '') return { transport: 'unknown', because: 'the URL is relative' }
  if (name.includes('{')) return { transport: 'unknown', because: `the protocol is the variable \`${name}\`` }
  const known = lookUp(name)
  if (!known) {
    if (TLS_NAME.test(name)) return { transport: 'tls', because: `\`${name}\` names TLS` }
    return { transport: 'unknown', because: `\`${name}\` is no protocol that Specward knows` }
  }
  if (port !== '' && known.transport !== 'tls' && isTlsPort(known, port)) {
    return known.tlsPorts?.includes(port)
      ? { transport: 'tls', because: `port ${port} is registered for \`${name}\` over TLS` }
      : { transport: 'unknown', because: `port ${port} is used for \`${name}\` over TLS, by convention` }
  }
  return { transport: known.transport, because: known.because }
}

/** The protocol that is the same over TLS (`mqtt`: `mqtts`); undefined when there is none or it is one already. */
export function secureTwin(protocol: string): string | undefined {
  return lookUp(nameOf(protocol))?.secure
}

/** `stomp+ssl`, `kafka-ssl`, `amqp+tls`, `mqtt-secure`, `secure-amqp`. */
const TLS_NAME = /(?:[+-](?:ssl|tls|secure)|^(?:secure|ssl|tls)[+-].+)$/

function lookUp(name: string): Protocol | undefined {
  return own(PROTOCOLS, name) as Protocol | undefined
}

function isTlsPort(protocol: Protocol, port: string): boolean {
  return Boolean(protocol.tlsPorts?.includes(port) || protocol.usualTlsPorts?.includes(port))
}

function nameOf(protocol: string): string {
  return protocol.trim().toLowerCase().replace(/:\/*$/, '')
}
