/** A wildcard in the address of a channel. */
export interface Wildcard {
  readonly text: string
  /** True when it stands for every topic of the broker. */
  readonly isAll: boolean
}

interface Grammar {
  readonly separator: RegExp
  /** A whole level that stands for others. */
  readonly level: RegExp
  /** The level that stands for all that may follow. */
  readonly rest: string
}

/**
 * MQTT 5.0, section 4.7; RabbitMQ, topic exchanges; NATS, subjects; Solace, topic wildcards; IBM MQ, topic strings;
 * ActiveMQ, wildcards.
 */
const LEVELS: Readonly<Record<string, Grammar>> = {
  mqtt: { separator: /\//, level: /^[#+]$/, rest: '#' },
  ibmmq: { separator: /\//, level: /^[#+]$/, rest: '#' },
  amqp: { separator: /\./, level: /^[#*]$/, rest: '#' },
  nats: { separator: /\./, level: /^[*>]$/, rest: '>' },
  solace: { separator: /\//, level: /^>$|\*$/, rest: '>' },
  stomp: { separator: /[./]/, level: /^[*>]$/, rest: '>' },
}

/** Patterns in place of names: regular expressions of Kafka and Pulsar consumers, globs of Redis. */
const PATTERNS: Readonly<Record<string, (literal: string) => boolean>> = {
  kafka: (literal) => /\*|^\^|\.\+/.test(literal) || hasPair(literal, /[[|(]/, [']', ')']),
  pulsar: (literal) => /\*|^\^/.test(literal),
  redis: (literal) => /[*?]/.test(literal) || hasPair(literal, /\[/, [']']),
}

/** Whether something that closes stands behind something that opens. */
function hasPair(text: string, opening: RegExp, closing: readonly string[]): boolean {
  const start = text.search(opening)
  return start >= 0 && closing.some((each) => text.lastIndexOf(each) > start + 1)
}

/** @param family as by `familyOf` */
export function wildcardIn(address: string, family: string): Wildcard | undefined {
  // `$share/<group>/` only says who listens together
  const topic = address.replace(/^\$share\/[^/]*\//, '')
  const grammar = Object.hasOwn(LEVELS, family) ? LEVELS[family] : undefined
  if (grammar) {
    const levels = topic.split(grammar.separator)
    const text = levels.find((level) => grammar.level.test(level))
    if (text === undefined) return undefined
    const isAll =
      levels.includes(grammar.rest) && levels.every((level) => level === '' || grammar.level.test(level))
    return { text, isAll }
  }
  const pattern = Object.hasOwn(PATTERNS, family) ? PATTERNS[family] : undefined
  const literal = topic.replaceAll(/\{[^{}]*\}/g, '')
  if (!pattern?.(literal)) return undefined
  return { text: literal.includes('*') ? '*' : topic, isAll: /^\^?\(?\.?\*\)?\$?$/.test(literal) }
}
