export interface TransportFact {
  readonly transport: 'tls' | 'plaintext' | 'unknown'
  /** Why it is not known, or by what it is held for TLS; a clause. */
  readonly because: string | undefined
}

/** Protocols without encryption, with the one that is the same over TLS where there is one. */
const PLAINTEXT: Readonly<Record<string, string | undefined>> = {
  http: 'https',
  ws: 'wss',
  mqtt: 'mqtts',
  mqtt5: 'mqtts',
  amqp: 'amqps',
  amqp1: 'amqps',
  kafka: 'kafka-secure',
  stomp: 'stomps',
  redis: 'rediss',
  pulsar: 'pulsar+ssl',
  nats: 'tls',
  ftp: 'ftps',
  smtp: 'smtps',
  ldap: 'ldaps',
  tcp: undefined,
  udp: undefined,
}

/** Protocols over TLS, and services that their providers offer over HTTPS alone. */
const TLS: ReadonlySet<string> = new Set([
  'https',
  'wss',
  'mqtts',
  'secure-mqtt',
  'amqps',
  'kafka-secure',
  'stomps',
  'rediss',
  'pulsar+ssl',
  'tls',
  'ftps',
  'sftp',
  'smtps',
  'ldaps',
  'sns',
  'sqs',
  'googlepubsub',
  'anypointmq',
])

/** Ports at which only TLS is spoken by registration or custom (IANA port registry; Kafka and ActiveMQ documentation). */
const TLS_PORTS: ReadonlySet<string> = new Set([
  '443',
  '8443',
  '8883',
  '5671',
  '9093',
  '61614',
  '61617',
  '6651',
])

/** How a protocol travels. Protocols that a port may turn to TLS are judged with it. */
export function transportOf(protocol: string, port = ''): TransportFact {
  const name = protocol.toLowerCase()
  if (TLS.has(name)) return { transport: 'tls', because: undefined }
  if (!Object.hasOwn(PLAINTEXT, name)) {
    return { transport: 'unknown', because: `\`${protocol}\` may or may not be encrypted` }
  }
  if (name !== 'http' && name !== 'ws' && TLS_PORTS.has(port)) {
    return { transport: 'tls', because: `port ${port} is one for TLS` }
  }
  return { transport: 'plaintext', because: undefined }
}

/** The same protocol over TLS; undefined when there is no such twin. */
export function secureTwin(protocol: string): string | undefined {
  const name = protocol.toLowerCase()
  return Object.hasOwn(PLAINTEXT, name) ? PLAINTEXT[name] : undefined
}
