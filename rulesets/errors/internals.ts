import { append, type Property, type Schema, tokens } from '@specward/core'
import { isSaidToBeHidden } from '../exposure/returned.ts'

const phrases = (text: string): ReadonlySet<string> =>
  new Set(text.split(',').map((phrase) => tokens(phrase.trim()).join('')))

/** Names that stand for nothing but the inside of a program. */
const CERTAIN = phrases(
  `stack trace, stack, back trace, trace back, call stack, exception stack, stack entry, exception class, exception type,
  exception name, exception message, exception detail, inner exception, sql, sql query, sql statement, sql state,
  sql error, sql message, debug info, debug information, debug message, debug detail, debug data, debug trace`,
)

/** The same wherever they stand in a name: `rootCauseExceptionStack`, `StackTraceString`. */
const TELLING: readonly string[] = [
  ...['stack trace', 'call stack', 'back trace', 'exception stack', 'exception class', 'inner exception'],
  ...['sql query', 'sql statement', 'sql state'],
]

/** Words that make another thing of it: a reference to a trace, or a switch that turns it on. */
const OTHERWISE =
  /^(?:has|is|include|includes|show|with|without|enable|hide|no|max) | (?:id|ids|url|uri|link|ref|enabled|count|depth|limit|hash|level|policy)$/

/** Of these, what is no text tells something else: an object `exception` is an envelope, a `debug` flag a switch. */
const TEXT = phrases('exception, debug, sql, stack')

/** Where the code is. One alone may be the place of a mistake in what the caller has sent. */
const PLACES: readonly ReadonlySet<string>[] = [
  phrases('class, class name, declaring class'),
  phrases('file, file name, source file'),
  phrases('line, line no, line number'),
  phrases('function, function name, method name'),
  phrases('host name, server name, server host'),
]

/** Names that a framework gives to the parts of its error page (Spring Boot), and the one of the stack trace. */
const SPRING = ['timestamp', 'status', 'path', 'trace']

/** Properties that tell callers about the program behind the API, by their names and types. */
export function internalsAmong(properties: readonly Property[]): readonly Property[] {
  const named = properties.map((property) => [joined(property.name), property] as const)
  const found = named.filter(([, { name, schema }]) => isInternal(name, schema))
  const places = PLACES.map((names) =>
    named.find(([name, property]) => names.has(name) && !isOfInput(property)),
  ).filter((each) => each)
  if (found.length > 0 || places.length >= 3)
    append(
      found,
      places.flatMap((each) => (each ? [each] : [])),
    )
  if (SPRING.every((name) => named.some(([other]) => other === name)))
    append(
      found,
      named.filter(([name]) => name === 'trace'),
    )
  const shown = [...new Set(found.map(([, property]) => property))]
  return shown.filter((property) => !property.writeOnly && !isSaidToBeHidden(property))
}

/** Says that the place is one in what the caller has sent. */
function isOfInput({ node, schema }: Property): boolean {
  const text = node.child('description')?.string ?? schema.all('description')[0]?.string ?? ''
  return /\b(?:upload\w*|csv|imported|imports?|spreadsheet|sent|submitted|attached|input|request)\b/i.test(
    text,
  )
}

/** A property of that kind of which the description says that callers do not see it. */
export function isHiddenInternal(property: Property): boolean {
  return isInternal(property.name, property.schema) && isSaidToBeHidden(property)
}

function isCertain(name: string): boolean {
  if (CERTAIN.has(joined(name))) return true
  const words = tokens(name).join(' ')
  return !OTHERWISE.test(words) && TELLING.some((phrase) => ` ${words} `.includes(` ${phrase} `))
}

function isInternal(written: string, schema: Schema): boolean {
  const name = joined(written)
  if (!isCertain(written) && !TEXT.has(name)) return false
  const types = schema.types.filter((type) => type !== 'null')
  if (types.length > 0 && !types.some((type) => type === 'string' || type === 'array' || type === 'object'))
    return false
  if (TEXT.has(name) && (types.includes('object') || schema.properties.length > 0)) return name === 'debug'
  return schema.all('enum').length === 0
}

/** True for a key of an example that holds such a thing. */
export function isInternalKey(key: string, value: unknown): boolean {
  const name = joined(key)
  if (TEXT.has(name)) return typeof value === 'string' && /\s/.test(value)
  return isCertain(key) && value !== null && value !== '' && typeof value !== 'boolean'
}

function joined(name: string): string {
  return tokens(name).join('')
}
